// SPDX-License-Identifier: Apache-2.0
// An EventStore in memory, for tests of what lies above it. A MemoryDisk is what survives a
// reopening; several stores over one disk behave like several processes over one server. On
// request the next durable write is lost, or is done but reported as failed.
#pragma once

#include <array>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event_store.h"

namespace support {

enum class StoreFault {
  kNone,
  kLose,            ///< nothing is written, kIndeterminate
  kPersistAndFail,  ///< everything is written, kIndeterminate
};

/// Open to tests that tamper with it; hold `mutex` if another thread uses it.
struct MemoryDisk {
  std::mutex mutex;
  std::condition_variable grown;
  ledger::Head head;
  std::vector<std::optional<std::string>> entries;  ///< nothing: a gap
  std::array<std::map<std::string, std::string, std::less<>>, ledger::kTableCount> tables;
  std::map<std::uint64_t, std::string> checkpoints;
  std::map<std::uint64_t, std::string> unsynced_checkpoints;
  StoreFault next_write = StoreFault::kNone;  ///< befalls the next acquire or append, once
  bool cannot_reopen = false;                 ///< what a store's reopen() meets

  /// The tables without the seal over the state, which only its writer can make.
  auto unsealed_tables() const {
    auto unsealed = tables;
    unsealed[static_cast<std::size_t>(ledger::Table::kState)].erase("e");
    return unsealed;
  }
};

/// After kIndeterminate a store answers every write so, until it is opened again.
std::unique_ptr<ledger::EventStore> open_memory_store(std::shared_ptr<MemoryDisk> disk);

}  // namespace support
