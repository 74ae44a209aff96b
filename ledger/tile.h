// SPDX-License-Identifier: Apache-2.0
// Tiles of height 8 and entry bundles of C2SP tlog-tiles: coordinates, paths, and which of them
// exist at a tree size. No I/O.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/merkle.h"
#include "ledger/result.h"

namespace ledger {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 256;
inline constexpr std::size_t kTileBytes = kTileWidth * Hash::kSize;

/// Element i of a tile is the hash of subtree (8 * level, 256 * index + i). Width 256 is complete;
/// a narrower tile is the prefix of every wider one with the same level and index.
struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned width = kTileWidth;
  auto operator<=>(const TileId&) const = default;
};

/// A resource below a log's prefix: a hash tile, or the entries of a level-0 tile.
struct TileResource {
  bool entries = false;
  TileId tile;
  bool operator==(const TileResource&) const = default;
};

/// "tile/<L>/<N>[.p/<W>]". REQUIRES: level <= 63, index < 2^56, width in 1..256.
std::string tile_path(const TileId& tile);
/// "tile/entries/<N>[.p/<W>]". REQUIRES: level 0 and as above.
std::string entries_path(const TileId& tile);
/// Only the spelling that the two functions above write. kInvalid BAD_TILE_PATH otherwise.
Result<TileResource> parse_tile_path(std::string_view path);

/// How many hashes a whole tile level has in a tree of `size` leaves, over all its tiles.
std::uint64_t tile_hashes_at(unsigned level, std::uint64_t size);

/// How many hashes the tile has in a tree of `size` leaves: 0 when it does not exist, 256 when it
/// is complete. A server answers a tile of width w if and only if w <= this.
unsigned tile_width_at(unsigned level, std::uint64_t index, std::uint64_t size);

}  // namespace ledger
