// SPDX-License-Identifier: Apache-2.0
// Folding a run of events into the rows of one view: what the events of one batch change, in
// memory until the batch is written.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/kv.h"
#include "projections/view.h"

namespace projections::internal {

/// Changed rows; nothing: removed.
using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;

/// The rows of one view over a batch.
class ViewBatch {
 public:
  ViewBatch(const View& view, const ledger::KvReader& stored) : view_(view), stored_(stored) {}

  /// Folds the event, adds the changed rows to `out`, and returns the digest that follows
  /// `digest`. The errors of reading the rows.
  ledger::Result<ledger::Hash> fold(const Event& event, const ledger::Hash& digest,
                                    ledger::KvBatch& out);

 private:
  class Writer;
  ledger::Result<std::optional<std::string>> before(std::string_view key) const;

  const View& view_;
  const ledger::KvReader& stored_;
  Changes changed_;  ///< by the events of this batch so far
};

}  // namespace projections::internal
