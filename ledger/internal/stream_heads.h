// SPDX-License-Identifier: Apache-2.0
// The streams of all subjects, kept up with the log: rows of the store written with the entries
// that they follow from, and the pages of the map of their heads, written after a commitment asked
// for its root. Stream rows that are not of the log's size are folded from the log again; pages of
// an earlier size are brought up to date by the entries since.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "ledger/commitment.h"
#include "ledger/event_store.h"
#include "ledger/internal/paged_map.h"
#include "ledger/internal/staging.h"

namespace ledger::internal {

/// Rows of Table::kState: this key -> u64 size of the log that they are of; and this byte and a
/// subject_key() -> stream_row().
inline constexpr std::string_view kStreamRows = "s";
std::string stream_key(const Subject& subject);
/// u64 last index, then the edge of the stream's tree.
std::string stream_row(const Stream& stream);
/// kCorrupt STREAM_ROW.
Result<Stream> parse_stream_row(std::string_view row);

/// And this key -> u64 size of the log that the pages of the map are of; this byte and a prefix ->
/// PagedMap::PageRow::bytes.
inline constexpr std::string_view kMapSize = "t";
inline constexpr std::string_view kMapPages = "u";

using Streams = std::unordered_map<Subject, Stream, SubjectHash>;

/// Folds the entries [0, size). kCorrupt and kIo from the store; an entry that is no strict event
/// belongs to no subject.
Result<Streams> fold_streams(const EventStore& store, std::uint64_t size);

class StreamHeads {
 public:
  /// Reads a row of Table::kState.
  using ReadRow = std::function<Result<std::optional<std::string>>(std::string_view key)>;

  /// Of an empty log; `read` gives back what take_rows() gave out.
  explicit StreamHeads(ReadRow read) : read_(std::move(read)) {}
  /// The streams at `size`, as kept or as folded anew.
  static Result<StreamHeads> open(std::shared_ptr<const EventStore> store, std::uint64_t size);

  /// The next entry. The errors of the store; kCorrupt STREAM_ROW. After an error the rows say
  /// nothing any more: the writer stops.
  Status append(const std::vector<Subject>& subjects, std::uint64_t index, const Hash& leaf);
  /// How many events it has. The errors of the store; kCorrupt STREAM_ROW.
  Result<std::uint64_t> count(const Subject& subject);
  /// The rows that changed, to be written with the entries that make the log this long. The errors
  /// of map_root().
  Result<std::vector<RowPut>> take_rows(std::uint64_t size);

  /// Of everything appended, in the store or not. The errors of the store; kCorrupt STREAM_ROW,
  /// MAP_PAGE.
  Result<Hash> map_root();
  /// As of the last map_root().
  std::uint64_t map_count() const { return map_count_; }
  /// The map as of the last map_root(). REQUIRES: it was called.
  PagedMap& map() { return *map_; }

 private:
  Result<Stream*> find(const Subject& subject);
  Status load_map();
  Status map_every_row();
  Status see_since(std::uint64_t size);

  static constexpr std::size_t kStreamsKept = 8'192;
  static constexpr std::size_t kUnmappedMax = 4'096;

  ReadRow read_;
  std::shared_ptr<const EventStore> store_;  ///< null: there is none beside `read_`
  std::uint64_t size_ = 0;
  Streams streams_;                                   ///< recently touched
  std::unordered_set<Subject, SubjectHash> changed_;  ///< since take_rows()
  /// Not in the map yet, which is brought up to date when its root is asked for.
  std::unordered_set<Subject, SubjectHash> unmapped_;
  std::optional<PagedMap> map_;  ///< once asked for
  std::uint64_t map_size_ = 0;   ///< of the log, when the map was up to date
  std::uint64_t map_count_ = 0;
};

}  // namespace ledger::internal
