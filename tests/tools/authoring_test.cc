// SPDX-License-Identifier: Apache-2.0
// AUTHORING.md as somebody reads it who has nothing yet: its commands are run, its event recorded.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>

#include "tests/paths.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

/// The blocks of the page by what stands behind their three backquotes.
std::map<std::string, std::string> blocks_of_authoring() {
  std::map<std::string, std::string> out;
  std::ifstream page(std::filesystem::path(kSourceDir) / "tools" / "AUTHORING.md");
  std::string name;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      name = name.empty() ? line.substr(3) : "";
    } else if (!name.empty()) {
      out[name] += line + "\n";
    }
  }
  return out;
}

TEST(Authoring, ItsCommandsMakeALedgerFromNothingInWhichItsEventIsAccepted) {
  ToolHome home;
  std::filesystem::remove(home.path("passphrase"));  // the page makes its own
  home.environment["PATH"] = std::string(kBinaryDir) + ":/usr/bin:/bin";
  const auto sh = [&](const std::string& script) {
    return support::run(
        {{"/bin/sh", "-e", "-u", "-c", "cd \"$HOME\"\n" + script}, home.environment, ""});
  };
  const auto blocks = blocks_of_authoring();
  ASSERT_TRUE(blocks.contains("sh own-ledger") && blocks.contains("sh own-events") &&
              blocks.contains("json"));
  // Keys that are quick to open.
  const std::string quick = std::regex_replace(
      blocks.at("sh own-ledger"), std::regex("--passphrase"), "--kdf interactive --passphrase");
  for (const std::string& script : {quick, blocks.at("sh own-events")}) {
    const Finished done = sh(script);
    ASSERT_EQ(done.code, 0) << done.out << done.err;
  }
  std::ofstream(home.path("order.json")) << blocks.at("json");
  std::ofstream(home.path("order-465.pdf")) << "a scan\n";
  const std::string append =
      "letopis append order.json --dir ledger --names names.json --keys keys "
      "--passphrase file:passphrase";
  const Finished first = sh(append);
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_NE(first.out.find("DocumentRegistered  order-465"), std::string::npos) << first.out;
  EXPECT_NE(sh(append + " --lang en").out.find("was there already"), std::string::npos);
  EXPECT_EQ(sh("letopis document verify order-465.pdf --dir ledger").code, 0);
}

}  // namespace
}  // namespace tools
