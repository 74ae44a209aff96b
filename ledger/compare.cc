// SPDX-License-Identifier: Apache-2.0
#include "ledger/compare.h"

#include <algorithm>
#include <string>

#include "ledger/hash.h"
#include "ledger/log_reader.h"
#include "ledger/tile.h"

namespace ledger {
namespace {

Result<std::optional<std::string>> entry_at(const EventStore& store, std::uint64_t index) {
  std::optional<std::string> out;
  auto read = store.read(index, index + 1, [&](std::uint64_t, std::string_view bytes) {
    out = bytes;
    return false;
  });
  if (!read && read.error().code == ErrorCode::kIo) return read.error();
  return out;
}

/// Tiles above this level are of logs with more than 2^56 entries.
constexpr unsigned kTopLevel = 6;

class Comparer {
 public:
  Comparer(const EventStore& first, const EventStore& second) : first_(first), second_(second) {}

  Result<Comparison> run(bool thorough);

 private:
  /// Whether the perfect subtree under a stored tile is the same in both; nothing if one lacks it.
  std::optional<bool> same_tile(unsigned level, std::uint64_t index) const;
  std::uint64_t suspected_block() const;
  Status compare_entries(std::uint64_t begin, std::uint64_t end);

  const EventStore& first_;
  const EventStore& second_;
  Comparison result_;
  std::uint64_t common_ = 0;
};

std::optional<bool> Comparer::same_tile(unsigned level, std::uint64_t index) const {
  const auto a = first_.get(Table::kTile, tile_key(level, index));
  const auto b = second_.get(Table::kTile, tile_key(level, index));
  const bool whole = a && b && *a && *b && (*a)->size() == kTileBytes && (*b)->size() == kTileBytes;
  if (!whole) return std::nullopt;
  return **a == **b;
}

/// The first block of 256 entries that the complete tiles of any level do not call the same.
std::uint64_t Comparer::suspected_block() const {
  std::uint64_t block = 0;
  unsigned level = kTopLevel;
  while (true) {
    const std::uint64_t blocks = std::uint64_t{1} << (kTileHeight * level);  // under one tile
    const bool aligned = block % blocks == 0;
    const bool inside = aligned && (block / blocks + 1) * blocks * kTileWidth <= common_;
    if (inside && same_tile(level, block / blocks) == true) {
      block += blocks;
      level = kTopLevel;
    } else if (level == 0) {
      return block;
    } else {
      --level;
    }
  }
}

Status Comparer::compare_entries(std::uint64_t begin, std::uint64_t end) {
  for (std::uint64_t index = begin; index < end && !result_.differs_at; ++index) {
    const auto a = entry_at(first_, index);
    if (!a) return a.error();
    const auto b = entry_at(second_, index);
    if (!b) return b.error();
    ++result_.entries_compared;
    if (*a && *a == *b) continue;
    if (!*a && !*b) {
      result_.neither_at = std::min(index, result_.neither_at.value_or(index));
      continue;
    }
    result_.differs_at = index;
  }
  return Ok{};
}

Result<Comparison> Comparer::run(bool thorough) {
  const auto a = first_.head();
  if (!a) return a.error();
  const auto b = second_.head();
  if (!b) return b.error();
  result_.first_size = a->size;
  result_.second_size = b->size;
  common_ = std::min(a->size, b->size);
  const std::uint64_t suspected = thorough ? 0 : std::min(suspected_block() * kTileWidth, common_);
  // Everything before the suspected block has the same hashes in both, as far as tiles tell.
  if (auto compared = compare_entries(suspected, std::min(suspected + kTileWidth, common_));
      !compared) {
    return compared.error();
  }
  const bool from_start = !thorough && !result_.differs_at && suspected + kTileWidth < common_;
  if (from_start || thorough) {
    if (auto compared = compare_entries(0, common_); !compared) return compared.error();
  }
  return result_;
}

}  // namespace

Result<Comparison> compare_logs(const EventStore& first, const EventStore& second, bool thorough) {
  return Comparer(first, second).run(thorough);
}

}  // namespace ledger
