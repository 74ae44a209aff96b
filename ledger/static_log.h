// SPDX-License-Identifier: Apache-2.0
// A log as static resources: the checkpoint, tiles and entry bundles of C2SP tlog-tiles, and
// beside them the checkpoints of earlier sizes (FORMAT.md, "The static form"). A folder, a bundle
// or a server gives them; here they are an EventStore that cannot be written, so that the
// verifier, the reader and the proofs work over all of them alike.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/tile.h"

namespace ledger {

/// The bytes of the resource at a path below the log's prefix, at most `bytes_max` of them.
/// kNotFound when it is not there; kCorrupt RESOURCE_TOO_LARGE. Called from any thread.
using ResourceFetch =
    std::function<Result<std::string>(const std::string& path, std::size_t bytes_max)>;

/// Resources below a folder, ordinary files only. kCorrupt NOT_A_FILE; kIo FILE_READ.
ResourceFetch folder_resources(std::filesystem::path folder);

/// 256 entries of kEntryBytesMax, each with its length.
inline constexpr std::size_t kEntryBundleBytesMax = std::size_t{kTileWidth} * (2 + 65'535);

/// "checkpoints/<N>": the checkpoints with sizes in (256 N, 256 (N + 1)], N as in tile paths.
std::string checkpoints_path(std::uint64_t block);
/// The block that such a path names; nothing for any other spelling.
std::optional<std::uint64_t> parse_checkpoints_path(std::string_view path);
/// The block that a checkpoint of this size is in. REQUIRES: size > 0.
std::uint64_t checkpoints_block(std::uint64_t size);
/// Signed checkpoints one after the other, each followed by an empty line.
std::string build_checkpoints(const std::vector<std::string>& notes);
/// The resource of a block of a log of this size. kNotFound NO_CHECKPOINTS beyond it; the store's
/// errors.
Result<std::string> checkpoints_resource(const EventStore& store, std::uint64_t block,
                                         std::uint64_t size);
/// The checkpoints of a block, ascending by size. kCorrupt BAD_CHECKPOINTS.
Result<std::vector<std::pair<std::uint64_t, std::string>>> parse_checkpoints(std::string_view bytes,
                                                                             std::uint64_t block);

/// The log whose newest checkpoint the resource "checkpoint" is, up to that size. Of the tables
/// it has kTile only, there also the open tiles, as wide as the size makes them; all others are
/// empty. Where a partial tile or bundle is gone, the beginning of the complete one stands for it
/// (C2SP tlog-tiles, "Partial Tiles"). Nothing that is read is believed: that is the verifier's
/// business. kCorrupt BAD_CHECKPOINT, EMPTY_LOG; the errors of `fetch`.
Result<std::unique_ptr<EventStore>> open_static_log(ResourceFetch fetch);

}  // namespace ledger
