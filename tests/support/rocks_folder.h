// SPDX-License-Identifier: Apache-2.0
// A store of numbered batches in a folder of its own, and the harm that is done to its files.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/rocks_store.h"
#include "tests/paths.h"
#include "tests/support/child_process.h"
#include "tests/support/numbered_batches.h"
#include "tests/support/temp_dir.h"

namespace support {

using StoreOrError = ledger::Result<std::unique_ptr<ledger::EventStore>>;

enum class Mode { kCreate, kWrite, kReadOnly };

inline StoreOrError open_store(const std::filesystem::path& dir, Mode mode,
                               ledger::FileFaults* faults = nullptr,
                               std::size_t memtable_bytes = std::size_t{1} << 20) {
  ledger::RocksStoreOptions options;
  options.dir = dir;
  options.create = mode == Mode::kCreate;
  options.read_only = mode == Mode::kReadOnly;
  options.block_cache_bytes = std::size_t{1} << 20;
  options.memtable_bytes = memtable_bytes;
  options.faults = faults;
  return ledger::open_rocks_store(options);
}

inline ChildProcess store_child(const std::string& command, const std::filesystem::path& dir,
                                std::uint64_t batches = 0) {
  return ChildProcess({std::string(kBinaryDir) + "/letopis_store_child", command, dir.string(),
                       std::to_string(batches)});
}

/// Files with this ending, by name; RocksDB numbers them in the order of their making.
inline std::vector<std::filesystem::path> files_ending(const std::filesystem::path& dir,
                                                       const std::string& ending) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void flip_byte(const std::filesystem::path& path, std::uint64_t at) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(at));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(at));
  file.put(static_cast<char>(byte ^ 0x5a));
}

/// Where each record of a write-ahead log shorter than one 32 KiB block starts, then its end:
/// crc32 (4), length (2, little-endian), type (1), payload.
inline std::vector<std::uint64_t> record_starts(const std::filesystem::path& log) {
  const std::string bytes = slurp(log);
  std::vector<std::uint64_t> starts = {0};
  while (starts.back() + 7 <= bytes.size()) {
    const auto at = starts.back();
    const auto low = static_cast<unsigned char>(bytes[at + 4]);
    const auto high = static_cast<unsigned char>(bytes[at + 5]);
    starts.push_back(at + 7 + low + 256u * high);
  }
  return starts;
}

}  // namespace support
