// SPDX-License-Identifier: Apache-2.0
#include "ledger/rocks_table_files.h"

#include <fcntl.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "ledger/rocks_backup.h"
#include "ledger/rocks_errors.h"

namespace ledger {
namespace {

/// So that the next read comes from the disk. In vain where the system does not do it: then the
/// file is read as the system has it.
void drop_cached_pages(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  ::close(fd);
}

rocksdb::Options without_cache() {
  rocksdb::BlockBasedTableOptions table;
  table.no_block_cache = true;
  rocksdb::Options options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace

std::vector<TableFile> table_files(const EventStore& store) {
  const auto* rocks = dynamic_cast<const OnRocksDb*>(&store);
  return rocks == nullptr ? std::vector<TableFile>() : rocks->table_files();
}

std::vector<TableFile> table_files_in(const std::filesystem::path& dir) {
  namespace fs = std::filesystem;
  std::vector<TableFile> out;
  std::error_code error;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    std::error_code unknown;
    if (it->path().extension() != ".sst") continue;
    out.push_back({it->path(), it->file_size(unknown)});
    if (unknown) out.back().bytes = 0;
  }
  std::sort(out.begin(), out.end(),
            [](const TableFile& a, const TableFile& b) { return a.path < b.path; });
  return out;
}

Status check_table_file(const TableFile& file) {
  drop_cached_pages(file.path);
  rocksdb::SstFileReader reader(without_cache());
  auto status = reader.Open(file.path.string());
  if (status.ok()) status = reader.VerifyChecksum();
  std::error_code failed;
  if (status.ok() || (!std::filesystem::exists(file.path, failed) && !failed)) return Ok{};
  if (status.IsCorruption() || status.IsInvalidArgument() || status.IsNotSupported()) {
    return corrupt("CHECKSUM_MISMATCH", "the database is damaged: " + status.ToString(),
                   file.path.string());
  }
  return unread(status, file.path.string());
}

}  // namespace ledger
