// SPDX-License-Identifier: Apache-2.0
// Reading the log: entries, look-ups, tiles, proofs, receipts. Everything a reader sees lies
// below one published checkpoint, and the log only grows, so a reader needs no lock and never
// blocks the writer.
//
// Thread rule: any thread. A ReadView is a value; it keeps what it reads from alive.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "ledger/checkpoint.h"
#include "ledger/event_check.h"
#include "ledger/event_store.h"
#include "ledger/tile.h"
#include "ledger/tile_builder.h"
#include "ledger/tile_reader.h"

namespace ledger {

/// One published state of the log.
struct Published {
  Checkpoint checkpoint;
  std::string note;  ///< the signed checkpoint, verbatim
  TileBuilder tree;  ///< the open tiles at checkpoint.size
  /// Of the checkpoint published before this one; checkpoint.size where that is not known.
  std::uint64_t previous_size = checkpoint.size;
};

/// A recorded event: its place and its exact bytes.
struct RecordedEvent {
  std::uint64_t index = 0;
  std::string entry;
};

/// Proof that an event is in the log, the same for ever: the entry, and its inclusion in the
/// first checkpoint that covers it.
struct Receipt {
  std::uint64_t index = 0;
  std::vector<Hash> inclusion;
  std::string checkpoint;  ///< signed note
};

class ReadView {
 public:
  ReadView(std::shared_ptr<const EventStore> store, std::shared_ptr<TileCache> tiles,
           std::shared_ptr<const Published> published)
      : store_(std::move(store)), tiles_(std::move(tiles)), published_(std::move(published)) {}

  const Checkpoint& checkpoint() const { return published_->checkpoint; }
  const std::string& note() const { return published_->note; }
  std::uint64_t size() const { return published_->checkpoint.size; }

  /// kNotFound BEYOND_LOG naming index and size.
  Result<RecordedEvent> event(std::uint64_t index) const;
  /// Entries [begin, min(end, size)).
  Status range(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const;
  /// Nothing if there is no such event below this view's size.
  Result<std::optional<std::uint64_t>> find_id(const Id& id) const;
  Result<std::optional<Located>> find_digest(const Hash& digest) const;

  /// Indexes of the subject's events, ascending, from its n-th event on.
  Status by_subject(const Subject& subject, std::uint64_t from_n,
                    const std::function<bool(std::uint64_t n, std::uint64_t index)>& visit) const;
  /// Indexes of the events of a type, ascending, from `from_index` on.
  Status by_type(fb::Payload payload_type, std::uint64_t from_index,
                 const std::function<bool(std::uint64_t index)>& visit) const;
  /// How many events of the subject this view has.
  Result<std::uint64_t> version_of(const Subject& subject) const;

  /// The hashes of a tile, 32 * width bytes; kNotFound NO_TILE beyond this view's size.
  Result<std::string> tile(const TileId& tile) const;
  /// The first `width` entries of a bundle, framed; kNotFound NO_TILE beyond this view's size.
  Result<std::string> entry_bundle(std::uint64_t index, unsigned width) const;

  /// kNotFound BEYOND_LOG if tree_size > size(); kInvalid BAD_INDEX unless index < tree_size.
  Result<std::vector<Hash>> inclusion(std::uint64_t index, std::uint64_t tree_size) const;
  /// kNotFound BEYOND_LOG if n > size(); kInvalid BAD_SIZE unless 0 < m <= n.
  Result<std::vector<Hash>> consistency(std::uint64_t m, std::uint64_t n) const;
  /// kNotFound BEYOND_LOG if tree_size > size().
  Result<Hash> root_at(std::uint64_t tree_size) const;

  Result<Receipt> receipt(std::uint64_t index) const;
  /// The first published checkpoint whose size is at least `size`, as a signed note.
  Result<std::string> checkpoint_covering(std::uint64_t size) const;

  const EventStore& store() const { return *store_; }

 private:
  /// A published checkpoint: its size and its signed note.
  struct Covering {
    std::uint64_t size = 0;
    std::string note;
  };
  Result<Covering> covering(std::uint64_t size) const;
  TileNodeReader nodes() const;
  Status within(std::uint64_t tree_size) const;

  std::shared_ptr<const EventStore> store_;
  std::shared_ptr<TileCache> tiles_;
  std::shared_ptr<const Published> published_;
};

/// Gives out views of the newest published state, to any number of threads.
class LogReader {
 public:
  explicit LogReader(std::shared_ptr<const EventStore> store) : store_(std::move(store)) {}

  /// Publishes the newest checkpoint that the store keeps, after recomputing its root from the
  /// tiles and the open entries: how a process that does not write begins. kNotFound
  /// NO_CHECKPOINT; kCorrupt ROOT_MISMATCH; the errors of the store.
  Status load();

  void publish(std::shared_ptr<const Published> published);

  /// REQUIRES: something was published.
  ReadView view() const;
  /// The published size, 0 before anything is.
  std::uint64_t size() const;
  /// Waits until more than `above` events are published or the time is over; the size then.
  std::uint64_t wait(std::uint64_t above, std::chrono::milliseconds timeout) const;

 private:
  std::shared_ptr<const EventStore> store_;
  std::shared_ptr<TileCache> tiles_ = std::make_shared<TileCache>();
  mutable std::mutex mutex_;
  mutable std::condition_variable grown_;
  std::shared_ptr<const Published> published_;  ///< guarded by mutex_
};

/// The tree of the first `size` leaves, rebuilt from the complete tiles, or from the entries
/// where `edge` (the store's, if it is of this size) does not help. kCorrupt EDGE_MISMATCH,
/// BAD_TILE, ENTRY_MISSING.
Result<TileBuilder> load_tree(const EventStore& store, std::uint64_t size);

/// Key of a tile in Table::kTile.
std::string tile_key(unsigned level, std::uint64_t index);
/// Key prefix of a subject in Table::kBySubject, to be followed by u64 n.
std::string subject_key(const Subject& subject);

}  // namespace ledger
