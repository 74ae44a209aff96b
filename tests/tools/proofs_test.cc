// SPDX-License-Identifier: Apache-2.0
// Trust, commitments, completeness and witnesses by the tool, as an operator, a participant and a
// neighbouring region use them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using testing::HasSubstr;

class ProofTool : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(home.init());
    const std::string events = organisation_event("первой") + organisation_event("второй");
    ASSERT_EQ(home.run(home.append_arguments(), events).code, 0);
  }
  Finished ok(const std::vector<std::string>& arguments) {
    Finished done = home.run(arguments);
    EXPECT_EQ(done.code, 0) << arguments[0] << ": " << done.err;
    return done;
  }
  std::string read(const std::string& name) {
    std::ifstream in(home.path(name), std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(home.path(name), std::ios::binary) << text;
  }
  static std::vector<std::string> writer(std::vector<std::string> begin) {
    for (const char* word : {"-d", "ledger", "--keys", "keys", "--passphrase", "file:passphrase"}) {
      begin.emplace_back(word);
    }
    return begin;
  }
  void commit() { ok(writer({"commit"})); }

  ToolHome home;
};

TEST_F(ProofTool, CompletenessOfAnOrganisationIsCheckedWithATrustFileAlone) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  const json second = json_lines(ok({"show", "2", "-d", "ledger", "--json"}).out).at(0);
  const std::string id = second["body"]["payload"]["profile"]["organisation"];
  ok({"prove", "-d", "ledger", "--complete", "organisation", id, "-o", "second.letopis-proof"});
  const Finished checked = ok({"check", "second.letopis-proof", "--trust", "trust"});
  EXPECT_THAT(checked.out, HasSubstr("as the ledger committed: 1"));
  EXPECT_THAT(checked.out, HasSubstr("signed"));
  const json verdict =
      json_lines(ok({"check", "second.letopis-proof", "--trust", "trust", "--json"}).out).at(0);
  EXPECT_EQ(verdict["verdict"], "signed");
  EXPECT_EQ(verdict["position"], 3);
  EXPECT_EQ(verdict["events"][0]["index"], 2);
  const Finished alone = home.run({"check", "second.letopis-proof"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.out, HasSubstr("not anchored"));
}

TEST_F(ProofTool, ProofWithoutOneEventIsEvidenceOfTampering) {
  commit();
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "-d", "ledger", "--complete", "registry", "-o", "all"});
  std::string text = read("all");
  const std::size_t at = text.find("\nentry 1 ");
  text.erase(at, text.find('\n', at + 1) - at);
  write("all", text);
  const Finished checked = home.run({"check", "all", "--trust", "trust"});
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.err, HasSubstr("EVENTS_MISSING"));
}

TEST_F(ProofTool, WithoutACommitmentThereIsNothingToProve) {
  const Finished done = home.run({"prove", "-d", "ledger", "--complete", "registry"});
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.err, HasSubstr("letopis commit"));
}

TEST_F(ProofTool, CommitmentsAreVerifiedWithTheRest) {
  commit();
  commit();
  ok({"verify", "-d", "ledger"});
}

TEST_F(ProofTool, TrustPageIsForPaperInBothLanguages) {
  ok({"trust", "-d", "ledger", "-o", "trust", "--page", "page.html", "--lang", "ru"});
  EXPECT_THAT(read("page.html"), HasSubstr("Чему доверять"));
  ok({"trust", "--file", "trust", "-o", "again", "--page", "page.txt", "--lang", "en"});
  EXPECT_THAT(read("page.txt"), HasSubstr("What to trust this ledger by"));
  EXPECT_EQ(read("trust"), read("again"));
  EXPECT_THAT(read("trust"), HasSubstr("letopis-trust v1\nledger "));
}

TEST_F(ProofTool, ReceiptOfAnotherLedgerIsRefused) {
  ToolHome other;
  ASSERT_TRUE(other.init());
  ok({"trust", "-d", "ledger", "-o", "trust"});
  ok({"prove", "0", "-d", "ledger", "-o", "mine.tlog-proof"});
  ok({"check", "mine.tlog-proof", "--trust", "trust"});
  ASSERT_EQ(other.run({"prove", "0", "-d", "ledger", "-o", "theirs.tlog-proof"}).code, 0);
  const Finished checked =
      home.run({"check", other.path("theirs.tlog-proof").string(), "--trust", "trust"});
  EXPECT_EQ(checked.code, 1) << checked.out;
}

TEST_F(ProofTool, NeighbourWitnessesTheLedger) {
  ok({"key", "generate", "neighbour", "--keys", "neighbours", "--passphrase", "file:passphrase",
      "--kdf", "interactive"});
  ok({"trust", "-d", "ledger", "-o", "bare"});
  const std::string bare = read("bare");
  const std::size_t log = bare.find("\nlog ") + 1;
  const std::string log_line = bare.substr(log, bare.find('\n', log) - log);
  support::Process witness(
      home.command({"witness", "--dir", "state of the witness", "--listen", "127.0.0.1:0", "--keys",
                    "neighbours", "--key", "neighbour", "--passphrase", "file:passphrase", "--name",
                    "neighbour.example/w", "--log", log_line.substr(4)}));
  witness.wait_for_lines(1);
  witness.signal(SIGTERM);
  const Finished said = witness.finish();
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("witness neighbour.example/w+"));
}

}  // namespace
}  // namespace tools
