// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_tree.h"

#include <utility>

#include "ledger/log_reader.h"

namespace ledger::internal {
namespace {

Hash hash_at(std::string_view tile, std::size_t position) {
  return fixed_from<Hash>(tile.substr(position * Hash::kSize, Hash::kSize));
}

std::optional<std::uint64_t> find_in_tile(std::string_view tile, const Hash& leaf,
                                          std::uint64_t first_index) {
  for (std::size_t i = 0; i < tile.size() / Hash::kSize; ++i) {
    if (hash_at(tile, i) == leaf) return first_index + i;
  }
  return std::nullopt;
}

Fault tile_fault(std::string path, std::string reason, std::string message) {
  Fault fault;
  fault.kind = FaultClass::kTileDrift;
  fault.structure = "tile";
  fault.field = std::move(path);
  fault.reason = std::move(reason);
  fault.message = std::move(message);
  return fault;
}

}  // namespace

void TreeVerifier::load_stored_tile(std::uint64_t index, std::size_t width) {
  stored_tile_.reset();
  if (width < kTileWidth) return;
  const std::string path = tile_path({0, index, kTileWidth});
  auto row = store_.get(Table::kTile, tile_key(0, index));
  if (!row) {
    Fault fault = tile_fault(path, row.error().reason, row.error().message);
    fault.kind = FaultClass::kUnreadable;
    report_(std::move(fault));
  } else if (!*row) {
    report_(tile_fault(path, "TILE_MISSING", "a complete tile is not in the store"));
  } else if ((*row)->size() != kTileBytes) {
    report_(tile_fault(path, "BAD_TILE", "a complete tile is not 8192 bytes long"));
  } else {
    stored_tile_ = std::move(**row);
  }
}

void TreeVerifier::begin_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries) {
  load_stored_tile(begin / kTileWidth, entries.size());
}

void TreeVerifier::suspect(const VerifiedEntry& entry, const Hash& stored) {
  (void)stored;
  const std::uint64_t index = tree_.size();
  const std::uint64_t first = index / kTileWidth * kTileWidth;
  std::optional<std::uint64_t> copy_of;
  if (entry.present) copy_of = find_in_tile(*stored_tile_, entry.leaf, first);
  suspects_.push_back({index, entry.present, entry.event_id, copy_of});
  if (!by_tiles_) by_tiles_ = tree_;
}

void TreeVerifier::add(const VerifiedEntry& entry) {
  if (broken_) return;
  Hash leaf = entry.leaf;
  std::optional<Hash> stored;
  if (stored_tile_) stored = hash_at(*stored_tile_, tree_.size() % kTileWidth);
  if (!entry.present && !stored) {
    broken_ = true;  // neither the entry nor its leaf is known: no later root can be computed
    return;
  }
  if (stored && (!entry.present || *stored != leaf)) suspect(entry, *stored);
  std::vector<CompleteTile> complete;
  if (by_tiles_) {
    by_tiles_->append(stored.value_or(leaf), complete);
    complete.clear();
  }
  tree_.append(entry.present ? leaf : *stored, complete);
  if (suspects_.empty()) compare_complete(complete);
}

void TreeVerifier::compare_complete(const std::vector<CompleteTile>& complete) {
  for (const CompleteTile& tile : complete) {
    ++tiles_checked_;
    if (tile.tile.level == 0) continue;  // compared leaf by leaf
    const std::string path = tile_path(tile.tile);
    const auto row = store_.get(Table::kTile, tile_key(tile.tile.level, tile.tile.index));
    if (!row) {
      Fault fault = tile_fault(path, row.error().reason, row.error().message);
      fault.kind = FaultClass::kUnreadable;
      report_(std::move(fault));
    } else if (!*row) {
      report_(tile_fault(path, "TILE_MISSING", "a complete tile is not in the store"));
    } else if (**row != tile.hashes) {
      report_(tile_fault(path, "TILE_DIFFERS", "the stored tile is not the one of the entries"));
    }
  }
}

void TreeVerifier::blame_entries() {
  for (const Suspect& suspect : suspects_) {
    if (!suspect.entry_present) continue;  // reported as missing or unreadable already
    Fault fault;
    fault.kind = suspect.copy_of ? FaultClass::kReordered : FaultClass::kEdited;
    fault.structure = "entry";
    fault.index = suspect.index;
    fault.event_id = suspect.event_id;
    fault.reason = suspect.copy_of ? "ENTRY_MOVED" : "LEAF_DIFFERS";
    fault.message = suspect.copy_of ? "holds the entry that was published at index " +
                                          std::to_string(*suspect.copy_of)
                                    : "the stored bytes are not those whose hash was published";
    report_(std::move(fault));
  }
  suspects_.clear();
}

void TreeVerifier::blame_tile() {
  for (const Suspect& suspect : suspects_) {
    if (!suspect.entry_present) continue;
    Fault fault = tile_fault(tile_path({0, suspect.index / kTileWidth, kTileWidth}), "TILE_DIFFERS",
                             "the stored tile has another hash for this entry");
    fault.index = suspect.index;
    report_(std::move(fault));
  }
  suspects_.clear();
}

bool TreeVerifier::at_checkpoint(const Checkpoint& checkpoint) {
  if (broken_) return false;
  if (tree_.root() == checkpoint.root) {
    if (by_tiles_) blame_tile();
    by_tiles_.reset();
    last_good_size_ = checkpoint.size;
    return true;
  }
  if (by_tiles_ && by_tiles_->root() == checkpoint.root) {
    // The tiles are what was published: go on with their leaves, so that everything after the
    // damaged entries is still compared.
    blame_entries();
    tree_ = std::move(*by_tiles_);
    by_tiles_.reset();
    last_good_size_ = checkpoint.size;
    return true;
  }
  return false;
}

void TreeVerifier::finish(const Head& head) {
  if (by_tiles_) {
    blame_entries();
    by_tiles_.reset();
  }
  if (broken_ || tree_.size() != size_) return;
  const auto edge = CompactRange::parse(head.edge);
  if (!edge || *edge != tree_.range()) {
    Fault fault = tile_fault("edge", "EDGE_DIFFERS", "the head's edge is not that of the entries");
    fault.structure = "head";
    report_(std::move(fault));
  }
  std::uint64_t stored_tiles = 0;
  auto scanned = store_.scan(Table::kTile, {}, {}, [&](std::string_view, std::string_view) {
    ++stored_tiles;
    return true;
  });
  const std::uint64_t expected = tiles_completed_between(0, size_).size();
  if (scanned && stored_tiles > expected) {
    report_(tile_fault("tile", "TILE_EXTRA",
                       "the store holds " + std::to_string(stored_tiles) + " tiles, the log has " +
                           std::to_string(expected)));
  }
}

}  // namespace ledger::internal
