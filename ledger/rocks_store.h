// SPDX-License-Identifier: Apache-2.0
// The EventStore on RocksDB, the embedded default. Layout and options: FORMAT.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "ledger/event_store.h"
#include "ledger/kv.h"

namespace ledger {

struct RocksStoreOptions {
  std::filesystem::path dir;  ///< the database's own folder, e.g. LEDGER/log
  bool create = false;
  bool read_only = false;
  /// Only with read_only: opens also a store whose head row is missing, cut short or not where the
  /// entries end, or of which files are damaged or gone, for whoever verifies or repairs it
  /// (EventStore::head_fault, entries_end, lost_files).
  bool any_head = false;
  std::size_t block_cache_bytes = std::size_t{64} << 20;
  std::size_t memtable_bytes = std::size_t{64} << 20;
  FileFaults* faults = nullptr;
};

/// What a store of this program writes; any other number is refused at open.
inline constexpr std::uint16_t kStoreFormatVersion = 1;

/// Errors: those of Kv::open; kCorrupt BAD_HEAD (head row missing, or not where the entries end)
/// or BAD_FORMAT_VERSION. A read-only store shows what was there when it was opened; its writing
/// calls answer kInvalid READ_ONLY.
Result<std::unique_ptr<EventStore>> open_rocks_store(const RocksStoreOptions& options);

/// A number that RocksDB keeps about itself (Kv::property); nothing for another kind of store.
std::optional<std::uint64_t> rocks_property(const EventStore& store, std::string_view name);

}  // namespace ledger
