// SPDX-License-Identifier: Apache-2.0
// What `check` answers when a proof does not hold, and when there was nothing to check.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/tool_fixture.h"
#include "tools/check_answer.h"

namespace tools {
namespace {

using ::testing::HasSubstr;

/// The vkey of another log.
constexpr const char* kStranger =
    "ledger.example/audit1+4b3627e4+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

/// A receipt and a completeness proof of the shared ledger, which tests spoil.
class CheckAnswers : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    proofs() = new ToolHome;
    ToolHome& home = *proofs();
    ASSERT_TRUE(home.init());
    ASSERT_EQ(home.run(home.append_arguments(), organisation_event("a")).code, 0);
    for (const std::vector<std::string>& made : std::vector<std::vector<std::string>>{
             {"commit", "-d", "ledger", "--keys", "keys", "--passphrase", "file:passphrase"},
             {"trust", "-d", "ledger", "-o", "trust"},
             {"prove", "1", "-d", "ledger", "-o", "r.tlog-proof"},
             {"prove", "-d", "ledger", "--complete", "registry", "-o", "r.letopis-proof"}}) {
      ASSERT_EQ(home.run(made).code, 0) << made[0];
    }
  }
  static void TearDownTestSuite() {
    delete proofs();
    proofs() = nullptr;
  }

  std::string read(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(home.path(name), std::ios::binary).rdbuf();
    return text.str();
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(home.path(name), std::ios::binary) << bytes;
  }
  Finished check(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "check");
    return home.run(arguments);
  }
  std::string vkey() const {
    return json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["vkey"];
  }
  /// One object on standard output that says no.
  static json refusal(const Finished& finished) {
    const auto lines = json_lines(finished.out);
    EXPECT_EQ(lines.size(), 1u) << finished.out << finished.err;
    if (lines.size() != 1) return json::object();
    EXPECT_EQ(lines[0]["ok"], false);
    EXPECT_NE(lines[0]["message"], "");
    EXPECT_THAT(finished.err, HasSubstr("[" + lines[0]["reason"].get<std::string>() + "]"));
    return lines[0];
  }

  static ToolHome*& proofs() {
    static ToolHome* made = nullptr;
    return made;
  }
  const ToolHome& home = *proofs();
};

TEST_F(CheckAnswers, FileThatIsNoProofIsBadEvidence) {
  const std::string receipt = read("r.tlog-proof");
  const std::string complete = read("r.letopis-proof");
  for (const std::string& bytes :
       {std::string(), std::string("junk\n"), read("r.entry"),
        receipt.substr(0, receipt.size() / 2), receipt.substr(0, 30),
        complete.substr(0, complete.size() / 2), complete.substr(0, 25)}) {
    write("bad.tlog-proof", bytes);
    write("bad.entry", read("r.entry"));
    for (const std::vector<std::string>& trusted :
         {std::vector<std::string>{"--trust", "trust"}, std::vector<std::string>{"--unanchored"}}) {
      std::vector<std::string> arguments{"bad.tlog-proof", "--json"};
      arguments.insert(arguments.end(), trusted.begin(), trusted.end());
      const Finished checked = check(arguments);
      EXPECT_EQ(checked.code, 1) << bytes << "\n" << checked.err;
      EXPECT_EQ(refusal(checked)["verdict"], "bad evidence");
    }
  }
}

TEST_F(CheckAnswers, AReceiptSignedByAKeyThatIsNotPinnedThoughOthersAreSaysSo) {
  const json author =
      json_lines(home.run({"show", "1", "-d", "ledger", "--json"}).out).at(0)["body"]["author"];
  const auto pinned = [&](const std::string& key) {
    write("pinned", read("trust") + "organisation " +
                        author["capacity"]["organisation"].get<std::string>() +
                        " letopis-key:ed25519:" + key + " Operator\n");
    const Finished done = check({"r.tlog-proof", "--trust", "pinned", "--json"});
    EXPECT_EQ(done.code, 0) << done.err;
    return json_lines(done.out).at(0)["organisations_by_other_keys"];
  };
  EXPECT_EQ(pinned(author["key"]), json::array());
  const json told = pinned("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(told, json::array({"Operator"}));
  EXPECT_THAT(check({"r.tlog-proof", "--trust", "pinned"}).out, HasSubstr("Operator: signed by"));
}

TEST_F(CheckAnswers, TheQuorumIsAskedOfAProofOfCompletenessAsOfAReceipt) {
  for (const std::string proof : {"r.tlog-proof", "r.letopis-proof"}) {
    EXPECT_EQ(check({proof, "--trust", "trust"}).code, 0) << proof;
    const Finished asked = check({proof, "--trust", "trust", "--witnessed", "--json"});
    EXPECT_EQ(asked.code, 4) << proof << asked.err;
    EXPECT_EQ(refusal(asked)["reason"], "NOT_WITNESSED") << proof;
    EXPECT_EQ(check({proof, "--unanchored", "--witnessed"}).code, 2) << "whose quorum: " << proof;
  }
}

TEST_F(CheckAnswers, AnEmptyEntryAndAnAlteredOneAreBadEvidence) {
  write("other.tlog-proof", read("r.tlog-proof"));
  write("other.entry", "");
  const Finished empty = check({"other.tlog-proof", "--vkey", vkey(), "--json"});
  EXPECT_EQ(empty.code, 1) << empty.err;
  EXPECT_EQ(refusal(empty)["verdict"], "bad evidence");
  std::string entry = read("r.entry");
  entry[40] = static_cast<char>(entry[40] ^ 1);
  write("other.entry", entry);
  for (const std::string option : {"--vkey", "--trust"}) {
    const Finished altered =
        check({"other.tlog-proof", option, option == "--vkey" ? vkey() : "trust", "--json"});
    EXPECT_EQ(altered.code, 1) << altered.err;
    EXPECT_EQ(refusal(altered)["verdict"], "bad evidence");
  }
}

TEST_F(CheckAnswers, AProofOfAnotherLogThanTheKeysIsBadEvidence) {
  const Finished stranger = check({"r.tlog-proof", "--vkey", kStranger, "--json"});
  EXPECT_EQ(stranger.code, 1) << stranger.err;
  const json answer = refusal(stranger);
  EXPECT_EQ(answer["reason"], "WRONG_ORIGIN");
  EXPECT_EQ(answer["verdict"], "bad evidence");
  EXPECT_THAT(answer["message"].get<std::string>(), HasSubstr("ledger.example/tool"));
  EXPECT_EQ(check({"r.tlog-proof", "--vkey", vkey()}).code, 0);
}

TEST_F(CheckAnswers, WhateverIsWrongJsonIsOnStandardOutput) {
  EXPECT_EQ(refusal(check({"none.tlog-proof", "--json", "--trust", "trust"}))["verdict"],
            "not checked");
  EXPECT_EQ(refusal(check({"r.tlog-proof", "--json", "--vkey", "nonsense"}))["reason"], "BAD_VKEY");
  EXPECT_EQ(refusal(check({"r.tlog-proof", "--json", "--trust", "none"}))["reason"], "NO_FILE");
  std::string forged = read("r.letopis-proof");
  const std::size_t at = forged.find("\nentry 1 ");
  ASSERT_NE(at, std::string::npos);
  forged.erase(at, forged.find('\n', at + 1) - at);
  write("forged.letopis-proof", forged);
  const Finished checked = check({"forged.letopis-proof", "--trust", "trust", "--json"});
  EXPECT_EQ(checked.code, 1) << checked.err;
  EXPECT_EQ(refusal(checked)["reason"], "EVENTS_MISSING");
}

TEST(CheckAnswer, APlaceOrAnEventThatIsNotInTheProofIsBadEvidenceAndAFileThatCannotBeReadIsNot) {
  using ledger::ErrorCode;
  for (const char* reason : {"NO_SUCH_PLACE", "NO_SUCH_DECISION"}) {
    EXPECT_EQ(evidence_error(ledger::not_found(reason, "")).code, ErrorCode::kCorrupt);
  }
  EXPECT_EQ(evidence_error(ledger::io_error("FILE_READ", "")).code, ErrorCode::kIo);
}

TEST_F(CheckAnswers, ProofComesFromStandardInputAndItsEntryHasToBeNamed) {
  const std::string receipt = read("r.tlog-proof");
  EXPECT_EQ(home.run({"check", "-", "--entry", "r.entry", "--trust", "trust"}, receipt).code, 0);
  EXPECT_EQ(home.run({"check", "-", "--trust", "trust"}, read("r.letopis-proof")).code, 0);
  const Finished alone = home.run({"check", "-", "--trust", "trust"}, receipt);
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.err, HasSubstr("--entry"));
}

TEST_F(CheckAnswers, ARefusalIsGivenForAReceiptBesideAReceiptAndNothingIsLeftUnused) {
  const Finished done = check({"r.tlog-proof", "--trust", "trust", "--receipt", "/nonexistent"});
  EXPECT_EQ(done.code, 2) << done.out;
  EXPECT_THAT(done.err, HasSubstr("--receipt"));
}

TEST_F(CheckAnswers, AProofOrAnEntryThatIsTooLargeIsRefusedByItsLimitWithoutReadingIt) {
  for (const char* name : {"large.tlog-proof", "large.entry"}) {
    write(name, "");
    std::filesystem::resize_file(home.path(name), std::uintmax_t{2} << 30);
  }
  const Finished proof = check({"large.tlog-proof", "--trust", "trust"});
  EXPECT_NE(proof.code, 0);
  EXPECT_THAT(proof.err, HasSubstr("RESOURCE_TOO_LARGE"));
  EXPECT_THAT(proof.err, HasSubstr("268435456"));
  const Finished entry = check({"r.tlog-proof", "--entry", "large.entry", "--trust", "trust"});
  EXPECT_NE(entry.code, 0);
  EXPECT_THAT(entry.err, HasSubstr("RESOURCE_TOO_LARGE"));
  EXPECT_THAT(entry.err, HasSubstr("65535"));
}

TEST_F(CheckAnswers, ATrustFileThatIsTooLargeIsNoTrustFileAndNotReadToItsEnd) {
  write("large", "");
  std::filesystem::resize_file(home.path("large"), std::uintmax_t{2} << 30);
  const Finished done = check({"r.tlog-proof", "--trust", "large"});
  EXPECT_EQ(done.code, 2) << done.err;
  EXPECT_THAT(done.err, HasSubstr("BAD_TRUST"));
  EXPECT_THAT(done.err, HasSubstr("16777216"));
}

TEST_F(CheckAnswers, WhatIsProvenIsNamedSoThatOneKindIsNotTakenForAnother) {
  for (const auto& [proof, proves] :
       {std::pair{"r.tlog-proof", "inclusion"}, std::pair{"r.letopis-proof", "completeness"}}) {
    const Finished done = check({proof, "--trust", "trust", "--json"});
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(json_lines(done.out).at(0)["proves"], proves);
  }
}

TEST_F(CheckAnswers, AFolderIsSentToTheAudit) {
  const Finished done = check({"ledger", "--trust", "trust"});
  EXPECT_EQ(done.code, 2) << done.err;
  EXPECT_THAT(done.err, HasSubstr("letopis audit"));
}

TEST_F(CheckAnswers, APipeInThePlaceOfAnEntryOrAManifestIsNotWaitedFor) {
  write("p.tlog-proof", read("r.tlog-proof"));
  ASSERT_EQ(::mkfifo(home.path("p.entry").c_str(), 0600), 0);
  EXPECT_THAT(check({"p.tlog-proof", "--trust", "trust"}).err, HasSubstr("NOT_A_FILE"));
  std::filesystem::create_directories(home.path("piped"));
  ASSERT_EQ(::mkfifo(home.path("piped/manifest.jsonl").c_str(), 0600), 0);
  const Finished audit = home.run({"audit", "piped", "--trust", "trust"});
  EXPECT_NE(audit.code, 0);
  EXPECT_THAT(audit.out + audit.err, HasSubstr("NOT_A_FILE"));
}

TEST_F(CheckAnswers, ProveLeavesNothingUnusedAndNeverWritesTheProofOverTheEntry) {
  const std::vector<std::vector<std::string>> unused{
      {"5", "--decision", "--complete", "registry"},
      {"5", "--complete", "registry"},
      {"--complete", "registry", "--witnessed", "trust"},
      {"1", "--on", "2026-01-01"},
      {"1", "-o", "x.entry"}};
  for (const auto& arguments : unused) {
    std::vector<std::string> command{"prove", "-d", "ledger"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Finished done = home.run(command);
    EXPECT_EQ(done.code, 2) << arguments.front() << " " << arguments.back() << done.out;
    EXPECT_FALSE(std::filesystem::exists(home.path("x.entry")));
  }
}

}  // namespace
}  // namespace tools
