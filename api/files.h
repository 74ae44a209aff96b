// SPDX-License-Identifier: Apache-2.0
// Whole small files: read at once, written all or nothing.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace api {

/// kNotFound NO_FILE, kIo FILE_READ.
ledger::Result<std::string> read_file(const std::filesystem::path& path);

/// Replaces the file, or creates it with this mode. Afterwards, also after a crash, it holds the
/// old bytes or the new ones; durable when it returns Ok. kIo FILE_WRITE.
ledger::Status write_file(const std::filesystem::path& path, std::string_view bytes,
                          unsigned mode = 0644);

}  // namespace api
