// SPDX-License-Identifier: Apache-2.0
// The manual page: every command is in it, and scdoc makes a page of it in both languages.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/paths.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

/// The commands that `letopis PATH --help` lists.
std::vector<std::string> commands_in_help(const ToolHome& home, const std::string& group) {
  std::vector<std::string> arguments{"--help"};
  if (!group.empty()) arguments.insert(arguments.begin(), group);
  std::istringstream lines(home.run(arguments).out);
  std::vector<std::string> out;
  bool listed = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(' ')) listed = line.find("Commands") != std::string::npos;
    std::istringstream words(line);
    std::string name;
    const bool first_column = line.starts_with("  ") && line.size() > 2 && line[2] != ' ';
    if (listed && first_column && words >> name) out.push_back(name);
  }
  return out;
}

TEST(Manual, EveryCommandIsInIt) {
  const ToolHome home;
  const std::string manual = home.run({"manual"}).out;
  const auto commands = commands_in_help(home, "");
  EXPECT_GE(commands.size(), 15u);
  for (const std::string& command : commands) {
    const auto below = commands_in_help(home, command);
    for (const std::string& name : below) {
      const std::string heading = "## letopis " + command + " " + name + "\n";
      EXPECT_NE(manual.find(heading), std::string::npos) << heading;
    }
    const std::string heading = "## letopis " + command + "\n";
    EXPECT_TRUE(!below.empty() || manual.find(heading) != std::string::npos) << heading;
  }
}

TEST(Manual, SaysWhatEveryArgumentIs) {
  const ToolHome home;
  for (const std::string language : {"en", "ru"}) {
    std::istringstream lines(home.run({"manual", "--lang", language}).out);
    std::string command, name;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("## ")) command = line;
      EXPECT_FALSE(!name.empty() && line.starts_with("\t" + name)) << command << ": " << name;
      name = line.starts_with('*') || line.starts_with('#') ? "" : line;
    }
  }
}

TEST(Manual, BecomesAPageInBothLanguages) {
  const ToolHome home;
  const std::string man = std::string(kSourceDir) + "/tools/man/";
  const std::string tool = std::string(kBinaryDir) + "/letopis";
  for (const std::string language : {"en", "ru"}) {
    const std::string suffix = language == "ru" ? ".ru.scd" : ".scd";
    const auto page =
        support::run({{"/bin/sh", "-c",
                       "{ cat " + man + "head" + suffix + " && " + tool + " --lang " + language +
                           " manual && cat " + man + "tail" + suffix + "; } | scdoc"},
                      home.environment});
    EXPECT_EQ(page.code, 0) << page.err;
    EXPECT_NE(page.out.find(".TH \"letopis\" \"1\""), std::string::npos);
  }
}

}  // namespace
}  // namespace tools
