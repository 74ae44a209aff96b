// SPDX-License-Identifier: Apache-2.0
// A log in memory: entries through a TileBuilder, its complete tiles in a map, and a TileFetch
// over them that answers any width by truncation; which tiles a size has.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/hash.h"
#include "ledger/tile_builder.h"

namespace ledger::test {

class MemoryLog {
 public:
  void append(std::string_view entry) { append_leaf(leaf_hash(entry)); }
  void append_leaf(const Hash& leaf) {
    leaves_.push_back(leaf);
    std::vector<CompleteTile> completed;
    builder_.append(leaf, completed);
    for (CompleteTile& tile : completed) {
      order_.push_back(tile.tile);
      tiles_[{tile.tile.level, tile.tile.index}] = std::move(tile.hashes);
    }
  }

  /// The log must outlive the function and not move.
  TileFetch fetch() const {
    return [this](const TileId& tile) -> Result<std::string> {
      ++fetches_;
      const auto complete = tiles_.find({tile.level, tile.index});
      if (complete != tiles_.end()) return complete->second.substr(0, tile.width * Hash::kSize);
      return std::string(builder_.open_tile(tile.level).substr(0, tile.width * Hash::kSize));
    };
  }

  /// The hashes of the leaves after the last complete level-0 tile of the first `size`.
  std::string open_leaves(std::uint64_t size) const {
    std::string out;
    for (std::uint64_t i = size - size % kTileWidth; i < size; ++i) out += leaves_[i].view();
    return out;
  }

  std::uint64_t size() const { return leaves_.size(); }
  const std::vector<Hash>& leaves() const { return leaves_; }
  const TileBuilder& builder() const { return builder_; }
  /// Complete tiles in the order in which they came.
  const std::vector<TileId>& order() const { return order_; }
  std::string& tile(unsigned level, std::uint64_t index) { return tiles_.at({level, index}); }
  std::size_t fetches() const { return fetches_; }

 private:
  std::vector<Hash> leaves_;
  TileBuilder builder_;
  std::vector<TileId> order_;
  std::map<std::pair<unsigned, std::uint64_t>, std::string> tiles_;
  mutable std::size_t fetches_ = 0;
};

/// The published example log: entries "entry-0", "entry-1", ...
inline MemoryLog numbered_log(std::uint64_t size) {
  MemoryLog log;
  for (std::uint64_t i = 0; i < size; ++i) log.append("entry-" + std::to_string(i));
  return log;
}

/// Every tile of a tree, level by level, the partial one of a level last.
inline std::vector<TileId> tiles_of(std::uint64_t size) {
  std::vector<TileId> out;
  for (unsigned level = 0; tile_hashes_at(level, size) > 0; ++level) {
    const std::uint64_t hashes = tile_hashes_at(level, size);
    for (std::uint64_t i = 0; i < hashes / kTileWidth; ++i) out.push_back({level, i, kTileWidth});
    const auto width = static_cast<unsigned>(hashes % kTileWidth);
    if (width > 0) out.push_back({level, hashes / kTileWidth, width});
  }
  return out;
}

/// The tiles that are complete at `new_size` and were not at `old_size`, in the order in which
/// TileBuilder emits them. REQUIRES: old_size <= new_size.
inline std::vector<TileId> tiles_completed_between(std::uint64_t old_size, std::uint64_t new_size) {
  LEDGER_CHECK(old_size <= new_size);
  std::vector<TileId> out;
  const std::uint64_t end = new_size / kTileWidth;
  for (std::uint64_t done = old_size / kTileWidth; done < end; ++done) {
    // Completing level-0 tile `done` also completes a tile above for each 256 below it.
    std::uint64_t index = done;
    out.push_back({0, index, kTileWidth});
    for (unsigned level = 1; index % kTileWidth == kTileWidth - 1; ++level) {
      index /= kTileWidth;
      out.push_back({level, index, kTileWidth});
    }
  }
  return out;
}

}  // namespace ledger::test
