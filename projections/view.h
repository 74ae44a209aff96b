// SPDX-License-Identifier: Apache-2.0
// A view: a pure function from the events of the log to rows. Same events, same rows, same
// digest, whether folded live, after a crash or from scratch. What is said of an entity is kept as
// its timeline, with the event behind each fact.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/body.h"
#include "ledger/bytes.h"

namespace projections {

/// A recorded event as a view sees it.
struct Event {
  const ledger::Body& body;
  std::uint64_t index;
  std::uint64_t recorded_at_us;
  ledger::Hash digest;  ///< D
};

/// Return false to stop.
using RowVisitor = std::function<bool(std::string_view key, std::string_view value)>;

/// The rows of one view as the event before left them, and the changes of this event. Keys are
/// any bytes. What cannot be read from the disk is remembered by the runner, which then drops all
/// that the fold wrote; a fold need not look at it.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual std::optional<std::string> get(std::string_view key) const = 0;
  /// Rows whose key starts with `prefix`, ascending.
  virtual void scan(std::string_view prefix, const RowVisitor& visit) const = 0;
  virtual void put(std::string_view key, std::string value) = 0;
  virtual void erase(std::string_view key) = 0;
};

class View {
 public:
  virtual ~View() = default;
  /// Lower-case ASCII letters, digits and '-'; fixed for ever.
  virtual std::string_view name() const = 0;
  /// Raised whenever the same events would give other rows; the rows are then folded anew.
  virtual std::uint32_t version() const = 0;
  /// Pure: no clock, no I/O, no state of its own. Types that it does not know it ignores.
  virtual void fold(const Event& event, RowWriter& rows) const = 0;
};

using Views = std::vector<std::shared_ptr<const View>>;

/// keys, organisations, regions, clusters, documents, facts.
Views all_views();

}  // namespace projections
