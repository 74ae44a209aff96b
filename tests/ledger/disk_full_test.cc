// SPDX-License-Identifier: Apache-2.0
// A disk that is really full: a small file system of its own (tmpfs in a mount namespace) under a
// ledger at work. Nothing acknowledged is lost, the error names what is full, reading goes on, and
// with room again the ledger goes on from where it was.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "tests/paths.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

/// Runs a shell script in a mount namespace where $DISK is an empty file system of `bytes`.
support::Finished run_on_small_disk(const std::string& disk, const std::string& bytes,
                                    const std::string& script) {
  const std::string mount = "mount -t tmpfs -o size=" + bytes + " tmpfs \"$DISK\" && ";
  return support::run(
      {{"/usr/bin/unshare", "--mount", "--map-root-user", "/bin/sh", "-c", mount + script},
       {{"PATH", "/usr/sbin:/usr/bin:/sbin:/bin"}, {"DISK", disk}}});
}

TEST(DiskFull, NothingAcknowledgedIsLostTheErrorSaysWhatIsFullAndTheLedgerGoesOn) {
  const support::TempDir dir;
  const std::string disk = dir / "disk";
  std::filesystem::create_directory(disk);
  const std::string child = std::string(kBinaryDir) + "/letopis_crash_child";
  // The ballast goes before the second run: an administrator has made room.
  const auto run = run_on_small_disk(
      disk, "1500k",
      "head -c 700000 /dev/zero >\"$DISK/ballast\" && SAID=$(" + child +
          " fill \"$DISK\") && echo \"$SAID\" && rm \"$DISK/ballast\" && " + child +
          " go-on \"$DISK\" $(echo \"$SAID\" | sed -n 's/^acknowledged //p')");
  ASSERT_EQ(run.code, 0) << run.out << run.err;
  std::map<std::string, std::string> told;
  std::istringstream lines(run.out);
  for (std::string name, value; lines >> name && std::getline(lines >> std::ws, value);) {
    told[name] = value;
  }
  EXPECT_GE(told["acknowledged"].size(), 3u) << "hundreds at least";
  EXPECT_NE(told["refusal"].find("full"), std::string::npos) << told["refusal"];
  EXPECT_NE(told["refusal"].find(disk), std::string::npos) << told["refusal"];
  EXPECT_EQ(told["read-on-full-disk"], told["acknowledged"]);
  EXPECT_EQ(told["there-again"], told["acknowledged"]);
  EXPECT_EQ(told["faults"], "0");
  EXPECT_EQ(told["appended-again"], "yes");
}

}  // namespace
}  // namespace ledger
