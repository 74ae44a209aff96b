// SPDX-License-Identifier: Apache-2.0
// RocksDB's information log, for the administrator: warnings, names and sizes of files, no
// payloads. Not RocksDB's own, which ends the process when it is built with assertions, as Debian
// does, and the disk is full. Internal to rocks_kv.cc.
#pragma once

#include <filesystem>
#include <memory>

namespace rocksdb {
class Logger;
}

namespace ledger {

/// Writes to LOG in `dir`, and begins anew when that is 1 MiB long, keeping one LOG.old. What
/// cannot be written is left out. With an empty `dir` nothing is written at all.
std::shared_ptr<rocksdb::Logger> make_info_log(const std::filesystem::path& dir);

}  // namespace ledger
