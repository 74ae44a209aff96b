// SPDX-License-Identifier: Apache-2.0
// Reading views at one position, now or in the past: exactly the rows that folding the first
// `position` events gives. A value that keeps a snapshot: later writes do not change it, and it
// blocks nobody. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/kv.h"
#include "projections/view.h"

namespace projections {

class ViewReader {
 public:
  /// The snapshot keeps its store open.
  ViewReader(std::shared_ptr<const ledger::KvReader> snapshot, std::uint64_t position)
      : snapshot_(std::move(snapshot)), position_(position) {}

  std::uint64_t position() const { return position_; }

  ledger::Result<std::optional<std::string>> get(std::string_view view, std::string_view key) const;
  /// Rows whose key starts with `prefix` and, if `after` is given, is greater than it, ascending.
  ledger::Status scan(std::string_view view, std::string_view prefix, const RowVisitor& visit,
                      std::optional<std::string_view> after = {}) const;

 private:
  std::shared_ptr<const ledger::KvReader> snapshot_;
  std::uint64_t position_;
};

}  // namespace projections
