// SPDX-License-Identifier: Apache-2.0
#include "ledger/rocks_backup.h"

#include <rocksdb/env.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <memory>
#include <system_error>

namespace ledger {
namespace {

namespace fs = std::filesystem;

Error backup_error(const rocksdb::Status& status, const fs::path& folder) {
  const std::string text = status.ToString();
  if (status.IsCorruption()) {
    return corrupt("BACKUP_DAMAGED", "the backup is damaged: " + text, folder.string());
  }
  if (status.IsNotFound()) return not_found("NO_SUCH_BACKUP", text, folder.string());
  return io_error("BACKUP_FAILED", text, folder.string());
}

rocksdb::BackupEngineOptions options_for(const fs::path& folder) {
  rocksdb::BackupEngineOptions options(folder.string());
  options.share_table_files = true;
  options.share_files_with_checksum = true;
  options.sync = true;
  return options;
}

using Engine = std::unique_ptr<rocksdb::BackupEngine>;
using Reader = std::unique_ptr<rocksdb::BackupEngineReadOnly>;

Result<Reader> open_reader(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder / "meta", failed)) {
    return not_found("NO_BACKUPS", "there are no backups in " + folder.string(), folder.string());
  }
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const auto status =
      rocksdb::BackupEngineReadOnly::Open(rocksdb::Env::Default(), options_for(folder), &opened);
  if (!status.ok()) return backup_error(status, folder);
  return Reader(opened);
}

Result<Engine> open_engine(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return io_error("BACKUP_FAILED", failed.message(), folder.string());
  rocksdb::BackupEngine* opened = nullptr;
  const auto status =
      rocksdb::BackupEngine::Open(rocksdb::Env::Default(), options_for(folder), &opened);
  if (!status.ok()) return backup_error(status, folder);
  return Engine(opened);
}

BackupInfo info_of(const rocksdb::BackupInfo& info) {
  return {info.backup_id, static_cast<std::uint64_t>(info.timestamp), info.size, info.app_metadata};
}

}  // namespace

Result<BackupInfo> back_up_store(const EventStore& store, const fs::path& folder) {
  const auto* rocks = dynamic_cast<const OnRocksDb*>(&store);
  if (rocks == nullptr) {
    return invalid("NO_BACKUPS_HERE", "this store is not on RocksDB and makes no backups");
  }
  const auto checkpoint = store.last_checkpoint();
  if (!checkpoint) return checkpoint.error();
  auto engine = open_engine(folder);
  if (!engine) return engine.error();
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  rocksdb::BackupID id = 0;
  const auto made = (*engine)->CreateNewBackupWithMetadata(
      options, &rocks->rocks(), checkpoint->value_or(std::string()), &id);
  if (!made.ok()) return backup_error(made, folder);
  const auto verified = (*engine)->VerifyBackup(id, true);
  if (!verified.ok()) return backup_error(verified, folder);
  rocksdb::BackupInfo info;
  const auto found = (*engine)->GetBackupInfo(id, &info);
  if (!found.ok()) return backup_error(found, folder);
  return info_of(info);
}

Result<std::vector<BackupInfo>> list_backups(const fs::path& folder) {
  auto reader = open_reader(folder);
  if (!reader) return reader.error();
  std::vector<rocksdb::BackupInfo> found;
  (*reader)->GetBackupInfo(&found);
  std::vector<BackupInfo> out;
  for (const rocksdb::BackupInfo& info : found) out.push_back(info_of(info));
  return out;
}

namespace {

std::vector<std::uint32_t> damaged_in(rocksdb::BackupEngineReadOnly& reader) {
  std::vector<rocksdb::BackupID> found;
  reader.GetCorruptedBackups(&found);
  std::sort(found.begin(), found.end());
  return {found.begin(), found.end()};
}

}  // namespace

Result<std::vector<std::uint32_t>> damaged_backups(const fs::path& folder) {
  auto reader = open_reader(folder);
  if (!reader) return reader.error();
  return damaged_in(**reader);
}

Status verify_backup(const fs::path& folder, std::uint32_t id) {
  auto reader = open_reader(folder);
  if (!reader) return reader.error();
  const auto verified = (*reader)->VerifyBackup(id, true);
  if (verified.ok()) return Ok{};
  const auto damaged = damaged_in(**reader);
  if (std::find(damaged.begin(), damaged.end(), id) == damaged.end()) {
    return backup_error(verified, folder);
  }
  return backup_error(rocksdb::Status::Corruption(verified.ToString()), folder);
}

Status restore_backup(const fs::path& folder, std::uint32_t id, const fs::path& database) {
  std::error_code failed;
  if (fs::exists(database, failed) && !fs::is_empty(database, failed)) {
    return conflict("EXISTS", "the folder is not empty: " + database.string(), database.string());
  }
  if (auto sound = verify_backup(folder, id); !sound) return sound;
  auto reader = open_reader(folder);
  if (!reader) return reader.error();
  const auto restored = (*reader)->RestoreDBFromBackup(id, database.string(), database.string());
  if (!restored.ok()) return backup_error(restored, folder);
  return Ok{};
}

Status prune_backups(const fs::path& folder, std::uint32_t count) {
  auto engine = open_engine(folder);
  if (!engine) return engine.error();
  const auto purged = (*engine)->PurgeOldBackups(count);
  if (!purged.ok()) return backup_error(purged, folder);
  return Ok{};
}

}  // namespace ledger
