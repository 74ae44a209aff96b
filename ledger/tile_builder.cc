// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile_builder.h"

#include <utility>

namespace ledger {
namespace {

/// The hashes of the open tile on a level above 0: the roots of the complete tiles below it.
Result<std::string> open_tile_from_below(unsigned level, std::uint64_t size,
                                         const TileFetch& fetch) {
  const std::uint64_t end = tile_hashes_at(level, size);
  std::string hashes;
  for (std::uint64_t index = end - end % kTileWidth; index < end; ++index) {
    const auto bytes = fetch_tile(fetch, {level - 1, index, kTileWidth});
    if (!bytes) return bytes.error();
    hashes += TileNodes(*bytes).at(kTileHeight, 0).view();
  }
  return hashes;
}

}  // namespace

Result<TileBuilder> TileBuilder::resume(const CompactRange& edge, std::string_view open_leaves,
                                        const TileFetch& fetch) {
  const std::uint64_t size = edge.size();
  if (open_leaves.size() != size % kTileWidth * Hash::kSize) {
    return corrupt("BAD_TILE", "the open tile's leaves do not fit the tree's size",
                   "tile/0 (open)");
  }
  TileBuilder builder;
  builder.range_ = edge;
  for (unsigned level = 0; tile_hashes_at(level, size) > 0; ++level) {
    if (level == 0) {
      builder.open_.emplace_back(open_leaves);
      continue;
    }
    auto hashes = open_tile_from_below(level, size, fetch);
    if (!hashes) return hashes.error();
    builder.open_.push_back(*std::move(hashes));
  }
  if (builder.range_from_open_tiles() != edge) {
    return corrupt("EDGE_MISMATCH",
                   "the stored tiles and leaves have another edge than the one "
                   "recorded at size " +
                       std::to_string(size));
  }
  return builder;
}

void TileBuilder::append(const Hash& leaf, std::vector<CompleteTile>& completed) {
  const std::uint64_t index = range_.size();
  range_.append(leaf, [&](unsigned node_level, const Hash& hash) {
    if (node_level % kTileHeight != 0) return;
    const unsigned level = node_level / kTileHeight;
    if (level == open_.size()) open_.emplace_back();
    std::string& open = open_[level];
    open += hash.view();
    if (open.size() < kTileBytes) return;
    completed.push_back({{level, index >> (node_level + kTileHeight), kTileWidth},
                         std::exchange(open, std::string())});
  });
}

std::string_view TileBuilder::open_tile(unsigned level) const {
  return level < open_.size() ? std::string_view(open_[level]) : std::string_view();
}

CompactRange TileBuilder::range_from_open_tiles() const {
  std::vector<Hash> edge;
  for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
    if (open->empty()) continue;
    const TileNodes nodes(*open);
    unsigned taken = 0;
    for (unsigned height = kTileHeight; height-- > 0;) {
      if ((nodes.width() >> height & 1) == 0) continue;
      edge.push_back(nodes.at(height, taken >> height));
      taken += 1U << height;
    }
  }
  return CompactRange::of(range_.size(), std::move(edge));
}

}  // namespace ledger
