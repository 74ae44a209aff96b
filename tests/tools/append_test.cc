// SPDX-License-Identifier: Apache-2.0
// The tool as a writer: init, append, locks, interruption; and what it proves and finds.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <memory>

#include "api/names.h"
#include "ledger/rocks_store.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

/// A ledger that the test may change.
class AppendTool : public ::testing::Test {
 protected:
  Finished append(const std::string& events, const std::vector<std::string>& more = {}) {
    return home.run(home.append_arguments(more), events);
  }
  int size() { return json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["size"]; }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(home.path(name)) << text;
  }
  void flip_byte(const std::filesystem::path& file, std::uintmax_t at) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(stream.get() ^ 1);
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(byte);
  }

  ToolHome home{new_home()};
};

TEST_F(AppendTool, SameFileTwiceIsRecordedOnce) {
  const std::string events = organisation_event("a") + organisation_event("b");
  const Finished first = append(events, {"--names", "names.json", "--json"});
  ASSERT_EQ(first.code, 0) << first.err;
  const Finished second = append(events, {"--names", "names.json", "--json"});
  ASSERT_EQ(second.code, 0) << second.err;
  auto before = json_lines(first.out);
  auto after = json_lines(second.out);
  ASSERT_EQ(before.size(), 2u);
  EXPECT_EQ(before[0]["index"], 1);
  EXPECT_EQ(before[0]["repeated"], false);
  for (auto& line : before) line["repeated"] = true;
  EXPECT_EQ(after, before);
  EXPECT_EQ(size(), 3);
}

TEST_F(AppendTool, LaterEventsOfOneInputHaveSeenWhatWasRecordedOfItBefore) {
  std::string events;
  for (int i = 0; i < 40; ++i) events += organisation_event("o" + std::to_string(i));
  ASSERT_EQ(append(events).code, 0);
  const auto seen_by = [&](int index) {
    const Finished shown = home.run({"show", std::to_string(index), "-d", "ledger", "--json"});
    return json_lines(shown.out).at(0)["body"]["seen"]["size"].get<int>();
  };
  EXPECT_EQ(seen_by(1), 1);
  EXPECT_EQ(seen_by(17), 17);
  EXPECT_EQ(seen_by(40), 33);
  EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 0);
}

TEST_F(AppendTool, ErrorsInEventsNameFileLineAndPlace) {
  write("acts.jsonl", organisation_event("a") + "\n{\"payload_type\": \"VoteCast\", \"x\": 1}\n");
  const Finished refused = home.run(home.append_arguments({"acts.jsonl"}));
  EXPECT_EQ(refused.code, 2);
  EXPECT_EQ(refused.out, "");
  EXPECT_NE(refused.err.find("acts.jsonl:3: /x"), std::string::npos) << refused.err;
  EXPECT_EQ(size(), 1) << "nothing is sent before everything is prepared";
}

TEST_F(AppendTool, RefusalByTheLedgerNamesTheEventsLine) {
  write("acts.jsonl", "\n" + organisation_event("a"));
  const Finished refused = home.run(home.append_arguments({"acts.jsonl", "--signer", "service"}));
  EXPECT_EQ(refused.code, 2) << "one option twice";
  std::vector<std::string> arguments = home.append_arguments({"acts.jsonl"});
  std::replace(arguments.begin(), arguments.end(), std::string("root"), std::string("service"));
  const Finished not_allowed = home.run(arguments);
  EXPECT_EQ(not_allowed.code, 4);
  EXPECT_NE(not_allowed.err.find("acts.jsonl:2"), std::string::npos) << not_allowed.err;
  EXPECT_NE(not_allowed.err.find("ACTOR_NOT_ALLOWED"), std::string::npos);
}

TEST_F(AppendTool, BatchIsAllOrNothing) {
  std::string bad = organisation_event("b");
  bad.replace(bad.find("COLLEGE"), 7, "COLLEGE\", \"inn\": \"0000000000");
  std::string pair = "{\"@batch\": [" + organisation_event("a") + "," + bad + "]}";
  const Finished refused = append(pair);
  EXPECT_EQ(refused.code, 4) << refused.err;
  EXPECT_EQ(size(), 1);
}

TEST_F(AppendTool, DryRunRecordsNothing) {
  const Finished dry = append(organisation_event("a"), {"--dry-run", "--names", "names.json"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_EQ(size(), 1);
  EXPECT_FALSE(std::filesystem::exists(home.path("names.json")));
}

TEST_F(AppendTool, LockedLedgerIsSixAndTheHolderIsNamed) {
  auto store = ledger::open_rocks_store({.dir = home.path("ledger/log")});
  ASSERT_TRUE(store) << store.error().message;
  const Finished refused = append(organisation_event("a"));
  EXPECT_EQ(refused.code, 6);
  EXPECT_NE(refused.err.find(std::to_string(::getpid())), std::string::npos) << refused.err;
  EXPECT_EQ(home.run({"log", "-d", "ledger"}).code, 0) << "readers need no lock";
}

TEST_F(AppendTool, NamesFileThatIsInUseIsSixAndNothingIsSent) {
  const std::string names = home.path("names.json");
  {
    const auto mine = api::Names::open_to_write(names);
    ASSERT_TRUE(mine) << mine.error().message;
    const Finished refused = append(organisation_event("a"), {"--names", "names.json"});
    EXPECT_EQ(refused.code, 6) << refused.err;
    EXPECT_NE(refused.err.find("[LOCKED]"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("names.json: the names file is in use by process " +
                               std::to_string(::getpid())),
              std::string::npos)
        << refused.err;
    EXPECT_EQ(size(), 1);
    EXPECT_EQ(append(organisation_event("a"), {"--names", "names.json", "--dry-run"}).code, 0)
        << "what saves nothing waits for nobody";
  }
  EXPECT_EQ(append(organisation_event("a"), {"--names", "names.json"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(names + ".lock"));
}

TEST_F(AppendTool, AppendsThatOverlapLoseNoNameAndRecordNothingTwice) {
  std::string events;
  for (int i = 0; i < 20; ++i) events += organisation_event("o" + std::to_string(i));
  const auto command = home.command(home.append_arguments({"--names", "names.json"}), events);
  std::vector<std::unique_ptr<support::Process>> together;
  for (int i = 0; i < 4; ++i) together.push_back(std::make_unique<support::Process>(command));
  for (const auto& process : together) {
    const Finished done = process->finish();
    EXPECT_TRUE(done.code == 0 || done.code == 6) << done.code << ": " << done.err;
  }
  EXPECT_EQ(append(events, {"--names", "names.json"}).code, 0);
  EXPECT_EQ(size(), 21);
}

TEST_F(AppendTool, AppendThatWasKilledSendsTheSameBytesWhenItIsRunAgain) {
  std::string events;
  for (int i = 0; i < 60; ++i) events += organisation_event("o" + std::to_string(i));
  {
    support::Process process(
        home.command(home.append_arguments({"--names", "names.json"}), events));
    process.wait_for_lines(1);
    process.signal(SIGKILL);
    process.finish();
  }
  const Finished again = append(events, {"--names", "names.json", "--json"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(json_lines(again.out).at(0)["repeated"], true);
  EXPECT_EQ(size(), 61);
}

TEST_F(AppendTool, InterruptedAppendGoesOnWhereItStopped) {
  std::string events;
  for (int i = 0; i < 60; ++i) events += organisation_event("o" + std::to_string(i));
  support::Process process(home.command(home.append_arguments({"--names", "names.json"}), events));
  process.wait_for_lines(3);
  process.signal(SIGINT);
  const Finished interrupted = process.finish();
  EXPECT_EQ(interrupted.code, 130) << interrupted.err;
  const auto lines = std::count(interrupted.out.begin(), interrupted.out.end(), '\n');
  EXPECT_EQ(size(), 1 + lines) << "what was told is exactly what is there";
  EXPECT_LT(lines, 60);
  EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 0);
  EXPECT_EQ(append(events, {"--names", "names.json"}).code, 0);
  EXPECT_EQ(size(), 61);
}

TEST_F(AppendTool, InterruptedWithoutANamesFileItDoesNotSayThatTheSameCommandContinues) {
  std::string events;
  for (int i = 0; i < 60; ++i) events += organisation_event("o" + std::to_string(i));
  for (const bool names : {false, true}) {
    const auto given = names ? std::vector<std::string>{"--names", "names.json", "--lang", "en"}
                             : std::vector<std::string>{"--lang", "en"};
    support::Process process(home.command(home.append_arguments(given), events));
    process.wait_for_lines(3);
    process.signal(SIGINT);
    const Finished interrupted = process.finish();
    EXPECT_EQ(interrupted.code, 130) << interrupted.err;
    const bool continues = interrupted.err.find("the same command continues") != std::string::npos;
    EXPECT_EQ(continues, names) << interrupted.err;
  }
}

TEST_F(AppendTool, ABatchThatCanNeverBeRecordedIsNotWellInADryRunEither) {
  json batch = json::array();
  for (int i = 0; i < 257; ++i) {
    batch.push_back(json::parse(organisation_event("o" + std::to_string(i))));
  }
  write("batch.json", json::object({{"@batch", batch}}).dump());
  for (const char* how : {"--dry-run", "--json"}) {
    const Finished refused = append("", {"batch.json", how});
    EXPECT_EQ(refused.code, 2) << how << refused.err;
    EXPECT_NE(refused.err.find("BATCH_SIZE"), std::string::npos) << refused.err;
  }
}

TEST_F(AppendTool, WithoutTheCheckpointKeyNothingIsWritten) {
  std::filesystem::remove(home.path("keys/checkpoint.key"));
  const Finished refused = append(organisation_event("a"));
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.err.find("checkpoint key"), std::string::npos) << refused.err;
}

TEST_F(AppendTool, WrongPassphraseIsRefused) {
  write("wrong", "something else\n");
  std::filesystem::permissions(home.path("wrong"), std::filesystem::perms::owner_read);
  std::vector<std::string> arguments = home.append_arguments();
  std::replace(arguments.begin(), arguments.end(), std::string("file:passphrase"),
               std::string("file:wrong"));
  const Finished refused = home.run(arguments, organisation_event("a"));
  EXPECT_EQ(refused.code, 4);
  EXPECT_NE(refused.err.find("WRONG_PASSPHRASE"), std::string::npos) << refused.err;
}

TEST_F(AppendTool, FolderPutBackFromAnOldCopyIsNotWrittenTo) {
  std::filesystem::copy(home.path("ledger"), home.path("old"),
                        std::filesystem::copy_options::recursive);
  ASSERT_EQ(append(organisation_event("a")).code, 0);
  std::filesystem::remove_all(home.path("ledger"));
  std::filesystem::rename(home.path("old"), home.path("ledger"));
  const Finished refused = append(organisation_event("b"));
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("BEHIND"), std::string::npos) << refused.err;
  EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 1);
}

TEST_F(AppendTool, FolderDoesNotChooseTheAnchorThatGuardsIt) {
  const std::filesystem::path notes = home.path("ledger/letopis.json");
  std::filesystem::copy(home.path("ledger"), home.path("old"),
                        std::filesystem::copy_options::recursive);
  const auto anchor = json::parse(std::ifstream(notes))["anchor"].get<std::string>();
  std::filesystem::copy(anchor, home.path("old/anchor"));  // what it was at that time
  ASSERT_EQ(append(organisation_event("a")).code, 0);
  std::filesystem::remove_all(home.path("ledger"));
  std::filesystem::rename(home.path("old"), home.path("ledger"));
  for (const auto& place : {home.path("ledger/anchor"), home.path("nowhere")}) {
    json edited = json::parse(std::ifstream(notes));
    edited["anchor"] = place.string();
    std::ofstream(notes) << edited.dump();
    const Finished refused = append(organisation_event("b"));
    EXPECT_EQ(refused.code, 1) << place;
    EXPECT_NE(refused.err.find("BEHIND"), std::string::npos) << refused.err;
    EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 1) << place;
  }
  // Where nothing is known of the ledger, an anchor inside of it is none.
  json edited = json::parse(std::ifstream(notes));
  edited["anchor"] = home.path("ledger/anchor").string();
  std::ofstream(notes) << edited.dump();
  home.environment["XDG_STATE_HOME"] = home.path("another-state").string();
  const Finished inside = append(organisation_event("b"));
  EXPECT_NE(inside.code, 0);
  EXPECT_NE(inside.err.find("ANCHOR_INSIDE"), std::string::npos) << inside.err;
}

TEST_F(AppendTool, FolderThatNamesAnotherLedgerThanItsLogIsFound) {
  const std::filesystem::path notes = home.path("ledger/letopis.json");
  for (const char* member : {"origin", "ledger_id"}) {
    const json right = json::parse(std::ifstream(notes));
    json wrong = right;
    wrong[member] = member == std::string("origin") ? "other.example/log" : std::string(64, 'a');
    std::ofstream(notes) << wrong.dump();
    const Finished verified = home.run({"verify", "-d", "ledger", "--json"});
    EXPECT_EQ(verified.code, 1) << member;
    EXPECT_EQ(json_lines(verified.out).at(0)["faults"][0]["reason"], "FOLDER_NOTES");
    EXPECT_NE(append(organisation_event("a")).code, 0) << member;
    std::ofstream(notes) << right.dump();
  }
  EXPECT_EQ(append(organisation_event("a")).code, 0);
}

TEST_F(AppendTool, VerifyOfAStoreThatDoesNotOpenSaysSoInJson) {
  for (const auto& entry : std::filesystem::directory_iterator(home.path("ledger/log"))) {
    if (entry.path().filename().string().starts_with("MANIFEST")) {
      std::filesystem::resize_file(entry.path(), 10);
    }
  }
  const Finished verified = home.run({"verify", "-d", "ledger", "--json"});
  EXPECT_NE(verified.code, 0);
  const json report = json_lines(verified.out).at(0);
  EXPECT_EQ(report["ok"], false);
  EXPECT_EQ(report["faults"][0]["class"], "unreadable");
  EXPECT_NE(report["faults"][0]["message"], "");
}

TEST_F(AppendTool, VerifySaysOkInJsonAndFindsAFlippedByte) {
  ASSERT_EQ(append(organisation_event("a")).code, 0);
  const Finished good = home.run({"verify", "-d", "ledger", "--json"});
  EXPECT_EQ(good.code, 0) << good.err;
  const json report = json_lines(good.out).at(0);
  EXPECT_EQ(report["ok"], true);
  EXPECT_EQ(report["anchored"], true);
  EXPECT_EQ(report["checked"]["events"], 2);
  std::filesystem::path largest;
  for (const auto& entry : std::filesystem::directory_iterator(home.path("ledger/log"))) {
    if (entry.path().extension() != ".sst") continue;
    if (largest.empty() || entry.file_size() > std::filesystem::file_size(largest)) {
      largest = entry.path();
    }
  }
  flip_byte(largest, 200);
  const Finished bad = home.run({"verify", "-d", "ledger", "--json"});
  EXPECT_EQ(bad.code, 1) << bad.out << bad.err;
}

TEST_F(AppendTool, VerifyKeepsProgressOffWhenNobodyLooks) {
  const Finished verified = home.run({"verify", "-d", "ledger", "--lang", "ru"});
  EXPECT_EQ(verified.err, "");
  EXPECT_EQ(verified.out.find('\r'), std::string::npos);
  EXPECT_NE(verified.out.find("Ничего не изменено."), std::string::npos);
}

TEST_F(AppendTool, ReceiptIsCheckedOfflineAndStaysTheSame) {
  ASSERT_EQ(append(organisation_event("a")).code, 0);
  ASSERT_EQ(home.run({"prove", "1", "-d", "ledger", "-o", "r.tlog-proof"}).code, 0);
  const json stats = json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0);
  const std::string vkey = stats["vkey"];
  const std::vector<std::string> check{"check", "r.tlog-proof", "--vkey",
                                       vkey,    "--ledger-id",  stats["ledger_id"]};
  EXPECT_EQ(home.run(check).code, 0);
  ASSERT_EQ(append(organisation_event("b")).code, 0);
  ASSERT_EQ(home.run({"prove", "1", "-d", "ledger", "-o", "later.tlog-proof"}).code, 0);
  EXPECT_EQ(home.run({"show", "1", "--raw", "-d", "ledger"}).out.size(),
            std::filesystem::file_size(home.path("r.entry")));
  const auto bytes = [&](const char* name) {
    std::ifstream file(home.path(name));
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(bytes("later.tlog-proof"), bytes("r.tlog-proof"));
}

TEST_F(AppendTool, ReceiptWithoutAKeyIsNoSuccess) {
  ASSERT_EQ(home.run({"prove", "0", "-d", "ledger", "-o", "r.tlog-proof"}).code, 0);
  const Finished unanchored = home.run({"check", "r.tlog-proof"});
  EXPECT_EQ(unanchored.code, 2);
  EXPECT_NE(unanchored.out.find("not anchored"), std::string::npos);
  EXPECT_EQ(home.run({"check", "r.tlog-proof", "--unanchored"}).code, 0);
}

TEST_F(AppendTool, KeyThatWouldNotBeUsedIsWrongUsage) {
  ASSERT_EQ(home.run({"prove", "0", "-d", "ledger", "-o", "r.tlog-proof"}).code, 0);
  ASSERT_EQ(
      home.run({"commit", "-d", "ledger", "--keys", "keys", "--passphrase", "file:passphrase"})
          .code,
      0);
  ASSERT_EQ(
      home.run({"prove", "-d", "ledger", "--complete", "registry", "-o", "r.letopis-proof"}).code,
      0);
  ASSERT_EQ(home.run({"trust", "-d", "ledger", "-o", "trust"}).code, 0);
  const std::string vkey =
      json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["vkey"];
  for (const std::string& key : {vkey, std::string("foo")}) {
    const Finished both = home.run({"check", "r.tlog-proof", "--trust", "trust", "--vkey", key});
    EXPECT_EQ(both.code, 2) << both.out;
    EXPECT_EQ(both.out, "");
    const Finished proof = home.run({"check", "r.letopis-proof", "--vkey", key, "--unanchored"});
    EXPECT_EQ(proof.code, 2) << proof.out;
    EXPECT_NE(proof.err.find("--vkey"), std::string::npos) << proof.err;
  }
  EXPECT_EQ(home.run({"check", "r.tlog-proof", "--trust", "trust"}).code, 0);
  EXPECT_EQ(home.run({"check", "r.letopis-proof", "--trust", "trust"}).code, 0);
}

TEST_F(AppendTool, RepairBesideAnEarlierDamagedStoreBeginsNothing) {
  std::filesystem::create_directory(home.path("ledger/log.damaged"));
  const Finished refused = home.run({"repair", "-d", "ledger"});
  EXPECT_EQ(refused.code, 4) << refused.err;
  EXPECT_NE(refused.err.find("EXISTS"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(home.path("ledger/log.healed")));
  EXPECT_EQ(home.run({"verify", "-d", "ledger"}).code, 0);
  std::filesystem::remove(home.path("ledger/log.damaged"));
  EXPECT_EQ(home.run({"repair", "-d", "ledger"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(home.path("ledger/log.damaged")));
}

TEST_F(AppendTool, ExportOfAnUnknownSubjectLeavesNothing) {
  const std::string unknown(32, 'a');
  for (const char* kind : {"--document", "--cluster"}) {
    for (const char* out : {"part", "part.tar"}) {
      const Finished refused = home.run({"export", "-d", "ledger", "-o", out, kind, unknown});
      EXPECT_EQ(refused.code, 3) << refused.err;
      EXPECT_NE(refused.err.find("NO_SUCH_SUBJECT"), std::string::npos) << refused.err;
      EXPECT_FALSE(std::filesystem::exists(home.path(out)));
      EXPECT_FALSE(std::filesystem::exists(home.path(std::string(out) + ".parts")));
    }
  }
}

TEST_F(AppendTool, ForgedReceiptIsOne) {
  ASSERT_EQ(home.run({"prove", "0", "-d", "ledger", "-o", "r.tlog-proof"}).code, 0);
  const std::string vkey =
      json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["vkey"];
  flip_byte(home.path("r.entry"), 40);
  EXPECT_EQ(home.run({"check", "r.tlog-proof", "--vkey", vkey}).code, 1);
  flip_byte(home.path("r.entry"), 40);
  EXPECT_EQ(home.run({"check", "r.tlog-proof", "--vkey", vkey}).code, 0);
  const char* stranger =
      "ledger.example/audit1+4b3627e4+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
  EXPECT_EQ(home.run({"check", "r.tlog-proof", "--vkey", stranger}).code, 1) << "another log's";
  EXPECT_EQ(home.run({"check", "r.tlog-proof", "--vkey", "nonsense"}).code, 2);
  EXPECT_EQ(home.run({"check", "r.entry", "--entry", "r.entry", "--vkey", vkey}).code, 1);
}

TEST_F(AppendTool, SecondInitTouchesNothing) {
  const auto again = [&](const std::string& folder, const std::string& keys) {
    return home.run({"init", folder, "--origin", "ledger.example/tool", "--organisation", "X",
                     "--keys", keys, "--passphrase", "file:passphrase", "--kdf", "interactive"});
  };
  EXPECT_EQ(again("ledger", "keys2").code, 4);
  EXPECT_FALSE(std::filesystem::exists(home.path("keys2")));
  EXPECT_EQ(again("other", "keys").code, 4);
  EXPECT_FALSE(std::filesystem::exists(home.path("other")));
  EXPECT_EQ(again("other", "other/keys").code, 2) << "keys inside the ledger's folder";
  EXPECT_EQ(home.run({"init", "bad", "--origin", "Not an origin", "--organisation", "X", "--keys",
                      "keys3", "--passphrase", "file:passphrase"})
                .code,
            2);
  EXPECT_FALSE(std::filesystem::exists(home.path("keys3")));
}

TEST_F(AppendTool, InitThatIsRefusedLeavesNoKeysAndNoFolderAndCanBeCorrected) {
  const auto init = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{
        "init",   "second",     "--origin",     "ledger.example/second",
        "--keys", "keys2",      "--passphrase", "file:passphrase",
        "--kdf",  "interactive"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.run(arguments);
  };
  struct Case {
    std::vector<std::string> options;
    std::string reason;
    int code;
  };
  const std::vector<Case> cases{
      {{"--organisation", "X", "--inn", "1234567890"}, "BAD_INN", 4},
      {{"--organisation", "Иванов И.И. тел. +7 999 123-45-67"}, "PD_IN_CLEAR", 4},
      {{"--organisation", "Союз\u200b колледжей"}, "TEXT_INVISIBLE", 4},
      {{"--organisation", "X", "--recovery", "16", "--recovery-k", "16"}, "BAD_GENESIS", 2}};
  for (const Case& each : cases) {
    const Finished refused = init(each.options);
    EXPECT_EQ(refused.code, each.code) << each.reason << refused.err;
    EXPECT_NE(refused.err.find(each.reason), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(home.path("keys2"))) << each.reason;
    EXPECT_FALSE(std::filesystem::exists(home.path("second"))) << each.reason;
  }
  EXPECT_EQ(init({"--organisation", "X", "--recovery", "16", "--recovery-k", "15"}).code, 0);
}

TEST_F(AppendTool, TheNameOfTheOperatorIsRecordedInNormalFormHoweverItIsTyped) {
  const Finished made = home.run({"init", "third", "--origin", "ledger.example/third", "--keys",
                                  "keys3", "--passphrase", "file:passphrase", "--kdf",
                                  "interactive", "--organisation", "Чаи\u0306ный колледж"});
  ASSERT_EQ(made.code, 0) << made.err;
  const json first = json::parse(home.run({"show", "0", "--dir", "third", "--json"}).out);
  EXPECT_EQ(first["body"]["payload"]["operator_organisation"]["names"][0]["text"],
            "Ча\u0439ный колледж");
}

}  // namespace
}  // namespace tools
