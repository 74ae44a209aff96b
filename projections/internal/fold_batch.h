// SPDX-License-Identifier: Apache-2.0
// Folding a run of events into the rows of one view. What a run has read and written it keeps in
// memory, so that a row that is new or was used a moment ago costs no look at the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/kv.h"
#include "projections/view.h"

namespace projections::internal {

/// Changed rows; nothing: removed.
using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;

/// A Bloom filter over the keys of the views that a run of folding began: a key that it has not
/// seen is not stored. In a longer run than it was made for it errs more often, on the side of
/// "perhaps".
class WrittenKeys {
 public:
  /// Takes 8 bytes for each event, 8 MiB at most.
  explicit WrittenKeys(std::uint64_t events);
  void add(std::string_view view, std::string_view key);
  bool perhaps(std::string_view view, std::string_view key) const;

 private:
  std::vector<std::uint64_t> words_;
};

/// The rows of one view over a run of events.
class ViewBatch {
 public:
  /// `written`: null if rows of the view are stored from before the run. Borrows all three.
  ViewBatch(const View& view, const ledger::KvReader& stored, WrittenKeys* written)
      : view_(view), stored_(stored), written_(written) {}

  /// Folds the event, adds the changed rows to `out`, and returns the digest that follows
  /// `digest`. The errors of reading the rows.
  ledger::Result<ledger::Hash> fold(const Event& event, const ledger::Hash& digest,
                                    ledger::KvBatch& out);

  /// What the rows that it keeps take in memory.
  std::size_t bytes() const { return bytes_; }
  /// REQUIRES: all that fold() gave out is stored.
  void forget();

 private:
  class Writer;
  struct Hashed {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };
  using Row = std::optional<std::string>;  ///< nothing: there is none

  /// The row before the event that is being folded. Valid until the next call.
  ledger::Result<const Row*> before(std::string_view key);
  const Row* keep(std::string_view key, Row value);

  const View& view_;
  const ledger::KvReader& stored_;
  WrittenKeys* written_;
  std::unordered_map<std::string, Row, Hashed, std::equal_to<>> newest_;
  std::size_t bytes_ = 0;  ///< of newest_
};

}  // namespace projections::internal
