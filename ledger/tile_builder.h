// SPDX-License-Identifier: Apache-2.0
// The appender's side of the tiles: consumes leaf hashes in order, keeps the open tile of every
// level, and hands out tiles as they become complete. No I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/tile.h"
#include "ledger/tile_reader.h"

namespace ledger {

/// A tile that will never change again: `hashes` are its kTileBytes bytes, `tile.width` is 256.
struct CompleteTile {
  TileId tile;
  std::string hashes;
};

/// A value of a few KiB: copy it before a batch, and assign the copy back if the batch fails.
class TileBuilder {
 public:
  /// Of the empty tree.
  TileBuilder() = default;

  /// The builder that has consumed edge.size() leaves. `edge` is what was stored with the last
  /// batch, `open_leaves` the hashes of the leaves after the last complete level-0 tile, `fetch`
  /// gives complete tiles. The edge that these tiles and leaves have must be `edge`.
  /// kCorrupt BAD_TILE for a wrong length, EDGE_MISMATCH for other contents; errors of `fetch`.
  static Result<TileBuilder> resume(const CompactRange& edge, std::string_view open_leaves,
                                    const TileFetch& fetch);

  /// Adds a leaf and appends the tiles that it completes to `completed`, lowest level first.
  /// REQUIRES: size() < kTreeSizeMax.
  void append(const Hash& leaf, std::vector<CompleteTile>& completed);

  std::uint64_t size() const { return range_.size(); }
  Hash root() const { return range_.root(); }
  const CompactRange& range() const { return range_; }

  /// The hashes of a level's open tile, 0 to 255 of them; empty above the top level.
  std::string_view open_tile(unsigned level) const;

  /// The range recomputed from the open tiles alone; equal to range() unless memory or our code
  /// is broken.
  CompactRange range_from_open_tiles() const;

 private:
  CompactRange range_;
  std::vector<std::string> open_;  ///< hashes of the open tile, by level
};

}  // namespace ledger
