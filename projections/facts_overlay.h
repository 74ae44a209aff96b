// SPDX-License-Identifier: Apache-2.0
// What the facts would be if some more events were recorded: rows of the view "facts" with the
// fold of further events laid over them, in memory. Nothing of the rows below changes; a preview
// asks the same functions the same questions over both.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "projections/facts_view.h"

namespace projections {

class OverlaidFactRows : public FactRows {
 public:
  /// Borrows `below`.
  explicit OverlaidFactRows(const FactRows& below) : below_(below) {}

  /// Folds one more event as FactsView does; one whose D is there already changes nothing. The
  /// errors of the rows below.
  ledger::Status fold(const Event& event);

  ledger::Result<std::optional<std::string>> get(std::string_view key) const override;
  ledger::Status scan(std::string_view prefix, const RowVisitor& visit) const override;

 private:
  class Writer;
  /// Nothing: the row is gone.
  using Rows = std::map<std::string, std::optional<std::string>, std::less<>>;

  const FactRows& below_;
  Rows rows_;
};

}  // namespace projections
