// SPDX-License-Identifier: Apache-2.0
// Standard input and output of the tool: "-", a full disk, a stream that is closed; and a text in
// Russian for whatever the tool refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/paths.h"
#include "tests/support/tool_fixture.h"
#include "tools/reasons.h"

namespace tools {
namespace {

using ::testing::HasSubstr;

/// The tool, run by a shell that sends its streams somewhere.
Finished shell(const ToolHome& home, const std::string& redirected, const std::string& input = "") {
  support::Command command = home.command({}, input);
  command.arguments = {"/bin/sh", "-c", "cd \"$HOME\" && exec \"$0\" " + redirected,
                       std::string(kBinaryDir) + "/letopis"};
  return support::run(command);
}

TEST(Streams, AnswerThatCouldNotBeWrittenIsFiveAndSaysSo) {
  const ToolHome& home = shared_home();
  for (const std::string command :
       {"--help", "log --help", "", "version", "log -d ledger", "log -d ledger --json",
        "verify -d ledger", "stats -d ledger"}) {
    for (const std::string stream : {" >/dev/full", " >&-"}) {
      const Finished lost = shell(home, command + stream);
      EXPECT_EQ(lost.code, 5) << command << stream << ": " << lost.err;
      EXPECT_THAT(lost.err, HasSubstr("[OUTPUT_WRITE]")) << command << stream;
    }
  }
}

TEST(Streams, AppendThatCouldNotSayWhatItRecordedDoesNotEndWell) {
  ToolHome home;
  ASSERT_TRUE(home.init());
  std::string command;
  for (const auto& word : home.append_arguments({"--names", "names.json"})) command += word + " ";
  int recorded = 1;
  for (const std::string stream : {">/dev/full", ">&-"}) {
    const std::string name = "a" + std::to_string(recorded);
    const Finished lost = shell(home, command + stream, organisation_event(name));
    EXPECT_EQ(lost.code, 5) << lost.err;
    EXPECT_THAT(lost.err, HasSubstr("[OUTPUT_WRITE]"));
    ++recorded;
    EXPECT_EQ(json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["size"],
              recorded);
  }
  EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 0);
}

TEST(Streams, DashIsNeverTheNameOfAFile) {
  ToolHome home;
  ASSERT_TRUE(home.init());
  const Finished receipt = home.run({"prove", "0", "-d", "ledger", "-o", "-"});
  EXPECT_EQ(receipt.code, 2);
  EXPECT_THAT(receipt.err, HasSubstr("two files"));
  EXPECT_EQ(receipt.out, "");
  ASSERT_EQ(
      home.run({"commit", "-d", "ledger", "--keys", "keys", "--passphrase", "file:passphrase"})
          .code,
      0);
  const std::vector<std::string> prove{"prove", "-d", "ledger", "--complete", "registry", "-o"};
  const auto with = [&](std::vector<std::string> arguments, const std::string& last) {
    arguments.push_back(last);
    return home.run(arguments);
  };
  ASSERT_EQ(with(prove, "file").code, 0);
  std::stringstream file;
  file << std::ifstream(home.path("file")).rdbuf();
  EXPECT_EQ(with(prove, "-").out, file.str());
  const Finished trust = home.run({"trust", "-d", "ledger", "-o", "-"});
  EXPECT_EQ(trust.out, home.run({"trust", "-d", "ledger"}).out);
  const Finished bundle = home.run({"export", "-d", "ledger", "--out", "-"});
  EXPECT_EQ(bundle.code, 2);
  EXPECT_EQ(bundle.out, "");
  const Finished page = home.run({"trust", "-d", "ledger", "-o", "trust", "--page", "-"});
  EXPECT_EQ(page.code, 0) << page.err;
  ASSERT_EQ(home.run({"trust", "-d", "ledger", "-o", "trust", "--page", "page"}).code, 0);
  std::stringstream paper;
  paper << std::ifstream(home.path("page")).rdbuf();
  EXPECT_EQ(page.out, paper.str());
  for (const std::vector<std::string>& twice :
       {std::vector<std::string>{"trust", "-d", "ledger", "--page", "-"},
        {"audit", "ledger", "--trust", "trust", "--html", "-"},
        {"audit", "ledger", "--trust", "trust", "--attest", "a", "--auditor", "b", "--attestation",
         "-"}}) {
    const Finished refused = home.run(twice);
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_EQ(refused.out, "") << twice.back();
    EXPECT_THAT(refused.err, HasSubstr("standard output has"));
  }
  for (const char* name : {"-", "-.entry"}) EXPECT_FALSE(std::filesystem::exists(home.path(name)));
}

TEST(Streams, DocumentOfStandardInputIsTheSameAsItsFile) {
  ToolHome home;
  ASSERT_TRUE(home.init());
  const std::vector<std::string> verify{"document", "verify",     "-d",    "ledger",
                                        "--on",     "2022-12-06", "--json"};
  std::ofstream(home.path("paper")) << "some paper";
  auto of_file = verify, of_input = verify;
  of_file.insert(of_file.begin() + 2, "paper");
  of_input.insert(of_input.begin() + 2, "-");
  const Finished file = home.run(of_file);
  const Finished input = home.run(of_input, "some paper");
  EXPECT_EQ(file.code, 3) << file.err;
  EXPECT_EQ(input.code, 3) << input.err;
  EXPECT_EQ(input.out, file.out);
}

TEST(Streams, WhatGoesWrongMostOftenIsToldInRussianToItsEnd) {
  ToolHome home;
  ASSERT_TRUE(home.init());
  std::ofstream(home.path("open-passphrase")) << "a phrase\n";
  std::ofstream(home.path("wrong")) << "another phrase\n";
  std::ofstream(home.path("empty"));
  for (const char* name : {"wrong", "empty"}) {
    std::filesystem::permissions(home.path(name), std::filesystem::perms::owner_read);
  }
  const std::vector<std::string> right = home.append_arguments({"--lang", "ru"});
  const auto with = [&](const std::string& before, const std::string& after) {
    std::vector<std::string> out = right;
    std::replace(out.begin(), out.end(), before, after);
    return out;
  };
  const auto more = [&](const std::string& file) {
    std::vector<std::string> out = right;
    out.push_back(file);
    return out;
  };
  const std::string event = organisation_event("a");
  json named = json::parse(event);
  named["basis"] = {"@nothing"};
  json ahead = json::parse(event);
  ahead["seen"] = {{"size", 1'000}, {"root", std::string(64, '0')}};
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {more("no-such-file"), ""},
      {more("/"), ""},
      {with("file:passphrase", "file:no-such-file"), event},
      {with("file:passphrase", "file:open-passphrase"), event},
      {with("file:passphrase", "file:wrong"), event},
      {with("file:passphrase", "file:empty"), event},
      {with("keys", "no-such-folder"), event},
      {with("root", "nobody"), event},
      {with("ledger", "no-such-ledger"), event},
      {right, "[1]"},
      {right, "{\"@batch\":[]}"},
      {right, named.dump()},
      {right, ahead.dump()},
  };
  static const std::regex english("[A-Za-z]+ [a-z]+ [a-z]+");
  for (const auto& [arguments, input] : wrong) {
    const Finished refused = home.run(arguments, input);
    EXPECT_NE(refused.code, 0) << refused.out;
    EXPECT_NE(refused.err, "");
    EXPECT_FALSE(std::regex_search(refused.err, english)) << refused.err;
  }
}

TEST(Streams, WhateverTheToolRefusesIsExplainedInRussian) {
  static const std::regex call(
      R"re((refused|conflict|invalid|not_found|corrupt|io_error)\(\s*"([A-Z][A-Z0-9_]+)")re");
  std::set<std::string> reasons{"BAD_ORIGIN", "NO_EVENT", "BAD_DAY", "LOCKED", "WRONG_ORIGIN"};
  const std::filesystem::path tools = std::filesystem::path(kSourceDir) / "tools";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tools)) {
    if (entry.path().extension() != ".cc") continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
      reasons.insert((*it)[2]);
    }
  }
  EXPECT_GT(reasons.size(), 50u);
  for (const std::string& reason : reasons) {
    EXPECT_NE(explain_reason(reason, Language::kRussian), "") << reason;
  }
}

TEST(Streams, WhateverAnAuditFindsIsExplainedInRussian) {
  static const std::regex reason(R"re("([A-Z][A-Z0-9]*(_[A-Z0-9]+)+)")re");
  std::set<std::string> reasons;
  const std::filesystem::path root(kSourceDir);
  std::vector<std::filesystem::path> files{root / "api/audit.cc",   root / "api/bundle_check.cc",
                                           root / "api/bundle.cc",  root / "ledger/verify.cc",
                                           root / "ledger/copy.cc", root / "ledger/static_log.cc"};
  for (const auto& entry : std::filesystem::directory_iterator(root / "ledger/internal")) {
    const std::string name = entry.path().filename();
    if (name.starts_with("verify_") && name.ends_with(".cc")) files.push_back(entry.path());
  }
  for (const auto& file : files) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), reason), end; it != end; ++it) {
      reasons.insert((*it)[1]);
    }
  }
  reasons.erase("BAD_SIGNATURE");  // the beginning of several
  EXPECT_GT(reasons.size(), 40u);
  for (const std::string& one : reasons) {
    EXPECT_NE(explain_reason(one, Language::kRussian), "") << one;
  }
}

}  // namespace
}  // namespace tools
