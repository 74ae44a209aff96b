// SPDX-License-Identifier: Apache-2.0
// The file system handed to RocksDB: the real one, which remembers what is being read (RocksDB
// does not name a damaged log file in its errors) and fails on request (FileFaults). Internal to
// rocks_kv.cc.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "ledger/kv.h"

namespace rocksdb {
class FileSystem;
}

namespace ledger {

/// The file opened last for reading from start to end: during an open that is the manifest or the
/// write-ahead log being replayed. Any thread.
class FileTrail {
 public:
  void set(const std::string& path);
  std::string last() const;

 private:
  mutable std::mutex mutex_;
  std::string last_;  // guarded by mutex_
};

/// `faults` may be null; both outlive the file system and its files.
std::shared_ptr<rocksdb::FileSystem> watched_file_system(FileTrail* trail, FileFaults* faults);

}  // namespace ledger
