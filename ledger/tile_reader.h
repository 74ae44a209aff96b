// SPDX-License-Identifier: Apache-2.0
// Reads tree nodes from stored tiles (C2SP tlog-tiles). Only every eighth level is stored; the
// levels between are recomputed once per tile and kept in a bounded cache.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/merkle.h"
#include "ledger/tile.h"

namespace ledger {

/// Gives the first `width` hashes of a tile, 32 * width bytes. The tiles asked for are those of
/// the reader's tree, complete or partial; a partial one is the caller's open tile.
using TileFetch = std::function<Result<std::string>(const TileId& tile)>;

/// All nodes below one tile's root, computed from its hashes. Immutable.
class TileNodes {
 public:
  /// REQUIRES: bytes.size() == 32 * width for a width in 1..256.
  explicit TileNodes(std::string_view bytes) : TileNodes(bytes, nullptr) {}
  /// The same nodes; those that `before`, the same tile when it was narrower, has computed already
  /// are taken over. It may be null, or of other hashes, and then it is of no use.
  TileNodes(std::string_view bytes, const TileNodes* before);

  unsigned width() const { return width_; }
  /// Node over elements [position << height, (position + 1) << height).
  /// REQUIRES: height <= 8 and all these elements exist.
  const Hash& at(unsigned height, std::uint64_t position) const;

 private:
  /// Whether `bytes` begin with the hashes of this tile.
  bool begins(std::string_view bytes) const;

  unsigned width_;
  std::array<std::size_t, kTileHeight + 2> first_;  ///< where each height begins in nodes_
  std::vector<Hash> nodes_;
};

/// Least recently used tiles of one log with their computed nodes, 16 KiB each at most. Safe to
/// share between threads and between readers of different sizes of the same log.
class TileCache {
 public:
  /// The default, 64 MiB when full, holds all tiles of a million leaves.
  explicit TileCache(std::size_t tiles_max = 4'096);

  /// Null when absent.
  std::shared_ptr<const TileNodes> find(const TileId& tile);
  void insert(const TileId& tile, std::shared_ptr<const TileNodes> nodes);
  /// The partial tile that was inserted last on this level; null before any was.
  std::shared_ptr<const TileNodes> newest_open(unsigned level) const;
  std::size_t tiles() const;

 private:
  using Entry = std::pair<TileId, std::shared_ptr<const TileNodes>>;
  struct TileIdHash {
    std::size_t operator()(const TileId& tile) const noexcept;
  };

  const std::size_t tiles_max_;
  mutable std::mutex mutex_;
  std::list<Entry> recent_;  ///< guarded by mutex_; most recently used first
  std::unordered_map<TileId, std::list<Entry>::iterator, TileIdHash> entries_;  ///< mutex_
  std::unordered_map<unsigned, std::shared_ptr<const TileNodes>> newest_open_;  ///< mutex_
};

/// The nodes of a tree of fixed size. Cheap to make, one per request if need be. Thread-safe if
/// `fetch` is. The size must be durable: what the cache holds of a batch that was undone later
/// would answer for the batch that takes its place.
class TileNodeReader : public NodeReader {
 public:
  /// `cache` outlives the reader.
  TileNodeReader(std::uint64_t size, TileFetch fetch, TileCache& cache);

  /// kNotFound NO_SUCH_NODE beyond the size; kCorrupt BAD_TILE when a tile has the wrong length;
  /// the errors of `fetch`.
  Result<std::vector<Hash>> nodes(const std::vector<NodeId>& ids) const override;

 private:
  Result<std::shared_ptr<const TileNodes>> load(const TileId& tile) const;

  std::uint64_t size_;
  TileFetch fetch_;
  TileCache& cache_;
};

/// Fetches a tile and checks its length. kCorrupt BAD_TILE; the errors of `fetch`.
Result<std::string> fetch_tile(const TileFetch& fetch, const TileId& tile);

}  // namespace ledger
