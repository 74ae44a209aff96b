// SPDX-License-Identifier: Apache-2.0
// Bundles as one file: tar, or tar packed with zstd, by libarchive. Packing the same folder gives
// the same bytes. Unpacking trusts nothing: only ordinary files with the names of a bundle, in the
// order and with the sizes that its manifest gives, which comes first; so nothing is written
// outside the folder, and never more than the manifest says and the limit allows.
#pragma once

#include <cstdint>
#include <filesystem>

#include "ledger/result.h"

namespace api {

/// By its name: "….tar" or "….tar.zst".
bool is_archive_name(const std::filesystem::path& path);

/// The bundle in `dir` as one file, written beside and renamed. kIo FILE_WRITE, ARCHIVE_FAILED;
/// the errors of read_manifest().
ledger::Status pack_bundle(const std::filesystem::path& dir, const std::filesystem::path& archive);

inline constexpr std::uint64_t kUnpackedBytesMax = std::uint64_t{1} << 40;

/// Into `dir`, which is made and must be empty. kCorrupt BAD_ARCHIVE naming the member, also for
/// links, devices, foreign names and sizes, and for a file that was read and is no archive, or one
/// without a member: one changed byte can make it that; kCorrupt ARCHIVE_TOO_LARGE naming the
/// limit; kIo FILE_READ, FILE_WRITE.
ledger::Status unpack_bundle(const std::filesystem::path& archive, const std::filesystem::path& dir,
                             std::uint64_t bytes_max = kUnpackedBytesMax);

}  // namespace api
