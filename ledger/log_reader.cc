// SPDX-License-Identifier: Apache-2.0
#include "ledger/log_reader.h"

#include <algorithm>
#include <utility>

#include "ledger/hash.h"
#include "ledger/merkle.h"

namespace ledger {

std::string tile_key(unsigned level, std::uint64_t index) {
  std::string key(1, static_cast<char>(level));
  put_u64(key, index);
  return key;
}

std::string subject_key(const Subject& subject) {
  std::string key(1, static_cast<char>(subject.kind));
  key += subject.id.view();
  return key;
}

namespace {

Error beyond(std::uint64_t asked, std::uint64_t size) {
  const std::string number = std::to_string(asked);
  const std::string events = std::to_string(size);
  return {ErrorCode::kNotFound,
          "BEYOND_LOG",
          "there is no event or size " + number + " in a log of " + events + " events",
          {},
          "события или размера " + number + " в журнале нет, событий в нём: " + events};
}

/// A complete tile from the store.
Result<std::string> stored_tile(const EventStore& store, unsigned level, std::uint64_t index) {
  auto row = store.get(Table::kTile, tile_key(level, index));
  if (!row) return row.error();
  if (!*row) {
    return corrupt("TILE_MISSING", "a complete tile is not there",
                   tile_path({level, index, kTileWidth}));
  }
  return std::move(**row);
}

Result<std::string> leaf_hashes(const EventStore& store, std::uint64_t begin, std::uint64_t end) {
  std::string hashes;
  auto read = store.read(begin, end, [&](std::uint64_t, std::string_view entry) {
    hashes += leaf_hash(entry).view();
    return true;
  });
  if (!read) return read.error();
  return hashes;
}

/// The edge of the first `size` leaves, from complete tiles and the open leaves.
class EdgeNodes : public NodeReader {
 public:
  EdgeNodes(const EventStore& store, std::uint64_t size, std::string open_leaves)
      : store_(store), size_(size), open_leaves_(std::move(open_leaves)) {}

  Result<std::vector<Hash>> nodes(const std::vector<NodeId>& ids) const override {
    TileCache cache(16);
    const TileNodeReader reader(
        size_, [this](const TileId& tile) { return fetch(tile); }, cache);
    return reader.nodes(ids);
  }

 private:
  /// An open tile of a higher level is made from the roots of the complete tiles below it.
  Result<std::string> fetch(const TileId& tile) const {
    if (tile.width == kTileWidth) return stored_tile(store_, tile.level, tile.index);
    if (tile.level == 0) return open_leaves_.substr(0, std::size_t{tile.width} * Hash::kSize);
    std::string hashes;
    for (unsigned i = 0; i < tile.width; ++i) {
      auto below = stored_tile(store_, tile.level - 1, tile.index * kTileWidth + i);
      if (!below) return below.error();
      if (below->size() != kTileBytes) {
        return corrupt("BAD_TILE", "a complete tile of another length than 8192 bytes",
                       tile_path({tile.level - 1, tile.index * kTileWidth + i, kTileWidth}));
      }
      hashes += TileNodes(*below).at(kTileHeight, 0).view();
    }
    return hashes;
  }

  const EventStore& store_;
  std::uint64_t size_;
  std::string open_leaves_;
};

/// The perfect subtrees of a tree of `size` leaves, largest first.
std::vector<NodeId> edge_nodes(std::uint64_t size) {
  std::vector<NodeId> ids;
  for (unsigned level = 63; level < 64; --level) {
    if ((size >> level & 1) != 0) ids.push_back({level, (size >> level) - 1});
  }
  return ids;
}

}  // namespace

Result<TileBuilder> load_tree(const EventStore& store, std::uint64_t size) {
  auto open_leaves = leaf_hashes(store, size / kTileWidth * kTileWidth, size);
  if (!open_leaves) return open_leaves.error();
  const auto head = store.head();
  if (!head) return head.error();
  std::optional<CompactRange> edge;
  if (head->size == size) {
    auto stored = CompactRange::parse(head->edge);
    if (!stored) return stored.error();
    edge = std::move(*stored);
  } else {
    auto hashes = EdgeNodes(store, size, *open_leaves).nodes(edge_nodes(size));
    if (!hashes) return hashes.error();
    edge = CompactRange::of(size, std::move(*hashes));
  }
  return TileBuilder::resume(*edge, *open_leaves, [&store](const TileId& tile) {
    return stored_tile(store, tile.level, tile.index);
  });
}

Status ReadView::within(std::uint64_t tree_size) const {
  if (tree_size > size()) return beyond(tree_size, size());
  return Ok{};
}

Result<RecordedEvent> ReadView::event(std::uint64_t index) const {
  if (index >= size()) return beyond(index, size());
  RecordedEvent event{index, {}};
  auto read = store_->read(index, index + 1, [&](std::uint64_t, std::string_view entry) {
    event.entry = entry;
    return true;
  });
  if (!read) return read.error();
  return event;
}

Status ReadView::range(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const {
  end = std::min(end, size());
  if (begin >= end) return Ok{};
  return store_->read(begin, end, visit);
}

Result<std::optional<std::uint64_t>> ReadView::find_id(const Id& id) const {
  auto row = store_->get(Table::kById, id.view());
  if (!row) return row.error();
  std::optional<std::uint64_t> index;
  if (!*row) return index;
  if ((*row)->size() != 8) return corrupt("INDEX_ROW", "malformed id row", to_hex(id));
  const std::uint64_t found = get_u64(**row);
  if (found < size()) index = found;
  return index;
}

Result<std::optional<Located>> ReadView::find_digest(const Hash& digest) const {
  auto row = store_->get(Table::kByDigest, digest.view());
  if (!row) return row.error();
  std::optional<Located> located;
  if (!*row) return located;
  if ((*row)->size() != 9) return corrupt("INDEX_ROW", "malformed digest row", to_hex(digest));
  const Located found{get_u64(**row), static_cast<fb::Payload>((**row)[8])};
  if (found.index < size()) located = found;
  return located;
}

Status ReadView::by_subject(
    const Subject& subject, std::uint64_t from_n,
    const std::function<bool(std::uint64_t n, std::uint64_t index)>& visit) const {
  const std::string prefix = subject_key(subject);
  const std::string end = prefix + be64(UINT64_MAX);
  return store_->scan(Table::kBySubject, prefix + be64(from_n), end,
                      [&](std::string_view key, std::string_view value) {
                        if (key.size() != prefix.size() + 8 || value.size() != 8) return true;
                        const std::uint64_t index = get_u64(value);
                        return index < size() && visit(get_u64(key.substr(prefix.size())), index);
                      });
}

Status ReadView::by_type(fb::Payload payload_type, std::uint64_t from_index,
                         const std::function<bool(std::uint64_t index)>& visit) const {
  const std::string prefix(1, static_cast<char>(payload_type));
  return store_->scan(Table::kByType, prefix + be64(from_index), prefix + be64(size()),
                      [&](std::string_view key, std::string_view) {
                        return key.size() != 9 || visit(get_u64(key.substr(1)));
                      });
}

Result<std::uint64_t> ReadView::version_of(const Subject& subject) const {
  const std::string prefix = subject_key(subject);
  std::uint64_t version = 0;
  auto scanned = store_->scan_back(Table::kBySubject, prefix, prefix + be64(UINT64_MAX),
                                   [&](std::string_view key, std::string_view value) {
                                     if (value.size() == 8 && get_u64(value) >= size()) return true;
                                     version = get_u64(key.substr(prefix.size())) + 1;
                                     return false;
                                   });
  if (!scanned) return scanned.error();
  return version;
}

Result<std::string> ReadView::tile(const TileId& tile) const {
  const unsigned width = tile_width_at(tile.level, tile.index, size());
  if (tile.width == 0 || tile.width > width) {
    const std::string events = std::to_string(size());
    return Error{ErrorCode::kNotFound, "NO_TILE", "no such tile in a log of " + events + " events",
                 tile_path(tile), "такой плитки в журнале нет, событий в нём: " + events};
  }
  const std::size_t bytes = std::size_t{tile.width} * Hash::kSize;
  if (width < kTileWidth) {
    return std::string(published_->tree.open_tile(tile.level).substr(0, bytes));
  }
  auto complete = stored_tile(*store_, tile.level, tile.index);
  if (!complete) return complete.error();
  if (complete->size() != kTileBytes) {
    return corrupt("BAD_TILE", "a complete tile of another length than 8192 bytes",
                   tile_path(tile));
  }
  complete->resize(bytes);
  return std::move(*complete);
}

Result<std::string> ReadView::entry_bundle(std::uint64_t index, unsigned width) const {
  if (width == 0 || width > tile_width_at(0, index, size())) {
    const std::string events = std::to_string(size());
    return not_found("NO_TILE", "no such bundle in a log of " + events + " events",
                     "такой пачки в журнале нет, событий в нём: " + events,
                     entries_path({0, index, width == 0 ? 1 : width}));
  }
  std::string bundle;
  auto read = range(index * kTileWidth, index * kTileWidth + width,
                    [&](std::uint64_t, std::string_view entry) {
                      put_u16(bundle, static_cast<std::uint16_t>(entry.size()));
                      bundle += entry;
                      return true;
                    });
  if (!read) return read.error();
  return bundle;
}

TileNodeReader ReadView::nodes() const {
  return {size(), [this](const TileId& id) { return tile(id); }, *tiles_};
}

Result<std::vector<Hash>> ReadView::inclusion(std::uint64_t index, std::uint64_t tree_size) const {
  if (auto inside = within(tree_size); !inside) return inside.error();
  return inclusion_proof(index, tree_size, nodes());
}

Result<std::vector<Hash>> ReadView::consistency(std::uint64_t m, std::uint64_t n) const {
  if (auto inside = within(n); !inside) return inside.error();
  return consistency_proof(m, n, nodes());
}

Result<Hash> ReadView::root_at(std::uint64_t tree_size) const {
  if (auto inside = within(tree_size); !inside) return inside.error();
  return root_of(tree_size, nodes());
}

Result<ReadView::Covering> ReadView::covering(std::uint64_t size_wanted) const {
  if (auto inside = within(size_wanted); !inside) return inside.error();
  if (size_wanted > published_->previous_size) return Covering{size(), published_->note};
  std::optional<std::string> note;
  auto scanned =
      store_->checkpoints(size_wanted, size(), [&](std::uint64_t, std::string_view found) {
        note = found;
        return false;
      });
  if (!scanned) return scanned.error();
  if (!note) return Covering{size(), published_->note};
  const auto checkpoint = checkpoint_of_note(*note);
  if (!checkpoint) return checkpoint.error();
  return Covering{checkpoint->size, std::move(*note)};
}

Result<std::string> ReadView::checkpoint_covering(std::uint64_t size_wanted) const {
  auto found = covering(size_wanted);
  if (!found) return found.error();
  return std::move(found->note);
}

Result<Receipt> ReadView::receipt(std::uint64_t index) const {
  auto found = covering(index + 1);
  if (!found) return found.error();
  auto proof = inclusion(index, found->size);
  if (!proof) return proof.error();
  return Receipt{index, std::move(*proof), std::move(found->note)};
}

Status LogReader::load() {
  auto note = store_->last_checkpoint();
  if (!note) return note.error();
  if (!*note) return not_found("NO_CHECKPOINT", "the store keeps no checkpoint: nothing published");
  auto checkpoint = checkpoint_of_note(**note);
  if (!checkpoint) return checkpoint.error();
  auto tree = load_tree(*store_, checkpoint->size);
  if (!tree) return tree.error();
  if (tree->root() != checkpoint->root) {
    return corrupt("ROOT_MISMATCH", "the tiles and entries have another root than the checkpoint",
                   "checkpoint " + std::to_string(checkpoint->size));
  }
  publish(std::make_shared<const Published>(
      Published{std::move(*checkpoint), std::move(**note), std::move(*tree)}));
  return Ok{};
}

void LogReader::publish(std::shared_ptr<const Published> published) {
  {
    const std::lock_guard lock(mutex_);
    published_ = std::move(published);
  }
  grown_.notify_all();
}

ReadView LogReader::view() const {
  const std::lock_guard lock(mutex_);
  LEDGER_CHECK(published_ != nullptr);
  return {store_, tiles_, published_};
}

std::uint64_t LogReader::size() const {
  const std::lock_guard lock(mutex_);
  return published_ ? published_->checkpoint.size : 0;
}

std::uint64_t LogReader::wait(std::uint64_t above, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  const auto size_now = [this] { return published_ ? published_->checkpoint.size : 0; };
  grown_.wait_for(lock, timeout, [&] { return size_now() > above; });
  return size_now();
}

}  // namespace ledger
