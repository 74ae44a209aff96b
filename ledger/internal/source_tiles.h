// SPDX-License-Identifier: Apache-2.0
// What a source of a copy has beside its new entries, compared before anything of it is taken: its
// tiles on every level, and what it repeats of the log that the copy has already.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/tile_builder.h"

namespace ledger::internal {

/// Where the level-0 tile of leaf `begin` ends, at most at `end`.
std::uint64_t tile_block_end(std::uint64_t begin, std::uint64_t end);

/// Leaf hashes [begin, end) within one level-0 tile: as the tile has them, or of the entries where
/// the source keeps no tile. The errors of the source.
Result<std::string> source_leaf_hashes(const EventStore& source, std::uint64_t begin,
                                       std::uint64_t end);

/// A source beside a copy that has its first `tree.size()` events, at most `end.size` of them.
struct ComparedSource {
  const EventStore& source;
  const EventStore& copy;
  const TileBuilder& tree;  ///< the copy's, at that size
  const Checkpoint& end;    ///< the source's newest checkpoint
};

/// What the source repeats of the copy from the level-0 tile of event `from` on: its entries and
/// complete tiles byte for byte, its checkpoints by their texts and the log's own signatures. What
/// the source does not keep of tiles and checkpoints is not missed. kCorrupt LEAF_DIFFERS with the
/// event, TILE_DIFFERS with the tile's path, ROOT_MISMATCH, SIGNATURE_INVALID and BAD_CHECKPOINT
/// with the size; the errors of the stores.
Status check_repeated(const ComparedSource& compared, std::uint64_t from);

/// Every tile of the source from the copy's end on, against the leaves that the source's level-0
/// tiles have. REQUIRES: these lead to the root of `end`. kCorrupt TILE_DIFFERS with the path; the
/// errors of the source.
Status check_added_tiles(const ComparedSource& compared);

}  // namespace ledger::internal
