// SPDX-License-Identifier: Apache-2.0
// The verifier against whole histories that were changed: entries swapped, dropped, repeated, cut
// off, forged, planted; by a thief of the disk, and by an operator who signs everything anew.
#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "tests/support/verify_fixture.h"

namespace ledger {
namespace {

using support::Draft;
using support::flip;
using support::has_only;
using support::SampleLedger;
using support::TestKey;
using support::TestLedger;
using support::Verify;
using support::words;

TEST_F(Verify, SwappedEntriesAreNamedWithTheirPlaces) {
  for (const auto& [a, b] : {std::pair{300, 301}, std::pair{100, 400}, std::pair{3, 300}}) {
    SCOPED_TRACE(a);
    const auto disk = fresh();
    const auto i = static_cast<std::size_t>(a);
    const auto j = static_cast<std::size_t>(b);
    std::swap(disk->entries[i], disk->entries[j]);
    const auto report = verify(disk);
    EXPECT_TRUE(has_only(report, {{FaultClass::kReordered, "entry", i, "ENTRY_MOVED"},
                                  {FaultClass::kReordered, "entry", j, "ENTRY_MOVED"}}));
    EXPECT_NE(report.faults[0].message.find(std::to_string(b)), std::string::npos);
  }
}

TEST_F(Verify, AnEntryOverAnotherIsNamedWithItsHome) {
  const auto disk = fresh();
  disk->entries[300] = disk->entries[100];
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kReordered, "entry", 300, "ENTRY_MOVED"}}));
  const auto open = fresh();
  open->entries[Verify::kSize - 3] = open->entries[100];
  const auto report = verify(open);
  ASSERT_FALSE(report.faults.empty());
  EXPECT_EQ(report.faults[0].index, Verify::kSize - 3) << words(report);
  EXPECT_EQ(report.fault_count, 1u) << words(report);
}

TEST_F(Verify, ADroppedEntryIsMissing) {
  for (const std::uint64_t index :
       {SampleLedger::kClerkKeyAt, std::uint64_t{300}, Verify::kSize - 4}) {
    SCOPED_TRACE(index);
    const auto disk = fresh();
    disk->entries[index].reset();
    const auto report = verify(disk);
    EXPECT_TRUE(has_only(report, {{FaultClass::kMissing, "entry", index, "ENTRY_MISSING"}}));
    EXPECT_LE(report.last_good->size, index);
  }
  const auto run = fresh();
  for (std::size_t i = 290; i < 310; ++i) run->entries[i].reset();
  const auto report = verify(run);
  EXPECT_TRUE(has_only(report, {{FaultClass::kMissing, "entry", 290, "ENTRY_MISSING"}}));
  EXPECT_NE(report.faults[0].message.find("20 entries"), std::string::npos);
}

TEST_F(Verify, AnEntryDroppedWithTheOthersMovedUpIsOneRunAndACutLog) {
  const auto disk = fresh();
  disk->entries.erase(disk->entries.begin() + 300);
  disk->head.size -= 1;
  const auto report = verify(disk);
  EXPECT_FALSE(report.ok());
  EXPECT_EQ(report.faults[0].kind, FaultClass::kReordered) << words(report);
  EXPECT_EQ(report.faults[0].index, 300u);
  EXPECT_EQ(report.faults.back().kind, FaultClass::kTruncated);
  EXPECT_EQ(report.fault_count, 2u) << words(report);
}

TEST_F(Verify, ALogCutWithAllItsTracesIsToldByTheAnchorAlone) {
  const auto disk = fresh();
  disk->entries.resize(600);  // no key event was in the part cut off: the state of keys still fits
  rewrite_history(disk, true);
  const auto alone = verify(disk);
  EXPECT_TRUE(alone.ok()) << words(alone);
  EXPECT_FALSE(alone.anchored);
  const auto anchored = verify_anchored(disk);
  EXPECT_TRUE(anchored.anchored);
  const bool shorter = std::any_of(anchored.faults.begin(), anchored.faults.end(),
                                   [](const auto& fault) { return fault.reason == "LOG_SHORTER"; });
  EXPECT_TRUE(shorter) << words(anchored);
}

TEST_F(Verify, ALogCutWithItsCheckpointsLeftIsTruncated) {
  const auto disk = fresh();
  disk->entries.resize(600);
  auto notes = disk->checkpoints;
  notes.merge(disk->unsynced_checkpoints);
  rewrite_history(disk, false);
  disk->checkpoints = notes;
  disk->unsynced_checkpoints.clear();
  const auto report = verify(disk);
  EXPECT_TRUE(has_only(report, {{FaultClass::kTruncated, "checkpoint", {}, "LOG_SHORTER"}}));
  EXPECT_EQ(report.faults[0].field, "size 700");
}

TEST_F(Verify, ABodyForgedByTheOperatorLacksItsAuthorsSignature) {
  const auto disk = fresh();
  const auto entry = parse_entry(*disk->entries[300]);
  Draft other = ledger_->organisation(77'777);
  other.id = 77'777;
  const std::string body = ledger_->body_of(ledger_->by(ledger_->clerk, other));
  const auto forged = encode_entry({entry->recorded_at_us, body, entry->signatures});
  disk->entries[300] = *forged;
  rewrite_history(disk, true);
  auto report = verify(disk);
  ASSERT_FALSE(report.faults.empty());
  EXPECT_EQ(report.faults[0].kind, FaultClass::kBadSignature) << words(report);
  EXPECT_EQ(report.faults[0].index, 300u);
  EXPECT_EQ(report.last_good->size, 279u);
  report = verify_anchored(disk);
  EXPECT_EQ(report.faults.back().kind, FaultClass::kForked) << words(report);
  EXPECT_EQ(report.faults.back().structure, "anchor");
}

TEST_F(Verify, AHistoryRewrittenByOperatorAndAuthorsIsForkedByWhatOthersHaveSeen) {
  const auto disk = fresh();
  const auto entry = parse_entry(*disk->entries[300]);
  const auto replaced = ledger_->sign(ledger_->by(ledger_->clerk, ledger_->organisation(9'999)));
  disk->entries[300] = *encode_entry({entry->recorded_at_us, replaced.body, replaced.signatures});
  rewrite_history(disk, true);
  const auto report = verify_anchored(disk);
  ASSERT_FALSE(report.ok());
  const bool witnessed =
      std::any_of(report.faults.begin(), report.faults.end(), [](const Fault& fault) {
        return fault.kind == FaultClass::kForked && fault.reason == "SEEN_ROOT";
      });
  EXPECT_TRUE(witnessed) << words(report);
  EXPECT_EQ(report.faults.back().structure, "anchor") << words(report);
  EXPECT_EQ(report.last_good->size, 279u) << "the newest one that nobody contradicts";
}

TEST_F(Verify, AnEventReplacedByAnotherValidOneIsEdited) {
  const auto disk = fresh();
  const auto other = ledger_->sign(ledger_->by(ledger_->clerk, ledger_->organisation(9'999)));
  for (const std::uint64_t index : {std::uint64_t{300}, Verify::kSize - 4}) {
    SCOPED_TRACE(index);
    const auto replaced = fresh();
    const auto entry = parse_entry(*replaced->entries[index]);
    replaced->entries[index] = *encode_entry({entry->recorded_at_us, other.body, other.signatures});
    const auto report = verify(replaced);
    EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "entry", index, "LEAF_DIFFERS"}}));
  }
}

class Planted : public Verify {
 protected:
  /// The event put at the end of the log with everything made to fit.
  static VerifyReport plant(const SignedEvent& event) {
    const auto disk = fresh();
    const auto last = parse_entry(*disk->entries.back());
    disk->entries.emplace_back(*encode_entry({last->recorded_at_us, event.body, event.signatures}));
    disk->checkpoints[Verify::kSize + 1] = {};
    rewrite_history(disk, true);
    return verify(disk);
  }
};

TEST_F(Planted, AnEventByARevokedKeyIsByTheWrongKey) {
  const auto report =
      plant(ledger_->sign(ledger_->by(ledger_->dismissed, ledger_->organisation(9'999))));
  EXPECT_TRUE(has_only(report, {{FaultClass::kWrongKey, "entry", Verify::kSize, "KEY_REVOKED"}}));
  EXPECT_EQ(report.last_good->size, Verify::kSize);
}

TEST_F(Planted, AnEventByAStrangerIsByTheWrongKey) {
  const auto report =
      plant(ledger_->sign(ledger_->by(ledger_->stranger, ledger_->organisation(9'999))));
  EXPECT_TRUE(has_only(report, {{FaultClass::kWrongKey, "entry", Verify::kSize, "KEY_UNKNOWN"}}));
}

TEST_F(Planted, AWrongKeyIsNamedThoughAnEarlierEventIsDamaged) {
  const auto disk = fresh();
  flip(*disk->entries[300], 80);
  const auto last = parse_entry(*disk->entries.back());
  const auto event = ledger_->sign(ledger_->by(ledger_->dismissed, ledger_->organisation(9'999)));
  disk->entries[Verify::kSize - 1] =
      *encode_entry({last->recorded_at_us, event.body, event.signatures});
  const auto report = verify(disk);
  ASSERT_EQ(report.fault_count, 2u) << words(report);
  EXPECT_EQ(report.faults[0].index, 300u);
  EXPECT_EQ(report.faults[1].index, Verify::kSize - 1);
  EXPECT_EQ(report.faults[1].reason, "KEY_REVOKED") << words(report);
}

TEST_F(Planted, ASignatureOfAnotherLedgerIsBad) {
  SampleLedger other(TestLedger::Where::kMemory);
  other.ledger_id = sha256("another genesis");
  const auto report = plant(other.sign(other.by(other.clerk, other.organisation(9'999))));
  EXPECT_TRUE(has_only(report, {{FaultClass::kBadSignature, "entry", Verify::kSize, {}}}));
}

TEST_F(Planted, AnIdTakenTwiceIsNamed) {
  Draft draft = ledger_->by(ledger_->clerk, ledger_->organisation(9'999));
  draft.id = ledger_->organisation(1).id;
  const auto report = plant(ledger_->sign(draft));
  EXPECT_TRUE(
      has_only(report, {{FaultClass::kBrokenRule, "entry", Verify::kSize, "EVENT_ID_TAKEN"}}));
}

TEST_F(Planted, TheSameEventTwiceIsNamed) {
  const auto entry = parse_entry(*ledger_->disk->entries[300]);
  const auto report = plant({std::string(entry->body), entry->signatures});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.faults.back().reason, "EVENT_ID_TAKEN") << words(report);
}

TEST_F(Planted, AReferenceToNothingAFalseSeenAndAStaleVersionAreNamed) {
  const auto draft = ledger_->by(ledger_->clerk, ledger_->organisation(9'999));
  EXPECT_TRUE(has_only(plant(ledger_->sign(SampleLedger::based_on(draft, sha256("nothing")))),
                       {{FaultClass::kBrokenRule, "entry", Verify::kSize, "UNKNOWN_REFERENCE"}}));
  Draft seen = draft;
  seen.seen_size = 20;
  seen.seen_root = to_hex(sha256("another history"));
  EXPECT_TRUE(has_only(plant(ledger_->sign(seen)),
                       {{FaultClass::kForked, "entry", Verify::kSize, "SEEN_ROOT"}}));
  Draft stale = draft;
  stale.extra =
      R"(,"expected":{"subject":{"kind":"REGISTRY","id":"00000000000000000000000000000000"},"version":5})";
  EXPECT_TRUE(has_only(plant(ledger_->sign(stale)),
                       {{FaultClass::kBrokenRule, "entry", Verify::kSize, "STALE_VERSION"}}));
}

TEST_F(Planted, TimeThatRunsBackIsNamedOnce) {
  const auto entry = parse_entry(*ledger_->disk->entries[300]);
  for (const std::int64_t jump : {-3'000'000'000LL, 3'000'000'000LL}) {
    SCOPED_TRACE(jump);
    const auto moved =
        static_cast<std::uint64_t>(static_cast<std::int64_t>(entry->recorded_at_us) + jump);
    const auto disk = fresh();
    disk->entries[300] = *encode_entry({moved, entry->body, entry->signatures});
    rewrite_history(disk, true);
    const auto report = verify(disk);
    ASSERT_FALSE(report.faults.empty());
    EXPECT_EQ(report.faults[0].reason, "TIME_RUNS_BACK") << words(report);
    EXPECT_EQ(report.faults[0].index, 300u) << words(report);
  }
}

}  // namespace
}  // namespace ledger
