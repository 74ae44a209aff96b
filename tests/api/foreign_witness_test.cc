// SPDX-License-Identifier: Apache-2.0
// Our witness with a log, and our log with a witness, that are not ours: tests/interop/foreign.go,
// made of golang.org/x/mod/sumdb.
#include <gtest/gtest.h>

#include "api/server.h"
#include "api/witness_client.h"
#include "api/witness_service.h"
#include "ledger/note.h"
#include "ledger/trust.h"
#include "ledger/witness.h"
#include "tests/paths.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/process.h"

namespace api {
namespace {

using ledger::SignatureType;
using support::CommittedLedger;
using support::TestKey;

const std::string kForeign = std::string(kBinaryDir) + "/interop_foreign";

/// The secret key as Go's note package writes it: a vkey's name and id, then type and seed.
std::string skey_of(const ledger::VerifierKey& key, const std::string& seed) {
  const std::string name_and_id = ledger::format_vkey(key).substr(0, key.name.size() + 10);
  return "PRIVATE+KEY+" + name_and_id + ledger::to_base64("\x01" + seed);
}

TEST(ForeignLog, IsCosignedByOurWitnessAsLongAsItGrowsAndNeverOtherwise) {
  const TestKey log_key(77);
  const TestKey witness_key(78);
  const ledger::VerifierKey log{"foreign.example/log", SignatureType::kEd25519, log_key.key};
  const ledger::NoteSigner signer{
      {"witness.example/ours", SignatureType::kCosignatureV1, witness_key.key},
      [&](std::string_view message) -> ledger::Result<ledger::Signature> {
        return witness_key.sign(message);
      }};
  const support::TempDir dir;
  const auto witness = ledger::Witness::open(dir / "state", signer, {{log.name, {log}}},
                                             std::make_shared<support::TestClock>());
  ASSERT_TRUE(witness) << witness.error().message;
  const auto server = Server::start({}, make_witness_router(**witness));
  ASSERT_TRUE(server) << server.error().message;
  const auto said =
      support::run({{kForeign, "log", skey_of(log, log_key.seed), ledger::format_vkey(log),
                     "http://127.0.0.1:" + std::to_string((*server)->port()) + "/",
                     ledger::format_vkey(signer.key)}});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(said.out,
            "first: 200\n"
            "grown: 200\n"
            "again: 200\n"
            "across tiles: 200\n"
            "from a forgotten size: 409 300\n"
            "put back: 409 300\n"
            "shorter: 400\n"
            "another history: 422\n"
            "grown from another history: 422\n"
            "by another key: 403\n"
            "of another log: 404\n"
            "still there: 200\n");
}

class ForeignWitness : public testing::Test {
 protected:
  void SetUp() override {
    witness_.wait_for_lines(1);
    const std::string line = witness_.output().substr(0, witness_.output().find('\n'));
    const std::size_t space = line.find(' ');
    ASSERT_NE(space, std::string::npos) << line;
    const auto key = ledger::parse_vkey(line.substr(space + 1));
    ASSERT_TRUE(key) << line;
    policy_.witnesses = {{"foreign", *key, line.substr(0, space)}};
    policy_.quorum = "foreign";
  }
  static ledger::VerifierKey log_key(const support::TestLedger& t) {
    return {t.origin, SignatureType::kEd25519, t.checkpoint.key};
  }
  std::string verdict() const {
    ledger::Trust trust;
    trust.ledger_id = t.ledger_id;
    trust.origin = t.origin;
    trust.log_keys = {{log_key(t), std::nullopt}};
    trust.policy = policy_;
    const auto opened = open_checkpoint(trust, t.log->view().note());
    return opened ? anchoring_text(opened->anchoring) : opened.error().reason;
  }

  CommittedLedger t;
  support::Process witness_{support::Command{
      {kForeign, "witness", ledger::format_vkey(log_key(t)), "witness.example/foreign"}}};
  ledger::WitnessPolicy policy_;
};

TEST_F(ForeignWitness, CosignsOurLogAsItGrowsAlsoForAClientThatForgotTheSizes) {
  t.organisations(3);
  WitnessClient client(*t.log, policy_);
  for (const std::uint64_t more : {0U, 7U, 250U, 250U}) {
    if (more > 0) t.organisations(more);
    EXPECT_EQ(verdict(), "signed");
    const WitnessRound round = client.run();
    EXPECT_TRUE(round.errors.empty()) << round.errors.front().message;
    EXPECT_EQ(verdict(), "witnessed 1/1");
  }
  t.organisations(5);
  const WitnessRound forgetful = WitnessClient(*t.log, policy_).run();
  EXPECT_TRUE(forgetful.errors.empty()) << forgetful.errors.front().message;
  EXPECT_EQ(verdict(), "witnessed 1/1");
}

TEST_F(ForeignWitness, TellsOurLogThatItWasPutBackAndCosignsNoOtherHistory) {
  t.organisations(10);
  ASSERT_TRUE(WitnessClient(*t.log, policy_).run().quorum);
  CommittedLedger old;  // the same log, put back to an earlier state
  old.organisations(2);
  const WitnessRound behind = WitnessClient(*old.log, policy_).run();
  ASSERT_TRUE(behind.alarm());
  EXPECT_EQ(behind.alarm()->reason, "WITNESS_AHEAD");
  CommittedLedger other;
  other.clock->now += 5'000'000;  // the same keys and events, another history
  other.organisations(20);
  const WitnessRound forked = WitnessClient(*other.log, policy_).run();
  EXPECT_FALSE(forked.quorum);
  ASSERT_EQ(forked.errors.size(), 1U);
  EXPECT_EQ(forked.errors[0].reason, "WITNESS_FORK") << forked.errors[0].message;
}

}  // namespace
}  // namespace api
