// SPDX-License-Identifier: Apache-2.0
// The folder of the demo: what bears its mark is made anew, anything else is left alone. The
// program is a stand-in that makes the folders which the scripts look at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/paths.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DemoFolder : public ::testing::Test {
 protected:
  DemoFolder() {
    fs::create_directories(stranger() / "documents");
    write(stranger() / "passphrase", "mine\n");
    write(stranger() / "documents" / "scan.pdf", "mine\n");
    write(home.path() / "letopis",
          "#!/bin/sh\n[ \"$1\" = init ] && mkdir -p \"$2/log\"\necho \"$1\" >>\"$0.calls\"\n");
    fs::permissions(home.path() / "letopis", fs::perms::owner_all);
  }

  static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
  fs::path stranger() const { return home.path() / "stranger"; }
  fs::path own() const { return home.path() / "own"; }
  std::string calls() const {
    std::stringstream text;
    text << std::ifstream(home.path() / "letopis.calls").rdbuf();
    return text.str();
  }

  static support::Finished run(std::vector<std::string> arguments) {
    arguments[0] = std::string(kSourceDir) + "/tools/" + arguments[0];
    const char* path = std::getenv("PATH");
    return support::run(
        {std::move(arguments),
         {{"PATH", path == nullptr ? "/usr/bin:/bin" : path}, {"LC_ALL", "C.UTF-8"}},
         ""});
  }
  support::Finished load(const fs::path& folder) const {
    return run({"history/load", (home.path() / "letopis").string(), folder.string()});
  }

  /// Every file below the folder with what it holds.
  static std::map<std::string, std::string> files(const fs::path& folder) {
    std::map<std::string, std::string> out;
    for (const auto& item : fs::recursive_directory_iterator(folder)) {
      std::stringstream text;
      if (item.is_regular_file()) text << std::ifstream(item.path()).rdbuf();
      out[item.path().string()] = text.str();
    }
    return out;
  }

  support::TempDir home;
};

TEST_F(DemoFolder, FolderThatIsNotTheDemosOwnIsRefusedBeforeAnythingInItIsTouched) {
  const auto before = files(stranger());
  for (const auto& refused : {load(stranger()), run({"demo", "--dir", stranger().string()})}) {
    EXPECT_EQ(refused.code, 4) << refused.out;
    EXPECT_THAT(refused.err, HasSubstr(stranger().string() + " holds something"));
    EXPECT_EQ(refused.out, "");
  }
  EXPECT_EQ(files(stranger()), before);
  EXPECT_EQ(calls(), "") << "the program was not run";
}

TEST_F(DemoFolder, LedgerThatLacksTheDemosMarkIsNotDeleted) {
  fs::create_directories(stranger() / "ledger" / "log");
  fs::create_directories(stranger() / "keys");
  write(stranger() / "keys" / "root.key", "mine\n");
  const auto before = files(stranger());
  EXPECT_EQ(load(stranger()).code, 4);
  EXPECT_EQ(files(stranger()), before);
}

TEST_F(DemoFolder, UnfinishedDemoIsBegunAnewAndAFinishedOneIsGoneOnWith) {
  ASSERT_EQ(load(own()).code, 0);
  EXPECT_TRUE(fs::exists(own() / "letopis-demo"));
  EXPECT_EQ(calls().find("init"), 0u);
  ASSERT_EQ(load(own()).code, 0);
  EXPECT_EQ(calls().find("init", 1), std::string::npos) << "a finished one keeps its ledger";

  fs::remove(own() / "complete");
  write(own() / "ledger" / "left", "by the first run");
  ASSERT_EQ(load(own()).code, 0);
  EXPECT_NE(calls().find("init", 1), std::string::npos);
  EXPECT_FALSE(fs::exists(own() / "ledger" / "left"));
}

TEST_F(DemoFolder, DocumentsOfAMarkedFolderAreReplaced) {
  ASSERT_EQ(load(own()).code, 0);
  write(own() / "documents" / "old.txt", "of an earlier demo");
  ASSERT_EQ(load(own()).code, 0);
  EXPECT_FALSE(fs::exists(own() / "documents" / "old.txt"));
  EXPECT_FALSE(fs::is_empty(own() / "documents"));
}

TEST_F(DemoFolder, OptionWithoutItsValueIsWrongUsageAndSaysWhichOne) {
  const std::vector<std::vector<std::string>> wrong{{"demo", "--port"},
                                                    {"demo", "--port", "many"},
                                                    {"demo", "--port", "70000"},
                                                    {"demo", "--dir"}};
  for (const auto& arguments : wrong) {
    const auto refused = run(arguments);
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("demo: " + arguments[1] + " needs a "));
  }
}

}  // namespace
}  // namespace tools
