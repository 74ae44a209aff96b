// SPDX-License-Identifier: Apache-2.0
// The shipped forms against the ledger of the demo, by the very commands that RECORD.md shows: they
// fit its cluster, its seats and its days.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/paths.h"
#include "tests/support/loaded_history.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

/// A copy of the demo and of the forms, where a secretary has them below the sources.
class DemoForms : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path demo = support::loaded_history().parent_path();
    fs::create_directories(home.path("build/release"));
    fs::create_directories(home.path("demo/ledger"));
    fs::create_directories(home.path("tools"));
    fs::create_symlink(std::string(kBinaryDir) + "/letopis", home.path("build/release/letopis"));
    copy(demo / "ledger" / "log", home.path("demo/ledger/log"));
    copy(demo / "keys", home.path("demo/keys"));
    copy(demo.parent_path() / "state", home.path("state"));
    copy(std::string(kSourceDir) + "/tools/forms", home.path("tools/forms"));
    fs::copy_file(demo / "passphrase", home.path("demo/passphrase"));
    fs::copy_file(demo / "ledger" / "letopis.json", home.path("demo/ledger/letopis.json"));
    std::string notes = text_of(home.path("demo/ledger/letopis.json"));
    const std::string before = demo.parent_path().string();
    for (auto at = notes.find(before); at != std::string::npos; at = notes.find(before)) {
      notes.replace(at, before.size(), home.dir.path().string());
    }
    std::ofstream(home.path("demo/ledger/letopis.json")) << notes;
  }

  /// Other tests read the demo meanwhile: their logs of the store come and go.
  static void copy(const fs::path& from, const fs::path& to) {
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator(from)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("LOG")) continue;
      if (entry.is_directory()) {
        copy(entry.path(), to / name);
      } else {
        fs::copy_file(entry.path(), to / name);
      }
    }
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  /// The command lines of RECORD.md that are run against the demo, in words.
  static std::vector<std::vector<std::string>> shown() {
    std::vector<std::vector<std::string>> out;
    std::istringstream lines(text_of(std::string(kSourceDir) + "/tools/RECORD.md"));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("build/release/letopis record ")) continue;
      std::istringstream words(line);
      auto& command = out.emplace_back();
      for (std::string word; words >> word;) command.push_back(word);
    }
    return out;
  }
  Finished in_home(const std::vector<std::string>& words) {
    support::Command command = home.command({});
    command.arguments = {"/bin/sh", "-c", "cd \"$HOME\" && exec \"$0\" \"$@\""};
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
    return support::run(command);
  }

  ToolHome home;
};

TEST_F(DemoForms, EveryShippedFormIsShownWithACommandThatWorksOnTheDemo) {
  std::set<std::string> forms;
  for (const auto& entry : fs::directory_iterator(home.path("tools/forms"))) {
    if (entry.path().extension() == ".toml") {
      forms.insert("tools/forms/" + entry.path().filename().string());
    }
  }
  for (std::vector<std::string> command : shown()) {
    ASSERT_GT(command.size(), 2u);
    forms.erase(command[2]);
    command.insert(command.end(), {"--json", "--lang", "en"});
    const Finished done = in_home(command);
    ASSERT_EQ(done.code, 0) << command[2] << "\n" << done.err << done.out;
    const json preview = json_lines(done.out).at(0)["preview"];
    ASSERT_EQ(preview["places"].size(), 1u) << command[2];
    const json& place = preview["places"][0];
    EXPECT_EQ(place["meetings"].size(), 1u);
    for (const json& decision : place["decisions"]) {
      EXPECT_EQ(decision["mismatch"], false) << command[2] << "\n" << decision.dump(1);
    }
    for (const json& meeting : place["meetings"]) EXPECT_EQ(meeting["state"], "held");
  }
  EXPECT_TRUE(forms.empty()) << *forms.begin() << " is not shown";
}

TEST_F(DemoForms, ADryRunLeavesNothingBehindBesideTheForm) {
  const auto commands = shown();
  ASSERT_FALSE(commands.empty());
  ASSERT_EQ(in_home(commands.front()).code, 0);
  EXPECT_FALSE(fs::exists(home.path(commands.front()[2] + ".names.json")));
  EXPECT_FALSE(fs::exists(home.path("demo/ledger.files")));
}

}  // namespace
}  // namespace tools
