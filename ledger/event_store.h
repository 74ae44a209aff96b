// SPDX-License-Identifier: Apache-2.0
// The seam under the log: a totally ordered, append-only sequence of byte records with
// compare-and-set on the head, and the rows derived from them. The store holds bytes and
// positions; hashing, signing, rules and views live above it. One conformance suite
// (tests/ledger/event_store_conformance.h) holds for whatever implements it.
//
// Thread rule: one sequencer calls acquire, append, reopen, reconcile and put_checkpoint; every
// reading call may come from any thread and waits for none of them but reopen.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"

namespace ledger {

/// Where the log ends. `edge` is the unsigned right edge of the Merkle tree at `size`, written
/// in the same transaction as the entries.
struct Head {
  std::uint64_t size = 0;
  std::uint64_t epoch = 0;
  std::string edge;
};

/// The right to append, until somebody acquires a newer one.
struct Lease {
  std::uint64_t epoch = 0;
};

/// Derived rows, written with the entries that they follow from. Keys are big-endian, so that
/// byte order is numeric order (FORMAT.md).
enum class Table : std::uint8_t {
  kTile,       ///< u8 level, u64 tile index -> 256 hashes
  kById,       ///< event id[16] -> u64 index
  kByDigest,   ///< event digest[32] -> u64 index, u8 payload type
  kBySubject,  ///< u8 kind, id[16], u64 n -> u64 index; n counts the subject's events from 0
  kByType,     ///< u8 payload type, u64 index -> empty
  kState,      ///< rows of the sequencer's state (keys, admission), and their digest
};
inline constexpr std::size_t kTableCount = 6;

/// One change to a derived row. Only kState rows are ever erased or put twice.
struct RowPut {
  Table table;
  std::string key;
  std::optional<std::string> value;  ///< nothing: erase
};

/// Return false to stop.
using EntryVisitor = std::function<bool(std::uint64_t index, std::string_view entry)>;
using RowVisitor = std::function<bool(std::string_view key, std::string_view value)>;
/// `family`: the store's own name of the place.
using ForeignRowVisitor = std::function<void(std::string_view family, std::string_view key)>;

class EventStore {
 public:
  virtual ~EventStore() = default;

  struct Acquired {
    Lease lease;
    Head head;
  };
  /// Takes over as the sequencer: epoch + 1, durable before it returns; older leases are fenced
  /// from then on. kBehind BEHIND, taking nothing, if the store holds fewer than `known_size`
  /// entries.
  virtual Result<Acquired> acquire(std::uint64_t known_size) = 0;

  /// Appends all entries at index `expected` with the edge and rows, or nothing. Ok only when
  /// durable. kConflict HEAD_MOVED: the log does not end at `expected`. kFenced: a newer lease
  /// exists. kIndeterminate: reopen, acquire and reconcile before anything else. kInvalid
  /// ENTRY_TOO_LARGE or EMPTY_BATCH: nothing written.
  virtual Status append(const Lease& lease, std::uint64_t expected,
                        std::span<const std::string> entries, std::string_view edge,
                        std::span<const RowPut> rows) = 0;

  /// After kIndeterminate: opens the storage again, so that acquire and reconcile can tell what is
  /// there. The errors of opening it: then reading goes on where that is possible, and every write
  /// is still kIndeterminate.
  virtual Status reopen() = 0;

  /// After reopen: true if exactly these entries are at `expected`, false if the log ends
  /// there; kConflict FOREIGN_ENTRIES if something else is there.
  virtual Result<bool> reconcile(std::uint64_t expected, std::span<const std::string> entries) = 0;

  virtual Result<Head> head() const = 0;

  /// Entries [begin, end), ascending and gapless. kNotFound BEYOND_HEAD if end > size; kCorrupt
  /// ENTRY_MISSING naming the index where there is a gap.
  virtual Status read(std::uint64_t begin, std::uint64_t end, const EntryVisitor& visit) const = 0;

  virtual Result<std::optional<std::string>> get(Table table, std::string_view key) const = 0;
  /// Rows with keys in [from, to), ascending; an empty `to` means to the end of the table.
  virtual Status scan(Table table, std::string_view from, std::string_view to,
                      const RowVisitor& visit) const = 0;
  /// The same, descending.
  virtual Status scan_back(Table table, std::string_view from, std::string_view to,
                           const RowVisitor& visit) const = 0;

  /// Keeps a signed checkpoint for ever. Not synced: the next append carries it, and on open the
  /// sequencer signs the newest one again, byte for byte.
  virtual Status put_checkpoint(std::uint64_t size, std::string_view note) = 0;
  /// The checkpoints with size in [begin, end), ascending by size.
  virtual Status checkpoints(std::uint64_t begin, std::uint64_t end,
                             const EntryVisitor& visit) const = 0;
  /// The newest one, if any.
  virtual Result<std::optional<std::string>> last_checkpoint() const = 0;

  /// Waits until the log is longer than `above` or the time is over; the size then. May wake
  /// early.
  virtual std::uint64_t wait(std::uint64_t above, std::chrono::milliseconds timeout) const = 0;

  /// Prepares a quick reopening; called at a planned close.
  virtual Status flush() = 0;
  virtual std::uint64_t bytes_on_disk() const = 0;

  /// What is wrong with the head row itself, of a store that was opened all the same for whoever
  /// verifies it; head() is then what the entries tell.
  virtual std::optional<Error> head_fault() const { return std::nullopt; }
  /// The files that are damaged or gone, of a store that was opened all the same for whoever
  /// verifies it: what lay in them is not there, or cannot be read.
  virtual std::vector<Error> lost_files() const { return {}; }
  /// One more than the index of the last entry that is stored: head().size, unless the store was
  /// opened for verification and the two differ. Up to there entries can be read.
  virtual Result<std::uint64_t> entries_end() const {
    const auto now = head();
    if (!now) return now.error();
    return now->size;
  }
  /// The stored rows that no other call shows, because they are of no kind that there is.
  virtual Status foreign_rows(const ForeignRowVisitor&) const { return Ok{}; }
};

}  // namespace ledger
