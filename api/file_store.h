// SPDX-License-Identifier: Apache-2.0
// Files of documents, outside the log and outside the ledger's folder, under the hash that the log
// knows: <folder>/<first two hex digits>/<SHA-256 in hex>. Beside the ledger by default:
// LEDGER.files. A file that is destroyed leaves its hash in the log and nothing else.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace api {

/// Of a file that is kept or sent.
inline constexpr std::size_t kFileBytesMax = std::size_t{64} << 20;

/// `wanted`, else the folder beside the ledger's.
std::filesystem::path file_store_of(const std::filesystem::path& ledger, const std::string& wanted);

std::filesystem::path stored_file_path(const std::filesystem::path& store,
                                       const ledger::Hash& sha256);

/// What became of bytes that were to be kept.
struct KeptFile {
  ledger::Hash sha256;
  bool is_new = false;  ///< false: it was there already, and is what its name says
};

/// Keeps the bytes under their hash, durably. kInvalid FILE_TOO_LARGE; kIo FILE_READ, FILE_WRITE;
/// kCorrupt STORED_FILE_DIFFERS.
ledger::Result<KeptFile> keep_bytes(const std::filesystem::path& store, std::string_view bytes);
/// Copies a file. Also kNotFound NO_FILE.
ledger::Result<ledger::Hash> store_file(const std::filesystem::path& store,
                                        const std::filesystem::path& file);

/// The bytes kept under the hash. kNotFound FILE_NOT_KEPT; kIo FILE_READ; kCorrupt
/// STORED_FILE_DIFFERS.
ledger::Result<std::string> kept_bytes(const std::filesystem::path& store,
                                       const ledger::Hash& sha256);

/// Overwrites the file and removes it; one that is not there is fine. kIo FILE_WRITE.
ledger::Status destroy_kept(const std::filesystem::path& store, const ledger::Hash& sha256);

}  // namespace api
