// SPDX-License-Identifier: Apache-2.0
// Whoever could continue one ledger twice: a second process over a copy of it, an anchor that was
// emptied, a new anchor where the machine still has one that knows more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class TwoWriters : public ::testing::Test {
 protected:
  void SetUp() override {
    const json notes = json::parse(std::ifstream(home.path("ledger/letopis.json")));
    anchor = notes["anchor"].get<std::string>();
    fs::copy(home.path("ledger"), home.path("copy"), fs::copy_options::recursive);
  }
  Finished append(const std::string& dir, const std::string& name,
                  const std::vector<std::string>& more = {}) const {
    auto arguments = home.append_arguments(more);
    arguments[2] = dir;
    return home.run(arguments, organisation_event(name));
  }
  int size(const std::string& dir) const {
    return json_lines(home.run({"stats", "-d", dir, "--json"}).out).at(0)["size"];
  }

  ToolHome home{new_home()};
  fs::path anchor;
};

TEST_F(TwoWriters, ServerWhoseAnchorAnotherProcessWroteSignsAndRecordsNothing) {
  support::Process server(
      home.command({"serve", "--dir", "ledger", "--keys", "keys", "--passphrase", "file:passphrase",
                    "--listen", "127.0.0.1:0"}));
  server.wait_for_lines(1);
  const std::string url = server.output().substr(0, server.output().find('\n'));
  const Finished elsewhere = append("copy", "a");
  ASSERT_EQ(elsewhere.code, 0) << elsewhere.err;
  const Finished refused = home.run({"append", "--server", url, "--keys", "keys", "--passphrase",
                                     "file:passphrase", "--signer", "root"},
                                    organisation_event("b"));
  EXPECT_NE(refused.code, 0) << refused.out;
  EXPECT_THAT(refused.err, HasSubstr("ANCHOR_TAKEN"));
  server.signal(SIGTERM);
  server.finish();
  EXPECT_EQ(size("ledger"), 1);
  EXPECT_EQ(size("copy"), 2);
  EXPECT_EQ(home.run({"verify", "-d", "copy"}).code, 0);
  EXPECT_THAT(append("ledger", "b").err, HasSubstr("BEHIND"));
}

TEST_F(TwoWriters, AnEmptiedAnchorIsDamagedAndNotANewOne) {
  ASSERT_EQ(append("ledger", "a").code, 0);
  std::ofstream(anchor).close();
  std::ofstream(home.path("empty")).close();
  for (const std::vector<std::string>& named :
       {std::vector<std::string>{}, {"--anchor", "empty"}}) {
    const Finished refused = append("copy", "b", named);
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_THAT(refused.err, HasSubstr("ANCHOR_DAMAGED"));
  }
  EXPECT_EQ(size("copy"), 1);
}

TEST_F(TwoWriters, ANewAnchorElsewhereHidesNothingThatTheMachinesOwnAnchorHolds) {
  ASSERT_EQ(append("ledger", "a").code, 0);
  const Finished refused = append("copy", "b", {"--anchor", "other", "--new-anchor"});
  EXPECT_EQ(refused.code, 1) << refused.out;
  EXPECT_THAT(refused.err, HasSubstr("BEHIND"));
  EXPECT_FALSE(fs::exists(home.path("other")));
  EXPECT_EQ(size("copy"), 1);
  const Finished moved = append("ledger", "b", {"--anchor", "other", "--new-anchor"});
  EXPECT_EQ(moved.code, 0) << moved.err;
}

}  // namespace
}  // namespace tools
