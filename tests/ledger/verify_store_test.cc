// SPDX-License-Identifier: Apache-2.0
// The verifier over RocksDB and over damage that nobody chose: flipped bits in the files of the
// database, random changes of random rows, ledgers of many sizes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <set>

#include "ledger/anchor.h"
#include "ledger/rocks_store.h"
#include "tests/support/rocks_folder.h"
#include "tests/support/verify_fixture.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using support::Disk;
using support::DiskRows;
using support::flip;
using support::SampleLedger;
using support::TempDir;
using support::TestLedger;
using support::Verify;
using support::words;

/// LETOPIS_SEED, or a fresh one.
unsigned printed_seed() {
  const char* given = std::getenv("LETOPIS_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                         : std::random_device{}();
  fmt::print("LETOPIS_SEED={}\n", seed);
  return seed;
}

Result<VerifyReport> verify_folder(const fs::path& dir, const VerifyOptions& options = {}) {
  RocksStoreOptions rocks;
  rocks.dir = dir;
  rocks.read_only = true;
  rocks.any_head = true;
  const auto store = open_rocks_store(rocks);
  if (!store) return store.error();
  return verify_ledger(**store, options);
}

// --- the same faults over RocksDB --------------------------------------------------------------

TEST_F(Verify, OverRocksDbTheFaultsAreTheSame) {
  const std::string registry = subject_key({SubjectKind::kRegistry, Id{}});
  const std::vector<std::function<void(const Disk&)>> hands{
      [](const Disk&) {},
      [](const Disk& d) { flip(*d->entries[300], 80); },
      [](const Disk& d) { d->entries[300].reset(); },
      [](const Disk& d) { std::swap(d->entries[100], d->entries[400]); },
      [](const Disk& d) { flip(table(d, Table::kTile).at(tile_key(0, 0)), 77); },
      [](const Disk& d) { flip(table(d, Table::kById).begin()->second, 7); },
      [&](const Disk& d) { table(d, Table::kBySubject).erase(registry + be64(5)); },
      [](const Disk& d) { table(d, Table::kState).begin()->second += "x"; },
      [](const Disk& d) { flip(note_at(d, 20), 0); },
  };
  for (std::size_t i = 0; i < hands.size(); ++i) {
    SCOPED_TRACE(i);
    const auto disk = fresh();
    hands[i](disk);
    const TempDir dir;
    write_as_rocks(*disk, dir / "log");
    const auto rocks = verify_folder(dir / "log");
    const auto memory = verify_ledger(*open_memory_store(disk), {});
    ASSERT_TRUE(rocks && memory);
    EXPECT_EQ(rocks->ok(), i == 0);
    std::vector<support::Expect> same;
    for (const Fault& f : memory->faults) same.push_back({f.kind, f.structure, f.index, f.reason});
    EXPECT_TRUE(support::has_only(*rocks, same));
    EXPECT_EQ(rocks->index_rows_checked, memory->index_rows_checked);
  }
}

TEST(VerifyOnDisk, AHeadThatDoesNotFitTheEntriesOpensForWhoeverVerifiesAlone) {
  SampleLedger t(TestLedger::Where::kMemory);
  t.people();
  t.close();
  for (const int change : {-1, 1}) {
    SCOPED_TRACE(change);
    const auto disk = copy_of(*t.disk);
    disk->head.size += static_cast<std::uint64_t>(change);
    const TempDir dir;
    write_as_rocks(*disk, dir / "log");
    for (const bool read_only : {true, false}) {
      RocksStoreOptions rocks;
      rocks.dir = dir / "log";
      rocks.read_only = read_only;
      EXPECT_EQ(open_rocks_store(rocks).error().reason, "BAD_HEAD");
    }
    const auto report = verify_folder(dir / "log");
    ASSERT_TRUE(report);
    EXPECT_TRUE(support::has_only(*report, {{FaultClass::kEdited, "head", {}, "HEAD_SIZE"}}));
    EXPECT_EQ(report->last_good->size, disk->entries.size());
  }
}

TEST(VerifyOnDisk, AnOldCopyOfTheFolderIsToldByTheAnchor) {
  SampleLedger t(TestLedger::Where::kRocks);
  t.people();
  t.close();
  fs::copy(t.dir / "log", t.dir / "old", fs::copy_options::recursive);
  ASSERT_TRUE(t.open());
  t.put(t.organisation(70));
  t.close();
  VerifyOptions options;
  options.anchored_note = **read_anchor(t.dir / "state" / "anchor");
  const auto now = verify_folder(t.dir / "log", options);
  ASSERT_TRUE(now);
  EXPECT_TRUE(now->ok() && now->anchored) << words(*now);
  const auto old = verify_folder(t.dir / "old", options);
  ASSERT_TRUE(old);
  EXPECT_TRUE(support::has_only(*old, {{FaultClass::kTruncated, "anchor", {}, "LOG_SHORTER"}}));
  EXPECT_TRUE(verify_folder(t.dir / "old")->ok()) << "by itself it is a good ledger";
}

// --- bits flipped in the files -------------------------------------------------------------------

class FlippedFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    t.people();
    t.grow(40, 7);
    // Tables from the first closing, and a write-ahead log of what came after it.
    ASSERT_TRUE(t.open());
    t.grow(60, 7);
    fs::copy(t.dir / "log", t.dir / "copy", fs::copy_options::recursive);
    anchored_.anchored_note = t.log->view().note();
    ASSERT_TRUE(t.log->view().range(0, 60, [&](std::uint64_t, std::string_view entry) {
      entries_.emplace_back(entry);
      return true;
    }));
  }

  std::vector<fs::path> files(const std::string& ending) const {
    std::vector<fs::path> found;
    for (const auto& file : fs::directory_iterator(t.dir / "copy")) {
      if (file.path().extension() == ending && file.file_size() > 0) found.push_back(file.path());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  /// Empty if the damage was told or did no harm.
  std::string harm() const {
    RocksStoreOptions rocks;
    rocks.dir = t.dir / "copy";
    rocks.read_only = true;
    rocks.any_head = true;
    const auto store = open_rocks_store(rocks);
    if (!store) {
      const bool told = store.error().code == ErrorCode::kCorrupt && !store.error().where.empty();
      return told ? "" : "open: " + store.error().message;
    }
    const auto report = verify_ledger(**store, anchored_);
    if (!report) return report.error().where.empty() ? "verify: " + report.error().message : "";
    if (!report->ok()) return report->faults.empty() ? "no fault named" : "";
    std::size_t same = 0;
    const auto read = (*store)->read(0, 60, [&](std::uint64_t index, std::string_view entry) {
      same += entry == entries_[index] ? 1 : 0;
      return true;
    });
    return read && same == 60 ? "" : "ok, but the entries are others";
  }

  void flip_some(const std::string& ending, int times, std::mt19937_64& random) {
    const auto found = files(ending);
    ASSERT_FALSE(found.empty());
    for (int i = 0; i < times; ++i) {
      const fs::path& file = found[random() % found.size()];
      const auto at = static_cast<std::streamoff>(random() % fs::file_size(file));
      const auto mask = static_cast<char>(1U << random() % 8);
      const auto turn = [&] {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(at);
        const auto byte = static_cast<char>(stream.get() ^ mask);
        stream.seekp(at);
        stream.put(byte);
      };
      turn();
      EXPECT_EQ(harm(), "") << file << " byte " << at << " mask " << static_cast<int>(mask);
      turn();
    }
    EXPECT_EQ(harm(), "");
  }

  SampleLedger t{TestLedger::Where::kRocks};
  VerifyOptions anchored_;
  std::vector<std::string> entries_;
};

TEST_F(FlippedFiles, ABitOfATableFileIsToldOrDoesNoHarm) {
  std::mt19937_64 random(printed_seed());
  flip_some(".sst", 60, random);
}

TEST_F(FlippedFiles, ABitOfTheWriteAheadLogIsToldOrDoesNoHarm) {
  std::mt19937_64 random(printed_seed());
  flip_some(".log", 60, random);
}

TEST_F(FlippedFiles, ATableFileThatIsGoneIsTold) {
  const auto found = files(".sst");
  ASSERT_FALSE(found.empty());
  fs::remove(found[0]);
  const auto report = verify_folder(t.dir / "copy");
  if (report) {
    EXPECT_FALSE(report->ok());
  } else {
    EXPECT_NE(report.error().message.find(found[0].stem().string()), std::string::npos)
        << report.error().message;
  }
}

TEST_F(FlippedFiles, WithoutATableFileTheRestIsVerifiedAndTheFileNamed) {
  std::set<std::uint64_t> checked;
  for (const fs::path& file : files(".sst")) {
    for (const bool gone : {false, true}) {
      SCOPED_TRACE(file.string() + (gone ? " gone" : " cut"));
      const fs::path whole = t.dir / "whole.sst";
      fs::copy_file(file, whole);
      gone ? (void)fs::remove(file) : fs::resize_file(file, fs::file_size(file) / 2);
      const auto report = verify_folder(t.dir / "copy", anchored_);
      ASSERT_TRUE(report) << report.error().message;
      ASSERT_FALSE(report->ok());
      EXPECT_EQ(report->faults[0].kind, FaultClass::kUnreadable);
      EXPECT_EQ(report->faults[0].structure, "table file");
      EXPECT_EQ(report->faults[0].field, file.string());
      checked.insert(report->events_checked);
      fs::rename(whole, file);
    }
  }
  // Where the entries of the first 40 lay, those of the write-ahead log alone.
  EXPECT_EQ(checked, (std::set<std::uint64_t>{20, 60}));
  const auto untouched = verify_folder(t.dir / "copy", anchored_);
  EXPECT_TRUE(untouched && untouched->ok());
}

TEST_F(FlippedFiles, ATableFileOfAnotherDatabaseIsNamedAndNotTheManifest) {
  SampleLedger other(TestLedger::Where::kRocks);
  other.people();
  other.close();
  const auto theirs = support::files_ending(other.dir / "log", ".sst");
  ASSERT_FALSE(theirs.empty());
  for (const fs::path& file : files(".sst")) {
    const fs::path whole = t.dir / "whole.sst";
    fs::copy_file(file, whole);
    for (const fs::path& foreign : theirs) {
      if (fs::file_size(foreign) == fs::file_size(file)) continue;
      fs::copy_file(foreign, file, fs::copy_options::overwrite_existing);
      const auto report = verify_folder(t.dir / "copy", anchored_);
      ASSERT_TRUE(report) << report.error().message;
      ASSERT_FALSE(report->ok());
      EXPECT_EQ(report->faults[0].field, file.string()) << report->faults[0].message;
    }
    fs::rename(whole, file);
  }
}

TEST_F(FlippedFiles, AByteOfATableFileThatNoReadingNeedsIsToldToo) {
  constexpr std::uint64_t kFooter = 53;  // its handles are padded with bytes that say nothing
  for (const fs::path& file : files(".sst")) {
    const std::uint64_t end = fs::file_size(file) - kFooter;
    for (std::uint64_t at = end - std::min<std::uint64_t>(end, 900); at < end; at += 37) {
      support::flip_byte(file, at);
      const auto report = verify_folder(t.dir / "copy");
      ASSERT_TRUE(report) << report.error().message;
      const bool named =
          std::any_of(report->faults.begin(), report->faults.end(), [&](const Fault& fault) {
            return fault.field == file.string() ||
                   fault.message.find(file.string()) != std::string::npos;
          });
      EXPECT_TRUE(named) << file << " byte " << at << "\n" << words(*report);
      support::flip_byte(file, at);
    }
  }
}

// --- random rows, random changes -----------------------------------------------------------------

class RandomHands {
 public:
  RandomHands(const Disk& disk, std::mt19937_64& random) : disk_(disk), random_(random) {}

  /// Changes something. False if the verdict may still be "fine".
  bool change() {
    switch (random_() % 8) {
      case 0:
      case 1:
        return change_entry();
      case 2:
        return change_note();
      case 3:
        return change_head();
      default:
        return change_row(random_() % kTableCount);
    }
  }

 private:
  bool spoil(std::string& bytes) {
    const std::string before = bytes;
    const std::size_t at = random_() % (bytes.size() + 1);
    switch (random_() % 4) {
      case 0:
        if (at < bytes.size()) flip(bytes, at, random_() % 8);
        break;
      case 1:
        bytes.resize(at);
        break;
      case 2:
        bytes.insert(at, 1 + random_() % 9, static_cast<char>(random_()));
        break;
      default:
        for (char& c : bytes) c = static_cast<char>(random_());
        break;
    }
    return bytes != before;
  }

  bool change_entry() {
    auto& entry = disk_->entries[random_() % disk_->entries.size()];
    auto& other = disk_->entries[random_() % disk_->entries.size()];
    switch (random_() % 5) {
      case 0:
        entry.reset();
        return true;
      case 1:
        std::swap(entry, other);
        return entry != other;
      case 2: {
        const bool changed = entry != other;
        entry = other;
        return changed;
      }
      default:
        return spoil(*entry);
    }
  }

  bool change_note() {
    auto& notes = random_() % 2 == 0 ? disk_->checkpoints : disk_->unsynced_checkpoints;
    if (notes.empty()) return false;
    const auto it = std::next(notes.begin(), static_cast<std::ptrdiff_t>(random_() % notes.size()));
    switch (random_() % 4) {
      case 0:
        notes.erase(it);
        return false;  // one that no author has seen leaves no trace
      case 1: {
        const std::string note = it->second;
        return notes.insert_or_assign(random_() % 20, note).first->first != it->first && false;
      }
      default:
        return spoil(it->second) && false;  // a line of an unknown signer may be added
    }
  }

  bool change_head() {
    switch (random_() % 3) {
      case 0:
        disk_->head.epoch = random_();
        return false;
      case 1:
        disk_->head.size = random_() % 2 == 0 ? random_() : 1 + random_() % 20;
        return disk_->head.size != disk_->entries.size();
      default:
        return spoil(disk_->head.edge);
    }
  }

  bool change_row(std::size_t which) {
    DiskRows& rows = disk_->tables[which];
    if (rows.empty()) return false;
    const auto it = std::next(rows.begin(), static_cast<std::ptrdiff_t>(random_() % rows.size()));
    const auto before = *it;
    const bool seal = which == static_cast<std::size_t>(Table::kState) && before.first == "e";
    if (seal) return false;  // a copy has none, so that its absence is a warning alone
    switch (random_() % 4) {
      case 0:
        rows.erase(it);
        return true;
      case 1: {
        std::string key = before.first;
        if (!spoil(key)) return false;
        rows.erase(it);
        rows[key] = before.second;
        return true;
      }
      case 2: {
        std::string key = before.first;
        if (!spoil(key) || rows.contains(key)) return false;
        rows[key] = before.second;
        return true;
      }
      default:
        return spoil(it->second);
    }
  }

  Disk disk_;
  std::mt19937_64& random_;
};

/// What was changed, for the message of a test that fails.
std::string difference(const support::MemoryDisk& before, const support::MemoryDisk& after) {
  std::string out;
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    if (after.entries[i] == before.entries[i]) continue;
    out += fmt::format("entry {}: {} -> {}\n", i, to_hex(*before.entries[i]),
                       after.entries[i] ? to_hex(*after.entries[i]) : "nothing");
  }
  const auto rows = [&](const std::string& name, const auto& from, const auto& to, char sign) {
    for (const auto& [key, value] : from) {
      const auto it = to.find(key);
      if (it != to.end() && it->second == value) continue;
      std::string hex;
      if constexpr (std::is_same_v<std::decay_t<decltype(key)>, std::string>) hex = to_hex(key);
      out += fmt::format("{}{} {}: {}\n", sign, name, hex, to_hex(value));
    }
  };
  for (std::size_t i = 0; i < kTableCount; ++i) {
    rows(fmt::format("table {}", i), before.tables[i], after.tables[i], '-');
    rows(fmt::format("table {}", i), after.tables[i], before.tables[i], '+');
  }
  rows("checkpoint", before.checkpoints, after.checkpoints, '-');
  rows("checkpoint", after.checkpoints, before.checkpoints, '+');
  if (before.head.size != after.head.size) out += fmt::format("size {}\n", after.head.size);
  if (before.head.edge != after.head.edge) out += "edge " + to_hex(after.head.edge) + "\n";
  return out;
}

unsigned long from_environment(const char* name, unsigned long otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr ? std::strtoul(given, nullptr, 10) : otherwise;
}

/// `times` changes, or LETOPIS_CHANGES for a longer hunt; LETOPIS_FIRST skips those before it.
void change_and_verify(const SampleLedger& ledger, unsigned long times) {
  std::mt19937_64 random(printed_seed());
  const support::AdmitEverything everything;
  const unsigned long first = from_environment("LETOPIS_FIRST", 0);
  times = from_environment("LETOPIS_CHANGES", times);
  for (unsigned long i = 0; i < times; ++i) {
    const auto disk = copy_of(*ledger.disk);
    const bool must_be_told = RandomHands(disk, random).change();
    if (i < first) continue;
    VerifyOptions options;
    options.admission = &everything;
    options.threads = 1;
    options.fast = i % 16 == 15;
    const auto report = verify_ledger(*open_memory_store(disk), options);
    if (!report || options.fast) continue;  // an empty store, or hashes only: enough not to crash
    ASSERT_TRUE(!must_be_told || report->fault_count > 0) << "change " << i << "\n"
                                                          << difference(*ledger.disk, *disk);
  }
}

TEST(VerifyRandom, ChangesOfASmallLedgerAreTold) {
  SampleLedger t(TestLedger::Where::kMemory);
  t.people();
  t.close();
  change_and_verify(t, 200);
}

TEST(VerifyRandom, ChangesOfALedgerWithATileAreTold) {
  SampleLedger t(TestLedger::Where::kMemory);
  t.people();
  t.grow(262, 63);
  t.close();
  change_and_verify(t, 60);
}

TEST(VerifySizes, UntouchedLedgersOfManySizesAreFine) {
  std::mt19937_64 random(printed_seed());
  std::vector<std::uint64_t> sizes{1, 2, 10, 11, 255, 256, 257, 511, 512, 513, 520};
  for (int i = 0; i < 6; ++i) sizes.push_back(11 + random() % 509);
  std::sort(sizes.begin(), sizes.end());
  SampleLedger t(TestLedger::Where::kMemory);
  t.create();
  for (const std::uint64_t size : sizes) {
    SCOPED_TRACE(size);
    while (t.log->view().size() < size) {
      std::vector<SignedEvent> events;
      const std::uint64_t from = t.log->view().size();
      for (std::uint64_t n = from; n < size && n < from + 100; ++n) {
        events.push_back(t.sign(t.organisation(n)));
      }
      ASSERT_TRUE(t.log->append(std::move(events)));
    }
    const auto report = verify_ledger(*open_memory_store(t.disk), {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->ok()) << words(*report);
    EXPECT_EQ(report->size, size);
    EXPECT_EQ(report->last_good->size, size);
    EXPECT_EQ(report->root, t.log->view().checkpoint().root);
  }
}

}  // namespace
}  // namespace ledger
