// SPDX-License-Identifier: Apache-2.0
// RocksDB's errors of reading that are not about what lies in the files. Internal to rocks_*.cc.
#pragma once

#include <rocksdb/status.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "ledger/kv.h"

namespace ledger {

/// Whether the system gave this process no more descriptors. RocksDB keeps of the errno its text.
inline bool out_of_files(const rocksdb::Status& status) {
  if (!status.IsIOError()) return false;
  const std::string text = status.ToString();
  return text.find(std::strerror(EMFILE)) != std::string::npos ||
         text.find(std::strerror(ENFILE)) != std::string::npos;
}

/// kIo READ_FAILED, or kOutOfFiles.
inline Error unread(const rocksdb::Status& status, std::string where) {
  const bool none_left = out_of_files(status);
  return io_error(none_left ? std::string(kOutOfFiles) : "READ_FAILED",
                  (none_left ? "no more files can be opened (ulimit -n), and the database has to: "
                             : "the database could not be read: ") +
                      status.ToString(),
                  std::move(where));
}

}  // namespace ledger
