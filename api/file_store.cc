// SPDX-License-Identifier: Apache-2.0
#include "api/file_store.h"

#include "api/files.h"
#include "ledger/durable_file.h"
#include "ledger/hash.h"

namespace api {

using ledger::Hash;
using ledger::Result;

namespace fs = std::filesystem;

fs::path file_store_of(const fs::path& ledger, const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  std::error_code ignored;
  std::string folder = fs::weakly_canonical(ledger, ignored).string();
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder + ".files";
}

fs::path stored_file_path(const fs::path& store, const Hash& sha256) {
  const std::string name = to_hex(sha256);
  return store / name.substr(0, 2) / name;
}

Result<std::string> kept_bytes(const fs::path& store, const Hash& sha256) {
  const fs::path path = stored_file_path(store, sha256);
  auto stored = read_file(path);
  if (!stored && stored.error().reason == "NO_FILE") {
    return ledger::not_found("FILE_NOT_KEPT", "the file " + to_hex(sha256) + " is not kept here",
                             "файл " + to_hex(sha256) + " здесь не хранится", "");
  }
  if (!stored || ledger::sha256(*stored) == sha256) return stored;
  return ledger::corrupt("STORED_FILE_DIFFERS", "the stored file is no longer what its name says",
                         path.string());
}

Result<KeptFile> keep_bytes(const fs::path& store, std::string_view bytes) {
  if (bytes.size() > kFileBytesMax) {
    const std::string most = std::to_string(kFileBytesMax);
    const std::string found = std::to_string(bytes.size());
    return ledger::invalid("FILE_TOO_LARGE",
                           "a file of a document has at most " + most + " bytes, not " + found,
                           "в файле документа не больше " + most + " байт, а здесь " + found, "");
  }
  const Hash hash = ledger::sha256(bytes);
  const auto kept = kept_bytes(store, hash);
  if (kept) return KeptFile{hash, false};
  if (kept.error().reason != "FILE_NOT_KEPT") return kept.error();
  const fs::path path = stored_file_path(store, hash);
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), path.string());
  if (auto written = write_file(path, bytes, 0640); !written) return written.error();
  return KeptFile{hash, true};
}

Result<Hash> store_file(const fs::path& store, const fs::path& file) {
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  const auto kept = keep_bytes(store, *bytes);
  if (!kept) return kept.error();
  return kept->sha256;
}

ledger::Status destroy_kept(const fs::path& store, const Hash& sha256) {
  return ledger::shred_file(stored_file_path(store, sha256));
}

}  // namespace api
