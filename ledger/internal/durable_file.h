// SPDX-License-Identifier: Apache-2.0
// Small files that hold secrets or their keys: read whole, replaced all or nothing and durably,
// overwritten before they go. On media that write elsewhere (SSD, copy-on-write) overwriting is
// only a courtesy: what makes a value unreadable is that its key is gone.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace ledger::internal {

/// kNotFound NO_FILE; kIo FILE_READ; kInvalid FILE_TOO_LARGE beyond `bytes_max`.
Result<std::string> read_small_file(const std::filesystem::path& path, std::size_t bytes_max);

/// Creates or replaces with mode 0600. After a crash the file holds the old bytes or the new ones;
/// the bytes it held before are overwritten once the new ones are durable. kIo FILE_WRITE.
Status replace_secret_file(const std::filesystem::path& path, std::string_view bytes);

/// Puts `from` in the place of `to`, whose bytes are overwritten first. kIo FILE_WRITE.
Status move_over_shredded(const std::filesystem::path& from, const std::filesystem::path& to);

/// Overwrites and removes; an absent file is fine. kIo FILE_WRITE.
Status shred_file(const std::filesystem::path& path);

/// Appends one line and makes it durable. kIo FILE_WRITE.
Status append_line(const std::filesystem::path& path, std::string_view line);

/// Makes the name `path` itself durable: syncs the folder that holds it. kIo with this reason.
Status sync_folder_of(const std::filesystem::path& path, std::string_view reason = "FILE_WRITE");

}  // namespace ledger::internal
