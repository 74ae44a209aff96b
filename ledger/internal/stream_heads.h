// SPDX-License-Identifier: Apache-2.0
// The streams of all subjects, kept up with the log: rows of the store written with the entries
// that they follow from, and the map of their heads in memory once a commitment is asked for.
// Rows that are not of the log's size are folded from the log again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/commitment.h"
#include "ledger/event_store.h"
#include "ledger/internal/staging.h"
#include "ledger/prefix_map.h"

namespace ledger::internal {

/// Rows of Table::kState: this key -> u64 size of the log that they are of; and this byte and a
/// subject_key() -> stream_row().
inline constexpr std::string_view kStreamRows = "s";
std::string stream_key(const Subject& subject);
/// u64 last index, then the edge of the stream's tree.
std::string stream_row(const Stream& stream);
/// kCorrupt STREAM_ROW.
Result<Stream> parse_stream_row(std::string_view row);

/// The map of the heads of these streams.
using Streams = std::unordered_map<Subject, Stream, SubjectHash>;

/// Folds the entries [0, size). kCorrupt and kIo from the store; an entry that is no strict event
/// belongs to no subject.
Result<Streams> fold_streams(const EventStore& store, std::uint64_t size);

class StreamHeads {
 public:
  /// The streams at `size`, as kept or as folded anew.
  static Result<StreamHeads> open(std::shared_ptr<const EventStore> store, std::uint64_t size);

  /// The next entry. The errors of the store; kCorrupt STREAM_ROW. After an error the rows say
  /// nothing any more: the writer stops.
  Status append(const std::vector<Subject>& subjects, std::uint64_t index, const Hash& leaf);
  /// How many events it has. The errors of the store; kCorrupt STREAM_ROW.
  Result<std::uint64_t> count(const Subject& subject);
  /// The rows that changed, to be written with the entries that make the log this long.
  std::vector<RowPut> take_rows(std::uint64_t size);

  /// Of everything appended, in the store or not.
  Result<Hash> map_root();
  /// As of the last map_root().
  std::uint64_t map_count() const { return map_ ? map_->size() : 0; }

 private:
  explicit StreamHeads(std::shared_ptr<const EventStore> store) : store_(std::move(store)) {}
  Result<Stream*> find(const Subject& subject);
  Status load_map();

  static constexpr std::size_t kStreamsKept = 65'536;

  std::shared_ptr<const EventStore> store_;
  Streams streams_;                                   ///< recently touched
  std::unordered_set<Subject, SubjectHash> changed_;  ///< since take_rows()
  std::optional<PrefixMap> map_;                      ///< once asked for
};

}  // namespace ledger::internal
