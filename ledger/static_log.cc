// SPDX-License-Identifier: Apache-2.0
#include "ledger/static_log.h"

#include <algorithm>
#include <fstream>
#include <mutex>
#include <utility>

#include "ledger/checkpoint.h"
#include "ledger/internal/read_only_store.h"
#include "ledger/limits.h"
#include "ledger/log_reader.h"
#include "ledger/merkle.h"

namespace ledger {
namespace {

constexpr std::string_view kSignatureStart = "\xE2\x80\x94 ";
/// A checkpoint after every event, each with room for some cosignatures.
constexpr std::size_t kCheckpointsBytesMax = std::size_t{kTileWidth} * 8'192;
constexpr std::size_t kBundlesKept = 4;

Error bad_checkpoints(std::uint64_t block, const std::string& what) {
  return corrupt("BAD_CHECKPOINTS", what, checkpoints_path(block));
}

/// The number in a key of Table::kTile.
std::optional<TileId> tile_of_key(std::string_view key, std::uint64_t size) {
  if (key.size() != 9 || static_cast<unsigned char>(key[0]) > 7) return std::nullopt;
  TileId tile{static_cast<unsigned char>(key[0]), get_u64(key.substr(1)), 0};
  if (tile.index >= std::uint64_t{1} << 56) return std::nullopt;
  tile.width = tile_width_at(tile.level, tile.index, size);
  if (tile.width == 0) return std::nullopt;
  return tile;
}

/// The entries of a bundle as far as its framing holds.
std::vector<std::string> entries_of(std::string_view bytes, unsigned width, bool& whole) {
  std::vector<std::string> out;
  while (bytes.size() >= 2 && out.size() < width) {
    const std::size_t length = get_u16(bytes);
    if (bytes.size() - 2 < length) break;
    out.emplace_back(bytes.substr(2, length));
    bytes.remove_prefix(2 + length);
  }
  whole = out.size() == width && bytes.empty();
  return out;
}

/// A partial resource, or the complete one in its place: whoever publishes a log may drop the
/// partial ones when a complete one is there, and its beginning is what they held.
struct FoundTile {
  std::string path;
  Result<std::string> bytes;
  unsigned width;  ///< of what was found
};

FoundTile fetch_tile(const ResourceFetch& fetch, TileId tile, std::string (*path_of)(const TileId&),
                     std::size_t bytes_max) {
  std::string path = path_of(tile);
  auto bytes = fetch(path, bytes_max);
  const bool dropped = !bytes && bytes.error().code == ErrorCode::kNotFound;
  if (!dropped || tile.width == kTileWidth) return {path, std::move(bytes), tile.width};
  const TileId complete{tile.level, tile.index, kTileWidth};
  auto whole = fetch(path_of(complete), bytes_max);
  // What is missing is the one that the log's size asks for.
  if (!whole && whole.error().code == ErrorCode::kNotFound)
    return {path, std::move(bytes), tile.width};
  return {path_of(complete), std::move(whole), kTileWidth};
}

/// The first `width` hashes of a tile; a complete tile of another length is left as it is, so that
/// it is found to be no tile.
void cut_hashes(FoundTile& found, unsigned width) {
  if (found.bytes && found.width > width && found.bytes->size() == kTileBytes) {
    found.bytes->resize(std::size_t{width} * Hash::kSize);
  }
}

/// The entries of one level-0 tile, or as many of them as can be read.
struct Bundle {
  std::uint64_t index = 0;
  std::vector<std::string> entries;
  std::optional<Error> error;  ///< why there are no more
};

class StaticLog : public internal::ReadOnlyStore {
 public:
  StaticLog(ResourceFetch fetch, std::string note, std::uint64_t size)
      : ReadOnlyStore(size), fetch_(std::move(fetch)), note_(std::move(note)) {}

  Result<Head> head() const override;
  Status read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const override;
  Result<std::optional<std::string>> get(Table table, std::string_view key) const override;
  Status scan(Table, std::string_view, std::string_view, const RowVisitor&) const override {
    return Ok{};
  }
  Status scan_back(Table, std::string_view, std::string_view, const RowVisitor&) const override {
    return Ok{};
  }
  Status checkpoints(std::uint64_t begin, std::uint64_t end,
                     const EntryVisitor& visit) const override;
  Result<std::optional<std::string>> last_checkpoint() const override {
    return std::optional<std::string>(note_);
  }

 private:
  std::shared_ptr<const Bundle> bundle(std::uint64_t index) const;
  Bundle read_bundle(std::uint64_t index) const;
  Result<std::string> open_hashes(unsigned level) const;
  using Notes = std::vector<std::pair<std::uint64_t, std::string>>;
  Result<Notes> block_of_checkpoints(std::uint64_t block) const;

  const ResourceFetch fetch_;
  const std::string note_;
  mutable std::mutex mutex_;
  mutable std::vector<std::shared_ptr<const Bundle>> recent_;  ///< guarded by mutex_
  mutable std::optional<Head> head_;                           ///< guarded by mutex_
};

Bundle StaticLog::read_bundle(std::uint64_t index) const {
  Bundle out;
  out.index = index;
  const unsigned width = tile_width_at(0, index, size());
  const auto [path, bytes, found_width] =
      fetch_tile(fetch_, {0, index, width}, entries_path, kEntryBundleBytesMax);
  if (!bytes) {
    out.error = bytes.error();
    if (out.error->code == ErrorCode::kNotFound) {
      out.error = corrupt("ENTRY_MISSING", "there is no " + path, path);
    }
    return out;
  }
  bool whole = false;
  out.entries = entries_of(*bytes, found_width, whole);
  if (!whole && out.entries.size() == found_width) {
    out.entries.pop_back();  // something follows: whose is it?
  }
  if (out.entries.size() > width) out.entries.resize(width);
  if (whole) return out;
  out.error = corrupt("BAD_BUNDLE",
                      "the bundle is not " + std::to_string(found_width) +
                          " entries with their lengths and nothing else",
                      path);
  return out;
}

std::shared_ptr<const Bundle> StaticLog::bundle(std::uint64_t index) const {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& kept : recent_) {
      if (kept->index == index) return kept;
    }
  }
  auto read = std::make_shared<const Bundle>(read_bundle(index));
  const std::lock_guard lock(mutex_);
  if (recent_.size() >= kBundlesKept) recent_.erase(recent_.begin());
  recent_.push_back(read);
  return read;
}

Status StaticLog::read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const {
  if (end > size()) {
    return not_found("BEYOND_HEAD", "the log has " + std::to_string(size()) + " entries");
  }
  for (std::uint64_t index = begin; index < end; ++index) {
    const auto found = bundle(index / kTileWidth);
    const std::size_t at = index % kTileWidth;
    if (at >= found->entries.size()) return *found->error;
    if (!visit(index, found->entries[at])) return Ok{};
  }
  return Ok{};
}

Result<std::optional<std::string>> StaticLog::get(Table table, std::string_view key) const {
  const auto tile = table == Table::kTile ? tile_of_key(key, size()) : std::nullopt;
  if (!tile) return std::optional<std::string>();
  auto found = fetch_tile(fetch_, *tile, tile_path, kTileBytes);
  cut_hashes(found, tile->width);
  auto& bytes = found.bytes;
  if (bytes) return std::optional<std::string>(std::move(*bytes));
  if (bytes.error().code == ErrorCode::kNotFound) return std::optional<std::string>();
  return bytes.error();
}

/// The hashes of a level's open tile, made from the tiles themselves.
Result<std::string> StaticLog::open_hashes(unsigned level) const {
  const std::uint64_t index = tile_hashes_at(level, size()) / kTileWidth;
  const unsigned width = tile_width_at(level, index, size());
  if (width == 0) return std::string();
  auto found = fetch_tile(fetch_, {level, index, width}, tile_path, kTileBytes);
  cut_hashes(found, width);
  if (!found.bytes) return found.bytes.error();
  if (found.bytes->size() != std::size_t{width} * Hash::kSize) {
    return corrupt("BAD_TILE", "a tile of " + std::to_string(found.bytes->size()) + " bytes",
                   found.path);
  }
  return found.bytes;
}

/// The edge as the open tiles give it: of each open tile, its perfect subtrees.
Result<Head> StaticLog::head() const {
  {
    const std::lock_guard lock(mutex_);
    if (head_) return *head_;
  }
  std::vector<Hash> edge;
  for (unsigned level = 8; level-- > 0;) {
    const auto hashes = open_hashes(level);
    if (!hashes && hashes.error().code == ErrorCode::kIo) return hashes.error();
    if (!hashes) return Head{size(), 0, {}};  // no edge: whoever needs one finds that out
    if (hashes->empty()) continue;
    const TileNodes nodes(*hashes);
    std::uint64_t done = 0;
    for (unsigned height = kTileHeight; height-- > 0;) {
      if ((nodes.width() >> height & 1) == 0) continue;
      edge.push_back(nodes.at(height, done >> height));
      done += std::uint64_t{1} << height;
    }
  }
  const std::lock_guard lock(mutex_);
  head_ = Head{size(), 0, CompactRange::of(size(), std::move(edge)).serialize()};
  return *head_;
}

Result<StaticLog::Notes> StaticLog::block_of_checkpoints(std::uint64_t block) const {
  Notes notes;
  const auto bytes = fetch_(checkpoints_path(block), kCheckpointsBytesMax);
  if (bytes) {
    auto parsed = parse_checkpoints(*bytes, block);
    if (!parsed) return parsed.error();
    notes = std::move(*parsed);
  } else if (bytes.error().code != ErrorCode::kNotFound) {
    return bytes.error();
  }
  const bool last = checkpoints_block(size()) == block;
  if (last && (notes.empty() || notes.back().first < size())) notes.emplace_back(size(), note_);
  return notes;
}

Status StaticLog::checkpoints(std::uint64_t begin, std::uint64_t end,
                              const EntryVisitor& visit) const {
  begin = std::max<std::uint64_t>(begin, 1);
  end = std::min(end, size() + 1);
  if (begin >= end) return Ok{};
  for (std::uint64_t block = checkpoints_block(begin); block <= checkpoints_block(end - 1);
       ++block) {
    const auto notes = block_of_checkpoints(block);
    if (!notes) return notes.error();
    for (const auto& [size, note] : *notes) {
      if (size < begin) continue;
      if (size >= end || !visit(size, note)) return Ok{};
    }
  }
  return Ok{};
}

}  // namespace

std::string checkpoints_path(std::uint64_t block) {
  constexpr std::string_view kTiles = "tile/0/";
  return "checkpoints/" + tile_path({0, block, kTileWidth}).substr(kTiles.size());
}

std::optional<std::uint64_t> parse_checkpoints_path(std::string_view path) {
  constexpr std::string_view kFolder = "checkpoints/";
  if (!path.starts_with(kFolder)) return std::nullopt;
  const auto tile = parse_tile_path("tile/0/" + std::string(path.substr(kFolder.size())));
  if (!tile || tile->tile.width != kTileWidth) return std::nullopt;
  return tile->tile.index;
}

std::uint64_t checkpoints_block(std::uint64_t size) {
  LEDGER_CHECK(size > 0);
  return (size - 1) / kTileWidth;
}

std::string build_checkpoints(const std::vector<std::string>& notes) {
  std::string out;
  for (const std::string& note : notes) out += note + "\n";
  return out;
}

Result<std::string> checkpoints_resource(const EventStore& store, std::uint64_t block,
                                         std::uint64_t size) {
  if (size == 0 || block > checkpoints_block(size)) {
    return not_found("NO_CHECKPOINTS", "no such checkpoints in a log of this size",
                     checkpoints_path(block));
  }
  std::vector<std::string> notes;
  const std::uint64_t begin = block * kTileWidth + 1;
  auto scanned = store.checkpoints(begin, std::min(begin + kTileWidth, size + 1),
                                   [&](std::uint64_t, std::string_view note) {
                                     notes.emplace_back(note);
                                     return true;
                                   });
  if (!scanned) return scanned.error();
  return build_checkpoints(notes);
}

Result<std::vector<std::pair<std::uint64_t, std::string>>> parse_checkpoints(std::string_view bytes,
                                                                             std::uint64_t block) {
  std::vector<std::pair<std::uint64_t, std::string>> out;
  while (!bytes.empty()) {
    // A note ends with the first empty line that follows a signature.
    std::size_t end = 0;
    bool signed_line = false;
    while (true) {
      const std::size_t line = bytes.find('\n', end);
      if (line == std::string_view::npos) {
        return bad_checkpoints(block, "a checkpoint is cut off");
      }
      if (line == end && signed_line) break;
      signed_line = bytes.substr(end).starts_with(kSignatureStart);
      end = line + 1;
    }
    const std::string_view note = bytes.substr(0, end);
    const auto checkpoint = checkpoint_of_note(note);
    if (!checkpoint) return bad_checkpoints(block, checkpoint.error().message);
    const bool here = checkpoint->size > 0 && checkpoints_block(checkpoint->size) == block;
    if (!here || (!out.empty() && out.back().first >= checkpoint->size)) {
      return bad_checkpoints(block, "a checkpoint of size " + std::to_string(checkpoint->size) +
                                        " does not belong there");
    }
    out.emplace_back(checkpoint->size, note);
    bytes.remove_prefix(end + 1);
  }
  return out;
}

ResourceFetch folder_resources(std::filesystem::path folder) {
  return [folder = std::move(folder)](const std::string& path,
                                      std::size_t bytes_max) -> Result<std::string> {
    const std::filesystem::path full = folder / path;
    std::error_code failed;
    const auto status = std::filesystem::symlink_status(full, failed);
    if (!std::filesystem::exists(status)) return not_found("NO_FILE", "there is no file", path);
    if (!std::filesystem::is_regular_file(status)) {
      return corrupt("NOT_A_FILE", "it is not an ordinary file", path);
    }
    const auto size = std::filesystem::file_size(full, failed);
    if (!failed && size > bytes_max) {
      return corrupt("RESOURCE_TOO_LARGE",
                     "the file has " + std::to_string(size) + " bytes, more than the " +
                         std::to_string(bytes_max) + " it may have",
                     path);
    }
    std::ifstream in(full, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (failed || !in) return io_error("FILE_READ", "the file cannot be read", path);
    return bytes;
  };
}

Result<std::unique_ptr<EventStore>> open_static_log(ResourceFetch fetch) {
  auto note = fetch("checkpoint", kNoteBytesMax);
  if (!note) return note.error();
  const auto checkpoint = checkpoint_of_note(*note);
  if (!checkpoint) {
    return corrupt("BAD_CHECKPOINT", checkpoint.error().message, "checkpoint");
  }
  if (checkpoint->size == 0) {
    return corrupt("EMPTY_LOG", "the checkpoint is of an empty log", "checkpoint");
  }
  return std::unique_ptr<EventStore>(
      new StaticLog(std::move(fetch), std::move(*note), checkpoint->size));
}

}  // namespace ledger
