// SPDX-License-Identifier: Apache-2.0
// Failing disks: every write and every sync of an append, lost, torn or done and reported as
// failed; full disks while flushing.
#include "ledger/rocks_faults.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "tests/support/file_faults.h"
#include "tests/support/rocks_folder.h"

namespace ledger {
namespace {

using support::append_numbered;
using support::kBatchEntries;
using support::Mode;
using support::NthFault;
using support::NumberedBatch;
using support::open_store;
using support::whole_batches;

class RocksFaults : public testing::TestWithParam<FileFault> {
 protected:
  void SetUp() override { ASSERT_TRUE(open_store(dir_ / "log", Mode::kCreate)); }

  std::unique_ptr<EventStore> reopen(std::size_t memtable_bytes = std::size_t{1} << 20) {
    faults_.disarm();
    auto store = open_store(dir_ / "log", Mode::kWrite, &faults_, memtable_bytes);
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  /// Opens, lets operation `nth` of acquire and append fail, and checks what is said about it.
  /// False if there are not so many operations.
  bool fail_once(std::size_t nth, std::uint64_t* batches);

  support::TempDir dir_;
  NthFault faults_;
};

bool RocksFaults::fail_once(std::size_t nth, std::uint64_t* batches) {
  auto store = reopen();
  // Of the write-ahead log: the database may tidy up other files at the same time.
  faults_.arm({.nth = nth, .fault = GetParam(), .ending = ".log"});
  const auto acquired = store->acquire(0);
  const auto appended =
      acquired ? append_numbered(*store, acquired->lease, *batches) : Status(acquired.error());
  const bool hit = faults_.seen() > nth;
  // A write is in the file, for this machine's life, even if its sync was lost.
  const bool written = faults_.hit_sync() || GetParam().extent == FaultExtent::kEverything;
  EXPECT_EQ(bool(appended), !hit) << "operation " << nth;
  if (!appended) {
    EXPECT_EQ(appended.error().code, ErrorCode::kIndeterminate);
  }
  store.reset();

  store = reopen();
  const auto there = whole_batches(*store);
  EXPECT_TRUE(there) << there.error().message;
  const NumberedBatch batch(*batches, 20);
  const auto own = store->reconcile(*batches * kBatchEntries, batch.entries);
  EXPECT_TRUE(own && there && *own == (*there == *batches + 1)) << "operation " << nth;
  if (hit && acquired) {
    EXPECT_EQ(*own, written) << "operation " << nth;
  }
  if (!hit) {
    EXPECT_TRUE(*own);
  }
  if (there) *batches = *there;
  return hit;
}

TEST_P(RocksFaults, EveryFailedOperationIsIndeterminateAndReconciledTruthfully) {
  std::uint64_t batches = 0;
  std::size_t nth = 0;
  while (fail_once(nth, &batches) && !HasFailure()) ++nth;
  EXPECT_GE(nth, 4u);  // a write and a sync each of acquire and append
}

std::string fault_name(const testing::TestParamInfo<FileFault>& info) {
  const char* extents[] = {"Lost", "Torn", "PersistedButReportedFailed"};
  return std::string(info.param.error == EIO ? "Eio" : "Enospc") +
         extents[static_cast<std::size_t>(info.param.extent)];
}

INSTANTIATE_TEST_SUITE_P(All, RocksFaults,
                         testing::Values(FileFault{EIO, FaultExtent::kNothing},
                                         FileFault{EIO, FaultExtent::kHalf},
                                         FileFault{EIO, FaultExtent::kEverything},
                                         FileFault{ENOSPC, FaultExtent::kNothing},
                                         FileFault{ENOSPC, FaultExtent::kHalf},
                                         FileFault{ENOSPC, FaultExtent::kEverything}),
                         fault_name);

class RocksDiskFull : public RocksFaults {
 protected:
  void fill_disk_for_tables() {
    faults_.arm(
        {.nth = 0, .fault = {ENOSPC, FaultExtent::kNothing}, .ending = ".sst", .repeated = true});
  }
};

TEST_F(RocksDiskFull, FlushOnAFullDiskFailsAndLosesNothing) {
  auto store = reopen();
  const auto lease = store->acquire(0)->lease;
  ASSERT_TRUE(append_numbered(*store, lease, 0));
  fill_disk_for_tables();
  const auto flushed = store->flush();
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().reason, "FLUSH_FAILED");
  EXPECT_EQ(*whole_batches(*store), 1u);
  store.reset();
  EXPECT_EQ(*whole_batches(*reopen()), 1u);
}

TEST_F(RocksDiskFull, BackgroundFlushOnAFullDiskStopsTheWriterAndKeepsWhatWasAcknowledged) {
  constexpr std::size_t kEntryBytes = 20'000;
  auto store = reopen(std::size_t{256} << 10);
  const auto lease = store->acquire(0)->lease;
  fill_disk_for_tables();
  std::uint64_t acknowledged = 0;
  Status appended = Ok{};
  while (acknowledged < 100 &&
         (appended = append_numbered(*store, lease, acknowledged, kEntryBytes))) {
    ++acknowledged;
  }
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().code, ErrorCode::kIndeterminate);
  EXPECT_EQ(*whole_batches(*store, kEntryBytes), acknowledged);
  store.reset();
  store = reopen();
  const auto there = whole_batches(*store, kEntryBytes);
  ASSERT_TRUE(there) << there.error().message;
  const NumberedBatch last(acknowledged, kEntryBytes);
  const auto own = store->reconcile(acknowledged * kBatchEntries, last.entries);
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_EQ(*there, acknowledged + (*own ? 1 : 0));
}

}  // namespace
}  // namespace ledger
