// SPDX-License-Identifier: Apache-2.0
// The tool as people and scripts meet it: streams, exit codes, languages, reading commands.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>

#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

TEST(Cli, WithoutArgumentsShowsShortHelpWithTwoExamples) {
  const Finished shown = shared_home().run({});
  EXPECT_EQ(shown.code, 0);
  EXPECT_EQ(shown.err, "");
  EXPECT_NE(shown.out.find("\n  letopis init "), std::string::npos);
  EXPECT_NE(shown.out.find("\n  letopis verify "), std::string::npos);
  EXPECT_LT(std::count(shown.out.begin(), shown.out.end(), '\n'), 10);
}

TEST(Cli, WhoGivesTheLedgerWithoutItsOptionIsToldTheOption) {
  const Finished refused = shared_home().run({"verify", "ledger", "--lang", "en"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("--dir"), std::string::npos) << refused.err;
  EXPECT_EQ(shared_home().run({"verify", "nonsense", "--lang", "en"}).err.find("--dir"),
            std::string::npos);
}

TEST(Cli, WrongUsageIsTwoAndLeavesStandardOutputEmpty) {
  const std::vector<std::vector<std::string>> wrong = {{"--нет"},
                                                       {"frobnicate"},
                                                       {"show"},
                                                       {"log", "--from", "x"},
                                                       {"key"},
                                                       {"log", "--lang", "fr"},
                                                       {"init", "x"},
                                                       {"completion", "csh"},
                                                       {"show", "0", "--json", "--raw"}};
  for (const auto& arguments : wrong) {
    const Finished refused = shared_home().run(arguments);
    EXPECT_EQ(refused.code, 2) << arguments[0];
    EXPECT_EQ(refused.out, "") << arguments[0];
    EXPECT_NE(refused.err, "") << arguments[0];
  }
}

TEST(Cli, NumberThatIsNegativeOrTooLargeIsRefusedWithItsOptionAndBounds) {
  for (const char* number : {"-1", "18446744073709551616", "18446744073709551617", "1e3", "+1"}) {
    for (const std::vector<std::string>& asked : {std::vector<std::string>{"log", "--limit"},
                                                  {"log", "--from"},
                                                  {"findings", "--at"},
                                                  {"explain", "decision", "0", "--at"},
                                                  {"checkpoint", "--covering"},
                                                  {"export", "--size"}}) {
      auto arguments = asked;
      arguments.push_back(number);
      const Finished refused = shared_home().run(arguments);
      EXPECT_EQ(refused.code, 2) << asked[0] << number << refused.out;
      EXPECT_NE(refused.err.find(asked.back()), std::string::npos) << refused.err;
      EXPECT_NE(refused.err.find("0..18446744073709551615"), std::string::npos) << refused.err;
    }
  }
}

TEST(Cli, HelpOfEveryCommandIsOnStandardOutput) {
  for (const char* command : {"init", "key", "append", "log", "show", "verify", "prove", "check",
                              "checkpoint", "stats", "events", "completion", "version"}) {
    const Finished help = shared_home().run({command, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_EQ(help.err, "") << command;
    EXPECT_EQ(shared_home().run({"help", command}).out, help.out) << command;
  }
}

TEST(Cli, LanguageFollowsTheLocaleAndTheOptionWins) {
  ToolHome home;
  EXPECT_TRUE(is_ascii(home.run({"--help"}).out));
  home.environment["LC_ALL"] = "ru_RU.UTF-8";
  EXPECT_NE(home.run({"--help"}).out.find("журнал"), std::string::npos);
  EXPECT_TRUE(is_ascii(home.run({"--lang", "en", "--help"}).out));
  home.environment["LC_ALL"] = "C";
  EXPECT_NE(home.run({"--lang=ru", "log", "-d", "nowhere"}).err.find("нет журнала"),
            std::string::npos);
}

TEST(Cli, WrongUsageIsToldInRussianToWhoReadsRussian) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"--нет"}, "лишний аргумент: --нет"},
      {{"show"}, "EVENT: не указано обязательное"},
      {{"key"}, "не указана команда"},
      {{"log", "--from", "x"}, "--from: x — не целое число в пределах 0.."},
      {{"log", "--dir"}, "--dir: не указано значение DIR"},
      {{"show", "0", "--json", "--raw"}, "несовместимо с"}};
  for (auto [arguments, told] : wrong) {
    arguments.insert(arguments.begin(), "--lang=ru");
    EXPECT_NE(shared_home().run(arguments).err.find(told), std::string::npos)
        << shared_home().run(arguments).err;
  }
}

TEST(Cli, VersionIsTheProgramsAndItsFormats) {
  EXPECT_EQ(shared_home().run({"version"}).out.substr(0, 8), "letopis ");
  const auto lines = json_lines(shared_home().run({"version", "--json"}).out);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["schema"], 1);
}

TEST(Cli, LogAsJsonIsOneObjectPerEventAndNothingElse) {
  const Finished log = shared_home().run({"log", "-d", "ledger", "--json"});
  EXPECT_EQ(log.code, 0);
  EXPECT_EQ(log.err, "");
  const auto lines = json_lines(log.out);
  ASSERT_EQ(lines.size(), 4u);
  for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i]["index"], i);
  EXPECT_EQ(lines[2]["body"]["payload"]["profile"]["names"][0]["text"], "Организация второй");
}

TEST(Cli, LogTakesTypeSubjectRangeAndOrder) {
  const ToolHome& home = shared_home();
  const auto all = json_lines(home.run({"log", "-d", "ledger", "--json"}).out);
  const auto indexes = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"log", "-d", "ledger", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<int> out;
    for (const json& line : json_lines(home.run(arguments).out)) out.push_back(line["index"]);
    return out;
  };
  using Indexes = std::vector<int>;
  const std::string second =
      "organisation:" + all[2]["body"]["payload"]["profile"]["organisation"].get<std::string>();
  EXPECT_EQ(indexes({"--type", "OrganisationRegistered"}), (Indexes{1, 2, 3}));
  EXPECT_EQ(indexes({"--subject", second}), (Indexes{2}));
  EXPECT_EQ(indexes({"--subject", "registry"}), (Indexes{0, 1, 2, 3}));
  EXPECT_EQ(indexes({"--subject", "registry", "--type", "LedgerCreated"}), (Indexes{0}));
  EXPECT_EQ(indexes({"--from", "2"}), (Indexes{2, 3}));
  EXPECT_EQ(indexes({"--reverse", "--limit", "2"}), (Indexes{3, 2}));
  EXPECT_EQ(indexes({"--from", "99"}), Indexes{});
  EXPECT_EQ(home.run({"log", "-d", "ledger", "--type", "Vote"}).code, 2);
  EXPECT_EQ(home.run({"log", "-d", "ledger", "--subject", "planet:1"}).code, 2);
}

TEST(Cli, ColoursObeyTheOptionAndTheEnvironment) {
  ToolHome home;
  ASSERT_TRUE(home.init());
  const auto escapes = [&](const std::vector<std::string>& arguments) {
    const std::string out = home.run(arguments).out;
    return std::count(out.begin(), out.end(), '\x1b');
  };
  EXPECT_EQ(escapes({"show", "0", "-d", "ledger"}), 0) << "a pipe is no terminal";
  EXPECT_GT(escapes({"show", "0", "-d", "ledger", "--color", "always"}), 0);
  EXPECT_EQ(escapes({"show", "0", "-d", "ledger", "--color", "never"}), 0);
  home.environment["NO_COLOR"] = "1";
  EXPECT_EQ(escapes({"verify", "-d", "ledger"}), 0);
}

TEST(Cli, EventIsShownByIndexIdAndDigest) {
  const ToolHome& home = shared_home();
  const Finished by_index = home.run({"show", "1", "-d", "ledger", "--json"});
  ASSERT_EQ(by_index.code, 0);
  const json event = json_lines(by_index.out).at(0);
  EXPECT_EQ(event["signatures_verify"], true);
  for (const json& name : {event["digest"], event["body"]["event_id"]}) {
    EXPECT_EQ(home.run({"show", name, "-d", "ledger", "--json"}).out, by_index.out);
  }
}

TEST(Cli, RawEventIsTheEntryWithItsVersionByte) {
  const Finished raw = shared_home().run({"show", "1", "-d", "ledger", "--raw"});
  ASSERT_GT(raw.out.size(), 100u);
  EXPECT_EQ(raw.out[0], '\x01');
}

TEST(Cli, WhatIsNotThereIsThree) {
  const ToolHome& home = shared_home();
  const std::string zeros(64, '0');
  EXPECT_EQ(home.run({"show", "4", "-d", "ledger"}).code, 3);
  EXPECT_EQ(home.run({"show", zeros, "-d", "ledger"}).code, 3);
  EXPECT_EQ(home.run({"show", zeros.substr(32), "-d", "ledger"}).code, 3);
  EXPECT_EQ(home.run({"log", "-d", "nowhere"}).code, 3);
  EXPECT_EQ(home.run({"check", "none.tlog-proof"}).code, 3);
  EXPECT_EQ(home.run({"key", "show", "none.key"}).code, 3);
  EXPECT_EQ(home.run({"show", "xyz", "-d", "ledger"}).code, 2);
}

TEST(Cli, UnreadableLedgerIsFive) {
  ToolHome home;
  ASSERT_TRUE(home.init());
  const auto manifest = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(home.path("ledger/log"))) {
      if (entry.path().filename().string().starts_with("MANIFEST")) return entry.path();
    }
    return std::filesystem::path();
  }();
  std::filesystem::remove(manifest);
  std::filesystem::create_directory(manifest);
  EXPECT_EQ(home.run({"log", "-d", "ledger"}).code, 5);
}

TEST(Cli, CheckpointIsTheSignedNoteVerbatim) {
  const ToolHome& home = shared_home();
  const Finished note = home.run({"checkpoint", "-d", "ledger"});
  EXPECT_EQ(note.out.substr(0, 22), "ledger.example/tool\n4\n");
  const json as_json = json_lines(home.run({"checkpoint", "-d", "ledger", "--json"}).out).at(0);
  EXPECT_EQ(as_json["note"], note.out);
  const Finished first = home.run({"checkpoint", "-d", "ledger", "--covering", "1"});
  EXPECT_EQ(first.out.substr(0, 22), "ledger.example/tool\n1\n");
}

TEST(Cli, StatsCountWhatIsThere) {
  const json stats = json_lines(shared_home().run({"stats", "-d", "ledger", "--json"}).out).at(0);
  EXPECT_EQ(stats["size"], 4);
  EXPECT_EQ(stats["origin"], "ledger.example/tool");
  EXPECT_EQ(stats["types"], json({{"LedgerCreated", 1}, {"OrganisationRegistered", 3}}));
  EXPECT_EQ(stats["vkey"].get<std::string>().substr(0, 20), "ledger.example/tool+");
  EXPECT_EQ(stats["checkpoint_key"].get<std::string>().size(), 64u);
  EXPECT_GT(stats["bytes"], 0);
}

TEST(Cli, ReaderThatGoesAwayEndsTheToolQuietly) {
  const ToolHome& home = shared_home();
  support::Process process(home.command({"events", "LedgerCreated"}));
  process.close_output();
  const Finished ended = process.finish();
  EXPECT_EQ(ended.err, "");
  EXPECT_TRUE(ended.code == 0 || ended.code == 128 + SIGPIPE) << ended.code;
}

TEST(Cli, EventsListTheCatalogueAndTheFieldsOfAType) {
  const Finished all = shared_home().run({"events"});
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 62);
  const Finished vote = shared_home().run({"events", "VoteCast"});
  EXPECT_NE(vote.out.find("FOR | AGAINST | ABSTAIN | NOT_VOTING"), std::string::npos);
  EXPECT_EQ(shared_home().run({"events", "Nothing"}).code, 3);
}

TEST(Cli, CompletionScriptIsGoodBashAndKnowsTheCommands) {
  const ToolHome& home = shared_home();
  const std::string script = home.run({"completion", "bash"}).out;
  const std::string probe =
      script + "COMP_WORDS=(letopis key gen); COMP_CWORD=2; _letopis; echo \"${COMPREPLY[@]}\"\n" +
      "COMP_WORDS=(letopis append --dry); COMP_CWORD=2; _letopis; echo \"${COMPREPLY[@]}\"\n";
  const Finished bash = support::run({{"/bin/bash", "-eu"}, home.environment, probe});
  EXPECT_EQ(bash.err, "");
  EXPECT_EQ(bash.out, "generate\n--dry-run\n");
  for (const char* shell : {"zsh", "fish"}) {
    EXPECT_NE(home.run({"completion", shell}).out.find("dry-run"), std::string::npos) << shell;
  }
}

TEST(Cli, CompletionOffersWhatAnOptionTakesAndFilesWhereFilesStand) {
  const ToolHome& home = shared_home();
  const auto offered = [&](const std::string& line) {
    const std::string words = "letopis " + line;
    const auto last = std::to_string(std::count(words.begin(), words.end(), ' '));
    const std::string current = words.ends_with(' ') ? " ''" : "";
    const Finished bash =
        support::run({{"/bin/bash", "-eu"},
                      home.environment,
                      home.run({"completion", "bash"}).out + "cd " + home.dir.path().string() +
                          "\nCOMP_WORDS=(" + words + current + "); COMP_CWORD=" + last +
                          "; _letopis; echo \"${COMPREPLY[@]-}\"\n"});
    EXPECT_EQ(bash.err, "") << line;
    return " " + bash.out.substr(0, bash.out.size() - 1) + " ";
  };
  EXPECT_EQ(offered("--lang "), " ru en ");
  EXPECT_EQ(offered("log --lang "), " ru en ");
  EXPECT_EQ(offered("completion "), " bash zsh fish ");
  EXPECT_EQ(offered("log --type VoteC"), " VoteCast ");
  EXPECT_EQ(offered("init --kdf "), " moderate interactive ");
  EXPECT_EQ(offered("log -d led"), " ledger ");
  EXPECT_EQ(offered("append name"), " names.json ");
  EXPECT_EQ(offered("log --limit "), "  ") << "a number is nothing to offer";
  EXPECT_NE(offered("log ").find(" --reverse "), std::string::npos);
  EXPECT_NE(offered("key ").find(" generate "), std::string::npos);
}

TEST(Cli, KeysAreListedAndCompared) {
  const ToolHome& home = shared_home();
  const auto keys = json_lines(home.run({"key", "list", "keys", "--json"}).out);
  ASSERT_EQ(keys.size(), 4u) << "root, service, checkpoint, one recovery key";
  EXPECT_EQ(keys[0]["name"], "checkpoint");
  const json shown =
      json_lines(home.run({"key", "show", "keys/checkpoint.key", "--json"}).out).at(0);
  EXPECT_EQ(shown, keys[0]);
  const std::string fingerprint = keys[0]["fingerprint"].get<std::string>() + "\n";
  EXPECT_EQ(home.run({"key", "fingerprint", keys[0]["public_key"]}).out, fingerprint);
  EXPECT_EQ(home.run({"key", "fingerprint", "keys/checkpoint.key"}).out, fingerprint);
}

}  // namespace
}  // namespace tools
