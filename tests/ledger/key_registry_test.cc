// SPDX-License-Identifier: Apache-2.0
// The registry of keys over time: what each key event leaves in the rows, and the rules as a pure
// function of rows and body. What a whole log refuses is in hostile_test.cc.
#include "ledger/key_registry.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/checkpoint.h"
#include "ledger/schema/event_body_generated.h"
#include "tests/support/sample_ledger.h"

namespace ledger {
namespace {

using support::Draft;
using support::SampleLedger;
using support::TestKey;
using support::TestLedger;

class Keys : public ::testing::Test {
 protected:
  void SetUp() override { fold(*check_body(t.genesis().body)); }

  Body body_of(const Draft& draft) const { return *check_body(t.body_of(draft)); }
  std::string verdict(const Draft& draft) const { return verdict(body_of(draft)); }
  std::string verdict(const Body& body) const {
    const Status status = check_keys(rows_, body, next_);
    return status ? "ok" : status.error().reason;
  }
  void fold(const Body& body) { fold_keys(rows_, body, next_++); }
  /// The rules let it in, and it is folded; its index.
  std::uint64_t put(const Draft& draft) {
    EXPECT_EQ(verdict(draft), "ok");
    fold(body_of(draft));
    return next_ - 1;
  }
  /// The college's first key and its clerk.
  void settle() {
    put(t.first_key(t.college, Hash{}, 10));
    put(t.next_key(t.clerk, R"("RECORD","ACT")", 11));
  }
  KeyRecord record(const TestKey& key) const { return *find_key(rows_, key.key); }
  Draft by_root(Draft draft) const {
    draft.author = &t.root;
    draft.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
    return draft;
  }
  static Draft with(Draft draft, const std::string& what, const std::string& instead) {
    draft.payload.replace(draft.payload.find(what), what.size(), instead);
    return draft;
  }

  SampleLedger t{TestLedger::Where::kMemory};
  Rows rows_;
  std::uint64_t next_ = 0;
};

TEST_F(Keys, GenesisBringsInRootServiceCheckpointAndRecoveryKeys) {
  EXPECT_EQ(all_keys(rows_).size(), 6u);
  EXPECT_EQ(record(t.root).kind, KeyKind::kOperatorRoot);
  EXPECT_TRUE(record(t.root).may(kScopeAdminister));
  EXPECT_EQ(record(t.service).kind, KeyKind::kService);
  EXPECT_EQ(record(t.checkpoint).kind, KeyKind::kCheckpoint);
  for (const TestKey* key : {&t.recovery_a, &t.recovery_b, &t.recovery_c}) {
    EXPECT_EQ(record(*key).kind, KeyKind::kRecovery);
    EXPECT_EQ(record(*key).scopes, 0);
  }
  EXPECT_EQ(find_genesis(rows_)->origin, t.origin);
  EXPECT_EQ(find_genesis(rows_)->recovery_threshold, 2);
  EXPECT_EQ(find_checkpoint_keys(rows_)->standing, t.checkpoint.key);
  EXPECT_TRUE(find_checkpoint_keys(rows_)->previous.is_zero());
}

TEST_F(Keys, NothingIsKnownBeforeGenesis) {
  const Rows empty;
  EXPECT_FALSE(find_key(empty, t.root.key));
  EXPECT_FALSE(find_genesis(empty));
  EXPECT_FALSE(find_checkpoint_keys(empty));
  const Status second = check_keys(rows_, *check_body(t.genesis().body), 1);
  EXPECT_EQ(second.error().reason, "NOT_GENESIS");
  const Status first = check_keys(empty, body_of(t.organisation(1)), 0);
  EXPECT_EQ(first.error().reason, "NOT_GENESIS");
}

TEST_F(Keys, AnIntroducedKeyHasWhatTheEventGivesIt) {
  settle();
  const KeyRecord clerk = record(t.clerk);
  EXPECT_EQ(clerk.kind, KeyKind::kPerson);
  EXPECT_EQ(clerk.role, fb::Role::SECRETARY);
  EXPECT_EQ(to_hex(*clerk.organisation), t.college_hex);
  EXPECT_FALSE(clerk.seat);
  EXPECT_EQ(clerk.scopes, kScopeRecord | kScopeAct);
  EXPECT_EQ(clerk.introduced_at, 2u);
  EXPECT_TRUE(clerk.stands());
}

TEST_F(Keys, ARevokedKeyKeepsItsRecordAndWhatItsRevokerHadSeen) {
  settle();
  Draft revocation = t.revoked(t.clerk, t.college_hex, 12);
  revocation.seen_size = 2;
  revocation.seen_root = to_hex(Hash{});
  const std::uint64_t index = put(revocation);
  EXPECT_FALSE(record(t.clerk).stands());
  EXPECT_EQ(record(t.clerk).ended_at, index);
  EXPECT_EQ(record(t.clerk).revocation_seen, 2u);
  EXPECT_EQ(verdict(t.by(t.clerk, t.organisation(5))), "KEY_REVOKED");
  EXPECT_EQ(verdict(t.next_key(t.clerk, R"("ACT")", 13)), "KEY_KNOWN") << "no second life";
}

TEST_F(Keys, AKeyMayRevokeItself) {
  settle();
  EXPECT_EQ(verdict(t.by(t.clerk, t.revoked(t.clerk, t.college_hex, 14))), "ok");
}

TEST_F(Keys, SuspicionKeepsItsEarliestIndexAndEndsNothing) {
  settle();
  put(t.organisation(3));
  put(t.suspected(t.clerk, t.college_hex, 3, 15));
  put(t.suspected(t.clerk, t.college_hex, 4, 16));
  EXPECT_EQ(record(t.clerk).suspect_from, 3u);
  put(t.suspected(t.clerk, t.college_hex, 2, 17));
  EXPECT_EQ(record(t.clerk).suspect_from, 2u);
  EXPECT_TRUE(record(t.clerk).stands());
}

TEST_F(Keys, SuspicionOfACheckpointKeyStaysWithItSinceTheThirdVersionOfTheRules) {
  settle();
  Draft suspected = t.suspected(t.checkpoint, t.operator_hex, 1, 40);
  suspected.author = &t.recovery_c;
  suspected.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
  put(suspected);
  const Rows before = rows_;
  put(t.checkpoint_key_changed(t.next_checkpoint, 41));
  EXPECT_EQ(record(t.next_checkpoint).suspect_from, 1u) << "as it was recorded";
  rows_ = before;
  Draft upgrade = by_root(t.organisation(9));
  upgrade.type = "RulesUpgraded";
  upgrade.payload = R"({"version":3})";
  put(upgrade);
  put(t.checkpoint_key_changed(t.next_checkpoint, 42));
  EXPECT_FALSE(record(t.next_checkpoint).suspect_from);
  EXPECT_EQ(record(t.checkpoint).suspect_from, 1u);
}

TEST_F(Keys, WhoSpeaksAboutAKeyWithoutTheRightIsToldWhatIsDoneInstead) {
  settle();
  const auto told = [&](const Draft& draft) {
    return check_keys(rows_, body_of(draft), next_).error().message;
  };
  EXPECT_NE(told(by_root(t.revoked(t.checkpoint, t.operator_hex, 30))).find("CheckpointKeyChanged"),
            std::string::npos);
  EXPECT_NE(told(by_root(t.revoked(t.recovery_a, t.operator_hex, 31))).find("genesis"),
            std::string::npos);
  EXPECT_NE(told(by_root(t.revoked(t.root, t.operator_hex, 32))).find("KeyRecovered"),
            std::string::npos);
  EXPECT_NE(told(by_root(t.revoked(t.clerk, t.college_hex, 33))).find("its organisation"),
            std::string::npos);
}

TEST_F(Keys, RecoveryMayDeclareSuspicionButRevokesNothing) {
  settle();
  const auto by_recovery = [&](Draft draft) {
    draft.author = &t.recovery_c;
    draft.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
    return draft;
  };
  EXPECT_EQ(verdict(by_recovery(t.suspected(t.clerk, t.college_hex, 2, 18))), "ok");
  EXPECT_EQ(verdict(by_recovery(t.revoked(t.clerk, t.college_hex, 19))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(verdict(by_recovery(t.revoked(t.recovery_a, t.operator_hex, 20))), "ACTOR_NOT_ALLOWED");
}

TEST_F(Keys, RecoveryEndsAllKeysOfTheOrganisationAndGivesTheNewOneItsPlace) {
  settle();
  const TestKey renewed(77);
  put(t.recovered(t.college, renewed, t.college_hex, "SECRETARY", 21));
  EXPECT_FALSE(record(t.college).stands());
  EXPECT_FALSE(record(t.clerk).stands());
  EXPECT_TRUE(record(renewed).stands());
  EXPECT_TRUE(record(renewed).may(kScopeAdminister));
  EXPECT_EQ(record(renewed).role, fb::Role::SECRETARY);
  EXPECT_TRUE(record(t.root).stands()) << "another organisation's";
  // A lost key that has ended already can be the one that is replaced.
  const TestKey again(78);
  EXPECT_EQ(verdict(t.recovered(t.clerk, again, t.college_hex, "SECRETARY", 22)), "ok");
}

TEST_F(Keys, TheThresholdCountsRecoveryKeysOnly) {
  settle();
  const TestKey renewed(77);
  Draft draft = t.recovered(t.college, renewed, t.college_hex, "SECRETARY", 23);
  draft.cosigners = {{&renewed, t.capacity("SECRETARY", t.college_hex)}};
  EXPECT_EQ(verdict(draft), "RECOVERY_QUORUM");
  draft.cosigners.push_back({&t.clerk, t.capacity("SECRETARY", t.college_hex)});
  EXPECT_EQ(verdict(draft), "ACTOR_NOT_ALLOWED");
  draft.cosigners.back() = {&t.recovery_c, t.capacity("LEDGER_ROOT", t.operator_hex)};
  EXPECT_EQ(verdict(draft), "ok");
}

TEST_F(Keys, ARecoveredRootIsARoot) {
  const TestKey renewed(79);
  put(t.recovered(t.root, renewed, t.operator_hex, "LEDGER_ROOT", 24));
  EXPECT_EQ(record(renewed).kind, KeyKind::kOperatorRoot);
  EXPECT_FALSE(record(t.root).stands());
  EXPECT_TRUE(record(t.service).stands());
  const TestKey another(80);  // the draft borrows it
  Draft draft = t.recovered(t.root, another, t.operator_hex, "LEDGER_ROOT", 25);
  draft.author = &renewed;
  EXPECT_EQ(verdict(draft), "ACTOR_NOT_ALLOWED") << "the root does not recover";
}

TEST_F(Keys, ACheckpointKeyHandsOverWithAnOverlap) {
  put(t.organisation(1));
  const std::uint64_t index = put(t.checkpoint_key_changed(t.next_checkpoint, 26));
  const auto keys = find_checkpoint_keys(rows_);
  EXPECT_EQ(keys->standing, t.next_checkpoint.key);
  EXPECT_EQ(keys->previous, t.checkpoint.key);
  EXPECT_EQ(keys->previous_until, index + 1 + 5);
  EXPECT_FALSE(record(t.checkpoint).stands());
  EXPECT_EQ(record(t.next_checkpoint).kind, KeyKind::kCheckpoint);
}

TEST_F(Keys, WeakKeysAreRefusedByTheRulesThemselves) {
  // Points of small order, also spelt in a non-canonical way, and a point with a part of it.
  for (const char* hex : {"0100000000000000000000000000000000000000000000000000000000000000",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "0000000000000000000000000000000000000000000000000000000000000000",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "0100000000000000000000000000000000000000000000000000000000000080",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    TestKey weak(71);
    weak.key = *fixed_from_hex<PublicKey>(hex);
    EXPECT_EQ(verdict(t.first_key(weak, Hash{}, 27)), "WEAK_KEY") << hex;
    EXPECT_EQ(verdict(t.checkpoint_key_changed(weak, 28)), "WEAK_KEY") << hex;
  }
}

TEST_F(Keys, GenesisWithAKeyInTwoRolesOrAnImpossibleQuorumIsRefused) {
  const auto genesis_verdict = [](SampleLedger& ledger) {
    const Rows empty;
    const Status status = check_keys(empty, *check_body(ledger.genesis().body), 0);
    return status ? "ok" : status.error().reason;
  };
  SampleLedger good(TestLedger::Where::kMemory);
  EXPECT_EQ(genesis_verdict(good), "ok");
  SampleLedger twice(TestLedger::Where::kMemory);
  twice.recovery_b = twice.recovery_a;
  EXPECT_EQ(genesis_verdict(twice), "BAD_GENESIS");
  SampleLedger root_recovers(TestLedger::Where::kMemory);
  root_recovers.recovery_c = root_recovers.root;
  EXPECT_EQ(genesis_verdict(root_recovers), "BAD_GENESIS");
  SampleLedger no_dot(TestLedger::Where::kMemory, "ledger");
  EXPECT_EQ(genesis_verdict(no_dot), "BAD_GENESIS");
  SampleLedger weak(TestLedger::Where::kMemory);
  weak.recovery_c.key = PublicKey{};
  EXPECT_EQ(genesis_verdict(weak), "WEAK_KEY");
}

TEST_F(Keys, ServiceAndWitnessKeysComeFromTheRootWithoutScopes) {
  const TestKey witness(81);
  Draft draft = t.key_introduced(witness, t.operator_hex, "", 29);
  draft = with(draft, R"("kind":"PERSON")", R"("kind":"WITNESS")");
  draft = with(draft, "SECRETARY", "WITNESS");
  draft.cosigners = {{&witness, t.capacity("WITNESS", t.operator_hex)}};
  EXPECT_EQ(verdict(draft), "ok");
  EXPECT_EQ(verdict(with(draft, R"("scopes":[])", R"("scopes":["ACT"])")), "SCOPE_NOT_GRANTED");
  Draft as_service = with(draft, R"("kind":"WITNESS")", R"("kind":"SERVICE")");
  EXPECT_EQ(verdict(as_service), "CAPACITY_MISMATCH") << "a service key with a witness's role";
  settle();
  EXPECT_EQ(verdict(t.by(t.college, draft)), "ACTOR_NOT_ALLOWED");
  for (const char* kind : {"CHECKPOINT", "OPERATOR_ROOT"}) {
    const std::string other = fmt::format(R"("kind":"{}")", kind);
    EXPECT_EQ(verdict(with(draft, R"("kind":"WITNESS")", other)), "ACTOR_NOT_ALLOWED") << kind;
  }
  put(draft);
  Draft by_witness = t.organisation(9);
  by_witness.author = &witness;
  by_witness.capacity = t.capacity("WITNESS", t.operator_hex);
  EXPECT_EQ(verdict(by_witness), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(verdict(by_root(t.revoked(witness, t.operator_hex, 30))), "ok");
}

TEST_F(Keys, APersonsKeyBelongsToTheOrganisationThatTheEventNames) {
  settle();
  const TestKey fresh(82);
  Draft draft = t.next_key(fresh, R"("ACT")", 31);
  const std::string named = fmt::format(R"("organisation":"{}","scopes")", t.college_hex);
  draft = with(draft, named, fmt::format(R"("organisation":"{}","scopes")", t.operator_hex));
  EXPECT_EQ(verdict(draft), "CAPACITY_MISMATCH");
}

TEST_F(Keys, FoldingAnOrdinaryEventChangesNothing) {
  settle();
  const Hash before = rows_.digest();
  fold(body_of(t.by(t.clerk, t.organisation(6))));
  EXPECT_EQ(rows_.digest(), before);
}

}  // namespace
}  // namespace ledger
