// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile_reader.h"

#include <algorithm>

#include "ledger/hash.h"

namespace ledger {
namespace {

/// Highest level of a perfect subtree in a tree of at most 2^63-1 leaves.
constexpr unsigned kNodeLevelMax = 62;

}  // namespace

TileNodes::TileNodes(std::string_view bytes, const TileNodes* before)
    : width_(static_cast<unsigned>(bytes.size() / Hash::kSize)) {
  LEDGER_CHECK(width_ >= 1 && width_ <= kTileWidth && bytes.size() == width_ * Hash::kSize);
  first_[0] = 0;
  for (unsigned h = 0; h <= kTileHeight; ++h) first_[h + 1] = first_[h] + (width_ >> h);
  nodes_.reserve(first_.back());
  for (unsigned i = 0; i < width_; ++i) {
    nodes_.push_back(fixed_from<Hash>(bytes.substr(i * Hash::kSize, Hash::kSize)));
  }
  const unsigned known = before != nullptr && before->begins(bytes) ? before->width() : 0;
  for (unsigned h = 1; h <= kTileHeight; ++h) {
    for (unsigned i = 0; i < width_ >> h; ++i) {
      nodes_.push_back(i < known >> h ? before->at(h, i)
                                      : node_hash(at(h - 1, 2 * i), at(h - 1, 2 * i + 1)));
    }
  }
}

bool TileNodes::begins(std::string_view bytes) const {
  if (bytes.size() < std::size_t{width_} * Hash::kSize) return false;
  for (unsigned i = 0; i < width_; ++i) {
    if (nodes_[i].view() != bytes.substr(i * Hash::kSize, Hash::kSize)) return false;
  }
  return true;
}

const Hash& TileNodes::at(unsigned height, std::uint64_t position) const {
  LEDGER_CHECK(height <= kTileHeight && position < width_ >> height);
  return nodes_[first_[height] + position];
}

TileCache::TileCache(std::size_t tiles_max) : tiles_max_(std::max<std::size_t>(tiles_max, 1)) {}

std::size_t TileCache::TileIdHash::operator()(const TileId& tile) const noexcept {
  return std::hash<std::uint64_t>{}(tile.index * 0x9E3779B97F4A7C15ULL + tile.level * 257U +
                                    tile.width);
}

std::shared_ptr<const TileNodes> TileCache::find(const TileId& tile) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(tile);
  if (found == entries_.end()) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->second;
}

void TileCache::insert(const TileId& tile, std::shared_ptr<const TileNodes> nodes) {
  const std::lock_guard lock(mutex_);
  if (tile.width < kTileWidth) newest_open_[tile.level] = nodes;
  if (entries_.contains(tile)) return;
  if (entries_.size() == tiles_max_) {
    entries_.erase(recent_.back().first);
    recent_.pop_back();
  }
  recent_.emplace_front(tile, std::move(nodes));
  entries_.emplace(tile, recent_.begin());
}

std::shared_ptr<const TileNodes> TileCache::newest_open(unsigned level) const {
  const std::lock_guard lock(mutex_);
  const auto found = newest_open_.find(level);
  return found == newest_open_.end() ? nullptr : found->second;
}

std::size_t TileCache::tiles() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

Result<std::string> fetch_tile(const TileFetch& fetch, const TileId& tile) {
  auto bytes = fetch(tile);
  if (bytes && bytes->size() != tile.width * Hash::kSize) {
    return corrupt("BAD_TILE", "the tile has " + std::to_string(bytes->size()) + " bytes",
                   tile_path(tile));
  }
  return bytes;
}

TileNodeReader::TileNodeReader(std::uint64_t size, TileFetch fetch, TileCache& cache)
    : size_(size), fetch_(std::move(fetch)), cache_(cache) {
  LEDGER_CHECK(size <= kTreeSizeMax);
}

Result<std::shared_ptr<const TileNodes>> TileNodeReader::load(const TileId& tile) const {
  if (auto cached = cache_.find(tile)) return cached;
  const auto bytes = fetch_tile(fetch_, tile);
  if (!bytes) return bytes.error();
  // The open tile of a growing log is asked for again after every few leaves.
  const auto before = cache_.newest_open(tile.level);
  auto nodes = std::make_shared<const TileNodes>(*bytes, before.get());
  cache_.insert(tile, nodes);
  return nodes;
}

Result<std::vector<Hash>> TileNodeReader::nodes(const std::vector<NodeId>& ids) const {
  std::vector<Hash> out;
  out.reserve(ids.size());
  TileId current;
  std::shared_ptr<const TileNodes> loaded;
  for (const NodeId& id : ids) {
    if (id.level > kNodeLevelMax || id.index >= size_ >> id.level) {
      return not_found("NO_SUCH_NODE", "no complete subtree at level " + std::to_string(id.level) +
                                           ", index " + std::to_string(id.index) +
                                           " in a tree of " + std::to_string(size_) + " leaves");
    }
    const unsigned level = id.level / kTileHeight;
    const unsigned height = id.level % kTileHeight;
    const std::uint64_t index = id.index >> (kTileHeight - height);
    const TileId wanted{level, index, tile_width_at(level, index, size_)};
    if (!loaded || wanted != current) {
      auto tile = load(wanted);
      if (!tile) return tile.error();
      loaded = *std::move(tile);
      current = wanted;
    }
    out.push_back(loaded->at(height, id.index - (index << (kTileHeight - height))));
  }
  return out;
}

}  // namespace ledger
