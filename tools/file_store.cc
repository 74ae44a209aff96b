// SPDX-License-Identifier: Apache-2.0
#include "tools/file_store.h"

#include "api/files.h"
#include "ledger/hash.h"

namespace tools {

using ledger::Hash;
using ledger::Result;

std::filesystem::path file_store_of(const std::filesystem::path& ledger,
                                    const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  std::error_code ignored;
  std::string folder = std::filesystem::weakly_canonical(ledger, ignored).string();
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder + ".files";
}

std::filesystem::path stored_file_path(const std::filesystem::path& store, const Hash& sha256) {
  const std::string name = to_hex(sha256);
  return store / name.substr(0, 2) / name;
}

Result<Hash> store_file(const std::filesystem::path& store, const std::filesystem::path& file) {
  const auto bytes = api::read_file(file);
  if (!bytes) return bytes.error();
  const Hash hash = ledger::sha256(*bytes);
  const auto path = stored_file_path(store, hash);
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) {
    const auto stored = api::read_file(path);
    if (!stored) return stored.error();
    if (ledger::sha256(*stored) == hash) return hash;
    return ledger::corrupt("STORED_FILE_DIFFERS", "the stored file is no longer what its name says",
                           path.string());
  }
  std::filesystem::create_directories(path.parent_path(), failed);
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), path.string());
  if (auto written = api::write_file(path, *bytes, 0640); !written) return written.error();
  return hash;
}

}  // namespace tools
