// SPDX-License-Identifier: Apache-2.0
// What can still be read of a database of which table files are damaged or gone: for whoever
// verifies or repairs it. RocksDB gives up reading a family at the first file that does not open;
// here the files that do are read one by one, and what the write-ahead log holds with them.
// Internal to rocks_kv.cc.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/sst_file_reader.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/kv.h"
#include "ledger/result.h"

namespace ledger {

/// Whether the manifest is not there that the database's CURRENT names: one of the two is damaged.
bool manifest_is_gone(const std::filesystem::path& dir);

/// The first of the folder's table files that cannot be opened, for an error that does not tell.
std::string damaged_table(const std::filesystem::path& dir);

class SalvagedFiles {
 public:
  /// Tries to open each table file that belongs to the database, which was opened despite damage
  /// and outlives what iterator() gives.
  SalvagedFiles(rocksdb::DB& db, const KvOptions& options);

  /// kCorrupt DAMAGED_DATABASE for each file that does not open: its path, family and keys.
  const std::vector<Error>& damage() const { return damage_; }

  /// Over the rows of one family, those of damaged files left out; null if none of its files is
  /// damaged, or it is not to be salvaged: then the database itself is asked. To be moved in the
  /// direction of the seek before.
  /// A row that was erased is shown where only a damaged or a newer file says so.
  std::unique_ptr<rocksdb::Iterator> iterator(const rocksdb::ReadOptions& read,
                                              rocksdb::ColumnFamilyHandle* family) const;

 private:
  using Readers = std::vector<std::unique_ptr<rocksdb::SstFileReader>>;

  rocksdb::DB& db_;
  std::map<std::string, Readers> whole_;  ///< of families with damaged files, newest first
  std::vector<Error> damage_;
};

}  // namespace ledger
