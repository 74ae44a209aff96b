// SPDX-License-Identifier: Apache-2.0
// The indexes against the log: first as sums of keyed hashes in one pass over each, and only if
// these differ, or events are damaged, event by event and row by row, to name the rows.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/event_store.h"
#include "ledger/internal/row_sum.h"
#include "ledger/internal/verify_findings.h"

namespace ledger::internal {

class IndexVerifier {
 public:
  IndexVerifier(const EventStore& store, const LedgerIdentity& identity, Findings& findings)
      : store_(store), identity_(identity), findings_(findings), secret_(RowSumKey::random()) {}

  /// The next sound event.
  void add(const CheckedEvent& event, std::uint64_t index);

  /// After the last entry. Rows of damaged events are left alone, and those beyond the end when it
  /// is known that the log was cut.
  void finish(std::uint64_t log_size, bool truncated);

  std::uint64_t rows_checked() const { return rows_checked_; }

 private:
  /// A whole table, summed up.
  struct TableSum {
    RowSum rows;
    std::uint64_t count = 0;
    bool in_order = true;  ///< of kBySubject: every row has its shape and the n that follows
    Status scanned = Ok{};
  };
  TableSum sum_up(Table table) const;
  bool table_fits(Table table, const TableSum& found);
  void collect_subject_rows();
  void look_at_events();
  void look_at_event(std::uint64_t index, const CheckedEvent& event);
  /// The row that an index by id or digest has for an event.
  void look_at_unique(Table table, std::string_view key, std::string_view value,
                      std::uint64_t index);
  void look_at_rows(Table table);
  bool row_fits(Table table, std::string_view key, std::string_view value,
                std::uint64_t index) const;
  void report(Table table, std::string_view key, std::optional<std::uint64_t> index,
              std::string reason, std::string message);

  const EventStore& store_;
  const LedgerIdentity& identity_;
  Findings& findings_;
  const RowSumKey secret_;
  std::array<RowSum, kTableCount> expected_;
  std::uint64_t rows_checked_ = 0;
  std::uint64_t size_ = 0;
  bool truncated_ = false;
  bool explained_ = false;  ///< something was named that makes the sums differ
  std::array<bool, kTableCount> drifted_{};
  std::unordered_set<std::string> named_;         ///< table and key of rows already at fault
  std::unordered_set<std::string> subject_rows_;  ///< subject and index of the rows that there are
};

}  // namespace ledger::internal
