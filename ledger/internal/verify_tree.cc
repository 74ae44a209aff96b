// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/verify_tree.h"

#include <algorithm>
#include <utility>

#include "ledger/internal/verify_store.h"
#include "ledger/log_reader.h"

namespace ledger::internal {
namespace {

Hash hash_at(std::string_view tile, std::size_t position) {
  return fixed_from<Hash>(tile.substr(position * Hash::kSize, Hash::kSize));
}

Fault tile_fault(std::string path, std::string reason, std::string message) {
  return fault_of(FaultClass::kTileDrift, "tile", std::move(path), std::move(reason),
                  std::move(message));
}

/// How many complete tiles a level has.
std::uint64_t complete_tiles_at(unsigned level, std::uint64_t size) {
  return tile_hashes_at(level, size) / kTileWidth;
}

}  // namespace

void TreeVerifier::begin_block(std::uint64_t begin, const std::vector<VerifiedEntry>& entries) {
  stored_tile_.reset();
  if (entries.size() < kTileWidth) return;
  ++tiles_checked_;
  const std::uint64_t index = begin / kTileWidth;
  const std::string path = tile_path({0, index, kTileWidth});
  auto row = store_.get(Table::kTile, tile_key(0, index));
  if (!row) {
    findings_.add(unreadable("tile", path, row.error()));
  } else if (!*row) {
    const bool any = std::any_of(entries.begin(), entries.end(),
                                 [](const VerifiedEntry& entry) { return entry.present; });
    if (!any) return;  // nothing at all is there, which the gap says
    findings_.add(tile_fault(path, "TILE_MISSING", "a complete tile is not in the store"));
  } else if ((*row)->size() != kTileBytes) {
    findings_.add(tile_fault(path, "BAD_TILE", "a complete tile is not 8192 bytes long"));
  } else {
    stored_tile_ = std::move(**row);
  }
}

bool TreeVerifier::add(const VerifiedEntry& entry) {
  std::optional<Hash> stored;
  if (stored_tile_) stored = hash_at(*stored_tile_, next_ % kTileWidth);
  const std::uint64_t index = next_++;
  if (!entry.present && !stored) gap_ = true;
  const bool agrees = !stored || (entry.present && *stored == entry.leaf);
  if (!agrees) {
    if (!by_tiles_ && !gap_) by_tiles_ = tree_;
    suspects_.push_back({index, entry.present, !entry.error, entry.event_id, entry.leaf,
                         blamed_field(store_, index, entry)});
  }
  if (gap_) return agrees;
  std::vector<CompleteTile> complete;
  if (by_tiles_) by_tiles_->append(stored.value_or(entry.leaf), waiting_by_tiles_);
  tree_.append(entry.present ? entry.leaf : *stored, complete);
  for (CompleteTile& tile : complete) {
    if (tile.tile.level == 0) continue;  // compared leaf by leaf
    if (by_tiles_) {
      waiting_.push_back(std::move(tile));
    } else {
      compare_tile(tile);
    }
  }
  return agrees;
}

void TreeVerifier::compare_tile(const CompleteTile& tile) {
  if (tile.tile.level == 0) return;
  ++tiles_checked_;
  const std::string path = tile_path(tile.tile);
  const auto row = store_.get(Table::kTile, tile_key(tile.tile.level, tile.tile.index));
  if (!row) {
    findings_.add(unreadable("tile", path, row.error()));
  } else if (!*row) {
    findings_.add(tile_fault(path, "TILE_MISSING", "a complete tile is not in the store"));
  } else if (**row != tile.hashes) {
    findings_.add(
        tile_fault(path, "TILE_DIFFERS", "the stored tile is not the one of the entries"));
  }
}

void TreeVerifier::compare_tiles(std::vector<CompleteTile>& tiles) {
  for (const CompleteTile& tile : tiles) compare_tile(tile);
  waiting_.clear();
  waiting_by_tiles_.clear();
}

std::optional<std::uint64_t> TreeVerifier::home_of(const Suspect& suspect) const {
  if (!suspect.present) return std::nullopt;
  std::vector<std::uint64_t> tiles{suspect.index / kTileWidth};
  if (const auto id = fixed_from_hex<Id>(suspect.event_id)) {
    const auto row = store_.get(Table::kById, id->view());
    if (row && *row && (*row)->size() == 8) {
      const std::uint64_t claimed = get_u64(**row);
      // No tile can confirm it yet.
      if (claimed / kTileWidth >= complete_tiles_at(0, size_)) return claimed;
      tiles.push_back(claimed / kTileWidth);
    }
  }
  for (const std::uint64_t index : tiles) {
    const auto row = store_.get(Table::kTile, tile_key(0, index));
    if (!row || !*row || (*row)->size() != kTileBytes) continue;
    for (std::size_t i = 0; i < kTileWidth; ++i) {
      if (hash_at(**row, i) == suspect.leaf) return index * kTileWidth + i;
    }
  }
  return std::nullopt;
}

/// Neighbours that were moved by the same distance are one fault, also where checkpoints lie
/// between them.
void TreeVerifier::blame_moved(const std::vector<Suspect>& suspects, std::size_t begin,
                               std::size_t end, std::uint64_t home) {
  const std::uint64_t first = suspects[begin].index;
  const std::uint64_t last = suspects[end - 1].index;
  const bool continued = first == moved_end_ && home - first == moved_by_;
  moved_end_ = last + 1;
  moved_by_ = home - first;
  for (std::uint64_t index = first; index <= last; ++index) findings_.explain_away(index);
  if (continued) return;
  Fault fault = fault_of(FaultClass::kReordered, "entry", {}, "ENTRY_MOVED",
                         "holds the entry that was published at index " + std::to_string(home));
  if (last > first) fault.message += "; the ones after it are moved by as much";
  fault.index = first;
  fault.event_id = suspects[begin].event_id;
  findings_.add(std::move(fault));
}

void TreeVerifier::blame_entries() {
  const auto suspects = std::exchange(suspects_, {});
  for (std::size_t i = 0; i < suspects.size();) {
    const Suspect& suspect = suspects[i++];
    findings_.lose(suspect.index);
    if (!suspect.present) continue;  // reported as missing or unreadable already
    if (const auto home = home_of(suspect)) {
      const std::size_t begin = i - 1;
      const auto follows = [&](std::size_t next) {
        return next < suspects.size() && suspects[next].index == suspect.index + (next - begin) &&
               home_of(suspects[next]) == *home + (next - begin);
      };
      while (follows(i)) ++i;
      blame_moved(suspects, begin, i, *home);
      continue;
    }
    Fault fault = fault_of(FaultClass::kEdited, "entry", suspect.field, "LEAF_DIFFERS",
                           "the stored bytes are not those whose hash was published");
    fault.index = suspect.index;
    fault.event_id = suspect.event_id;
    findings_.convict(suspect.index, std::move(fault));
  }
}

void TreeVerifier::blame_tiles() {
  for (const Suspect& suspect : std::exchange(suspects_, {})) {
    findings_.acquit(suspect.index);
    const std::uint64_t tile = suspect.index / kTileWidth;
    if (!suspect.present || !blamed_tiles_.insert(tile).second) continue;
    findings_.add(tile_fault(tile_path({0, tile, kTileWidth}), "TILE_DIFFERS",
                             "the stored tile has another hash than the entry of event " +
                                 std::to_string(suspect.index)));
  }
}

RootVerdict TreeVerifier::at_checkpoint(const Checkpoint& checkpoint) {
  if (gap_ || parted_) return RootVerdict::kUnknown;
  if (tree_.root() == checkpoint.root) {
    blame_tiles();
    compare_tiles(waiting_);
    by_tiles_.reset();
    return RootVerdict::kRight;
  }
  if (by_tiles_ && by_tiles_->root() == checkpoint.root) {
    // The tiles are what was published: go on with their leaves, so that everything after the
    // damaged entries is still compared.
    blame_entries();
    compare_tiles(waiting_by_tiles_);
    tree_ = std::move(*by_tiles_);
    by_tiles_.reset();
    return RootVerdict::kRight;
  }
  return RootVerdict::kWrong;
}

/// No checkpoint says whether entries or tiles are right: the edge does, though nobody signed it,
/// and where not even that helps, an entry that its authors signed is believed.
void TreeVerifier::decide_alone(const Head& head) {
  const auto edge = CompactRange::parse(head.edge);
  if (edge && !gap_ && *edge == tree_.range()) return blame_tiles();
  if (edge && by_tiles_ && *edge == by_tiles_->range()) {
    tree_ = *by_tiles_;
    return blame_entries();
  }
  auto all = std::exchange(suspects_, {});
  const auto unsound = std::stable_partition(all.begin(), all.end(), [this](const Suspect& s) {
    return s.sound && s.present && !home_of(s);
  });
  suspects_.assign(all.begin(), unsound);
  blame_tiles();
  suspects_.assign(unsound, all.end());
  blame_entries();
}

void TreeVerifier::compare_edge(const Head& head, const std::optional<Hash>& published) {
  const auto edge = CompactRange::parse(head.edge);
  bool right = edge && edge->size() == size_;
  if (right && published) {
    right = edge->root() == *published;
  } else if (right && !gap_ && !parted_) {
    right = *edge == tree_.range();
  }
  if (right) return;
  findings_.add(fault_of(FaultClass::kTileDrift, "head", "edge", "EDGE_DIFFERS",
                         edge && edge->size() != size_
                             ? "the head's edge is of size " + std::to_string(edge->size()) +
                                   ", the head counts " + std::to_string(size_) + " entries"
                             : std::string("the head's edge is not that of the entries")));
}

void TreeVerifier::look_for_extra_tiles() {
  std::uint64_t extra = 0;
  std::string first;
  auto scanned = store_.scan(Table::kTile, {}, {}, [&](std::string_view key, std::string_view) {
    const bool shaped = key.size() == 9 && static_cast<unsigned char>(key[0]) <= 7;
    const auto level = static_cast<unsigned>(static_cast<unsigned char>(key[0]));
    if (shaped && get_u64(key.substr(1)) < complete_tiles_at(level, size_)) return true;
    if (extra++ == 0) first = to_hex(key);
    return true;
  });
  if (!scanned) {
    findings_.add(unreadable("tile", {}, scanned.error()));
  } else if (extra > 0) {
    findings_.add(tile_fault(first, "TILE_EXTRA",
                             "the store holds " + std::to_string(extra) +
                                 " tiles that a log of this size does not have"));
  }
}

void TreeVerifier::compare_open_tile(unsigned level) {
  const std::string_view hashes = tree_.open_tile(level);
  const std::uint64_t index = complete_tiles_at(level, size_);
  if (hashes.empty()) return;
  ++tiles_checked_;
  const std::string path =
      tile_path({level, index, static_cast<unsigned>(hashes.size() / Hash::kSize)});
  const auto row = store_.get(Table::kTile, tile_key(level, index));
  if (!row) {
    findings_.add(unreadable("tile", path, row.error()));
  } else if (!*row) {
    findings_.add(tile_fault(path, "TILE_MISSING", "the open tile is not there"));
  } else if (**row != hashes) {
    findings_.add(
        tile_fault(path, "TILE_DIFFERS", "the stored tile is not the one of the entries"));
  }
}

void TreeVerifier::finish_static() {
  if (!suspects_.empty()) decide_alone(Head{});
  if (gap_ || parted_ || tree_.size() != size_) return;  // its tiles are not known
  for (unsigned level = 0; tile_hashes_at(level, size_) > 0; ++level) compare_open_tile(level);
}

void TreeVerifier::part(const Head& head) {
  parted_ = true;
  if (!suspects_.empty()) decide_alone(head);
}

void TreeVerifier::finish(const Head& head, const std::optional<Hash>& published, bool truncated) {
  if (!suspects_.empty()) decide_alone(head);
  if (truncated) return;  // the edge and the tiles may be of the longer log
  if (!store_.head_fault()) compare_edge(head, published);  // else the edge is gone with the rest
  look_for_extra_tiles();
}

}  // namespace ledger::internal
