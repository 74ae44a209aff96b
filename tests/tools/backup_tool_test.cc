// SPDX-License-Identifier: Apache-2.0
// letopis backup verify: every backup of a folder, not only the newest.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class BackupTool : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(home.init());
    for (const char* name : {"first", "second"}) {
      ASSERT_EQ(home.run(home.append_arguments(), organisation_event(name)).code, 0);
      const Finished made = home.run({"backup", "create", "-d", "ledger", "--to", "backups"});
      ASSERT_EQ(made.code, 0) << made.err;
    }
  }
  /// The manifest of one backup, which no other shares.
  fs::path manifest_of(const std::string& id) {
    for (const auto& entry : fs::directory_iterator(home.path("backups/private/" + id))) {
      if (entry.path().filename().string().starts_with("MANIFEST")) return entry.path();
    }
    ADD_FAILURE() << "no manifest";
    return {};
  }
  Finished verify(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"backup", "verify", "backups"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.run(arguments);
  }

  ToolHome home;
};

TEST_F(BackupTool, ADamagedBackupIsFoundAlsoIfANewerOneIsSound) {
  {
    std::fstream file(manifest_of("1"), std::ios::in | std::ios::out | std::ios::binary);
    const auto byte = static_cast<char>(file.get() ^ 1);
    file.seekp(0);
    file.put(byte);
  }
  const Finished all = verify();
  EXPECT_EQ(all.code, 1) << all.out;
  EXPECT_THAT(all.out, HasSubstr("NOT SOUND"));
  EXPECT_THAT(all.out, HasSubstr("BACKUP_DAMAGED"));
  const auto lines = json_lines(verify({"--json"}).out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["sound"], false);
  EXPECT_EQ(lines[0]["reason"], "BACKUP_DAMAGED");
  EXPECT_EQ(lines[1]["sound"], true);
  EXPECT_EQ(lines[1]["size"], 3);
  EXPECT_EQ(verify({"--id", "1"}).code, 1);
  EXPECT_EQ(verify({"--id", "2"}).code, 0);
  EXPECT_EQ(verify({"--id", "3"}).code, 3);
}

TEST_F(BackupTool, ABackupThatLacksAFileIsNamedAndNotLeftOut) {
  fs::remove(manifest_of("1"));
  const auto lines = json_lines(verify({"--json"}).out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["id"], 1);
  EXPECT_EQ(lines[0]["sound"], false);
  EXPECT_EQ(verify().code, 1);
}

TEST_F(BackupTool, SoundBackupsAreEachSaidToBeSound) {
  const Finished all = verify({"--lang", "ru"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("цела\n2  "));
}

}  // namespace
}  // namespace tools
