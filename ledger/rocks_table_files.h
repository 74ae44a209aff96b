// SPDX-License-Identifier: Apache-2.0
// The table files of a store on RocksDB, read as they lie on the disk. Whoever asks an open store
// gets blocks that were read long ago, from its cache or from the system's; what has happened to
// the file since shows only here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "ledger/event_store.h"
#include "ledger/result.h"

namespace ledger {

struct TableFile {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};

/// Those of which the store consists now; none for a store that is not on RocksDB.
std::vector<TableFile> table_files(const EventStore& store);

/// Those that lie in a database's folder, by name, whether they belong to it or not: for one that
/// does not open. None if the folder cannot be read.
std::vector<TableFile> table_files_in(const std::filesystem::path& dir);

/// Reads the whole file past every cache and compares each block with its checksum. A file that is
/// gone is sound: what it held has moved to another. kCorrupt CHECKSUM_MISMATCH naming the file;
/// kIo READ_FAILED, kOutOfFiles.
Status check_table_file(const TableFile& file);

}  // namespace ledger
