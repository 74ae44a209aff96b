// SPDX-License-Identifier: Apache-2.0
// Opening the store on RocksDB: locks, missing folders, versions, readers beside a writer.
#include "ledger/rocks_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <map>

#include "tests/support/rocks_folder.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;
using support::append_numbered;
using support::Mode;
using support::open_store;
using support::whole_batches;
using testing::HasSubstr;

class RocksStore : public testing::Test {
 protected:
  void create() { ASSERT_TRUE(open_store(dir_, Mode::kCreate)); }
  void create_with_batches(std::uint64_t batches) {
    auto store = open_store(dir_, Mode::kCreate);
    ASSERT_TRUE(store);
    const auto lease = (*store)->acquire(0)->lease;
    for (std::uint64_t i = 0; i < batches; ++i) ASSERT_TRUE(append_numbered(**store, lease, i));
  }
  /// The database under the store, by the family names of FORMAT.md.
  std::unique_ptr<Kv> raw() {
    KvOptions options;
    options.dir = dir_;
    options.families = {{"events"},     {"tree"},    {"by_id"}, {"by_digest"},
                        {"by_subject"}, {"by_type"}, {"state"}};
    auto kv = Kv::open(options);
    EXPECT_TRUE(kv) << kv.error().message;
    return kv ? std::move(*kv) : nullptr;
  }
  /// Every file with its size and time.
  std::map<std::string, std::string> listing() const {
    std::map<std::string, std::string> files;
    for (const auto& file : fs::directory_iterator(dir_)) {
      files[file.path().filename()] =
          std::to_string(file.file_size()) + " " +
          std::to_string(file.last_write_time().time_since_epoch().count());
    }
    return files;
  }

  static constexpr Family kEvents = 0;
  static constexpr Family kState = 6;
  support::TempDir temp_;
  fs::path dir_ = temp_ / "log";
};

TEST_F(RocksStore, SecondOpenInTheSameProcessIsLockedAndNamesIt) {
  const auto first = open_store(dir_, Mode::kCreate);
  ASSERT_TRUE(first);
  for (const auto& spelling : {dir_, temp_ / "log/../log"}) {
    const auto second = open_store(spelling, Mode::kWrite);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kLocked);
    EXPECT_THAT(second.error().message, HasSubstr(std::to_string(::getpid())));
    EXPECT_THAT(second.error().message, HasSubstr(dir_.string()));
  }
  EXPECT_TRUE((*first)->acquire(0));
}

TEST_F(RocksStore, OpenWhileAnotherProcessHoldsItNamesThatProcess) {
  create();
  auto child = support::store_child("hold", dir_);
  ASSERT_EQ(child.read_line(), "ready");
  for (int i = 0; i < 2; ++i) {
    const auto store = open_store(dir_, Mode::kWrite);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::kLocked);
    EXPECT_THAT(store.error().message, HasSubstr("process " + std::to_string(child.pid())));
    EXPECT_THAT(store.error().message, HasSubstr(dir_.string()));
  }
  EXPECT_TRUE(open_store(dir_, Mode::kReadOnly));
  child.close_input();
  EXPECT_EQ(child.wait(), 0);
  EXPECT_TRUE(open_store(dir_, Mode::kWrite));
}

TEST_F(RocksStore, MissingDatabaseIsNotMadeByAccident) {
  for (const Mode mode : {Mode::kWrite, Mode::kReadOnly}) {
    const auto store = open_store(dir_, mode);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().reason, "NO_DATABASE");
    EXPECT_FALSE(fs::exists(dir_));
  }
  fs::create_directory(dir_);
  EXPECT_EQ(open_store(dir_, Mode::kWrite).error().reason, "NO_DATABASE");
  EXPECT_TRUE(fs::is_empty(dir_));
}

TEST_F(RocksStore, CreationOverSomethingIsAConflictAndChangesNothing) {
  create();
  const auto before = listing();
  const auto again = open_store(dir_, Mode::kCreate);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(again.error().reason, "EXISTS");
  EXPECT_EQ(listing(), before);
}

TEST_F(RocksStore, UnknownFormatVersionIsRefusedAndNamed) {
  create();
  {
    auto kv = raw();
    std::string row = **kv->get(kState, "H");
    row[1] = static_cast<char>(kStoreFormatVersion + 1);
    KvBatch batch;
    batch.put(kState, "H", row);
    ASSERT_TRUE(kv->write(batch, true));
  }
  for (const Mode mode : {Mode::kWrite, Mode::kReadOnly}) {
    const auto store = open_store(dir_, mode);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().reason, "BAD_FORMAT_VERSION");
    EXPECT_THAT(store.error().message, HasSubstr("version 2; this program reads 1"));
  }
}

TEST_F(RocksStore, HeadThatIsNotWhereTheEntriesEndIsRefused) {
  create_with_batches(2);
  {
    auto kv = raw();
    KvBatch batch;
    batch.erase(kEvents, be64(5));
    ASSERT_TRUE(kv->write(batch, true));
  }
  EXPECT_EQ(open_store(dir_, Mode::kWrite).error().reason, "BAD_HEAD");
  {
    auto kv = raw();
    KvBatch batch;
    batch.erase(kState, "H");
    ASSERT_TRUE(kv->write(batch, true));
  }
  EXPECT_EQ(open_store(dir_, Mode::kWrite).error().reason, "BAD_HEAD");
}

TEST_F(RocksStore, GapIsCorruptAndNamesTheIndex) {
  create_with_batches(2);
  {
    auto kv = raw();
    KvBatch batch;
    batch.erase(kEvents, be64(3));
    ASSERT_TRUE(kv->write(batch, true));
  }
  const auto store = open_store(dir_, Mode::kWrite);
  ASSERT_TRUE(store);
  const auto visit = [](std::uint64_t, std::string_view) { return true; };
  for (const auto& [begin, end] : {std::pair{0u, 6u}, {3u, 4u}, {2u, 4u}}) {
    const auto read = (*store)->read(begin, end, visit);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(read.error().reason, "ENTRY_MISSING");
    EXPECT_THAT(read.error().message, HasSubstr("entry 3 "));
  }
  EXPECT_TRUE((*store)->read(4, 6, visit));
}

TEST_F(RocksStore, ReadOnlyStoreWritesNothingAndSaysSo) {
  create_with_batches(3);
  const auto before = listing();
  {
    const auto store = open_store(dir_, Mode::kReadOnly);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(*whole_batches(**store), 3u);
    EXPECT_EQ((*store)->acquire(0).error().reason, "READ_ONLY");
    EXPECT_EQ((*store)->put_checkpoint(1, "note").error().reason, "READ_ONLY");
    EXPECT_EQ((*store)->wait(9, std::chrono::milliseconds(1)), 9u);
    EXPECT_TRUE((*store)->flush());
  }
  EXPECT_EQ(listing(), before);
}

TEST_F(RocksStore, ReadOnlyStoreShowsTheLogAsItWasAtItsOpening) {
  auto writer = open_store(dir_, Mode::kCreate);
  ASSERT_TRUE(writer);
  const auto lease = (*writer)->acquire(0)->lease;
  ASSERT_TRUE(append_numbered(**writer, lease, 0));
  const auto reader = open_store(dir_, Mode::kReadOnly);
  ASSERT_TRUE(reader) << reader.error().message;
  ASSERT_TRUE(append_numbered(**writer, lease, 1));
  ASSERT_TRUE((*writer)->flush());
  EXPECT_EQ(*whole_batches(**reader), 1u);
  EXPECT_EQ(*whole_batches(**open_store(dir_, Mode::kReadOnly)), 2u);
}

TEST_F(RocksStore, ReaderBesideAWritingProcessAlwaysSeesWholeBatchesFromTheStart) {
  constexpr std::uint64_t kBatches = 300;
  constexpr std::size_t kEntryBytes = 1'000;
  create();
  auto child = support::store_child("stream", dir_, kBatches);
  ASSERT_EQ(child.read_line(), "ready");
  std::uint64_t seen = 0;
  bool ended = false;
  while (!ended) {
    ended = child.ended();
    const auto reader = open_store(dir_, Mode::kReadOnly);
    if (!reader && !ended && reader.error().reason == "DATABASE_BUSY") continue;
    ASSERT_TRUE(reader) << reader.error().message;
    const auto batches = whole_batches(**reader, kEntryBytes);
    ASSERT_TRUE(batches) << batches.error().message;
    ASSERT_GE(*batches, seen);
    seen = *batches;
  }
  EXPECT_EQ(child.wait(), 0);
  EXPECT_EQ(seen, kBatches);
  EXPECT_GT(support::files_ending(dir_, ".sst").size(), 0u);
}

}  // namespace
}  // namespace ledger
