// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>

#include "ledger/limits.h"

namespace ledger {
namespace {

constexpr unsigned kPathLevelMax = 63;
constexpr std::uint64_t kPathIndexEnd = std::uint64_t{1} << 56;
constexpr std::size_t kPathBytesMax = 64;  // the longest canonical one has 45

/// "x001/x234/067": groups of three digits, all but the last marked.
std::string index_path(std::uint64_t index) {
  std::string digits = std::to_string(index);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 3) {
    const bool is_last = i + 3 == digits.size();
    if (!is_last) out += 'x';
    out += digits.substr(i, 3);
    if (!is_last) out += '/';
  }
  return out;
}

std::string resource_path(const TileResource& resource) {
  const TileId& tile = resource.tile;
  LEDGER_CHECK(tile.level <= kPathLevelMax && tile.index < kPathIndexEnd);
  LEDGER_CHECK(tile.width >= 1 && tile.width <= kTileWidth);
  std::string out = "tile/";
  out += resource.entries ? "entries" : std::to_string(tile.level);
  out += '/' + index_path(tile.index);
  if (tile.width < kTileWidth) out += ".p/" + std::to_string(tile.width);
  return out;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// All of `text` as a number; leading zeros are left to the comparison with the canonical form.
std::optional<std::uint64_t> digits_to_number(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// The last occurrence is the one that counts: an index holds no dot.
std::optional<unsigned> take_width(std::string_view& text) {
  const std::size_t mark = text.find(".p/");
  if (mark == std::string_view::npos) return kTileWidth;
  const auto width = digits_to_number(text.substr(mark + 3));
  if (!width || *width < 1 || *width >= kTileWidth) return std::nullopt;
  text = text.substr(0, mark);
  return static_cast<unsigned>(*width);
}

std::optional<std::uint64_t> parse_index(std::string_view text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == 'x' || c == '/'; });
  const auto index = digits_to_number(digits);
  if (!index || *index >= kPathIndexEnd) return std::nullopt;
  return index;
}

/// What the path could mean; the caller compares it with the canonical spelling.
std::optional<TileResource> read_loosely(std::string_view path) {
  TileResource out;
  if (path.size() > kPathBytesMax || !take_prefix(path, "tile/")) return std::nullopt;
  if (take_prefix(path, "entries/")) {
    out.entries = true;
  } else {
    const std::size_t slash = path.find('/');
    const auto level = digits_to_number(path.substr(0, slash));
    if (slash == std::string_view::npos || !level || *level > kPathLevelMax) return std::nullopt;
    out.tile.level = static_cast<unsigned>(*level);
    path.remove_prefix(slash + 1);
  }
  const auto width = take_width(path);
  const auto index = parse_index(path);
  if (!width || !index) return std::nullopt;
  out.tile.width = *width;
  out.tile.index = *index;
  return out;
}

}  // namespace

std::string tile_path(const TileId& tile) {
  return resource_path({.entries = false, .tile = tile});
}

std::string entries_path(const TileId& tile) {
  LEDGER_CHECK(tile.level == 0);
  return resource_path({.entries = true, .tile = tile});
}

Result<TileResource> parse_tile_path(std::string_view path) {
  const auto resource = read_loosely(path);
  if (!resource || resource_path(*resource) != path) {
    return invalid("BAD_TILE_PATH", "not the canonical path of a tile or entry bundle");
  }
  return *resource;
}

std::uint64_t tile_hashes_at(unsigned level, std::uint64_t size) {
  return level < 64 / kTileHeight ? size >> (level * kTileHeight) : 0;
}

unsigned tile_width_at(unsigned level, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t hashes = tile_hashes_at(level, size);
  const std::uint64_t complete = hashes / kTileWidth;
  if (index < complete) return kTileWidth;
  return index == complete ? static_cast<unsigned>(hashes % kTileWidth) : 0;
}

}  // namespace ledger
