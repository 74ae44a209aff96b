// SPDX-License-Identifier: Apache-2.0
// What strangers, thieves of keys and overreaching operators hand in. Each is refused with a reason
// that programs can go by, and nothing of it is recorded.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <random>

#include "ledger/ed25519.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/limits.h"
#include "ledger/message.h"
#include "tests/support/bodies.h"
#include "tests/support/sample_ledger.h"

namespace ledger {
namespace {

using support::Draft;
using support::SampleLedger;
using support::TestKey;
using support::TestLedger;

class Hostile : public ::testing::Test {
 protected:
  void SetUp() override {
    t.people();
    size_ = t.log->view().size();
  }
  /// Whatever was handed in, nothing was recorded that the test did not expect.
  void TearDown() override {
    EXPECT_EQ(t.log->view().size(), size_);
    EXPECT_EQ(t.disk->entries.size(), size_);
  }

  Error refused(const SignedEvent& event) {
    const auto result = t.log->append({event});
    return result ? Error{ErrorCode::kInvalid, "ACCEPTED", {}, {}} : result.error();
  }
  Error refused(const Draft& draft) { return refused(t.sign(draft)); }
  std::string reason(const Draft& draft) { return refused(draft).reason; }
  Hash put(const Draft& draft) {
    ++size_;
    return t.put(draft);
  }
  Draft ordinary(std::uint64_t number = 50) { return t.by(t.clerk, t.organisation(number)); }
  Draft recovery(const TestKey& old_key, const TestKey& new_key) {
    return t.recovered(old_key, new_key, t.college_hex, "SECRETARY", 900);
  }

  SampleLedger t{TestLedger::Where::kMemory};
  std::uint64_t size_ = 0;
};

// --- bodies and signatures -------------------------------------------------------------------

TEST_F(Hostile, AnOversizedBodyIsRefusedWithTheLimit) {
  SignedEvent event = t.sign(ordinary());
  event.body.resize(kBodyBytesMax + 1);
  const Error error = refused(event);
  EXPECT_EQ(error.code, ErrorCode::kInvalid);
  EXPECT_NE(error.message.find(std::to_string(kBodyBytesMax)), std::string::npos) << error.message;
  event.body.resize(10'000'000);
  EXPECT_EQ(refused(event).reason, error.reason);
}

TEST_F(Hostile, TooManySignaturesAreRefused) {
  SignedEvent event = t.sign(ordinary());
  event.signatures.resize(100'000, event.signatures[0]);
  EXPECT_EQ(refused(event).reason, "SIGNATURE_COUNT");
}

TEST_F(Hostile, ASignatureForAnotherLedgerOriginOrEventIsRefused) {
  SampleLedger other(TestLedger::Where::kMemory);
  other.ledger_id = sha256("another genesis of the same origin");
  EXPECT_EQ(refused(other.sign(other.by(other.clerk, other.organisation(50)))).reason,
            "SIGNATURE_INVALID");
  SampleLedger elsewhere(TestLedger::Where::kMemory, "ledger.example/elsewhere");
  elsewhere.ledger_id = t.ledger_id;
  EXPECT_EQ(
      refused(elsewhere.sign(elsewhere.by(elsewhere.clerk, elsewhere.organisation(50)))).reason,
      "SIGNATURE_INVALID");
  SignedEvent replayed = t.sign(ordinary(51));
  replayed.signatures = t.sign(ordinary(50)).signatures;
  EXPECT_EQ(refused(replayed).reason, "SIGNATURE_INVALID");
}

TEST_F(Hostile, ASignatureByAnotherKeyOrInAnotherOrderIsRefused) {
  SignedEvent event = t.sign(ordinary());
  event.signatures[0] = t.college.sign(signed_message(t.origin, t.ledger_id, event.body));
  const Error error = refused(event);
  EXPECT_EQ(error.code, ErrorCode::kRefused);
  EXPECT_EQ(error.reason, "SIGNATURE_INVALID");
  EXPECT_EQ(error.where, "author");
  const TestKey fresh(70);
  SignedEvent two = t.sign(t.next_key(fresh, R"("ACT")", 901));
  std::swap(two.signatures[0], two.signatures[1]);
  EXPECT_EQ(refused(two).reason, "SIGNATURE_INVALID");
  two = t.sign(t.next_key(fresh, R"("ACT")", 901));
  two.signatures[1] = two.signatures[0];
  EXPECT_EQ(refused(two).where, "cosigners[0]");
}

TEST_F(Hostile, ASignatureWithTheOrderOfTheGroupAddedIsRefused) {
  // S + L verifies under a careless implementation, and would be a second signature of one event.
  static constexpr unsigned char kOrder[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                               0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                               0,    0,    0,    0,    0,    0,    0,    0,
                                               0,    0,    0,    0,    0,    0,    0,    0x10};
  SignedEvent event = t.sign(ordinary());
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += event.signatures[0].bytes[32 + i] + kOrder[i];
    event.signatures[0].bytes[32 + i] = static_cast<unsigned char>(carry);
    carry >>= 8;
  }
  EXPECT_EQ(refused(event).reason, "SIGNATURE_INVALID");
}

TEST_F(Hostile, AnUnknownAuthorIsRefusedAlsoInAKnownCapacity) {
  const Error error = refused(t.by(t.stranger, t.organisation(50)));
  EXPECT_EQ(error.reason, "KEY_UNKNOWN");
  EXPECT_EQ(error.where, "author");
}

TEST_F(Hostile, AKnownKeyInACapacityNotItsOwnIsRefused) {
  Draft draft = ordinary();
  draft.capacity = t.capacity("HEAD", t.college_hex);
  EXPECT_EQ(reason(draft), "CAPACITY_MISMATCH");
  draft.capacity = t.capacity("SECRETARY", t.operator_hex);
  EXPECT_EQ(reason(draft), "CAPACITY_MISMATCH");
  draft.capacity = fmt::format(R"({{"role":"SECRETARY","organisation":"{}","seat":"{}"}})",
                               t.college_hex, support::hex_for(7, 16));
  EXPECT_EQ(reason(draft), "CAPACITY_MISMATCH");
  draft.capacity = R"({"role":"SECRETARY"})";
  EXPECT_EQ(reason(draft), "CAPACITY_MISMATCH");
}

// --- ids, references, seen -------------------------------------------------------------------

TEST_F(Hostile, ASquattedIdIsAConflictForTheSecondAndChangesNothingForTheFirst) {
  const auto first = t.sign(ordinary(50));
  ASSERT_TRUE(t.log->append({first}));
  ++size_;
  Draft squatter = t.by(t.college, t.organisation(51));
  squatter.id = ordinary(50).id;
  const Error error = refused(squatter);
  EXPECT_EQ(error.code, ErrorCode::kConflict);
  EXPECT_EQ(error.reason, "EVENT_ID_TAKEN");
  const auto again = t.log->append({first});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->at(0).repeated);
}

class SwappedQuestion : public Hostile {
 protected:
  Draft ballot(std::uint64_t number, const std::string& question) {
    Draft draft;
    draft.type = "BallotOpened";
    draft.payload = fmt::format(
        R"({{"ballot":"{}","kind":"PLAN","question":{{"title":"{}"}},"openness":"OPEN",
        "opened_by":{{"by":"CHAIR"}}}})",
        support::hex_for(number + 9'000'000, 16), question);
    draft.id = 9'000 + number;
    draft.scope = scope();
    return t.by(t.clerk, draft);
  }
  Draft vote(const Hash& ballot_digest) {
    Draft draft;
    draft.type = "VoteCast";
    draft.payload = fmt::format(R"({{"ballot":"{}","seat":"{}","choice":"FOR"}})",
                                to_hex(ballot_digest), t.college_hex);
    draft.id = 9'900;
    draft.scope = scope();
    return t.by(t.college, draft);
  }
  static std::string scope() {
    return R"({"kind":"CLUSTER","id":")" + support::hex_for(8'000'000, 16) + "\"}";
  }
};

TEST_F(SwappedQuestion, AVoteCountsForTheQuestionThatItsAuthorSawOrNotAtAll) {
  const auto shown = t.sign(ballot(1, "Принять план"));
  const SignedEvent signed_vote = t.sign(vote(t.digest_of(shown)));
  // The operator records another question under the same ballot id, and the vote with it.
  Draft other = ballot(1, "Исключить колледж");
  put(other);
  EXPECT_EQ(refused(signed_vote).reason, "UNKNOWN_REFERENCE");
  // The vote cannot be turned to the recorded question without its author.
  SignedEvent turned = t.sign(vote(t.digest_of(t.sign(other))));
  turned.signatures = signed_vote.signatures;
  EXPECT_EQ(refused(turned).reason, "SIGNATURE_INVALID");
  EXPECT_EQ(refused(shown).reason, "EVENT_ID_TAKEN");
}

TEST_F(SwappedQuestion, AVoteForSomethingThatIsNoBallotIsRefused) {
  const Hash document = put(t.document(7));
  EXPECT_EQ(reason(vote(document)), "UNKNOWN_REFERENCE");
  EXPECT_EQ(reason(vote(sha256("no event"))), "UNKNOWN_REFERENCE");
}

TEST_F(Hostile, AFalseSeenIsRefusedAndNamesTheField) {
  Draft draft = t.seen_now(ordinary());
  draft.seen_root = to_hex(sha256("fork"));
  Error error = refused(draft);
  EXPECT_EQ(error.reason, "SEEN_ROOT");
  EXPECT_EQ(error.where, "seen.root");
  draft = ordinary();
  draft.seen_size = UINT64_MAX >> 1;
  draft.seen_root = to_hex(sha256("x"));
  draft.author = &t.stranger;
  error = refused(draft);
  EXPECT_EQ(error.reason, "SEEN_AHEAD");
  EXPECT_FALSE(t.log->stopped()) << "a stranger must not stop the writer";
  draft.author = &t.dismissed;
  EXPECT_EQ(reason(draft), "SEEN_AHEAD");
  EXPECT_FALSE(t.log->stopped()) << "nor must somebody whose key has ended";
}

// --- key events ------------------------------------------------------------------------------

TEST_F(Hostile, AKeyThatDoesNotCosignItsIntroductionIsRefused) {
  const TestKey fresh(70);
  Draft draft = t.next_key(fresh, R"("ACT")", 902);
  draft.cosigners.clear();
  EXPECT_EQ(reason(draft), "NO_POSSESSION");
  draft.cosigners = {{&t.clerk, t.capacity("SECRETARY", t.college_hex)}};
  EXPECT_EQ(reason(draft), "NO_POSSESSION");
}

TEST_F(Hostile, WeakAndMalformedPublicKeysAreRefused) {
  // The points of small order, two of them also as non-canonical encodings, and no point at all.
  for (const char* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "0100000000000000000000000000000000000000000000000000000000000080",
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "0200000000000000000000000000000000000000000000000000000000000000"}) {
    SCOPED_TRACE(hex);
    TestKey weak(71);
    weak.key = *fixed_from_hex<PublicKey>(hex);
    const Draft draft = t.next_key(weak, R"("ACT")", 903);
    // The cosignature cannot verify either: asked of the rules alone, the key must still fail.
    EXPECT_EQ(reason(draft), "SIGNATURE_INVALID");
    EXPECT_FALSE(ed25519_is_valid_point(weak.key));
  }
}

TEST_F(Hostile, ASmallOrderKeysUniversalSignatureIsNoSignature) {
  // With the neutral element as key, (R = neutral, S = 0) fits every message in a careless check.
  TestKey weak(71);
  weak.key = *fixed_from_hex<PublicKey>(
      "0100000000000000000000000000000000000000000000000000000000000000");
  SignedEvent event = t.sign(t.next_key(weak, R"("ACT")", 904));
  Signature universal{};
  universal.bytes[0] = 1;
  event.signatures.at(1) = universal;
  EXPECT_EQ(refused(event).reason, "SIGNATURE_INVALID");
}

TEST_F(Hostile, AKeyGetsNoSecondRole) {
  for (const TestKey* known : {&t.clerk, &t.dismissed, &t.root, &t.service, &t.checkpoint,
                               &t.next_checkpoint, &t.recovery_a}) {
    EXPECT_EQ(reason(t.next_key(*known, R"("ACT")", 905)),
              known == &t.college ? "CAPACITY_MISMATCH" : "KEY_KNOWN");
  }
  EXPECT_EQ(reason(t.checkpoint_key_changed(t.clerk, 906)), "KEY_KNOWN");
}

TEST_F(Hostile, TheOperatorCannotBringInAFakeKeyForACollegeThatHasItsOwn) {
  const TestKey fake(72);
  const Hash evidence = put(t.document(8));
  const Error error = refused(t.first_key(fake, evidence, 907));
  EXPECT_EQ(error.reason, "ACTOR_NOT_ALLOWED");
  EXPECT_NE(error.message.find("has had a key"), std::string::npos);
  // Not even after all of the college's keys have ended.
  put(t.revoked(t.clerk, t.college_hex, 908));
  put(t.revoked(t.college, t.college_hex, 909));
  EXPECT_EQ(reason(t.first_key(fake, evidence, 910)), "ACTOR_NOT_ALLOWED");
}

TEST_F(Hostile, TheFirstKeyOfAnOrganisationNeedsEvidence) {
  const TestKey first(73);
  EXPECT_EQ(reason(t.key_introduced(first, support::hex_for(2'000'002, 16), R"("ACT")", 911)),
            "EVIDENCE_MISSING");
}

TEST_F(Hostile, NobodyGrantsWhatHeDoesNotHave) {
  const TestKey fresh(74);
  EXPECT_EQ(reason(t.next_key(fresh, R"("REGISTER")", 912)), "SCOPE_NOT_GRANTED");
  EXPECT_EQ(reason(t.next_key(fresh, R"("ACT","IMPORT")", 913)), "SCOPE_NOT_GRANTED");
  // The clerk does not administer.
  EXPECT_EQ(reason(t.by(t.clerk, t.key_introduced(fresh, t.college_hex, R"("ACT")", 914))),
            "ACTOR_NOT_ALLOWED");
  // The college does not administer other organisations.
  EXPECT_EQ(reason(t.by(t.college,
                        t.key_introduced(fresh, support::hex_for(2'000'002, 16), R"("ACT")", 915))),
            "ACTOR_NOT_ALLOWED");
}

TEST_F(Hostile, APersonsKeyTakesNoRoleOfTheLedgerItself) {
  const TestKey fresh(75);
  for (const char* role : {"LEDGER_ROOT", "LEDGER_SERVICE", "LOG_CHECKPOINT", "WITNESS"}) {
    Draft draft = t.next_key(fresh, R"("ACT")", 916);
    const std::string secretary = R"("role":"SECRETARY")";
    draft.payload.replace(draft.payload.find(secretary), secretary.size(),
                          fmt::format(R"("role":"{}")", role));
    draft.cosigners = {{&fresh, t.capacity(role, t.college_hex)}};
    EXPECT_EQ(reason(draft), "CAPACITY_MISMATCH") << role;
  }
}

TEST_F(Hostile, ANewKeyCosignsInTheCapacityThatItIsGiven) {
  const TestKey fresh(76);
  Draft draft = t.next_key(fresh, R"("ACT")", 917);
  draft.cosigners = {{&fresh, t.capacity("HEAD", t.college_hex)}};
  EXPECT_EQ(reason(draft), "CAPACITY_MISMATCH");
}

TEST_F(Hostile, NobodyRevokesOrSuspectsAKeyThatIsNotHis) {
  Draft draft = t.revoked(t.college, t.college_hex, 918);
  EXPECT_EQ(reason(t.by(t.clerk, draft)), "ACTOR_NOT_ALLOWED");
  draft.author = &t.root;
  draft.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED") << "the operator cannot silence a college";
  EXPECT_EQ(reason(t.revoked(t.root, t.operator_hex, 919)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(reason(t.revoked(t.clerk, t.operator_hex, 920)), "CAPACITY_MISMATCH");
  EXPECT_EQ(reason(t.revoked(t.stranger, t.college_hex, 921)), "KEY_UNKNOWN");
  EXPECT_EQ(reason(t.revoked(t.dismissed, t.college_hex, 922)), "KEY_REVOKED");
  Draft root_revokes_itself = t.revoked(t.root, t.operator_hex, 923);
  root_revokes_itself.author = &t.root;
  root_revokes_itself.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
  EXPECT_EQ(reason(root_revokes_itself), "ACTOR_NOT_ALLOWED");
  Draft checkpoint_revoked = t.revoked(t.next_checkpoint, t.operator_hex, 924);
  checkpoint_revoked.author = &t.root;
  checkpoint_revoked.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
  EXPECT_EQ(reason(checkpoint_revoked), "ACTOR_NOT_ALLOWED");
}

TEST_F(Hostile, ARevokedKeyIsRefusedButItsRetryGetsItsFirstReceipt) {
  const SignedEvent early = t.sign(t.by(t.clerk, t.organisation(50)));
  const auto first = t.log->append({early});
  ASSERT_TRUE(first);
  ++size_;
  put(t.revoked(t.clerk, t.college_hex, 925));
  EXPECT_EQ(reason(t.by(t.clerk, t.organisation(52))), "KEY_REVOKED");
  const auto again = t.log->append({early});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->at(0).index, first->at(0).index);
  EXPECT_EQ(again->at(0).digest, first->at(0).digest);
  EXPECT_TRUE(again->at(0).repeated);
  // Another body under the first one's id is a conflict, whatever the key is worth by now.
  Draft other = t.by(t.clerk, t.organisation(53));
  other.id = t.organisation(50).id;
  EXPECT_EQ(reason(other), "EVENT_ID_TAKEN");
}

TEST_F(Hostile, ARevocationBesideAnEventOfItsKeyComesFirst) {
  // In one group commit: the revocation is handed in later, and still nothing gets in beside it.
  std::promise<void> hold;
  std::shared_future<void> held(hold.get_future());
  t.log->submit({t.sign(t.organisation(60))}, [held](AppendResult) { held.wait(); });
  std::promise<AppendResult> event;
  std::promise<AppendResult> revocation;
  t.log->submit({t.sign(ordinary(61))}, [&](AppendResult r) { event.set_value(std::move(r)); });
  t.log->submit({t.sign(t.revoked(t.clerk, t.college_hex, 926))},
                [&](AppendResult r) { revocation.set_value(std::move(r)); });
  hold.set_value();
  const auto revoked = revocation.get_future().get();
  const auto late = event.get_future().get();
  ASSERT_TRUE(revoked) << revoked.error().message;
  size_ += 2;
  if (late) {
    // The sequencer took the event alone, before the revocation had come: lawful.
    ++size_;
    EXPECT_LT(late->at(0).index, revoked->at(0).index);
  } else {
    EXPECT_EQ(late.error().reason, "KEY_REVOKED");
  }
}

TEST_F(Hostile, RecoveryNeedsItsQuorumAndEndsEveryOldKey) {
  const TestKey renewed(77);
  Draft draft = recovery(t.college, renewed);
  draft.cosigners.erase(draft.cosigners.begin());  // recovery_a alone
  const Error error = refused(draft);
  EXPECT_EQ(error.reason, "RECOVERY_QUORUM");
  EXPECT_NE(error.message.find("1 recovery keys signed, 2 are needed"), std::string::npos);
  put(recovery(t.college, renewed));
  EXPECT_EQ(reason(t.by(t.college, t.organisation(54))), "KEY_REVOKED");
  EXPECT_EQ(reason(t.by(t.clerk, t.organisation(54))), "KEY_REVOKED");
  put(t.by(renewed, t.organisation(54)));
}

TEST_F(Hostile, RecoveryIsRefusedToEverybodyElse) {
  const TestKey renewed(77);
  Draft draft = recovery(t.college, renewed);
  draft.author = &t.root;
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED");
  draft = recovery(t.college, renewed);
  draft.cosigners[0] = {&t.root, t.capacity("LEDGER_ROOT", t.operator_hex)};
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED");
  draft = recovery(t.college, renewed);
  draft.cosigners[0] = {&t.stranger, t.capacity("LEDGER_ROOT", t.operator_hex)};
  EXPECT_EQ(reason(draft), "KEY_UNKNOWN");
  draft = recovery(t.college, renewed);
  draft.cosigners.pop_back();  // without the new key
  EXPECT_EQ(reason(draft), "NO_POSSESSION");
  EXPECT_EQ(reason(recovery(t.stranger, renewed)), "KEY_UNKNOWN");
  EXPECT_EQ(reason(t.recovered(t.service, renewed, t.operator_hex, "LEDGER_SERVICE", 900)),
            "KEY_UNKNOWN");
}

TEST_F(Hostile, TheOperatorsRootIsRecoveredAsARootOnly) {
  const TestKey helper(78);
  put(t.key_introduced(helper, t.operator_hex, R"("RECORD")", 927));
  const TestKey renewed(79);
  // Replacing a helper of the operator must not end the root and leave the ledger without one.
  EXPECT_EQ(reason(t.recovered(helper, renewed, t.operator_hex, "SECRETARY", 928)),
            "ACTOR_NOT_ALLOWED");
  put(t.recovered(t.root, renewed, t.operator_hex, "LEDGER_ROOT", 929));
  EXPECT_EQ(reason(t.organisation(55)), "KEY_REVOKED");
  Draft by_renewed = t.organisation(55);
  by_renewed.author = &renewed;
  put(by_renewed);
}

TEST_F(Hostile, SuspicionLiesBetweenTheKeysIntroductionAndNow) {
  const auto suspect = [&](std::uint64_t from) {
    return t.suspected(t.clerk, t.college_hex, from, 930 + from);
  };
  EXPECT_EQ(reason(suspect(SampleLedger::kClerkKeyAt - 1)), "SUSPECT_RANGE");
  EXPECT_EQ(reason(suspect(size_ + 1)), "SUSPECT_RANGE");
  put(suspect(SampleLedger::kClerkKeyAt));
  put(suspect(size_));
  EXPECT_EQ(reason(t.by(t.clerk, suspect(6))), "ACCEPTED");  // a key may speak about itself
  ++size_;
  put(ordinary(56));  // suspicion refuses nothing
}

TEST_F(Hostile, ServiceAndCheckpointKeysSignNoOrdinaryEvents) {
  Draft draft = t.organisation(57);
  draft.author = &t.service;
  draft.capacity = t.capacity("LEDGER_SERVICE", t.operator_hex);
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED");
  draft.author = &t.next_checkpoint;
  draft.capacity = t.capacity("LOG_CHECKPOINT", t.operator_hex);
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED");
  draft.author = &t.recovery_a;
  draft.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED");
  // Nor do they as cosigners.
  Draft cosigned = ordinary(57);
  cosigned.cosigners = {{&t.service, t.capacity("LEDGER_SERVICE", t.operator_hex)}};
  EXPECT_EQ(reason(cosigned), "ACTOR_NOT_ALLOWED");
}

TEST_F(Hostile, OnlyTheServiceKeySignsCommitments) {
  Draft draft;
  draft.type = "LedgerCommitment";
  draft.payload = fmt::format(
      R"({{"size":1,"root":"{0}","map_root":"{0}","map_count":0,"rules_version":1,
      "admission_digest":"{0}"}})",
      std::string(64, 'a'));
  draft.id = 940;
  draft.author = &t.root;
  draft.capacity = t.capacity("LEDGER_ROOT", t.operator_hex);
  EXPECT_EQ(reason(draft), "ACTOR_NOT_ALLOWED");
  draft.author = &t.service;
  draft.capacity = t.capacity("LEDGER_SERVICE", t.operator_hex);
  EXPECT_EQ(reason(draft), "COMMITMENT_STALE") << "nobody asked the log for it";
}

TEST_F(Hostile, OnlyTheRootChangesTheCheckpointKey) {
  const TestKey fresh(80);
  Draft draft = t.checkpoint_key_changed(fresh, 941);
  draft.payload.replace(draft.payload.find(t.checkpoint.hex()), 64, t.next_checkpoint.hex());
  EXPECT_EQ(reason(t.by(t.college, draft)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(reason(t.checkpoint_key_changed(fresh, 942)), "KEY_UNKNOWN") << "not the standing one";
  EXPECT_EQ(reason(draft), "SIGNER_MISSING") << "the log must be able to sign with it";
}

// --- mutations -------------------------------------------------------------------------------

TEST_F(Hostile, MutatedEventsAreRefusedOrTheyAreTheSameEvent) {
  constexpr int kMutations = 10'000;
  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const TestKey fresh(81);
  const std::vector<SignedEvent> originals{
      t.sign(ordinary(58)), t.sign(t.next_key(fresh, R"("ACT")", 943)),
      t.sign(t.revoked(t.clerk, t.college_hex, 944)), t.sign(recovery(t.college, fresh))};
  const auto mutate = [&](SignedEvent event) {
    const std::size_t body = event.body.size();
    switch (random() % 6) {
      case 0:
        event.body[random() % body] ^= static_cast<char>(1U << random() % 8);
        break;
      case 1:
        event.body[random() % body] = static_cast<char>(random());
        break;
      case 2:
        event.body.erase(random() % body, 1 + random() % 8);
        break;
      case 3:
        event.body.insert(random() % body, 1 + random() % 8, static_cast<char>(random()));
        break;
      case 4:
        event.signatures[random() % event.signatures.size()].bytes[random() % 64] ^=
            static_cast<unsigned char>(1U << random() % 8);
        break;
      default:
        event.body.resize(random() % body);
        break;
    }
    return event;
  };
  for (int i = 0; i < kMutations; ++i) {
    const SignedEvent& original = originals[random() % originals.size()];
    const SignedEvent mutant = mutate(original);
    if (mutant.body == original.body && mutant.signatures == original.signatures) continue;
    const auto result = t.log->append({mutant});
    ASSERT_FALSE(result) << "mutation " << i;
    ASSERT_FALSE(result.error().reason.empty());
    ASSERT_FALSE(result.error().message.empty());
  }
  EXPECT_FALSE(t.log->stopped());
}

}  // namespace
}  // namespace ledger
