// SPDX-License-Identifier: Apache-2.0
// The EventStore on RocksDB, the embedded default. Layout and options: FORMAT.md.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/event_store.h"
#include "ledger/kv.h"

namespace ledger {

struct RocksStoreOptions {
  std::filesystem::path dir;  ///< the database's own folder, e.g. LEDGER/log
  bool create = false;
  bool read_only = false;
  std::size_t block_cache_bytes = std::size_t{64} << 20;
  std::size_t memtable_bytes = std::size_t{64} << 20;
  FileFaults* faults = nullptr;
};

/// Errors: those of Kv::open; kCorrupt BAD_HEAD or BAD_FORMAT_VERSION.
Result<std::unique_ptr<EventStore>> open_rocks_store(const RocksStoreOptions& options);

}  // namespace ledger
