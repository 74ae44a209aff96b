// SPDX-License-Identifier: Apache-2.0
// What the verifier says of damage beside the entries: what still holds, which field is another,
// and that a damaged index, head or seal accuses no event.
#include <gtest/gtest.h>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/internal/state_seal.h"
#include "ledger/limits.h"
#include "ledger/rocks_store.h"
#include "ledger/schema/event_body_generated.h"
#include "tests/support/unreadable_table.h"
#include "tests/support/verify_fixture.h"

namespace ledger {
namespace {

using support::Disk;
using support::flip;
using support::has_only;
using support::SampleLedger;
using support::TempDir;
using support::TestLedger;
using support::UnreadableTable;
using support::Verify;
using support::words;

NoteSigner signer_for(const SampleLedger& ledger, const support::TestKey& key) {
  return {{ledger.origin, SignatureType::kEd25519, key.key},
          [&key](std::string_view m) -> Result<Signature> { return key.sign(m); }};
}

// --- the last good checkpoint --------------------------------------------------------------------

TEST_F(Verify, AnotherRootOfAnEarlierSizeIsTwoHistoriesWhereTheNextCheckpointFitsAndNoEditedEvent) {
  const auto disk = fresh();
  ASSERT_TRUE(disk->checkpoints.contains(17) && disk->checkpoints.contains(18));
  disk->checkpoints[17] = *sign_checkpoint({ledger_->origin, 17, sha256("another"), {}},
                                           {signer_for(*ledger_, ledger_->next_checkpoint)});
  const auto report = verify(disk);
  ASSERT_TRUE(has_only(report, {{FaultClass::kForked, "checkpoint", {}, "ROOT_DIFFERS"}}));
  EXPECT_EQ(report.faults[0].field, "size 17");
  EXPECT_NE(report.faults[0].message.find("two histories"), std::string::npos);
  EXPECT_FALSE(report.forked_from);
  EXPECT_EQ(report.last_good->size, 16u);
}

TEST_F(Verify, TheLastGoodCheckpointOfAForkIsTheOneBeforeIt) {
  VerifyOptions options;
  options.anchored_note = *sign_checkpoint({ledger_->origin, kSize, sha256("another"), {}},
                                           {signer_for(*ledger_, ledger_->next_checkpoint)});
  const auto report = verify(fresh(), options);
  EXPECT_TRUE(has_only(report, {{FaultClass::kForked, "anchor", {}, "ROOT_DIFFERS"}}));
  ASSERT_TRUE(report.last_good);
  EXPECT_EQ(report.last_good->size, kSize - 1);
}

TEST_F(Verify, ATileThatIsWrongLowersNoCheckpoint) {
  const auto cases = std::to_array<std::function<void(support::DiskRows&)>>(
      {[](auto& tiles) { flip(tiles.at(tile_key(0, 0)), 40); },
       [](auto& tiles) { tiles.at(tile_key(0, 1)).pop_back(); },
       [](auto& tiles) { tiles.erase(tile_key(0, 0)); }});
  for (const auto& change : cases) {
    const auto disk = fresh();
    change(table(disk, Table::kTile));
    for (const auto& report : {verify(disk), verify_fast(disk)}) {
      EXPECT_EQ(report.fault_count, 1u) << words(report);
      ASSERT_TRUE(report.last_good) << words(report);
      EXPECT_EQ(report.last_good->size, kSize);
    }
  }
}

TEST_F(Verify, NoGoodCheckpointLiesBehindAnEventThatIsFoundAtFaultLater) {
  const auto entry = parse_entry(*ledger_->disk->entries[300]);
  const auto disk = fresh();
  disk->entries[300] =
      *encode_entry({entry->recorded_at_us + 3'000'000'000, entry->body, entry->signatures});
  rewrite_history(disk, true);
  const auto report = verify(disk);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.faults[0].index, 300u) << words(report);
  ASSERT_TRUE(report.last_good);
  EXPECT_EQ(report.last_good->size, 279u);
}

// --- an index that cannot be read ----------------------------------------------------------------

TEST_F(Verify, AnIndexThatCannotBeReadIsTheOneFault) {
  struct Case {
    Table table;
    const char* structure;
  };
  for (const Case c : {Case{Table::kByDigest, "index by digest"}, Case{Table::kById, "index by id"},
                       Case{Table::kByType, "index by type"}}) {
    SCOPED_TRACE(c.structure);
    const UnreadableTable store(open_memory_store(fresh()), c.table,
                                [](std::string_view) { return true; });
    const auto report = verify(store);
    EXPECT_TRUE(
        has_only(report, {{FaultClass::kUnreadable, c.structure, {}, "CHECKSUM_MISMATCH"}}));
    EXPECT_EQ(report.events_unjudged, 0u);
    EXPECT_EQ(report.last_good->size, kSize);
  }
}

TEST_F(Verify, OneDamagedBlockOfTheIndexByDigestAccusesNoEvent) {
  for (const char part : {'\x00', '\x40', '\x80', '\xc0'}) {
    const UnreadableTable store(
        open_memory_store(fresh()), Table::kByDigest,
        [part](std::string_view key) { return !key.empty() && (key[0] & '\xc0') == part; });
    const auto report = verify(store);
    EXPECT_TRUE(has_only(report, {{FaultClass::kUnreadable, "index by digest", {}, {}}}));
    EXPECT_EQ(report.events_unjudged, 0u) << words(report);
  }
}

TEST_F(Verify, TheFastModeDoesWithoutTheIndexByType) {
  const UnreadableTable store(open_memory_store(fresh()), Table::kByType,
                              [](std::string_view) { return true; });
  VerifyOptions options;
  options.fast = true;
  const auto report = verify(store, options);
  EXPECT_TRUE(has_only(report, {{FaultClass::kUnreadable, "index by type", {}, {}}}));
  EXPECT_EQ(report.last_good->size, kSize);
}

/// Lets keys in only where a document was recorded before.
class DocumentsBeforeKeys : public Admission {
 public:
  Status admit(const Rows& state, const Candidate& candidate) const override {
    const bool key = candidate.body.payload_type() == fb::Payload::KeyIntroduced;
    if (!key || state.contains("axDocument")) return Ok{};
    return refused("NO_DOCUMENT", "no document was recorded before");
  }
  void fold(Rows& state, const Candidate& candidate) const override {
    if (candidate.body.payload_type() == fb::Payload::DocumentRegistered) {
      state.put("axDocument", "");
    }
  }
};

TEST_F(Verify, WhoseKeyCannotBeJudgedBecauseOfAMissingEventIsAccusedOfNothing) {
  const auto disk = fresh();
  disk->entries[SampleLedger::kEvidenceAt].reset();
  const DocumentsBeforeKeys admission;
  VerifyOptions options;
  options.admission = &admission;
  const auto report = verify_ledger(*support::open_memory_store(disk), options);
  ASSERT_TRUE(report);
  EXPECT_TRUE(has_only(
      *report, {{FaultClass::kMissing, "entry", SampleLedger::kEvidenceAt, "ENTRY_MISSING"}}));
  EXPECT_GT(report->events_unjudged, 3u) << "the keys, and what they signed";
}

/// Reading the checkpoints of the sizes 5 to 7, or across them, is an error.
class UnreadableCheckpoints : public UnreadableTable {
 public:
  explicit UnreadableCheckpoints(std::unique_ptr<EventStore> store)
      : UnreadableTable(std::move(store), Table::kById, [](std::string_view) { return false; }) {}
  Status checkpoints(std::uint64_t begin, std::uint64_t end,
                     const EntryVisitor& visit) const override {
    bool met = false;
    const auto done =
        UnreadableTable::checkpoints(begin, end, [&](std::uint64_t size, std::string_view note) {
          met = 5 <= size && size <= 7;
          return !met && visit(size, note);
        });
    return met ? Status(corrupt("CHECKSUM_MISMATCH", "the database is damaged", "000007.sst"))
               : done;
  }
};

TEST_F(Verify, CheckpointsBehindADamagedBlockAreCompared) {
  const auto disk = fresh();
  const auto whole = verify(disk);
  const UnreadableCheckpoints damaged(open_memory_store(disk));
  const auto report = verify(damaged);
  ASSERT_TRUE(has_only(report, {{FaultClass::kUnreadable, "checkpoint", {}, "CHECKSUM_MISMATCH"}}));
  EXPECT_NE(report.faults[0].message.find("of the sizes 5 to 7"), std::string::npos)
      << report.faults[0].message;
  EXPECT_EQ(report.checkpoints_checked, whole.checkpoints_checked - 3);
  disk->checkpoints[17] = *sign_checkpoint({ledger_->origin, 17, sha256("another"), {}},
                                           {signer_for(*ledger_, ledger_->next_checkpoint)});
  const auto forked = verify(UnreadableCheckpoints(open_memory_store(disk)));
  EXPECT_TRUE(has_only(forked, {{FaultClass::kUnreadable, "checkpoint", {}, {}},
                                {FaultClass::kForked, "checkpoint", {}, "ROOT_DIFFERS"}}));
}

// --- which field ---------------------------------------------------------------------------------

TEST_F(Verify, ALetterChangedInABodyIsAFaultOfTheBodyNotOfItsAuthor) {
  const auto disk = fresh();
  std::string& entry = *disk->entries[300];
  const auto at = entry.find("\xD0");  // a Russian letter of the payload: both bytes stay UTF-8
  ASSERT_NE(at, std::string::npos);
  flip(entry, at + 1);
  const auto report = verify(disk);
  ASSERT_EQ(report.fault_count, 1u) << words(report);
  EXPECT_EQ(report.faults[0].index, 300u);
  EXPECT_EQ(report.faults[0].field, "body");
}

TEST_F(Verify, ATimeChangedUnderTheIndexedBodyIsAFaultOfTheTime) {
  for (const std::uint64_t index : {std::uint64_t{300}, kSize - 1}) {  // with a tile and without
    const auto disk = fresh();
    const auto entry = parse_entry(*disk->entries[index]);
    disk->entries[index] =
        *encode_entry({entry->recorded_at_us + 1, entry->body, entry->signatures});
    const auto report = verify(disk);
    EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "entry", index, "LEAF_DIFFERS"}}));
    EXPECT_EQ(report.faults[0].field, "recorded_at");
  }
}

TEST_F(Verify, ASignatureChangedUnderTheIndexedBodyIsAFaultOfTheSignature) {
  const auto disk = fresh();
  flip(*disk->entries[300], disk->entries[300]->size() - 1);
  const auto report = verify(disk);
  ASSERT_EQ(report.fault_count, 1u) << words(report);
  EXPECT_EQ(report.faults[0].field, "signatures[0]");
}

TEST_F(Verify, AnEntryThatNoLongerParsesHasItsIdFromTheIndex) {
  const auto unparsed = fresh();
  flip(*unparsed->entries[300], 0);
  const auto gone = fresh();
  gone->entries[300].reset();
  for (const Disk& disk : {unparsed, gone}) {
    const auto report = verify(disk);
    ASSERT_EQ(report.fault_count, 1u) << words(report);
    EXPECT_EQ(report.faults[0].event_id, id_at(300));
  }
}

// --- head, seal, checkpoints ---------------------------------------------------------------------

TEST_F(Verify, AnEpochThatNoNumberOfOpeningsReachesIsTheHeadsFault) {
  const auto disk = fresh();
  disk->head.epoch = UINT64_MAX;
  const auto report = verify(disk);
  EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "head", {}, "HEAD_EPOCH"}}));
  EXPECT_EQ(report.faults[0].field, "epoch");
}

TEST_F(Verify, ASealThatTheCheckpointKeyDidNotMakeIsNamed) {
  const auto untouched = verify(fresh());
  EXPECT_TRUE(untouched.warnings.empty());
  auto disk = fresh();
  flip(table(disk, Table::kState).at("e"), 5);
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kStateDrift, "state", {}, "STATE_SEAL"}}));
  disk = fresh();
  table(disk, Table::kState).at("e").pop_back();
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kStateDrift, "state", {}, "STATE_SEAL"}}));
}

TEST_F(Verify, AStateWithoutASealIsAWarningSinceACopyHasNone) {
  const auto disk = fresh();
  table(disk, Table::kState).erase("e");
  const auto report = verify(disk);
  EXPECT_TRUE(report.ok()) << words(report);
  ASSERT_EQ(report.warnings.size(), 1u);
  EXPECT_EQ(report.warnings[0].reason, "STATE_UNSEALED");
}

TEST_F(Verify, TheNewestCheckpointThatTheAnchorAloneHasIsAWarning) {
  const auto disk = fresh();
  disk->checkpoints.erase(kSize);
  disk->unsynced_checkpoints.erase(kSize);
  const auto report = verify_anchored(disk);
  EXPECT_TRUE(report.ok()) << words(report);
  ASSERT_EQ(report.warnings.size(), 1u);
  EXPECT_EQ(report.warnings[0].reason, "CHECKPOINT_MISSING");
  EXPECT_EQ(report.warnings[0].field, "size 700");
  EXPECT_EQ(report.last_good->size, kSize);
}

TEST_F(Verify, WhereTilesAndCheckpointsAreGoneNobodyIsAccusedOfHavingSeenThem) {
  const auto disk = fresh();
  const auto older = [](const auto& kept) { return kept.first < kSize; };
  std::erase_if(disk->checkpoints, older);
  std::erase_if(disk->unsynced_checkpoints, older);
  table(disk, Table::kTile).erase(tile_key(0, 0));
  const auto report = verify(disk);
  EXPECT_TRUE(has_only(report, {{FaultClass::kTileDrift, "tile", {}, "TILE_MISSING"}}));
  EXPECT_GT(report.events_unjudged, 0U) << "whose authors have seen more than the first tile";
}

TEST_F(Verify, AnOlderCheckpointThatTheAnchorAloneHasWasTakenOut) {
  const auto disk = fresh();
  VerifyOptions options;
  options.anchored_note = note_at(disk, kSize - 2);
  disk->checkpoints.erase(kSize - 2);
  disk->unsynced_checkpoints.erase(kSize - 2);
  const auto report = verify(disk, options);
  EXPECT_TRUE(has_only(report, {{FaultClass::kMissing, "checkpoint", {}, "CHECKPOINT_MISSING"}}));
}

// --- over RocksDB --------------------------------------------------------------------------------

/// A ledger that was written to RocksDB, and hands laid on its rows.
class OnRocks : public ::testing::Test {
 protected:
  static constexpr Family kEvents = 0, kTree = 1, kState = 6;

  void SetUp() override {
    t.people();
    t.grow(40, 7);
    size_ = t.log->view().size();
    t.close();
  }

  void change(const KvBatch& batch) {
    KvOptions options;
    options.dir = t.dir / "log";
    options.families = {{"events"},     {"tree"},    {"by_id"}, {"by_digest"},
                        {"by_subject"}, {"by_type"}, {"state"}};
    auto kv = Kv::open(options);
    ASSERT_TRUE(kv) << kv.error().message;
    ASSERT_TRUE((*kv)->write(batch, true));
  }
  void erase(Family family, const std::string& key) {
    KvBatch batch;
    batch.erase(family, key);
    change(batch);
  }
  void put(Family family, const std::string& key, const std::string& value) {
    KvBatch batch;
    batch.put(family, key, value);
    change(batch);
  }
  std::string entry(std::uint64_t index) {
    std::string bytes;
    EXPECT_TRUE(store()->read(index, index + 1, [&](std::uint64_t, std::string_view found) {
      bytes = found;
      return false;
    }));
    return bytes;
  }
  std::unique_ptr<EventStore> store() const {
    RocksStoreOptions options;
    options.dir = t.dir / "log";
    options.read_only = options.any_head = true;
    auto opened = open_rocks_store(options);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }
  VerifyReport verified() const {
    auto report = verify_ledger(*store(), {});
    EXPECT_TRUE(report) << report.error().message;
    return report ? std::move(*report) : VerifyReport{};
  }
  void expect_no_writer(const std::string& reason) const {
    RocksStoreOptions options;
    options.dir = t.dir / "log";
    EXPECT_EQ(open_rocks_store(options).error().reason, reason);
  }

  SampleLedger t{TestLedger::Where::kRocks};
  std::uint64_t size_ = 0;
};

TEST_F(OnRocks, ADroppedLastEntryIsMissingByItsIndexAndTheCheckpointBeforeItHolds) {
  erase(kEvents, be64(size_ - 1));
  expect_no_writer("BAD_HEAD");
  const auto report = verified();
  EXPECT_TRUE(has_only(report, {{FaultClass::kMissing, "entry", size_ - 1, "ENTRY_MISSING"}}));
  EXPECT_FALSE(report.faults[0].event_id.empty());
  ASSERT_TRUE(report.last_good);
  EXPECT_LE(report.last_good->size, size_ - 1);
  EXPECT_GT(report.last_good->size + 8, size_);
}

TEST_F(OnRocks, AnEntryPutBehindTheEndIsAddedAndEverythingBeforeItHolds) {
  put(kEvents, be64(size_), entry(12));
  expect_no_writer("BAD_HEAD");
  const auto report = verified();
  EXPECT_TRUE(has_only(report, {{FaultClass::kAdded, "entry", size_, "ENTRY_EXTRA"}}));
  EXPECT_NE(report.faults[0].message.find("copy of the entry with the index 12"),
            std::string::npos);
  EXPECT_EQ(report.size, size_);
  EXPECT_EQ(report.last_good->size, size_);
}

TEST_F(OnRocks, ADamagedHeadRowIsTheHeadsFaultAndTheEntriesTellTheEnd) {
  put(kState, "H", "\0\1abc");
  expect_no_writer("BAD_HEAD");
  put(kState, "H", std::string("\0\1abc", 5));
  auto report = verified();
  EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "head", {}, "BAD_HEAD"}}));
  EXPECT_EQ(report.last_good->size, size_);
  erase(kState, "H");
  expect_no_writer("BAD_HEAD");
  report = verified();
  EXPECT_TRUE(has_only(report, {{FaultClass::kMissing, "head", {}, "HEAD_MISSING"}}));
  EXPECT_EQ(report.last_good->size, size_);
}

TEST_F(OnRocks, AnUnknownFormatVersionIsNotVerifiedEither) {
  put(kState, "H", std::string("\0\2abcdefghijklmnopqrs", 21));
  RocksStoreOptions options;
  options.dir = t.dir / "log";
  options.read_only = options.any_head = true;
  EXPECT_EQ(open_rocks_store(options).error().reason, "BAD_FORMAT_VERSION");
}

TEST_F(OnRocks, RowsOfNoKnownKindAreNamedWithTheirFamily) {
  struct Case {
    Family family;
    std::string key;
    std::string structure;
  };
  const Case cases[] = {{kTree, "X1", "family tree"},
                        {kTree, "C1", "family tree"},
                        {kTree, "A", "family tree"},
                        {kState, "A", "family state"},
                        {kState, "HH", "family state"},
                        {kState, "Z", "family state"},
                        {kEvents, "abc", "family events"},
                        {kEvents, be64(3) + "x", "family events"},
                        {kDefaultFamily, "anything", "family default"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.structure + " " + to_hex(c.key));
    put(c.family, c.key, "planted");
    const auto report = verified();
    const bool named =
        std::any_of(report.faults.begin(), report.faults.end(), [&](const Fault& fault) {
          return fault.structure == c.structure && fault.reason == "ROW_FOREIGN" &&
                 fault.field == to_hex(c.key);
        });
    EXPECT_TRUE(named) << words(report);
    erase(c.family, c.key);
  }
  EXPECT_TRUE(verified().ok());
}

TEST_F(OnRocks, TheEpochDoesNotBeginAgainAtNothing) {
  std::string head;
  put_u16(head, kStoreFormatVersion);
  put_u64(head, size_);
  put_u64(head, UINT64_MAX);
  put(kState, "H", head + store()->head()->edge);
  RocksStoreOptions options;
  options.dir = t.dir / "log";
  const auto writer = open_rocks_store(options);
  ASSERT_TRUE(writer);
  EXPECT_EQ((*writer)->acquire(0).error().reason, "HEAD_EPOCH");
}

}  // namespace
}  // namespace ledger
