// SPDX-License-Identifier: Apache-2.0
// A log in memory: entries through a TileBuilder, its complete tiles in a map, and a TileFetch
// over them that answers any width by truncation.
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

}  // namespace ledger::test
