// SPDX-License-Identifier: Apache-2.0
// Backups of a store on RocksDB, by RocksDB's own engine: taken while the writer works, each whole
// in itself, files that did not change shared between them. A backup is a copy of the log and no
// more: keys, the anchor and the vault are not in it (RUNBOOK.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/rocks_table_files.h"

namespace rocksdb {
class DB;
}

namespace ledger {

struct BackupInfo {
  std::uint32_t id = 0;      ///< rises by one with each backup in a folder
  std::uint64_t time_s = 0;  ///< POSIX seconds
  std::uint64_t bytes = 0;   ///< of all its files, shared ones included
  std::string checkpoint;    ///< the newest signed checkpoint that it holds; may be empty
  bool operator==(const BackupInfo&) const = default;
};

/// What a Kv or a store on RocksDB is beside its contract.
class OnRocksDb {
 public:
  virtual ~OnRocksDb() = default;
  virtual rocksdb::DB& rocks() const = 0;
  virtual std::vector<TableFile> table_files() const = 0;
};

/// Adds a backup of the store to the folder, which is made if it is not there, and checks the
/// copy: every file's checksum is computed again from what was written. The store has to be open
/// for writing; who appends to it goes on. kInvalid NO_BACKUPS_HERE for a store that is not on
/// RocksDB; kIo BACKUP_FAILED; kCorrupt BACKUP_DAMAGED.
Result<BackupInfo> back_up_store(const EventStore& store, const std::filesystem::path& folder);

/// Ascending by id; those of damaged_backups() are left out. kNotFound NO_BACKUPS; kIo
/// BACKUP_FAILED.
Result<std::vector<BackupInfo>> list_backups(const std::filesystem::path& folder);
/// The ids, ascending, of those that lack a file, or have one of another length, or whose list of
/// files cannot be read: verify_backup() says which. The errors of list_backups().
Result<std::vector<std::uint32_t>> damaged_backups(const std::filesystem::path& folder);
/// Reads every file of it and compares checksums. kNotFound NO_SUCH_BACKUP; kCorrupt
/// BACKUP_DAMAGED naming the file.
Status verify_backup(const std::filesystem::path& folder, std::uint32_t id);
/// Into a new folder for the database; kConflict EXISTS if it is not empty. The errors above.
Status restore_backup(const std::filesystem::path& folder, std::uint32_t id,
                      const std::filesystem::path& database);
/// Keeps the newest `count` and removes what only older ones need.
Status prune_backups(const std::filesystem::path& folder, std::uint32_t count);

}  // namespace ledger
