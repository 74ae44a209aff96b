// SPDX-License-Identifier: Apache-2.0
// The conformance suite over RocksDB and over memory.
#include "tests/ledger/event_store_conformance.h"

#include <cerrno>

#include "ledger/rocks_store.h"
#include "tests/support/file_faults.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

class RocksHome : public StoreHome {
 public:
  Result<std::unique_ptr<EventStore>> open() override {
    faults_.disarm();
    RocksStoreOptions options;
    options.dir = dir_ / "log";
    options.create = std::exchange(create_, false);
    options.memtable_bytes = std::size_t{1} << 20;
    options.block_cache_bytes = std::size_t{1} << 20;
    options.faults = &faults_;
    return open_rocks_store(options);
  }
  void fail_next_write(support::StoreFault fault) override {
    const bool persist = fault == support::StoreFault::kPersistAndFail;
    support::NthFault::Plan plan;
    plan.nth = 0;
    plan.ending = ".log";
    plan.writes = !persist;
    plan.syncs = persist;
    plan.fault = {EIO, persist ? FaultExtent::kEverything : FaultExtent::kNothing};
    faults_.arm(plan);
  }

 private:
  support::TempDir dir_;
  support::NthFault faults_;
  bool create_ = true;
};

class MemoryHome : public StoreHome {
 public:
  Result<std::unique_ptr<EventStore>> open() override { return support::open_memory_store(disk_); }
  void fail_next_write(support::StoreFault fault) override { disk_->next_write = fault; }

 private:
  std::shared_ptr<support::MemoryDisk> disk_ = std::make_shared<support::MemoryDisk>();
};

template <typename Home>
std::unique_ptr<StoreHome> make_home() {
  return std::make_unique<Home>();
}

const auto kHomes = testing::Values(make_home<RocksHome>, make_home<MemoryHome>);

std::string home_name(const testing::TestParamInfo<std::unique_ptr<StoreHome> (*)()>& info) {
  return info.index == 0 ? "Rocks" : "Memory";
}

INSTANTIATE_TEST_SUITE_P(Stores, EventStoreConformance, kHomes, home_name);
INSTANTIATE_TEST_SUITE_P(Stores, EventStoreRandomWalk, kHomes, home_name);

}  // namespace
}  // namespace ledger
