// SPDX-License-Identifier: Apache-2.0
#include "ledger/rocks_wal_files.h"

#include <rocksdb/transaction_log.h>

#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace ledger {
namespace {

/// "000104.log" -> 104; nothing for a file that is no log.
std::optional<std::uint64_t> log_number(const std::filesystem::path& path) {
  if (path.extension() != ".log") return std::nullopt;
  const std::string stem = path.stem().string();
  std::uint64_t number = 0;
  const char* end = stem.data() + stem.size();
  const auto [stop, failed] = std::from_chars(stem.data(), end, number);
  return failed == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace

void remove_empty_logs(rocksdb::DB& db, const std::filesystem::path& dir) {
  namespace fs = std::filesystem;
  std::unique_ptr<rocksdb::LogFile> current;
  if (!db.GetCurrentWalFile(&current).ok() || !current) return;
  std::vector<fs::path> left;
  std::error_code error;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    const auto number = log_number(path);
    if (!number || *number >= current->LogNumber()) continue;
    std::error_code unknown;
    if (fs::file_size(path, unknown) == 0 && !unknown) left.push_back(path);
  }
  for (const fs::path& path : left) fs::remove(path, error);  // else the next opening does
}

}  // namespace ledger
