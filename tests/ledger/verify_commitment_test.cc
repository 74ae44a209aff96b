// SPDX-License-Identifier: Apache-2.0
// The verifier against operators who commit to something else than the log: commitments written
// into the store past the sequencer, and kept streams that somebody edited.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "ledger/completeness.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/trust_source.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/hidden_event.h"
#include "tests/support/verify_fixture.h"

namespace ledger {
namespace {

using support::CommittedLedger;
using support::has_only;
using support::words;

/// An operator with all keys who commits to something else than the log: he puts the lie in the
/// place of a true commitment and makes everything derived fit.
class LyingOperator : public CommittedLedger {
 public:
  LyingOperator() {
    organisations(20);
    commit();
    organisations(10);
    draft = *log->draft_commitment();
    commit();
    organisations(5);
    close();
    truth_at = draft.commitment.size;
  }

  /// What the verifier says to the last commitment being this one.
  VerifyReport tell(const Commitment& lie, VerifyOptions with = {}) {
    CommitmentDraft told = draft;
    told.commitment = lie;
    const auto body = [&] {
      const auto id = *fixed_from_hex<Id>(support::hex_for(8'000'000, 16));
      return commitment_body(told, id, signer->key);
    }();
    const SignedEvent event = sign_body(body, {signer});
    const auto old = parse_entry(*disk->entries[truth_at]);
    disk->entries[truth_at] = *encode_entry({old->recorded_at_us, event.body, event.signatures});
    support::rewrite_history(*disk, *this, {checkpoint}, true);
    forget_streams();
    return verified(std::move(with));
  }

  /// Puts this event in the place of another and commits to the log as it then is.
  void replace(std::uint64_t index, const SignedEvent& event) {
    const auto old = parse_entry(*disk->entries[index]);
    disk->entries[index] = *encode_entry({old->recorded_at_us, event.body, event.signatures});
    PrefixMap map;
    const auto streams = *internal::fold_streams(*support::open_memory_store(disk), truth_at);
    for (const auto& [subject, stream] : streams) {
      map.put({subject_map_key(subject), subject_head(stream)});
    }
    Commitment told = draft.commitment;
    told.map_root = map.root();
    told.map_count = map.size();
    (void)tell(told);
  }

  ReadView view() const {
    LogReader reader{std::shared_ptr<const EventStore>(support::open_memory_store(disk))};
    EXPECT_TRUE(reader.load());
    return reader.view();
  }
  Trust trust() const {
    Trust out;
    out.ledger_id = ledger_id;
    out.origin = origin;
    out.log_keys = {{{origin, SignatureType::kEd25519, checkpoint.key}, std::nullopt}};
    return out;
  }
  /// What a verifier says to the honest proof of the registry of this log.
  std::string verdict() const {
    const auto proof = prove_completeness(view(), {{SubjectKind::kRegistry, {}}});
    EXPECT_TRUE(proof) << proof.error().message;
    const Trust pinned = trust();
    const auto proven = check_completeness(*proof, &pinned);
    return proven ? "accepted" : proven.error().reason + " " + proven.error().message;
  }

  CommitmentDraft draft;
  std::uint64_t truth_at = 0;                 ///< index of the second commitment
  const support::TestKey* signer = &service;  ///< of what is told
};

TEST(VerifyCommitment, TrueOnesAreRecomputed) {
  LyingOperator t;
  const auto report = t.verified();
  EXPECT_TRUE(report.ok()) << words(report);
  EXPECT_EQ(report.commitments_checked, 2U);
  const auto rewritten = t.tell(t.draft.commitment);
  EXPECT_TRUE(rewritten.ok()) << words(rewritten);
}

TEST(VerifyCommitment, ATileThatIsWrongBeforeOneHidesNeitherItNorTheNewestCheckpoint) {
  CommittedLedger t;
  t.organisations(200);
  t.organisations(100);
  t.commit();
  t.organisations(5);
  t.close();
  auto& tiles = t.disk->tables[static_cast<std::size_t>(Table::kTile)];
  support::flip(tiles.at(tile_key(0, 0)), 40);
  const auto report = t.verified();
  EXPECT_TRUE(has_only(report, {{FaultClass::kTileDrift, "tile", {}, "TILE_DIFFERS"}}));
  EXPECT_EQ(report.commitments_checked, 1U);
  EXPECT_EQ(report.events_unjudged, 0U);
  ASSERT_TRUE(report.last_good);
  EXPECT_EQ(report.last_good->size, report.size);
}

TEST(VerifyCommitment, EveryFalseFieldIsNamed) {
  struct Lie {
    const char* reason;
    std::function<void(Commitment&)> change;
  };
  const std::vector<Lie> lies{
      {"COMMITMENT_MAP", [](Commitment& c) { c.map_root = sha256("x"); }},
      {"COMMITMENT_COUNT", [](Commitment& c) { --c.map_count; }},
      {"COMMITMENT_RULES", [](Commitment& c) { c.rules_version = 9; }},
      {"COMMITMENT_ADMISSION", [](Commitment& c) { c.admission_digest = sha256("x"); }},
      {"COMMITMENT_PREVIOUS", [](Commitment& c) { c.previous.reset(); }},
  };
  for (const Lie& lie : lies) {
    LyingOperator t;
    Commitment told = t.draft.commitment;
    lie.change(told);
    EXPECT_TRUE(
        has_only(t.tell(told), {{FaultClass::kFalseCommitment, "entry", t.truth_at, lie.reason}}))
        << lie.reason;
  }
}

// A history without one of its events, committed to as if it were all.
TEST(VerifyCommitment, ShortenedHistoryIsFound) {
  LyingOperator t;
  const auto streams = *internal::fold_streams(*open_memory_store(t.disk), t.truth_at);
  PrefixMap map;
  for (const auto& [subject, stream] : streams) {
    if (subject.kind == SubjectKind::kOrganisation && stream.last_index == 7) continue;
    map.put({subject_map_key(subject), subject_head(stream)});
  }
  Commitment lie = t.draft.commitment;
  lie.map_root = map.root();
  lie.map_count = map.size();
  EXPECT_TRUE(has_only(t.tell(lie),
                       {{FaultClass::kFalseCommitment, "entry", t.truth_at, "COMMITMENT_MAP"}}));
}

// What a completeness proof cannot exclude by itself, and what exposes it.
TEST(VerifyCommitment, AShortenedHistoryPassesItsOwnProofAndAReceiptOfWhatIsMissingExposesIt) {
  LyingOperator t;
  auto hidden = support::hide_event(*open_memory_store(t.disk), t.truth_at, 7);
  Commitment lie = t.draft.commitment;
  hidden.shorten(lie);
  (void)t.tell(lie);
  const ReadView view = t.view();
  const auto included = [&](std::uint64_t index) {
    return IncludedEntry{index, view.event(index)->entry, *view.inclusion(index, view.size())};
  };
  const CompletenessProof proof{t.ledger_id,          hidden.paths(),  "",         included(0),
                                included(t.truth_at), hidden.registry, view.note()};
  const Trust trust = t.trust();
  const auto proven = check_completeness(proof, &trust);
  ASSERT_TRUE(proven) << proven.error().reason << " " << proven.error().message;
  EXPECT_EQ(proven->subjects.at(1).second, 0U);
  const auto exposed = check_not_hidden(proof, *proven, 7, view.event(7)->entry);
  ASSERT_FALSE(exposed);
  EXPECT_EQ(exposed.error().reason, "COMMITMENT_FALSE");
  EXPECT_NE(exposed.error().message.find(to_hex(hidden.organisation.id)), std::string::npos);
  EXPECT_TRUE(check_not_hidden(proof, *proven, 8, view.event(8)->entry));
}

TEST(VerifyCommitment, AReceiptExposesAProofInWhichAnotherEventStandsAtItsIndex) {
  LyingOperator t;
  (void)t.tell(t.draft.commitment);
  const ReadView view = t.view();
  const auto proof = prove_completeness(view, {{SubjectKind::kRegistry, {}}});
  ASSERT_TRUE(proof) << proof.error().message;
  const Trust trust = t.trust();
  const auto proven = check_completeness(*proof, &trust);
  ASSERT_TRUE(proven) << proven.error().message;
  const auto reason_of = [&](std::uint64_t index, const std::string& entry) {
    const auto fits = check_not_hidden(*proof, *proven, index, entry);
    return fits ? std::string() : fits.error().reason;
  };
  const std::string other = view.event(8)->entry;
  EXPECT_EQ(reason_of(7, view.event(7)->entry), "");
  EXPECT_EQ(reason_of(7, other), "COMMITMENT_FALSE");
  EXPECT_EQ(reason_of(proof->commitment.index, proof->commitment.entry), "");
  EXPECT_EQ(reason_of(proof->commitment.index, other), "FORKED");
  EXPECT_EQ(reason_of(proof->service.index, other), "FORKED");
}

TEST(VerifyCommitment, ACheckpointOfTheProofsSizeWithAnotherRootShowsTwoHistories) {
  LyingOperator t;
  (void)t.tell(t.draft.commitment);
  const ReadView view = t.view();
  const auto proof = prove_completeness(view, {{SubjectKind::kRegistry, {}}});
  ASSERT_TRUE(proof) << proof.error().message;
  const Trust trust = t.trust();
  const auto proven = check_completeness(*proof, &trust);
  ASSERT_TRUE(proven) << proven.error().message;
  const auto reason_of = [&](std::uint64_t size, const Hash& root) {
    const auto fits = check_one_log(*proven, Checkpoint{t.origin, size, root, {}});
    return fits ? std::string() : fits.error().reason;
  };
  const Checkpoint& own = proven->checkpoint.opened.checkpoint;
  const Hash other = sha256("another history");
  EXPECT_EQ(reason_of(own.size, own.root), "");
  EXPECT_EQ(reason_of(own.size, other), "FORKED");
  EXPECT_EQ(reason_of(proven->commitment.size, proven->commitment.root), "");
  EXPECT_EQ(reason_of(proven->commitment.size, other), "COMMITMENT_FALSE");
  EXPECT_EQ(reason_of(own.size + 1, other), "");  // of another size it tells nothing
}

TEST(VerifyCommitment, AProofOfThisRewrittenLogIsAcceptedAsLongAsItsKeysAreThose) {
  LyingOperator t;
  t.replace(7, t.TestLedger::sign(t.organisation(77)));
  EXPECT_EQ(t.verdict(), "accepted");
}

// An operator with all of the operator's keys writes in the name of a college that has its own.
TEST(VerifyCommitment, AProofWithAnEventByAKeyThatNobodyIntroducedIsRefused) {
  LyingOperator t;
  const support::TestKey fake(99);
  support::Draft forged = t.organisation(77);
  forged.author = &fake;
  t.replace(7, t.TestLedger::sign(forged));
  EXPECT_EQ(t.verdict(), "KEY_UNKNOWN event 7: no event introduced the key " + fake.hex() +
                             " (rule A12 of RULES.md)");
}

TEST(VerifyCommitment, AProofWithAnEventInACapacityThatItsKeyDoesNotHaveIsRefused) {
  LyingOperator t;
  support::Draft forged = t.organisation(77);
  forged.capacity = t.capacity("SECRETARY", support::hex_for(7, 16));
  t.replace(7, t.TestLedger::sign(forged));
  EXPECT_THAT(t.verdict(), testing::StartsWith("CAPACITY_MISMATCH event 7: "));
}

TEST(VerifyCommitment, AProofByAServiceKeyThatTheRootDidNotIntroduceIsRefused) {
  LyingOperator t;
  const support::TestKey fake(98), nobody(99);
  support::Draft forged = t.organisation(77);
  const std::string capacity = t.capacity("LEDGER_SERVICE", t.operator_hex);
  forged.type = "KeyIntroduced";
  forged.payload =
      R"({"key":")" + fake.hex() + R"(","kind":"SERVICE","capacity":)" + capacity + "}";
  forged.author = &nobody;
  forged.cosigners = {{&fake, capacity}};
  t.signer = &fake;
  t.replace(7, t.TestLedger::sign(forged));
  EXPECT_EQ(t.verdict(), "KEY_UNKNOWN event 7: no event introduced the key " + nobody.hex() +
                             " (rule A12 of RULES.md)");
  // By the root it is the operator's own affair.
  forged.author = &t.root;
  t.replace(7, t.TestLedger::sign(forged));
  EXPECT_EQ(t.verdict(), "accepted");
}

TEST(VerifyCommitment, AProofByAServiceKeyThatWasRevokedBeforeIsRefused) {
  LyingOperator t;
  support::Draft revoked = t.organisation(77);
  revoked.type = "KeyRevoked";
  revoked.payload = R"({"key":")" + t.service.hex() + R"(","organisation":")" + t.operator_hex +
                    R"(","reason":"COMPROMISED"})";
  t.replace(7, t.TestLedger::sign(revoked));
  EXPECT_THAT(t.verdict(), testing::StartsWith("KEY_REVOKED event 21: "));
}

TEST(VerifyCommitment, FalseViewIsNamedWhereTheViewIsKnown) {
  LyingOperator t;
  Commitment told = t.draft.commitment;
  told.views = {{"keys", 1, sha256("true")}, {"future", 7, sha256("?")}};
  VerifyOptions options;
  options.view_digest = [&](const std::string& name, std::uint32_t version, std::uint64_t size) {
    EXPECT_EQ(size, told.size);
    const bool known = name == "keys" && version == 1;
    return known ? std::optional(sha256("true")) : std::nullopt;
  };
  EXPECT_TRUE(t.tell(told, options).ok());
  told.views[0].digest = sha256("false");
  const auto report = t.tell(told, options);
  EXPECT_TRUE(
      has_only(report, {{FaultClass::kFalseCommitment, "entry", t.truth_at, "COMMITMENT_VIEW"}}));
  EXPECT_EQ(report.faults.at(0).field, "payload.views[0].digest");
}

TEST(VerifyCommitment, EditedStreamRowIsStateDrift) {
  CommittedLedger t;
  t.organisations(5);
  t.close();
  auto& rows = t.disk->tables[static_cast<std::size_t>(Table::kState)];
  auto row = rows.lower_bound(std::string("s\x03", 2));
  ASSERT_NE(row, rows.end());
  support::flip(row->second, 7);
  EXPECT_TRUE(has_only(t.verified(), {{FaultClass::kStateDrift, "state", {}, "ROW_DIFFERS"}}));
  support::flip(row->second, 7);
  const auto kept = *row;
  rows.erase(row);
  EXPECT_TRUE(has_only(t.verified(), {{FaultClass::kStateDrift, "state", {}, "ROW_MISSING"}}));
  rows.insert(kept);
  EXPECT_TRUE(t.verified().ok());
  t.forget_streams();
  EXPECT_TRUE(t.verified().ok()) << "they are folded anew by the next writer";
}

// The pages are written with the events after the root was asked for.
TEST(VerifyCommitment, EditedPageOfTheMapIsStateDrift) {
  CommittedLedger t;
  t.organisations(100);
  t.commit();
  t.organisations(5);
  t.close();
  auto& rows = t.disk->tables[static_cast<std::size_t>(Table::kState)];
  const auto page = rows.lower_bound(std::string(internal::kMapPages) + "\x40");
  ASSERT_NE(page, rows.end());
  EXPECT_TRUE(t.verified().ok());
  support::flip(page->second, 40);
  EXPECT_TRUE(has_only(t.verified(), {{FaultClass::kStateDrift, "state", {}, "ROW_DIFFERS"}}));
  support::flip(page->second, 40);
  const auto kept = *page;
  rows.erase(page);
  EXPECT_TRUE(has_only(t.verified(), {{FaultClass::kStateDrift, "state", {}, "ROW_MISSING"}}));
  rows.insert(kept);
  rows[kept.first + "\x01"] = kept.second;
  EXPECT_TRUE(has_only(t.verified(), {{FaultClass::kStateDrift, "state", {}, "ROW_EXTRA"}}));
  rows.erase(kept.first + "\x01");
  EXPECT_TRUE(t.verified().ok());
}

}  // namespace
}  // namespace ledger
