// SPDX-License-Identifier: Apache-2.0
// The indexes against the log: first as sums of keyed hashes in one pass over each, and only if
// these differ row by row, to name the rows.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ledger/event_store.h"
#include "ledger/internal/row_sum.h"
#include "ledger/internal/staging.h"
#include "ledger/internal/verify_tree.h"

namespace ledger::internal {

class IndexVerifier {
 public:
  IndexVerifier(const EventStore& store, ReportFault report)
      : store_(store), report_(std::move(report)), secret_(RowSumKey::random()) {}

  /// The rows that follow from the next entry.
  void add(const std::vector<RowPut>& rows);
  /// An entry whose rows cannot be derived: the sums will not match, and rows are looked at.
  void skip() { ++skipped_; }

  /// After the last entry. Compares everything.
  void finish(std::uint64_t log_size);

  std::uint64_t rows_checked() const { return rows_checked_; }

 private:
  void compare_table(Table table, std::uint64_t log_size);
  void look_at_rows(Table table, std::uint64_t log_size);
  void look_for_missing(std::uint64_t log_size);

  const EventStore& store_;
  ReportFault report_;
  const RowSumKey secret_;
  std::array<RowSum, kTableCount> expected_;
  std::uint64_t skipped_ = 0;
  std::uint64_t rows_checked_ = 0;
  bool drifted_ = false;
};

}  // namespace ledger::internal
