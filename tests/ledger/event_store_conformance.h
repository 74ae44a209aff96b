// SPDX-License-Identifier: Apache-2.0
// What every EventStore must do. Give a function that makes a StoreHome to
// INSTANTIATE_TEST_SUITE_P(..., EventStoreConformance, ...), in one file only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/event_store.h"
#include "ledger/limits.h"
#include "tests/support/memory_store.h"

namespace ledger {

/// Where a store lives while it is closed and opened again.
class StoreHome {
 public:
  virtual ~StoreHome() = default;
  /// A new store the first time, then the same again. The one before must be gone.
  virtual Result<std::unique_ptr<EventStore>> open() = 0;
  /// What befalls the next acquire or append.
  virtual void fail_next_write(support::StoreFault fault) = 0;
};

using Strings = std::vector<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

class EventStoreConformance : public testing::TestWithParam<std::unique_ptr<StoreHome> (*)()> {
 protected:
  void SetUp() override {
    home_ = GetParam()();
    reopen();
    lease_ = acquire();
  }

  void reopen() {
    store_.reset();
    auto opened = home_->open();
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }
  Lease acquire() {
    const auto acquired = store_->acquire(0);
    EXPECT_TRUE(acquired) << acquired.error().message;
    return acquired ? acquired->lease : Lease{};
  }
  Status append(std::uint64_t expected, const Strings& entries, const std::string& edge = "edge",
                const std::vector<RowPut>& rows = {}) {
    return store_->append(lease_, expected, entries, edge, rows);
  }
  Strings read(std::uint64_t begin, std::uint64_t end) const {
    Strings found;
    const auto status = store_->read(begin, end, [&](std::uint64_t index, std::string_view entry) {
      EXPECT_EQ(index, begin + found.size());
      found.emplace_back(entry);
      return true;
    });
    EXPECT_TRUE(status) << status.error().message;
    return found;
  }
  Strings all() const { return read(0, store_->head()->size); }
  Pairs scan(Table table, const std::string& from, const std::string& to, bool back = false) const {
    Pairs found;
    const RowVisitor visit = [&](std::string_view key, std::string_view value) {
      found.emplace_back(key, value);
      return true;
    };
    const auto status =
        back ? store_->scan_back(table, from, to, visit) : store_->scan(table, from, to, visit);
    EXPECT_TRUE(status) << status.error().message;
    return found;
  }
  std::map<std::uint64_t, std::string> checkpoints(std::uint64_t begin, std::uint64_t end) const {
    std::map<std::uint64_t, std::string> found;
    const auto status =
        store_->checkpoints(begin, end, [&](std::uint64_t size, std::string_view note) {
          EXPECT_TRUE(found.empty() || found.rbegin()->first < size);
          found.emplace(size, note);
          return true;
        });
    EXPECT_TRUE(status) << status.error().message;
    return found;
  }

  std::unique_ptr<StoreHome> home_;
  std::unique_ptr<EventStore> store_;
  Lease lease_;
};

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  EXPECT_FALSE(result);
  return result ? ErrorCode::kOverloaded : result.error().code;
}
template <typename T>
std::string reason_of(const Result<T>& result) {
  return result ? "OK" : result.error().reason;
}

TEST_P(EventStoreConformance, NewStoreIsEmpty) {
  EXPECT_EQ(store_->head()->size, 0u);
  EXPECT_EQ(store_->head()->edge, "");
  EXPECT_EQ(all(), Strings{});
  EXPECT_EQ(*store_->last_checkpoint(), std::nullopt);
  EXPECT_EQ(scan(Table::kState, "", ""), Pairs{});
}

TEST_P(EventStoreConformance, BatchesAreThereWholeAndInOrderAfterReopening) {
  ASSERT_TRUE(append(0, {"a", "b", "c"}, "edge 3"));
  ASSERT_TRUE(append(3, {"d"}, "edge 4", {{Table::kState, "k", "v"}}));
  for (const bool again : {false, true}) {
    if (again) reopen();
    EXPECT_EQ(store_->head()->size, 4u);
    EXPECT_EQ(store_->head()->edge, "edge 4");
    EXPECT_EQ(store_->head()->epoch, lease_.epoch);
    EXPECT_EQ(all(), (Strings{"a", "b", "c", "d"}));
    EXPECT_EQ(read(1, 3), (Strings{"b", "c"}));
    EXPECT_EQ(*store_->get(Table::kState, "k"), "v");
  }
}

TEST_P(EventStoreConformance, ReadStopsWhenTheVisitorSaysSo) {
  ASSERT_TRUE(append(0, {"a", "b", "c"}));
  int seen = 0;
  ASSERT_TRUE(store_->read(0, 3, [&](std::uint64_t, std::string_view) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TEST_P(EventStoreConformance, ReadBeyondTheHeadIsNotFound) {
  ASSERT_TRUE(append(0, {"a"}));
  const auto visit = [](std::uint64_t, std::string_view) { return true; };
  EXPECT_EQ(reason_of(store_->read(0, 2, visit)), "BEYOND_HEAD");
  EXPECT_TRUE(store_->read(1, 1, visit));
}

TEST_P(EventStoreConformance, StaleExpectedSizeIsAConflictAndWritesNothing) {
  ASSERT_TRUE(append(0, {"a", "b"}, "edge 2"));
  for (const std::uint64_t expected : {0u, 1u, 3u, 9u}) {
    const auto status = append(expected, {"x"}, "other", {{Table::kState, "k", "v"}});
    EXPECT_EQ(code_of(status), ErrorCode::kConflict);
    EXPECT_EQ(reason_of(status), "HEAD_MOVED");
  }
  EXPECT_EQ(all(), (Strings{"a", "b"}));
  EXPECT_EQ(store_->head()->edge, "edge 2");
  EXPECT_EQ(*store_->get(Table::kState, "k"), std::nullopt);
}

TEST_P(EventStoreConformance, NewerEpochFencesTheOlderLease) {
  const Lease newer = acquire();
  EXPECT_GT(newer.epoch, lease_.epoch);
  EXPECT_EQ(code_of(append(0, {"x"})), ErrorCode::kFenced);
  EXPECT_EQ(all(), Strings{});
  lease_ = newer;
  EXPECT_TRUE(append(0, {"a"}));
}

TEST_P(EventStoreConformance, EpochSurvivesReopeningAndGrowsFromThere) {
  reopen();
  EXPECT_EQ(store_->head()->epoch, lease_.epoch);
  EXPECT_EQ(acquire().epoch, lease_.epoch + 1);
}

TEST_P(EventStoreConformance, StoreBehindWhatWasPublishedIsRefusedWithoutTakingTheLease) {
  ASSERT_TRUE(append(0, {"a", "b"}));
  EXPECT_EQ(code_of(store_->acquire(3)), ErrorCode::kBehind);
  EXPECT_EQ(store_->head()->epoch, lease_.epoch);
  EXPECT_TRUE(append(2, {"c"}));
  const auto acquired = store_->acquire(3);
  ASSERT_TRUE(acquired);
  EXPECT_EQ(acquired->head.size, 3u);
  EXPECT_EQ(acquired->head.edge, "edge");
}

TEST_P(EventStoreConformance, ReconcileTellsOwnFromAbsentFromForeign) {
  ASSERT_TRUE(append(0, {"a", "b"}));
  ASSERT_TRUE(append(2, {"c", "d"}));
  EXPECT_TRUE(*store_->reconcile(2, Strings{"c", "d"}));
  EXPECT_TRUE(*store_->reconcile(0, Strings{"a", "b"}));
  EXPECT_FALSE(*store_->reconcile(4, Strings{"e"}));
  for (const Strings& other : {Strings{"c", "x"}, Strings{"c", "d", "e"}, Strings{"x"}}) {
    EXPECT_EQ(reason_of(store_->reconcile(2, other)), "FOREIGN_ENTRIES");
  }
  EXPECT_EQ(code_of(store_->reconcile(5, Strings{"e"})), ErrorCode::kBehind);
}

TEST_P(EventStoreConformance, FailedAppendIsIndeterminateUntilReopenedAndReconciledTruthfully) {
  using support::StoreFault;
  std::uint64_t size = 0;
  for (const auto fault : {StoreFault::kLose, StoreFault::kPersistAndFail, StoreFault::kLose}) {
    const Strings batch = {"x" + std::to_string(size), "y"};
    home_->fail_next_write(fault);
    EXPECT_EQ(code_of(append(size, batch, "new", {{Table::kState, "s", batch[0]}})),
              ErrorCode::kIndeterminate);
    EXPECT_EQ(code_of(append(size, batch)), ErrorCode::kIndeterminate);
    EXPECT_EQ(code_of(store_->acquire(0)), ErrorCode::kIndeterminate);
    EXPECT_EQ(code_of(store_->put_checkpoint(size, "note")), ErrorCode::kIndeterminate);
    EXPECT_EQ(code_of(store_->reconcile(size, batch)), ErrorCode::kIndeterminate);
    reopen();
    lease_ = acquire();
    const bool there = fault == StoreFault::kPersistAndFail;
    EXPECT_EQ(*store_->reconcile(size, batch), there);
    EXPECT_EQ(store_->head()->size, size + (there ? 2 : 0));
    EXPECT_EQ(*store_->get(Table::kState, "s") == batch[0], there);
    EXPECT_TRUE(there || append(size, batch));
    size += 2;
  }
}

TEST_P(EventStoreConformance, AFailedStoreIsOpenedAgainInPlaceAndGoesOn) {
  using support::StoreFault;
  ASSERT_TRUE(append(0, {"a"}));
  std::uint64_t size = 1;
  for (const auto fault : {StoreFault::kLose, StoreFault::kPersistAndFail, StoreFault::kLose}) {
    const Strings batch = {"x" + std::to_string(size)};
    home_->fail_next_write(fault);
    EXPECT_EQ(code_of(append(size, batch)), ErrorCode::kIndeterminate);
    EXPECT_GE(all().size(), size) << "what was acknowledged can still be read";
    ASSERT_TRUE(store_->reopen());
    const Lease old = lease_;
    lease_ = acquire();
    EXPECT_GT(lease_.epoch, old.epoch);
    const bool there = fault == StoreFault::kPersistAndFail;
    EXPECT_EQ(*store_->reconcile(size, batch), there);
    ASSERT_TRUE(there || append(size, batch));
    ++size;
    EXPECT_EQ(all().size(), size);
    EXPECT_EQ(all().back(), batch[0]);
  }
}

TEST_P(EventStoreConformance, ReadersGoOnWhileTheStoreIsOpenedAgain) {
  ASSERT_TRUE(append(0, {"a", "b", "c"}));
  std::atomic<bool> stop = false;
  std::atomic<int> reads = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        std::size_t seen = 0;
        const auto read = store_->read(0, 3, [&](std::uint64_t index, std::string_view) {
          // A visitor may read, also while somebody waits for it to leave.
          seen += store_->read(index, index + 1, [](auto, auto) { return true; }) ? 1 : 0;
          return true;
        });
        EXPECT_TRUE(read && seen == 3);
        ++reads;
      }
    });
  }
  for (int i = 0; i < 5; ++i) {
    const int before = reads;
    while (reads < before + 5) std::this_thread::yield();
    EXPECT_TRUE(store_->reopen());
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

TEST_P(EventStoreConformance, FailedAcquireNeverLeavesAnOlderLeaseValidAfterReopening) {
  using support::StoreFault;
  for (const auto fault : {StoreFault::kLose, StoreFault::kPersistAndFail}) {
    home_->fail_next_write(fault);
    EXPECT_EQ(code_of(store_->acquire(0)), ErrorCode::kIndeterminate);
    reopen();
    const Lease next = acquire();
    EXPECT_GT(next.epoch, lease_.epoch);
    EXPECT_EQ(code_of(append(0, {"x"})), ErrorCode::kFenced);
    lease_ = next;
  }
}

TEST_P(EventStoreConformance, EntriesOfAnyBytesAndUpToTheLimitComeBack) {
  std::string every;
  for (int i = 0; i < 256; ++i) every.push_back(static_cast<char>(i));
  const Strings entries = {"", every, std::string(kEntryBytesMax, '\0'), std::string("\0", 1)};
  ASSERT_TRUE(append(0, entries));
  EXPECT_EQ(all(), entries);
  reopen();
  EXPECT_EQ(all(), entries);
}

TEST_P(EventStoreConformance, EntryOverTheLimitIsInvalidAndWritesNothing) {
  const auto status = append(0, {"a", std::string(kEntryBytesMax + 1, 'x')});
  EXPECT_EQ(code_of(status), ErrorCode::kInvalid);
  EXPECT_EQ(reason_of(status), "ENTRY_TOO_LARGE");
  EXPECT_EQ(reason_of(append(0, {})), "EMPTY_BATCH");
  EXPECT_EQ(store_->head()->size, 0u);
  EXPECT_TRUE(append(0, {"a"}));
}

TEST_P(EventStoreConformance, RowsArePutReplacedErasedAndKeptApartByTable) {
  ASSERT_TRUE(append(0, {"a"}, "", {{Table::kState, "k", "1"}, {Table::kState, "l", "2"}}));
  ASSERT_TRUE(append(1, {"b"}, "", {{Table::kState, "k", "3"}, {Table::kState, "l", {}}}));
  EXPECT_EQ(*store_->get(Table::kState, "k"), "3");
  EXPECT_EQ(*store_->get(Table::kState, "l"), std::nullopt);
  std::uint64_t size = 2;
  for (std::size_t i = 0; i < kTableCount; ++i) {
    ASSERT_TRUE(append(size++, {"e"}, "", {{static_cast<Table>(i), "same", std::to_string(i)}}));
  }
  ASSERT_TRUE(store_->put_checkpoint(size, "note"));
  for (std::size_t i = 0; i < kTableCount; ++i) {
    const auto table = static_cast<Table>(i);
    EXPECT_EQ(*store_->get(table, "same"), std::to_string(i));
    const auto rows = scan(table, "l", "");
    EXPECT_EQ(rows, (Pairs{{"same", std::to_string(i)}}));
    EXPECT_EQ(scan(table, "l", "", true), rows);
  }
}

TEST_P(EventStoreConformance, ScansAreOrderedByUnsignedBytesWithinTheirBounds) {
  std::vector<RowPut> rows;
  for (const char* key : {"\xff", "a", "aa", "b", "\x01"}) rows.push_back({Table::kTile, key, key});
  rows.push_back({Table::kTile, "", "empty key"});
  ASSERT_TRUE(append(0, {"e"}, "", rows));
  const auto keys = [&](const std::string& from, const std::string& to, bool back) {
    Strings found;
    for (const auto& [key, value] : scan(Table::kTile, from, to, back)) found.push_back(key);
    return found;
  };
  EXPECT_EQ(keys("", "", false), (Strings{"", "\x01", "a", "aa", "b", "\xff"}));
  EXPECT_EQ(keys("", "", true), (Strings{"\xff", "b", "aa", "a", "\x01", ""}));
  EXPECT_EQ(keys("a", "b", false), (Strings{"a", "aa"}));
  EXPECT_EQ(keys("a", "b", true), (Strings{"aa", "a"}));
  EXPECT_EQ(keys("aa", "", true), (Strings{"\xff", "b", "aa"}));
  EXPECT_EQ(keys("b", "a", false), Strings{});
  EXPECT_EQ(keys("b", "b", true), Strings{});
}

TEST_P(EventStoreConformance, CheckpointsAreKeptAndListedBySize) {
  ASSERT_TRUE(append(0, {"a", "b", "c"}));
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 65'536u}) {
    ASSERT_TRUE(store_->put_checkpoint(size, "note " + std::to_string(size)));
  }
  ASSERT_TRUE(append(3, {"d"}));
  for (const bool again : {false, true}) {
    if (again) reopen();
    EXPECT_EQ(**store_->last_checkpoint(), "note 65536");
    EXPECT_EQ(checkpoints(0, 1'000'000).size(), 5u);
    EXPECT_EQ(checkpoints(2, 256),
              (std::map<std::uint64_t, std::string>{{2, "note 2"}, {255, "note 255"}}));
    EXPECT_TRUE(checkpoints(3, 3).empty());
  }
}

TEST_P(EventStoreConformance, WaitReturnsAtOnceWhenLongEnoughAndOtherwiseAtTheTimeout) {
  ASSERT_TRUE(append(0, {"a", "b"}));
  EXPECT_EQ(store_->wait(1, std::chrono::hours(1)), 2u);
  EXPECT_EQ(store_->wait(2, std::chrono::milliseconds(1)), 2u);
}

TEST_P(EventStoreConformance, WaitWakesWhenTheLogGrows) {
  std::uint64_t size = 0;
  std::thread reader([&] {
    while (size == 0) size = store_->wait(0, std::chrono::seconds(60));
  });
  EXPECT_TRUE(append(0, {"a"}));
  reader.join();
  EXPECT_EQ(size, 1u);
}

TEST_P(EventStoreConformance, FlushKeepsEverything) {
  ASSERT_TRUE(append(0, {"a", "b"}, "edge 2", {{Table::kById, "id", "0"}}));
  ASSERT_TRUE(store_->flush());
  reopen();
  EXPECT_EQ(all(), (Strings{"a", "b"}));
  EXPECT_EQ(store_->head()->edge, "edge 2");
  EXPECT_EQ(*store_->get(Table::kById, "id"), "0");
  EXPECT_GT(store_->bytes_on_disk(), 0u);
}

/// The same store as plain containers, for the random walk below.
struct StoreModel {
  Strings entries;
  std::map<std::string, std::string> state;
  std::map<std::string, std::string> subjects;
  std::map<std::string, std::string> types;
  std::map<std::uint64_t, std::string> notes;
  std::string edge;

  struct Batch {
    Strings entries;
    std::string edge;
    std::vector<RowPut> rows;
  };
  Batch random_batch(std::mt19937_64& random) const {
    Batch batch;
    const auto count = 1 + random() % 5;
    std::map<std::string, std::uint64_t> versions;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string index = be64(entries.size() + i);
      batch.entries.emplace_back(random() % 300, static_cast<char>(random()));
      const std::string subject(17, static_cast<char>('a' + random() % 5));
      const auto found = versions.try_emplace(subject, version_of(subject)).first;
      batch.rows.push_back({Table::kBySubject, subject + be64(found->second++), index});
      batch.rows.push_back(
          {Table::kByType, static_cast<char>('1' + random() % 3) + index, std::string()});
      const std::string key = "k" + std::to_string(random() % 20);
      if (random() % 3 == 0) {
        batch.rows.push_back({Table::kState, key, {}});
      } else {
        batch.rows.push_back({Table::kState, key, be64(random())});
      }
    }
    batch.edge = be64(random());
    return batch;
  }
  void apply(const Batch& batch) {
    entries.insert(entries.end(), batch.entries.begin(), batch.entries.end());
    edge = batch.edge;
    for (const auto& row : batch.rows) {
      auto& rows = rows_of(row.table);
      if (row.value) {
        rows[row.key] = *row.value;
      } else {
        rows.erase(row.key);
      }
    }
  }
  std::map<std::string, std::string>& rows_of(Table table) {
    if (table == Table::kState) return state;
    return table == Table::kByType ? types : subjects;
  }
  std::uint64_t version_of(const std::string& subject) const {
    return static_cast<std::uint64_t>(std::count_if(
        subjects.begin(), subjects.end(),
        [&](const auto& row) { return row.first.compare(0, subject.size(), subject) == 0; }));
  }
};

class EventStoreRandomWalk : public EventStoreConformance {
 protected:
  void step() {
    const auto dice = random_() % 48;
    if (dice < 2) {
      reopen();
      lease_ = acquire();
    } else if (dice < 4) {
      fail(dice == 2);
    } else if (dice < 5) {
      EXPECT_TRUE(store_->flush());
    } else if (dice < 9) {
      EXPECT_EQ(code_of(append(model_.entries.size() + 1 + random_() % 3, {"x"})),
                ErrorCode::kConflict);
    } else if (dice < 13) {
      const std::uint64_t size = model_.entries.size();
      model_.notes[size] = "note" + be64(random_());
      EXPECT_TRUE(store_->put_checkpoint(size, model_.notes[size]));
    } else {
      const auto batch = model_.random_batch(random_);
      EXPECT_TRUE(append(model_.entries.size(), batch.entries, batch.edge, batch.rows));
      model_.apply(batch);
    }
  }
  void fail(bool persist) {
    using support::StoreFault;
    const auto batch = model_.random_batch(random_);
    const std::uint64_t expected = model_.entries.size();
    home_->fail_next_write(persist ? StoreFault::kPersistAndFail : StoreFault::kLose);
    EXPECT_EQ(code_of(append(expected, batch.entries, batch.edge, batch.rows)),
              ErrorCode::kIndeterminate);
    reopen();
    lease_ = acquire();
    EXPECT_EQ(*store_->reconcile(expected, batch.entries), persist);
    if (persist) model_.apply(batch);
  }
  void compare() {
    const std::uint64_t size = model_.entries.size();
    ASSERT_EQ(store_->head()->size, size);
    EXPECT_EQ(store_->head()->edge, model_.edge);
    const auto a = random_() % (size + 1);
    const auto b = a + random_() % (size - a + 1);
    EXPECT_EQ(read(a, b), Strings(model_.entries.begin() + static_cast<std::ptrdiff_t>(a),
                                  model_.entries.begin() + static_cast<std::ptrdiff_t>(b)));
    EXPECT_EQ(scan(Table::kState, "", ""), Pairs(model_.state.begin(), model_.state.end()));
    for (const Table table : {Table::kBySubject, Table::kByType}) compare_ranges(table);
    EXPECT_EQ(checkpoints(0, size + 1), model_.notes);
  }
  void compare_ranges(Table table) {
    const auto& rows = model_.rows_of(table);
    EXPECT_EQ(scan(table, "", "", true), Pairs(rows.rbegin(), rows.rend()));
    EXPECT_EQ(scan(table, "", ""), Pairs(rows.begin(), rows.end()));
    if (rows.empty()) return;
    const auto any_key = [&] {
      std::string key =
          std::next(rows.begin(), static_cast<std::ptrdiff_t>(random_() % rows.size()))->first;
      if (random_() % 4 == 0) key.resize(1 + random_() % key.size());
      return key;
    };
    const std::string from = any_key();
    const std::string to = std::max(from, any_key());
    const Pairs between(rows.lower_bound(from), rows.lower_bound(to));
    EXPECT_EQ(scan(table, from, to), between) << from << " to " << to;
    EXPECT_EQ(scan(table, from, to, true), Pairs(between.rbegin(), between.rend()));
    const auto found = rows.find(from);
    const auto got = store_->get(table, from);
    ASSERT_TRUE(got);
    EXPECT_EQ(*got, found == rows.end() ? std::nullopt : std::optional(found->second));
  }

  std::mt19937_64 random_;
  StoreModel model_;
};

TEST_P(EventStoreRandomWalk, EqualsTheModelAtEveryStep) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  random_.seed(seed);
  for (int i = 0; i < 320 && !HasFailure(); ++i) {
    step();
    compare();
  }
}

}  // namespace ledger
