// SPDX-License-Identifier: Apache-2.0
// The files of the write-ahead log. Internal to rocks_kv.cc.
#pragma once

#include <rocksdb/db.h>

#include <filesystem>

namespace ledger {

/// RocksDB 7.8 makes a log file at each opening for writing and forgets it when nothing is written:
/// one empty file more for each question that somebody asks. Removes those of earlier openings.
/// REQUIRES: `db` holds the lock of the folder.
void remove_empty_logs(rocksdb::DB& db, const std::filesystem::path& dir);

}  // namespace ledger
