// SPDX-License-Identifier: Apache-2.0
#include "api/bundle_contents.h"

#include <algorithm>

#include "ledger/schema_text.h"
#include "ledger/static_log.h"
#include "ledger/tile.h"

namespace api {
namespace {

/// Schemas of versions that this program has are those that it has; a newer program's may be more.
bool is_schema_of(const BundleHeader& header, const std::string& path) {
  const auto files = ledger::schema_files();
  const bool known = std::any_of(files.begin(), files.end(), [&](const auto& file) {
    return path == "schema/v" + std::to_string(file.version) + "/" + std::string(file.name);
  });
  if (known) return true;
  const auto version = bundle_schema_version(path);
  return version && *version > ledger::kSchemaVersion && *version <= header.schema_version;
}

/// A complete tile that the smaller log had already is not in a range.
bool is_tile_of(const BundleHeader& header, const ledger::TileResource& resource) {
  const ledger::TileId& tile = resource.tile;
  const std::uint64_t begin = ledger::tile_hashes_at(tile.level, header.from);
  const std::uint64_t end = ledger::tile_hashes_at(tile.level, header.size);
  return begin < end && tile.index >= begin / ledger::kTileWidth &&
         tile.width == ledger::tile_width_at(tile.level, tile.index, header.size);
}

bool is_events_file_of(const BundleHeader& header, std::uint64_t first) {
  return first < header.size && first >= header.from &&
         (first == header.from || first % kEventsPerFile == 0);
}

bool is_checkpoints_of(const BundleHeader& header, std::uint64_t block,
                       const std::function<bool(const std::string&)>& there) {
  const std::uint64_t first = header.from == 0 ? 0 : ledger::checkpoints_block(header.from);
  if (block <= ledger::checkpoints_block(header.size)) return block >= first;
  return there(ledger::checkpoints_path(block - 1));
}

bool is_log_file_of(const BundleHeader& header, const std::string& path,
                    const std::function<bool(const std::string&)>& there) {
  if (const auto tile = ledger::parse_tile_path(path)) return is_tile_of(header, *tile);
  if (const auto block = ledger::parse_checkpoints_path(path)) {
    return is_checkpoints_of(header, *block, there);
  }
  const auto first = bundle_index_of(path);
  return first && path == events_path(*first) && is_events_file_of(header, *first);
}

bool is_subject_file_of(const BundleHeader& header, const std::string& path,
                        const std::function<bool(const std::string&)>& there) {
  if (path == kCompletenessPath) return true;
  const auto index = bundle_index_of(path);
  return index && *index < header.size && there(entry_path(*index));
}

}  // namespace

bool belongs_in_bundle(const BundleHeader& header, const std::string& path,
                       const std::function<bool(const std::string&)>& there) {
  if (path == "README.en.md" || path == "README.ru.md" || path == "checkpoint") return true;
  if (path.starts_with("schema/")) return is_schema_of(header, path);
  switch (header.kind) {
    case BundleKind::kSubject:
      return is_subject_file_of(header, path, there);
    case BundleKind::kRange:
      if (path == "consistency" || path == "checkpoint.from") return true;
      [[fallthrough]];
    case BundleKind::kLog:
      return is_log_file_of(header, path, there);
  }
  return false;
}

}  // namespace api
