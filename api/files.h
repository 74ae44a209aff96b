// SPDX-License-Identifier: Apache-2.0
// Whole small files: read at once, written all or nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace api {

/// kNotFound NO_FILE, kIo FILE_READ.
ledger::Result<std::string> read_file(const std::filesystem::path& path);

/// The same of a file that somebody else made: kCorrupt RESOURCE_TOO_LARGE, without reading all of
/// it, when it has more than `bytes_max` bytes.
ledger::Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

/// kCorrupt NOT_A_FILE for what is there and is no ordinary file: whoever opened a pipe would wait
/// for a writer.
ledger::Status check_ordinary_file(const std::filesystem::path& path);

/// Replaces the file, or creates it with this mode. Afterwards, also after a crash, it holds the
/// old bytes or the new ones; durable when it returns Ok. A device, a pipe and what lies in /dev
/// are written into and stay what they are. kIo FILE_WRITE.
ledger::Status write_file(const std::filesystem::path& path, std::string_view bytes,
                          unsigned mode = 0644);

}  // namespace api
