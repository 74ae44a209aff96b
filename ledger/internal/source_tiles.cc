// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/source_tiles.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/hash.h"
#include "ledger/log_reader.h"
#include "ledger/note.h"
#include "ledger/tile.h"

namespace ledger::internal {
namespace {

/// A tile that the source does not keep is made from the entries by whoever asks for it.
Status compare_source_tile(const EventStore& source, const TileId& tile,
                           std::string_view expected) {
  const auto row = source.get(Table::kTile, tile_key(tile.level, tile.index));
  if (!row) return row.error();
  if (!*row || **row == expected) return Ok{};
  return corrupt("TILE_DIFFERS", "the source's tile is not the one that the log has in this place",
                 tile_path(tile));
}

/// The complete tiles that both have, on one level from the one with leaf `from` on.
Status compare_repeated_tiles(const ComparedSource& compared, unsigned level, std::uint64_t from) {
  const std::uint64_t complete = tile_hashes_at(level, compared.tree.size()) / kTileWidth;
  for (std::uint64_t index = tile_hashes_at(level, from) / kTileWidth; index < complete; ++index) {
    const auto ours = compared.copy.get(Table::kTile, tile_key(level, index));
    if (!ours) return ours.error();
    if (!*ours) continue;  // the copy's own damage is not the source's
    auto same = compare_source_tile(compared.source, {level, index, kTileWidth}, **ours);
    if (!same) return same;
  }
  return Ok{};
}

Status compare_repeated_entries(const ComparedSource& compared, std::uint64_t begin,
                                std::uint64_t end) {
  std::vector<std::string> ours;
  auto read = compared.copy.read(begin, end, [&](std::uint64_t, std::string_view entry) {
    ours.emplace_back(entry);
    return true;
  });
  if (!read) return read;
  std::optional<std::uint64_t> other;
  read = compared.source.read(begin, end, [&](std::uint64_t index, std::string_view entry) {
    if (ours[index - begin] != entry) other = index;
    return !other;
  });
  if (!read) return read;
  if (!other) return Ok{};
  return corrupt("LEAF_DIFFERS", "the source has another entry here than the copy",
                 "event " + std::to_string(*other));
}

/// The lines of the log itself; those of witnesses come later, and need not be everywhere.
std::set<std::pair<std::uint32_t, std::string>> lines_of_log(const Note& note,
                                                             const std::string& origin) {
  std::set<std::pair<std::uint32_t, std::string>> out;
  for (const NoteSignature& one : note.signatures) {
    if (one.name == origin) out.emplace(one.key_id, one.bytes);
  }
  return out;
}

/// `kept`: the checkpoint of that size that the copy keeps; empty where it has none, then its
/// entries decide.
Status compare_repeated_checkpoint(const EventStore& copy, const std::string& kept,
                                   const Checkpoint& repeated, std::string_view note) {
  const std::string where = "checkpoint of size " + std::to_string(repeated.size);
  const Error other_root = corrupt("ROOT_MISMATCH", "the copy has another root there", where);
  if (kept.empty()) {
    const auto tree = load_tree(copy, repeated.size);
    if (!tree) return tree.error();
    return tree->root() == repeated.root ? Status(Ok{}) : Status(other_root);
  }
  const auto ours = parse_note(kept);
  const auto theirs = parse_note(note);
  if (!ours || !theirs) return Ok{};  // read as checkpoints before they got here
  if (ours->text != theirs->text) return other_root;
  const std::string& origin = repeated.origin;
  if (lines_of_log(*ours, origin) == lines_of_log(*theirs, origin)) return Ok{};
  return corrupt("SIGNATURE_INVALID", "it bears other signatures of the log than the copy's",
                 where);
}

using NotesBySize = std::map<std::uint64_t, std::string>;

Result<NotesBySize> notes_of(const EventStore& store, std::uint64_t begin, std::uint64_t end) {
  NotesBySize notes;
  const auto scanned =
      store.checkpoints(begin, end, [&](std::uint64_t size, std::string_view note) {
        notes.emplace(size, note);
        return true;
      });
  if (!scanned) return scanned.error();
  return notes;
}

/// The checkpoints of sizes [begin, end) that the source repeats.
Status compare_repeated_checkpoints(const ComparedSource& compared, std::uint64_t begin,
                                    std::uint64_t end) {
  const auto theirs = notes_of(compared.source, begin, end);
  if (!theirs) return theirs.error();
  const auto ours = notes_of(compared.copy, begin, end);
  if (!ours) return ours.error();
  for (const auto& [size, note] : *theirs) {
    const std::string where = "checkpoint of size " + std::to_string(size);
    const auto repeated = checkpoint_of_note(note);
    if (!repeated) return corrupt("BAD_CHECKPOINT", repeated.error().message, where);
    if (repeated->size != size || repeated->origin != compared.end.origin) {
      return corrupt("BAD_CHECKPOINT", "it is of another log or size", where);
    }
    const auto kept = ours->find(size);
    auto same = compare_repeated_checkpoint(
        compared.copy, kept == ours->end() ? std::string() : kept->second, *repeated, note);
    if (!same) return same;
  }
  return Ok{};
}

}  // namespace

std::uint64_t tile_block_end(std::uint64_t begin, std::uint64_t end) {
  return std::min((begin / kTileWidth + 1) * kTileWidth, end);
}

Result<std::string> source_leaf_hashes(const EventStore& source, std::uint64_t begin,
                                       std::uint64_t end) {
  const auto row = source.get(Table::kTile, tile_key(0, begin / kTileWidth));
  if (!row) return row.error();
  const std::size_t from = begin % kTileWidth * Hash::kSize;
  const std::size_t bytes = (end - begin) * Hash::kSize;
  if (*row && (*row)->size() >= from + bytes) return (*row)->substr(from, bytes);
  std::string out;
  auto read = source.read(begin, end, [&](std::uint64_t, std::string_view entry) {
    out += leaf_hash(entry).view();
    return true;
  });
  if (!read) return read.error();
  return out;
}

Status check_repeated(const ComparedSource& compared, std::uint64_t from) {
  const std::uint64_t end = compared.tree.size();
  for (std::uint64_t begin = from / kTileWidth * kTileWidth; begin < end;) {
    const std::uint64_t until = tile_block_end(begin, end);
    if (auto same = compare_repeated_entries(compared, begin, until); !same) return same;
    begin = until;
  }
  const std::uint64_t before = from > 0 ? from - 1 : 0;  // the block that has size `from`
  for (std::uint64_t begin = before / kTileWidth * kTileWidth; begin < end;) {
    const std::uint64_t until = tile_block_end(begin, end);
    auto same = compare_repeated_checkpoints(compared, begin + 1, until + 1);
    if (!same) return same;
    begin = until;
  }
  for (unsigned level = 0; tile_hashes_at(level, end) >= kTileWidth; ++level) {
    if (auto same = compare_repeated_tiles(compared, level, from); !same) return same;
  }
  return Ok{};
}

Status check_added_tiles(const ComparedSource& compared) {
  const EventStore& source = compared.source;
  TileBuilder tree = compared.tree;
  std::vector<CompleteTile> completed;
  for (std::uint64_t begin = tree.size(); begin < compared.end.size; begin = tree.size()) {
    const auto hashes = source_leaf_hashes(source, begin, tile_block_end(begin, compared.end.size));
    if (!hashes) return hashes.error();
    for (std::size_t at = 0; at < hashes->size(); at += Hash::kSize) {
      tree.append(fixed_from<Hash>(std::string_view(*hashes).substr(at, Hash::kSize)), completed);
    }
    for (const CompleteTile& tile : completed) {
      if (auto same = compare_source_tile(source, tile.tile, tile.hashes); !same) return same;
    }
    completed.clear();
  }
  const auto head = source.head();
  if (!head) return head.error();
  // Beyond its newest checkpoint a source may have completed what is open there.
  if (head->size != compared.end.size) return Ok{};
  for (unsigned level = 0; tile_hashes_at(level, tree.size()) > 0; ++level) {
    const std::string_view open = tree.open_tile(level);
    if (open.empty()) continue;
    const auto width = static_cast<unsigned>(open.size() / Hash::kSize);
    const TileId tile{level, tile_hashes_at(level, tree.size()) / kTileWidth, width};
    if (auto same = compare_source_tile(source, tile, open); !same) return same;
  }
  return Ok{};
}

}  // namespace ledger::internal
