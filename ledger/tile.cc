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

std::vector<TileId> tiles_of(std::uint64_t size) {
  std::vector<TileId> out;
  for (unsigned level = 0; tile_hashes_at(level, size) > 0; ++level) {
    const std::uint64_t hashes = tile_hashes_at(level, size);
    for (std::uint64_t i = 0; i < hashes / kTileWidth; ++i) out.push_back({level, i, kTileWidth});
    const auto width = static_cast<unsigned>(hashes % kTileWidth);
    if (width > 0) out.push_back({level, hashes / kTileWidth, width});
  }
  return out;
}

std::vector<TileId> tiles_completed_between(std::uint64_t old_size, std::uint64_t new_size) {
  LEDGER_CHECK(old_size <= new_size);
  std::vector<TileId> out;
  const std::uint64_t end = new_size / kTileWidth;
  for (std::uint64_t done = old_size / kTileWidth; done < end; ++done) {
    // Completing level-0 tile `done` also completes a tile above for each 256 below it.
    std::uint64_t index = done;
    out.push_back({0, index, kTileWidth});
    for (unsigned level = 1; index % kTileWidth == kTileWidth - 1; ++level) {
      index /= kTileWidth;
      out.push_back({level, index, kTileWidth});
    }
  }
  return out;
}

Result<std::string> build_entry_bundle(const std::vector<std::string_view>& entries) {
  if (entries.empty() || entries.size() > kTileWidth) {
    return invalid("BAD_BUNDLE",
                   "a bundle holds 1 to 256 entries, not " + std::to_string(entries.size()));
  }
  std::string out;
  for (const std::string_view entry : entries) {
    if (entry.size() > kEntryBytesMax) {
      return invalid("ENTRY_TOO_LARGE", "entry of " + std::to_string(entry.size()) +
                                            " bytes, at most " + std::to_string(kEntryBytesMax));
    }
    put_u16(out, static_cast<std::uint16_t>(entry.size()));
    out += entry;
  }
  return out;
}

Result<std::vector<std::string_view>> parse_entry_bundle(std::string_view bytes, unsigned width) {
  std::vector<std::string_view> entries;
  while (!bytes.empty()) {
    if (bytes.size() < 2 || bytes.size() - 2 < get_u16(bytes)) {
      return invalid("BAD_BUNDLE",
                     "entry " + std::to_string(entries.size()) + " of the bundle is cut off");
    }
    const std::size_t length = get_u16(bytes);
    entries.push_back(bytes.substr(2, length));
    bytes.remove_prefix(2 + length);
    if (entries.size() > width) break;
  }
  if (entries.size() != width || width < 1 || width > kTileWidth) {
    return invalid("BAD_BUNDLE",
                   "the bundle does not hold exactly " + std::to_string(width) + " entries");
  }
  return entries;
}

}  // namespace ledger
