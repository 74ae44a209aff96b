// SPDX-License-Identifier: Apache-2.0
// Harm done to the database's files: cut, flipped, zeroed and missing logs, tables, manifest.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/support/rocks_folder.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using support::append_numbered;
using support::files_ending;
using support::flip_byte;
using support::Mode;
using support::open_store;
using support::record_starts;
using support::whole_batches;

constexpr std::uint64_t kAcknowledged = 4;

/// Whole batches in the folder, read without writing to it; none if it is refused as corrupt.
struct Opened {
  bool corrupt = false;
  std::uint64_t batches = 0;
  std::string where;
};
Opened look(const fs::path& dir, Mode mode = Mode::kReadOnly) {
  const auto store = open_store(dir, mode);
  if (!store) {
    EXPECT_EQ(store.error().code, ErrorCode::kCorrupt) << store.error().message;
    return {true, 0, store.error().where};
  }
  const auto batches = whole_batches(**store);
  EXPECT_TRUE(batches) << batches.error().message;
  return {false, batches ? *batches : 0, {}};
}

/// A store whose writer was killed after kAcknowledged acknowledged batches: all of it is in the
/// log.
class RocksLogFile : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(open_store(dir_, Mode::kCreate));
    auto child = support::store_child("die", dir_, kAcknowledged);
    for (std::uint64_t i = 0; i < kAcknowledged; ++i)
      ASSERT_EQ(child.read_line(), std::to_string(i));
    ASSERT_EQ(child.wait(), 128 + SIGKILL);
    ASSERT_FALSE(files_ending(dir_, ".log").empty());
    log_ = files_ending(dir_, ".log").back();
    const auto starts = record_starts(log_);
    end_ = fs::file_size(log_);
    ASSERT_EQ(starts.back(), end_);
    ASSERT_GT(starts.size(), kAcknowledged);
    last_ = starts[starts.size() - 2];
  }
  /// The folder's copy, for an opening that writes.
  fs::path copy() {
    fs::remove_all(temp_ / "copy");
    fs::copy(dir_, temp_ / "copy");
    return temp_ / "copy";
  }
  fs::path log_in(const fs::path& dir) const { return dir / log_.filename(); }

  support::TempDir temp_;
  fs::path dir_ = temp_ / "log";
  fs::path log_;
  std::uint64_t last_ = 0;  // where the last record starts
  std::uint64_t end_ = 0;   // where it ends
};

TEST_F(RocksLogFile, KilledWriterLeavesEveryAcknowledgedBatch) {
  EXPECT_EQ(look(dir_).batches, kAcknowledged);
  EXPECT_EQ(look(dir_, Mode::kWrite).batches, kAcknowledged);
}

TEST_F(RocksLogFile, CutAtEveryByteOfTheLastRecordLeavesTheWholeBatchesBeforeIt) {
  for (std::uint64_t size = end_ - 1; size + 1 > last_; --size) {
    fs::resize_file(log_, size);
    const auto opened = look(dir_);
    ASSERT_FALSE(opened.corrupt) << "cut at " << size << " of " << end_;
    ASSERT_EQ(opened.batches, kAcknowledged - 1) << "cut at " << size << " of " << end_;
  }
}

TEST_F(RocksLogFile, WriterGoesOnAfterACut) {
  for (const std::uint64_t size :
       {last_, last_ + 1, last_ + 6, last_ + 7, last_ + 8, (last_ + end_) / 2, end_ - 1}) {
    const auto dir = copy();
    fs::resize_file(log_in(dir), size);
    {
      auto store = open_store(dir, Mode::kWrite);
      ASSERT_TRUE(store) << store.error().message;
      ASSERT_EQ(*whole_batches(**store), kAcknowledged - 1) << "cut at " << size;
      const auto lease = (*store)->acquire(0)->lease;
      ASSERT_TRUE(append_numbered(**store, lease, kAcknowledged - 1));
    }
    ASSERT_EQ(look(dir).batches, kAcknowledged) << "cut at " << size;
  }
}

TEST_F(RocksLogFile, FlippedByteInTheLastRecordNeverShowsPartOfABatch) {
  int corrupt = 0;
  for (std::uint64_t at = last_; at < end_; ++at) {
    flip_byte(log_, at);
    const auto opened = look(dir_);
    if (opened.corrupt) {
      ++corrupt;
      ASSERT_EQ(opened.where, log_.string()) << "flip at " << at;
    } else {
      ASSERT_EQ(opened.batches, kAcknowledged - 1) << "flip at " << at;
    }
    flip_byte(log_, at);
  }
  EXPECT_GE(corrupt, static_cast<int>(end_ - last_) - 7);  // all but flips in the header
  EXPECT_EQ(look(dir_).batches, kAcknowledged);
}

TEST_F(RocksLogFile, FlippedByteInAnEarlierRecordIsCorruptOrEndsTheLogThere) {
  const auto starts = record_starts(log_);
  const std::uint64_t record = starts[starts.size() - 3];
  for (std::uint64_t at = record; at < last_; at += at < record + 7 ? 1 : 13) {
    flip_byte(log_, at);
    const auto opened = look(dir_);
    if (at >= record + 7) {
      ASSERT_TRUE(opened.corrupt) << "flip at " << at;
    }
    if (!opened.corrupt) {
      ASSERT_EQ(opened.batches, kAcknowledged - 2) << "flip at " << at;
    }
    flip_byte(log_, at);
  }
}

TEST_F(RocksLogFile, ZeroesInPlaceOfTheLastRecordLeaveTheWholeBatchesBeforeIt) {
  fs::resize_file(log_, last_);
  fs::resize_file(log_, end_);
  const auto opened = look(dir_);
  EXPECT_FALSE(opened.corrupt);
  EXPECT_EQ(opened.batches, kAcknowledged - 1);
}

// What no database can notice: the checkpoint kept outside of the folder is what finds it, by
// EventStore::acquire(known_size) among others.
TEST_F(RocksLogFile, DeletedLiveLogOpensShorterAndOnlyTheKnownSizeTells) {
  fs::remove(log_);
  auto store = open_store(dir_, Mode::kWrite);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(*whole_batches(**store), 0u);
  const auto acquired = (*store)->acquire(kAcknowledged * support::kBatchEntries);
  ASSERT_FALSE(acquired);
  EXPECT_EQ(acquired.error().code, ErrorCode::kBehind);
}

/// A store with everything in table files, many blocks of entries among them.
class RocksTableFile : public testing::Test {
 protected:
  static constexpr std::size_t kEntryBytes = 30'000;

  void SetUp() override {
    auto store = open_store(dir_, Mode::kCreate);
    ASSERT_TRUE(store);
    const auto lease = (*store)->acquire(0)->lease;
    for (std::uint64_t i = 0; i < 5; ++i) {
      ASSERT_TRUE(append_numbered(**store, lease, i, kEntryBytes));
    }
    ASSERT_TRUE((*store)->flush());
    for (const auto& table : files_ending(dir_, ".sst")) {
      if (entries_.empty() || fs::file_size(table) > fs::file_size(entries_)) entries_ = table;
    }
    ASSERT_FALSE(entries_.empty());
  }
  void expect_damaged(const fs::path& file) {
    for (const Mode mode : {Mode::kReadOnly, Mode::kWrite}) {
      const auto store = open_store(dir_, mode);
      ASSERT_FALSE(store);
      EXPECT_EQ(store.error().code, ErrorCode::kCorrupt);
      EXPECT_EQ(store.error().where, file.string()) << store.error().message;
    }
  }

  support::TempDir temp_;
  fs::path dir_ = temp_ / "log";
  fs::path entries_;  // the table file that holds them
};

TEST_F(RocksTableFile, FlippedByteIsCorruptAndNamesTheFile) {
  flip_byte(entries_, 100);
  const auto store = open_store(dir_, Mode::kReadOnly);
  ASSERT_TRUE(store) << store.error().message;
  const auto visit = [](std::uint64_t, std::string_view) { return true; };
  const auto read = (*store)->read(0, 1, visit);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(read.error().reason, "CHECKSUM_MISMATCH");
  EXPECT_EQ(read.error().where, entries_.string()) << read.error().message;
  EXPECT_TRUE((*store)->read(14, 15, visit));
}

TEST_F(RocksTableFile, MissingTableIsCorruptAndNamed) {
  fs::remove(entries_);
  expect_damaged(entries_);
}

TEST_F(RocksTableFile, CutTableIsCorruptAndNamed) {
  fs::resize_file(entries_, fs::file_size(entries_) - 1);
  expect_damaged(entries_);
}

TEST_F(RocksTableFile, MissingCurrentIsCorruptAndNamed) {
  fs::remove(dir_ / "CURRENT");
  expect_damaged(dir_ / "CURRENT");
}

TEST_F(RocksTableFile, FlippedByteInTheManifestIsCorruptAndNamed) {
  std::string name = support::slurp(dir_ / "CURRENT");
  name.pop_back();
  flip_byte(dir_ / name, 20);
  expect_damaged(dir_ / name);
}

TEST_F(RocksTableFile, OpeningsThatWriteNothingLeaveNoFilesBehind) {
  KvOptions options;
  options.dir = temp_ / "views";
  options.families = {{"rows"}};
  options.create = true;
  {
    const auto kv = Kv::open(options);
    ASSERT_TRUE(kv) << kv.error().message;
    KvBatch batch;
    batch.put(0, "key", "value");
    ASSERT_TRUE((*kv)->write(batch, true));
  }
  options.create = false;
  for (int i = 0; i < 5; ++i) {
    const auto kv = Kv::open(options);
    ASSERT_TRUE(kv) << kv.error().message;
    EXPECT_EQ((*kv)->get(0, "key")->value_or(""), "value");
  }
  EXPECT_LE(files_ending(options.dir, ".log").size(), 2u);
}

TEST_F(RocksTableFile, CurrentThatNamesAFileThatIsNotThereIsCorruptAndNamed) {
  std::ofstream(dir_ / "CURRENT") << "MANIFEST-999999\n";
  expect_damaged(dir_ / "CURRENT");
}

}  // namespace
}  // namespace ledger
