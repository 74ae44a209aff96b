// SPDX-License-Identifier: Apache-2.0
// The verifier against a ledger that somebody has laid hands on: one bit or one row of each kind
// of stored thing, and which faults must come of it, and no others.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/merkle.h"
#include "tests/support/verify_fixture.h"

namespace ledger {
namespace {

using support::Disk;
using support::DiskRows;
using support::Expect;
using support::flip;
using support::has_only;
using support::SampleLedger;
using support::spoil_base64;
using support::TestKey;
using support::Verify;
using support::words;

TEST_F(Verify, AnUntouchedLedgerIsFine) {
  for (const bool anchored : {false, true}) {
    const auto report = anchored ? verify_anchored(fresh()) : verify(fresh());
    EXPECT_TRUE(report.ok()) << words(report);
    EXPECT_EQ(report.size, Verify::kSize);
    EXPECT_EQ(report.events_checked, Verify::kSize);
    EXPECT_GT(report.signatures_checked, Verify::kSize);
    EXPECT_EQ(report.tiles_checked, 2u);
    EXPECT_EQ(report.events_unpublished, 0u);
    EXPECT_EQ(report.anchored, anchored);
    EXPECT_EQ(report.last_good->size, Verify::kSize);
    EXPECT_EQ(report.root, checkpoint_of_note(*anchor_)->root);
  }
}

TEST_F(Verify, HistoryWrittenAnewByTheTestIsTheSameHistory) {
  const auto disk = fresh();
  rewrite_history(disk, true);
  for (std::size_t t = 0; t < kTableCount; ++t) {
    EXPECT_EQ(disk->tables[t], ledger_->disk->tables[t]) << t;
  }
  EXPECT_TRUE(verify_anchored(disk).ok());
}

TEST_F(Verify, OneBitOfAnEntryInACompleteTileIsThatEventsFaultAlone) {
  struct Part {
    const char* what;
    std::size_t position;  ///< from the end if `from_end`
    bool from_end;
  };
  constexpr Part kParts[] = {{"version", 0, false},
                             {"recorded_at, high", 1, false},
                             {"recorded_at, low", 8, false},
                             {"body length", 9, false},
                             {"body", 60, false},
                             {"body, further on", 200, false},
                             {"signature", 1, true},
                             {"signature count", 65, true}};
  // An ordinary event, one that others refer to, key events that later authors hang on.
  constexpr std::uint64_t kEvents[] = {300, SampleLedger::kCollegeKeyAt,
                                       SampleLedger::kCheckpointKeyAt, SampleLedger::kClerkKeyAt,
                                       SampleLedger::kEvidenceAt};
  std::size_t turn = 0;
  for (const Part& part : kParts) {
    for (const std::uint64_t index : {kEvents[turn % 5], kEvents[(turn + 2) % 5]}) {
      ++turn;
      SCOPED_TRACE(fmt::format("{} of event {}", part.what, index));
      const auto disk = fresh();
      std::string& entry = *disk->entries[index];
      const bool cosigned = parse_entry(entry)->signatures.size() > 1;
      const std::size_t s = cosigned ? 64 : 0;
      flip(entry, part.from_end ? entry.size() - part.position - (part.position == 65 ? s : 0)
                                : part.position);
      const auto report = verify(disk);
      EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "entry", index, "LEAF_DIFFERS"}}));
      ASSERT_TRUE(report.last_good);
      EXPECT_LE(report.last_good->size, index);
      EXPECT_GT(report.last_good->size + 37, index);
      EXPECT_TRUE(has_only(verify_fast(disk), {{FaultClass::kEdited, "entry", index, {}}}));
    }
  }
}

TEST_F(Verify, AGenesisUnderWhichNothingVerifiesIsAFaultThoughEveryHashFits) {
  const auto disk = fresh();
  flip(*disk->entries[0], 60);
  rewrite_history(disk, false);
  for (const auto& report : {verify(disk), verify_fast(disk)}) {
    EXPECT_FALSE(report.complete);
    ASSERT_GT(report.fault_count, 0u);
    EXPECT_EQ(report.faults[0].index, 0u) << words(report);
  }
}

TEST_F(Verify, OnlyWhatMayHangOnADamagedKeyEventIsUnjudged) {
  const auto unjudged = [](std::uint64_t index, std::size_t position) {
    const auto disk = fresh();
    flip(*disk->entries[index], position);
    const auto report = verify(disk);
    EXPECT_EQ(report.fault_count, 1u) << words(report);
    return report.events_unjudged;
  };
  EXPECT_EQ(unjudged(300, 60), 0u);
  // The body can still be read: the key that it brought in is known.
  EXPECT_EQ(unjudged(SampleLedger::kClerkKeyAt, 8), 0u);
  // It cannot: every second event from 8 on is the clerk's.
  EXPECT_GT(unjudged(SampleLedger::kClerkKeyAt, 0), 300u);
}

TEST_F(Verify, AFaultNamesTheEventsId) {
  const auto disk = fresh();
  flip(*disk->entries[300], disk->entries[300]->size() - 1);
  const auto report = verify(disk);
  ASSERT_EQ(report.faults.size(), 1u);
  EXPECT_EQ(report.faults[0].event_id, id_at(300));
}

TEST_F(Verify, OneBitOfAnEntryInTheOpenTileIsThatEventsFaultAlone) {
  for (const std::uint64_t index : {std::uint64_t{600}, Verify::kSize - 5, Verify::kSize - 1}) {
    for (const std::size_t position : {0, 8, 70, 250}) {
      SCOPED_TRACE(fmt::format("byte {} of event {}", position, index));
      const auto disk = fresh();
      flip(*disk->entries[index], position);
      const auto report = verify(disk);
      EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "entry", index, {}}}));
      EXPECT_LE(report.last_good->size, index);
    }
  }
}

TEST_F(Verify, ATimeInTheOpenTileThatFitsItsNeighboursIsNarrowedToItsCheckpoint) {
  // No author signed the time and no tile holds the leaf: only the root covers it.
  const auto disk = fresh();
  flip(*disk->entries[611], 8);  // the last of its batch
  const auto report = verify(disk);
  EXPECT_TRUE(has_only(report, {{FaultClass::kForked, "checkpoint", {}, "ROOT_DIFFERS"}}));
  EXPECT_EQ(report.faults[0].field, "size 612");
  EXPECT_NE(report.faults[0].message.find("between index 575 and 611"), std::string::npos);
  EXPECT_EQ(report.forked_from, 575u);
}

TEST_F(Verify, GenesisEditedIsOneFaultAndTheHashesAreStillVerified) {
  for (const std::size_t position : {0, 8, 60, 500}) {
    SCOPED_TRACE(position);
    const auto disk = fresh();
    flip(*disk->entries[0], position);
    const auto report = verify(disk);
    EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "entry", 0, "LEAF_DIFFERS"}}));
    EXPECT_EQ(report.events_checked, Verify::kSize);
    EXPECT_FALSE(report.last_good);
  }
  const auto disk = fresh();
  flip(*disk->entries[0], disk->entries[0]->size() - 1);
  flip(*disk->entries[400], 60);
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kEdited, "entry", 0, {}},
                                      {FaultClass::kEdited, "entry", 400, {}}}));
}

TEST_F(Verify, TwoDamagedEventsAreTwoFaults) {
  const auto disk = fresh();
  flip(*disk->entries[100], 80);
  flip(*disk->entries[400], 80);
  const auto report = verify(disk);
  EXPECT_TRUE(has_only(
      report, {{FaultClass::kEdited, "entry", 100, {}}, {FaultClass::kEdited, "entry", 400, {}}}));
}

TEST_F(Verify, ATileBitIsTheTilesFault) {
  const auto disk = fresh();
  flip(table(disk, Table::kTile).at(tile_key(0, 1)), 17 * 32 + 5);
  const auto report = verify(disk);
  EXPECT_TRUE(has_only(report, {{FaultClass::kTileDrift, "tile", {}, "TILE_DIFFERS"}}));
  EXPECT_EQ(report.faults[0].field, "tile/0/001");
  EXPECT_NE(report.faults[0].message.find("event 273"), std::string::npos);
  EXPECT_TRUE(has_only(verify_fast(disk), {{FaultClass::kTileDrift, "tile", {}, {}}}));
}

TEST_F(Verify, ATileThatIsGoneShortExtraOrAnothersIsNamed) {
  const auto gone = fresh();
  table(gone, Table::kTile).erase(tile_key(0, 0));
  EXPECT_TRUE(has_only(verify(gone), {{FaultClass::kTileDrift, "tile", {}, "TILE_MISSING"}}));
  const auto cut = fresh();
  table(cut, Table::kTile).at(tile_key(0, 0)).pop_back();
  EXPECT_TRUE(has_only(verify(cut), {{FaultClass::kTileDrift, "tile", {}, "BAD_TILE"}}));
  const auto extra = fresh();
  table(extra, Table::kTile)[tile_key(0, 2)] = std::string(8192, 'x');
  EXPECT_TRUE(has_only(verify(extra), {{FaultClass::kTileDrift, "tile", {}, "TILE_EXTRA"}}));
  const auto swapped = fresh();
  std::swap(table(swapped, Table::kTile).at(tile_key(0, 0)),
            table(swapped, Table::kTile).at(tile_key(0, 1)));
  EXPECT_TRUE(has_only(verify(swapped), {{FaultClass::kTileDrift, "tile", {}, "TILE_DIFFERS"},
                                         {FaultClass::kTileDrift, "tile", {}, "TILE_DIFFERS"}}));
}

TEST_F(Verify, ACheckpointBitIsTheCheckpointsFaultAlone) {
  const auto size_line = [](const std::string& note) { return note.find('\n') + 1; };
  // Of a size that authors have seen, early and late.
  for (const std::uint64_t size :
       {std::uint64_t{6}, std::uint64_t{20}, Verify::kSize - 2, Verify::kSize}) {
    SCOPED_TRACE(size);
    auto disk = fresh();
    std::string* note = &note_at(disk, size);
    spoil_base64(*note, note->find('\n', size_line(*note)) + 5);
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kBadSignature, "checkpoint", {}, {}}}));
    EXPECT_EQ(verify(disk).faults[0].field, "size " + std::to_string(size));
    EXPECT_TRUE(has_only(verify_fast(disk), {{FaultClass::kBadSignature, "checkpoint", {}, {}}}));

    disk = fresh();
    note = &note_at(disk, size);
    flip(*note, size_line(*note));
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kEdited, "checkpoint", {}, {}}}));

    disk = fresh();
    flip(note_at(disk, size), 0);
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kEdited, "checkpoint", {}, {}}}));

    disk = fresh();
    note = &note_at(disk, size);
    spoil_base64(*note, note->size() - 30);
    EXPECT_EQ(verify(disk).fault_count, 1u) << words(verify(disk));
  }
}

// A ledger that was refilled from tiles alone is whole: an author's word and the entries agree.
TEST_F(Verify, ACheckpointThatAnAuthorHasSeenAndTheStoreLacksIsAWarningIfTheEntriesLeadToIt) {
  const auto disk = fresh();
  disk->checkpoints.erase(4);
  disk->unsynced_checkpoints.erase(4);
  const auto one = verify(disk);
  EXPECT_TRUE(one.ok()) << words(one);
  ASSERT_EQ(one.warnings.size(), 1u);
  EXPECT_EQ(one.warnings[0].reason, "CHECKPOINT_MISSING");
  EXPECT_EQ(one.warnings[0].field, "size 4");
  std::erase_if(disk->checkpoints, [](const auto& kept) { return kept.first < kSize; });
  std::erase_if(disk->unsynced_checkpoints, [](const auto& kept) { return kept.first < kSize; });
  const auto all = verify(disk);
  EXPECT_TRUE(all.ok()) << words(all);
  ASSERT_EQ(all.warnings.size(), 1u) << "told once for all";
  EXPECT_EQ(all.warnings[0].reason, "CHECKPOINT_MISSING");
}

TEST_F(Verify, CheckpointsThatAreGoneOrPlantedAreFaults) {
  auto disk = fresh();
  disk->checkpoints.clear();
  disk->unsynced_checkpoints.clear();
  EXPECT_FALSE(verify(disk).ok());
  EXPECT_TRUE(has_only(verify_fast(disk), {{FaultClass::kMissing, "checkpoint", {}, {}}}));

  disk = fresh();  // all but the last, which no author has seen
  disk->unsynced_checkpoints.erase(Verify::kSize);
  const auto unpublished = verify(disk);
  EXPECT_TRUE(unpublished.ok()) << words(unpublished);
  EXPECT_EQ(unpublished.events_unpublished, 1u);

  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{50}, std::uint64_t{5'000}}) {
    SCOPED_TRACE(size);
    disk = fresh();
    disk->checkpoints[size] = note_at(disk, 20);
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kEdited, "checkpoint", {}, {}}}));
  }
  const TestKey thief(666);
  const NoteSigner signer{{ledger_->origin, SignatureType::kEd25519, thief.key},
                          [&](std::string_view m) -> Result<Signature> { return thief.sign(m); }};
  for (const std::uint64_t size : {std::uint64_t{50}, std::uint64_t{5'000}}) {
    disk = fresh();
    disk->checkpoints[size] =
        *sign_checkpoint({ledger_->origin, size, sha256("fork"), {}}, {signer});
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kWrongKey, "checkpoint", {}, {}}}));
  }
}

TEST_F(Verify, ARetiredCheckpointKeySignsNothingMore) {
  const auto disk = fresh();
  const NoteSigner signer{
      {ledger_->origin, SignatureType::kEd25519, ledger_->checkpoint.key},
      [&](std::string_view m) -> Result<Signature> { return ledger_->checkpoint.sign(m); }};
  const Checkpoint last = *checkpoint_of_note(note_at(disk, Verify::kSize));
  note_at(disk, Verify::kSize) = *sign_checkpoint(last, {signer});
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kWrongKey, "checkpoint", {}, {}}}));
}

TEST_F(Verify, AnyBitOfAnyIndexRowIsTheIndexsFault) {
  struct Case {
    Table table;
    const char* structure;
  };
  for (const Case c :
       {Case{Table::kById, "index by id"}, Case{Table::kByDigest, "index by digest"},
        Case{Table::kBySubject, "index by subject"}, Case{Table::kByType, "index by type"}}) {
    const std::size_t rows = table(ledger_->disk, c.table).size();
    for (const std::size_t nth : {rows / 3}) {
      SCOPED_TRACE(fmt::format("{} row {}", c.structure, nth));
      const auto row =
          std::next(table(ledger_->disk, c.table).begin(), static_cast<std::ptrdiff_t>(nth));
      const auto check = [&](const char* what, const std::function<void(DiskRows&)>& change) {
        SCOPED_TRACE(what);
        const auto disk = fresh();
        change(table(disk, c.table));
        const auto report = verify(disk);
        EXPECT_GE(report.fault_count, 1u);
        EXPECT_LE(report.fault_count, 3u) << words(report);
        EXPECT_EQ(report.events_unjudged, 0u);
        EXPECT_EQ(report.last_good->size, Verify::kSize);
        for (const Fault& fault : report.faults) {
          EXPECT_EQ(fault.kind, FaultClass::kIndexDrift) << words(report);
          EXPECT_EQ(fault.structure, c.structure) << words(report);
        }
      };
      for (const std::size_t at : {std::size_t{0}, row->first.size() - 1}) {
        check("key bit", [&](DiskRows& t) {
          std::string key = row->first;
          flip(key, at, 2);
          const std::string value = t.extract(row->first).mapped();
          t.insert_or_assign(key, value);
        });
      }
      if (!row->second.empty()) {
        for (const std::size_t at : {std::size_t{0}, row->second.size() - 1}) {
          check("value bit", [&](DiskRows& t) { flip(t.find(row->first)->second, at); });
        }
      }
      check("value longer", [&](DiskRows& t) { t.find(row->first)->second += 'x'; });
      check("row gone", [&](DiskRows& t) { t.erase(row->first); });
      check("row added", [&](DiskRows& t) {
        std::string key = row->first;
        flip(key, 3);
        t.insert_or_assign(key, row->second);
      });
    }
  }
}

TEST_F(Verify, ARowThatRepeatsASubjectsEventIsFound) {
  const auto disk = fresh();
  const std::string registry = subject_key({SubjectKind::kRegistry, Id{}});
  DiskRows& rows = table(disk, Table::kBySubject);
  std::uint64_t n = 0;
  while (rows.contains(registry + be64(n))) ++n;
  rows[registry + be64(n)] = rows.at(registry + be64(n - 1));
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kIndexDrift, "index by subject", {}, {}}}));
}

TEST_F(Verify, ASubjectRowWithoutItsNumberIsFound) {
  const auto disk = fresh();
  const std::string registry = subject_key({SubjectKind::kRegistry, Id{}});
  DiskRows& rows = table(disk, Table::kBySubject);
  auto node = rows.extract(registry + be64(0));
  node.key() = registry;
  rows.insert(std::move(node));
  const auto report = verify(disk);
  EXPECT_FALSE(report.ok());
  EXPECT_TRUE(has_only(report, {{FaultClass::kIndexDrift, "index by subject", 0, "ROW_MISSING"}}));
}

TEST_F(Verify, SubjectRowsOutOfOrderAreFound) {
  const auto disk = fresh();
  const std::string registry = subject_key({SubjectKind::kRegistry, Id{}});
  DiskRows& rows = table(disk, Table::kBySubject);
  std::swap(rows.at(registry + be64(3)), rows.at(registry + be64(4)));
  const auto report = verify(disk);
  EXPECT_FALSE(report.ok());
  EXPECT_LE(report.fault_count, 2u) << words(report);
}

TEST_F(Verify, TheHeadIsCompared) {
  auto disk = fresh();
  flip(disk->head.edge, 20);
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kTileDrift, "head", {}, "EDGE_DIFFERS"}}));
  disk = fresh();
  disk->head.edge.clear();
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kTileDrift, "head", {}, "EDGE_DIFFERS"}}));
  for (const unsigned bit : {0U, 6U, 40U, 63U}) {
    SCOPED_TRACE(bit);
    disk = fresh();
    disk->head.size ^= std::uint64_t{1} << bit;
    ASSERT_GT(disk->head.size, Verify::kSize);
    const auto report = verify(disk);
    EXPECT_TRUE(has_only(report, {{FaultClass::kEdited, "head", {}, "HEAD_SIZE"}}));
    EXPECT_EQ(report.size, Verify::kSize);
  }
  disk = fresh();
  disk->head.size -= 8;
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kTruncated, "checkpoint", {}, "LOG_SHORTER"}}));
  // Who holds the lease is not history: nothing hangs on its number.
  disk = fresh();
  disk->head.epoch ^= 1U << 7;
  EXPECT_TRUE(verify(disk).ok());
}

TEST_F(Verify, AHeadThatPromisesEndlesslyMoreIsNamedAndLeft) {
  const auto disk = fresh();
  disk->head.size = std::uint64_t{1} << 62;
  disk->head.edge = CompactRange::of(disk->head.size, {sha256("x")}).serialize();
  const auto report = verify(disk);
  EXPECT_FALSE(report.ok());
  const bool named =
      std::any_of(report.faults.begin(), report.faults.end(), [](const Fault& fault) {
        return fault.kind == FaultClass::kMissing && fault.index == Verify::kSize;
      });
  EXPECT_TRUE(named) << words(report);
  EXPECT_LE(report.fault_count, 3u) << words(report);
}

TEST_F(Verify, TheKeptStateIsCompared) {
  const auto digest = [](const Disk& disk) {
    Rows rows;
    for (const auto& [key, value] : table(disk, Table::kState)) {
      if (key[0] == 'r') rows.put(key.substr(1), value);
    }
    table(disk, Table::kState)["d"] = rows.digest().view();
  };
  const std::string clerk = "rkk" + std::string(ledger_->clerk.key.view());
  for (const bool with_digest : {false, true}) {
    SCOPED_TRACE(with_digest);
    auto disk = fresh();
    flip(table(disk, Table::kState).at(clerk), 2, 3);  // one more scope
    if (with_digest) digest(disk);
    auto report = verify(disk);
    EXPECT_TRUE(has_only(report, {{FaultClass::kStateDrift, "state", {}, "ROW_DIFFERS"}}));
    EXPECT_NE(report.faults[0].field.find(ledger_->clerk.hex()), std::string::npos);

    disk = fresh();
    table(disk, Table::kState).erase(clerk);
    if (with_digest) digest(disk);
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kStateDrift, "state", {}, "ROW_MISSING"}}));

    disk = fresh();
    table(disk, Table::kState)["rkk" + std::string(32, 'x')] = table(disk, Table::kState).at(clerk);
    if (with_digest) digest(disk);
    EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kStateDrift, "state", {}, "ROW_EXTRA"}}));
  }
  auto disk = fresh();
  flip(table(disk, Table::kState).at("d"), 3);
  EXPECT_TRUE(has_only(verify(disk), {{FaultClass::kStateDrift, "state", {}, "STATE_DIGEST"}}));
}

TEST_F(Verify, TheKeysPartOfTheStateIsComparedWithoutTheAdmissionToo) {
  const auto disk = fresh();
  const std::string clerk = "rkk" + std::string(ledger_->clerk.key.view());
  flip(table(disk, Table::kState).at(clerk), 2, 3);
  const auto report = verify_ledger(*open_memory_store(disk), {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(has_only(*report, {{FaultClass::kStateDrift, "state", {}, "ROW_DIFFERS"}}));
}

TEST_F(Verify, TheAnchorItselfIsChecked) {
  VerifyOptions options;
  options.anchored_note = *anchor_;
  spoil_base64(*options.anchored_note, anchor_->find('\n', anchor_->find('\n') + 1) + 5);
  EXPECT_TRUE(has_only(verify(fresh(), options), {{FaultClass::kBadSignature, "anchor", {}, {}}}));
  EXPECT_FALSE(verify(fresh(), options).anchored);
  options.anchored_note = "not a note";
  EXPECT_TRUE(has_only(verify(fresh(), options), {{FaultClass::kEdited, "anchor", {}, {}}}));
}

TEST_F(Verify, FastModeLooksAtHashesOnly) {
  const auto fast = verify_fast(fresh());
  EXPECT_TRUE(fast.ok()) << words(fast);
  EXPECT_FALSE(fast.complete);
  EXPECT_EQ(fast.signatures_checked, 0u);
  EXPECT_EQ(fast.index_rows_checked, 0u);
  EXPECT_EQ(fast.last_good->size, Verify::kSize);
  const auto disk = fresh();
  table(disk, Table::kById).clear();
  EXPECT_TRUE(verify_fast(disk).ok());
}

TEST_F(Verify, ALevelOneTileIsComparedToo) {
  // 65,536 entries that only the fast mode can read, under a real genesis and a real checkpoint.
  const auto disk = fresh();
  constexpr std::uint64_t kMany = 65'536 + 3;
  disk->entries.resize(1);
  for (std::uint64_t i = 1; i < kMany; ++i)
    disk->entries.emplace_back("entry " + std::to_string(i));
  disk->checkpoints = {{1, {}}, {kMany, {}}};
  disk->unsynced_checkpoints.clear();
  rewrite_history(disk, false);
  ASSERT_TRUE(table(disk, Table::kTile).contains(tile_key(1, 0)));
  const auto fine = verify_fast(disk);
  EXPECT_TRUE(fine.ok()) << words(fine);
  EXPECT_EQ(fine.tiles_checked, 257u);
  flip(table(disk, Table::kTile).at(tile_key(1, 0)), 100);
  const auto report = verify_fast(disk);
  EXPECT_TRUE(has_only(report, {{FaultClass::kTileDrift, "tile", {}, "TILE_DIFFERS"}}));
  EXPECT_EQ(report.faults[0].field, "tile/1/000");
  flip(*disk->entries[40'000], 0);
  EXPECT_TRUE(has_only(verify_fast(disk), {{FaultClass::kEdited, "entry", 40'000, {}},
                                           {FaultClass::kTileDrift, "tile", {}, {}}}));
}

}  // namespace
}  // namespace ledger
