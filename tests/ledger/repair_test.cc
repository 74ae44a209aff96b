// SPDX-License-Identifier: Apache-2.0
// Damage: found by the scrubber, healed from whoever has the bytes that were published, and from
// nobody else; two copies compared; backups that are whole.
#include "ledger/repair.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "ledger/compare.h"
#include "ledger/rocks_backup.h"
#include "ledger/rocks_store.h"
#include "ledger/scrub.h"
#include "tests/support/verify_fixture.h"

namespace support {
namespace {

namespace fs = std::filesystem;
using ledger::Table;

class Repair : public Verify {
 protected:
  static ledger::Result<ledger::RepairReport> repair(const Disk& target, const Disk& damaged,
                                                     const std::vector<Disk>& sources) {
    static const AdmitEverything everything;
    ledger::CopyOptions options;
    options.admission = &everything;
    options.threads = 2;
    std::vector<std::shared_ptr<const ledger::EventStore>> stores;
    for (const Disk& source : sources) stores.push_back(open_memory_store(source));
    return repair_log(*open_memory_store(target), open_memory_store(damaged), std::move(stores),
                      *anchor_, options);
  }
  static Disk empty() { return std::make_shared<MemoryDisk>(); }
  static std::vector<ledger::Fault> scrubbed(const Disk& disk) {
    std::vector<ledger::Fault> faults;
    ledger::ScrubOptions options;
    options.on_fault = [&](const ledger::Fault& fault) { faults.push_back(fault); };
    ledger::Scrubber scrubber(open_memory_store(disk), {ledger_->origin, ledger_->ledger_id},
                              options);
    EXPECT_TRUE(scrubber.step());
    EXPECT_EQ(scrubber.state().position, 256u);
    EXPECT_TRUE(scrubber.step());
    EXPECT_EQ(scrubber.state().position, 512u);
    EXPECT_TRUE(scrubber.step());  // the entries that fill no block
    EXPECT_EQ(scrubber.state().rounds, 1u);
    EXPECT_EQ(scrubber.state().position, 0u);
    EXPECT_EQ(scrubber.state().events, kSize);
    EXPECT_EQ(scrubber.state().faults, faults.size());
    // The next pass meets the same and tells nothing anew.
    const std::size_t told = faults.size();
    for (int step = 0; step < 3; ++step) EXPECT_TRUE(scrubber.step());
    EXPECT_EQ(scrubber.state().rounds, 2u);
    EXPECT_EQ(faults.size(), told);
    EXPECT_EQ(scrubber.state().faults, told);
    return faults;
  }
};

TEST_F(Repair, TheScrubberNamesWhatIsDamagedAndNothingElse) {
  EXPECT_TRUE(scrubbed(fresh()).empty());
  auto disk = fresh();
  flip(*disk->entries[300], 60);
  disk->entries[5].reset();
  const auto faults = scrubbed(disk);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].index, 5u);
  EXPECT_EQ(faults[0].kind, ledger::FaultClass::kMissing);
  EXPECT_EQ(faults[1].index, 300u);
  disk = fresh();
  flip(table(disk, Table::kTile).at(ledger::tile_key(0, 1)), 32 * 7);
  const auto tile = scrubbed(disk);
  ASSERT_EQ(tile.size(), 1u);
  EXPECT_EQ(tile[0].index, 256u + 7u);
}

TEST_F(Repair, TheScrubberReadsTheEntriesAfterTheLastCompleteBlockToo) {
  const auto disk = fresh();
  disk->entries[650].reset();
  const auto faults = scrubbed(disk);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].index, 650u);
}

TEST_F(Repair, TheScrubberStopsWhenTold) {
  ledger::ScrubOptions options;
  options.events_per_second = 1;
  ledger::Scrubber scrubber(open_memory_store(fresh()), {ledger_->origin, ledger_->ledger_id},
                            options);
  scrubber.start();
  scrubber.stop();
  EXPECT_LE(scrubber.state().events, 256u);
}

TEST_F(Repair, TheScrubberDoesNotReadALittleLogAllTheTime) {
  ledger::ScrubOptions options;
  options.events_per_second = 0;
  ledger::Scrubber scrubber(open_memory_store(fresh()), {ledger_->origin, ledger_->ledger_id},
                            options);
  scrubber.start();
  while (scrubber.state().rounds == 0) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // enough for another
  EXPECT_EQ(scrubber.state().rounds, 1u);
}

TEST_F(Repair, WhatOnlyFollowsFromTheEntriesNeedsNoSource) {
  const auto damaged = fresh();
  table(damaged, Table::kById).clear();
  table(damaged, Table::kState).clear();
  table(damaged, Table::kTile).clear();
  damaged->head.edge.clear();
  const auto healed = empty();
  const auto repaired = repair(healed, damaged, {});
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(repaired->healed, 0u);
  EXPECT_EQ(healed->entries, ledger_->disk->entries);
  EXPECT_EQ(healed->tables, ledger_->disk->unsealed_tables());
}

TEST_F(Repair, EntriesComeFromWhoeverHasThePublishedBytes) {
  const auto damaged = fresh();
  flip(*damaged->entries[300], 60);
  damaged->entries[690].reset();
  const auto liar = fresh();
  flip(*liar->entries[300], 61);
  const auto healed = empty();
  const auto repaired = repair(healed, damaged, {liar, fresh()});
  ASSERT_TRUE(repaired) << repaired.error().message << repaired.error().where;
  EXPECT_EQ(repaired->healed, 2u);
  ASSERT_EQ(repaired->first.size(), 2u);
  EXPECT_EQ(repaired->first[0].index, 300u);
  EXPECT_EQ(repaired->first[0].source, 1u) << "the liar's bytes do not prove themselves";
  EXPECT_EQ(repaired->first[1].index, 690u);
  EXPECT_EQ(repaired->first[1].source, 0u);
  EXPECT_EQ(healed->entries, ledger_->disk->entries);
  EXPECT_TRUE(verify_anchored(healed).ok());
}

TEST_F(Repair, ACheckpointThatWasSpoiltIsLeftOutOrTakenFromTheSource) {
  const auto damaged = fresh();
  std::string& note = note_at(damaged, 57);
  spoil_base64(note, note.size() - 30);
  const auto alone = empty();
  const auto repaired = repair(alone, damaged, {});
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(repaired->copy.checkpoints_dropped, 1u);
  const auto healed = empty();
  ASSERT_TRUE(repair(healed, damaged, {fresh()}));
  EXPECT_EQ(note_at(healed, 57), note_at(ledger_->disk, 57));
}

/// The anchor's note with a line of a witness, all of whose bytes are this one.
std::string cosigned(const std::string& note, char with) {
  const std::string line = ledger::to_base64(std::string(4, 'w') + std::string(72, with));
  return note + "\u2014 witness.example/w1 " + line + "\n";
}

TEST_F(Repair, ALineOfAWitnessInTheAnchorDoesNotReplaceTheFreshOneOfTheStore) {
  static const AdmitEverything everything;
  ledger::CopyOptions options;
  options.admission = &everything;
  const auto damaged = fresh();
  const std::string shown = cosigned(*anchor_, 'n');
  note_at(damaged, kSize) = shown;
  const auto healed = empty();
  const auto repaired = repair_log(*open_memory_store(healed), open_memory_store(damaged), {},
                                   cosigned(*anchor_, 'o'), options);
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(note_at(healed, kSize), shown);
}

TEST_F(Repair, WhatNobodyHasIsNamedAndNothingIsMadeUp) {
  const auto damaged = fresh();
  flip(*damaged->entries[300], 60);
  const auto repaired = repair(empty(), damaged, {});
  ASSERT_FALSE(repaired);
  EXPECT_EQ(repaired.error().reason, "NOT_HEALABLE");
  EXPECT_NE(repaired.error().where.find("300"), std::string::npos) << repaired.error().where;
}

TEST_F(Repair, AStoreThatCannotBeOpenedIsMadeOfTheSources) {
  static const AdmitEverything everything;
  ledger::CopyOptions options;
  options.admission = &everything;
  const auto nobody = repair_log(*open_memory_store(empty()), nullptr, {}, *anchor_, options);
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().reason, "NOT_HEALABLE");
  const auto healed = empty();
  const auto repaired = repair_log(*open_memory_store(healed), nullptr,
                                   {open_memory_store(fresh())}, *anchor_, options);
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(repaired->healed, kSize);
  EXPECT_EQ(repaired->first.front().source, 0u);
  EXPECT_TRUE(verify_anchored(healed).ok());
}

TEST_F(Repair, TwoCopiesDamagedAtDifferentLeavesHealEachOther) {
  const auto spoilt = [](std::uint64_t index) {
    auto disk = fresh();
    flip(*disk->entries[index], 60);
    std::string& tile = table(disk, Table::kTile).at(ledger::tile_key(0, index / 256));
    flip(tile, index % 256 * ledger::Hash::kSize + 5);
    return disk;
  };
  for (const std::uint64_t other : {301u, 400u, 20u}) {  // in the same tile, and in another
    const auto healed = empty();
    const auto repaired = repair(healed, spoilt(300), {spoilt(other)});
    ASSERT_TRUE(repaired) << other << ": " << repaired.error().message;
    EXPECT_EQ(repaired->healed, 1u);
    EXPECT_EQ(repaired->first.at(0).index, 300u);
    EXPECT_EQ(healed->entries, ledger_->disk->entries);
    EXPECT_TRUE(verify_anchored(healed).ok());
  }
  const auto both = repair(empty(), spoilt(300), {spoilt(300)});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().reason, "NOT_HEALABLE");
}

TEST_F(Repair, AnotherHistoryHealsNothing) {
  const auto damaged = fresh();
  flip(*damaged->entries[300], 60);
  table(damaged, Table::kTile).clear();
  const auto other = fresh();
  *other->entries[300] = *other->entries[301];
  rewrite_history(other, true);
  const auto repaired = repair(empty(), damaged, {other});
  ASSERT_FALSE(repaired);
  EXPECT_EQ(repaired.error().reason, "NOT_HEALABLE");
}

TEST_F(Repair, ComparingNamesTheFirstEntryThatDiffers) {
  const auto same = compare_logs(*open_memory_store(fresh()), *open_memory_store(fresh()), false);
  EXPECT_TRUE(same->same());
  EXPECT_LE(same->entries_compared, 256u) << "the tiles answer for the rest";
  for (const std::uint64_t at : {0u, 255u, 256u, 300u, 511u, 512u, 699u}) {
    for (const bool thorough : {false, true}) {
      const auto other = fresh();
      flip(*other->entries[at], 60);
      rewrite_history(other, false);
      const auto compared =
          compare_logs(*open_memory_store(fresh()), *open_memory_store(other), thorough);
      EXPECT_EQ(compared->differs_at, at);
    }
    // Tiles that say nothing of it do not hide it when asked for all entries.
    const auto hidden = fresh();
    flip(*hidden->entries[at], 60);
    EXPECT_EQ(
        compare_logs(*open_memory_store(fresh()), *open_memory_store(hidden), true)->differs_at,
        at);
  }
  const auto shorter = fresh();
  shorter->entries.resize(600);
  rewrite_history(shorter, false);
  const auto compared =
      compare_logs(*open_memory_store(fresh()), *open_memory_store(shorter), false);
  EXPECT_FALSE(compared->differs_at);
  EXPECT_FALSE(compared->same());
}

TEST_F(Repair, AnEntryThatNeitherCopyHasIsNotCalledADifference) {
  const auto first = fresh();
  const auto second = fresh();
  for (const auto& disk : {first, second}) disk->entries[300].reset();
  const auto both = compare_logs(*open_memory_store(first), *open_memory_store(second), true);
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_FALSE(both->differs_at);
  EXPECT_EQ(both->neither_at, 300u);
  EXPECT_FALSE(both->same());
  flip(*second->entries[600], 60);
  EXPECT_EQ(compare_logs(*open_memory_store(first), *open_memory_store(second), true)->differs_at,
            600u);
}

TEST(Backup, IsTakenWhileTheWriterWorksAndIsWholeInItself) {
  TestLedger ledger(TestLedger::Where::kRocks);
  const TempDir backups;
  std::unique_ptr<ledger::EventStore> store;
  {
    ledger.create();
    for (std::uint64_t n = 1; n <= 20; ++n) {
      ASSERT_TRUE(ledger.log->append({ledger.sign(ledger.organisation(n))}));
    }
    // The log's own store, written to by the log meanwhile.
    std::atomic<bool> stop = false;
    std::thread writer([&] {
      for (std::uint64_t n = 21; !stop; ++n) {
        if (!ledger.log->append({ledger.sign(ledger.organisation(n))})) return;
      }
    });
    for (unsigned i = 1; i <= 3; ++i) {
      const auto made = back_up_store(ledger.log->view().store(), backups.path());
      EXPECT_TRUE(made) << made.error().message;
    }
    stop = true;
    writer.join();
    ledger.close();
  }
  const auto listed = ledger::list_backups(backups.path());
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 3u);
  for (const ledger::BackupInfo& info : *listed) {
    ASSERT_TRUE(ledger::verify_backup(backups.path(), info.id));
    const TempDir dir;
    ASSERT_TRUE(ledger::restore_backup(backups.path(), info.id, dir / "log"));
    const auto restored = ledger::open_rocks_store({.dir = dir / "log", .read_only = true});
    ASSERT_TRUE(restored) << restored.error().message;
    static const AdmitEverything everything;
    ledger::VerifyOptions options;
    options.admission = &everything;
    const auto report = verify_ledger(**restored, options);
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->ok()) << words(*report);
    EXPECT_GE(report->size, ledger::checkpoint_of_note(info.checkpoint)->size);
  }
  ASSERT_TRUE(ledger::prune_backups(backups.path(), 1));
  EXPECT_EQ(ledger::list_backups(backups.path())->size(), 1u);
}

TEST(Backup, DamageInOneIsFound) {
  TestLedger ledger(TestLedger::Where::kRocks);
  ledger.create();
  const TempDir backups;
  ASSERT_TRUE(back_up_store(ledger.log->view().store(), backups.path()));
  ledger.close();
  for (const auto& entry : fs::recursive_directory_iterator(backups.path())) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream stream(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(10);
    const char byte = static_cast<char>(stream.get() ^ 1);
    stream.seekp(10);
    stream.put(byte);
    break;
  }
  const auto verified = ledger::verify_backup(backups.path(), 1);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().reason, "BACKUP_DAMAGED");
  const TempDir dir;
  EXPECT_FALSE(ledger::restore_backup(backups.path(), 1, dir / "log"));
  EXPECT_EQ(ledger::restore_backup(backups.path(), 9, dir / "log").error().reason,
            "NO_SUCH_BACKUP");
  EXPECT_EQ(ledger::list_backups(dir.path()).error().reason, "NO_BACKUPS");
}

}  // namespace
}  // namespace support
