// SPDX-License-Identifier: Apache-2.0
// Files of documents, outside the log and outside the ledger's folder, under the hash that the log
// knows: <folder>/<first two hex digits>/<SHA-256 in hex>. Beside the ledger by default:
// LEDGER.files. A file that is destroyed leaves its hash in the log and nothing else.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/bytes.h"
#include "ledger/result.h"

namespace tools {

/// `wanted`, else the folder beside the ledger's.
std::filesystem::path file_store_of(const std::filesystem::path& ledger, const std::string& wanted);

std::filesystem::path stored_file_path(const std::filesystem::path& store,
                                       const ledger::Hash& sha256);

/// Copies the file under its hash, durably; the hash. A file that is there already is compared.
/// kNotFound NO_FILE; kIo FILE_READ, FILE_WRITE; kCorrupt STORED_FILE_DIFFERS.
ledger::Result<ledger::Hash> store_file(const std::filesystem::path& store,
                                        const std::filesystem::path& file);

}  // namespace tools
