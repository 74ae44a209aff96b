// SPDX-License-Identifier: Apache-2.0
// Two copies of a log side by side: the first position at which they differ.
#pragma once

#include <cstdint>
#include <optional>

#include "ledger/event_store.h"
#include "ledger/result.h"

namespace ledger {

struct Comparison {
  std::uint64_t first_size = 0;
  std::uint64_t second_size = 0;
  /// Index of the first entry that is not the same in both, where both have one: one that a single
  /// side has in a form that can be read is not. Nothing: one log is the beginning of the other.
  std::optional<std::uint64_t> differs_at;
  /// The first entry that neither has in a form that can be read: nothing is said of it.
  std::optional<std::uint64_t> neither_at;
  std::uint64_t entries_compared = 0;

  bool same() const { return !differs_at && !neither_at && first_size == second_size; }
};

/// Asks the tiles first, block by block from the front, halving; then compares entries. Tiles are
/// believed only where the entries bear them out: when these show no difference in the block that
/// the tiles name, all entries are compared. `thorough` compares all of them from the start.
/// Errors: kIo, and those of the stores' heads.
Result<Comparison> compare_logs(const EventStore& first, const EventStore& second, bool thorough);

}  // namespace ledger
