// SPDX-License-Identifier: Apache-2.0
// Views folded the slow way, from the definition in projections/runner.h: all rows in a map, the
// digest from the difference of two maps.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/log_reader.h"
#include "projections/view.h"

namespace support {

using RowMap = std::map<std::string, std::string, std::less<>>;

/// A recorded event with the body that it owns.
struct LogEvent {
  ledger::Body body;
  std::uint64_t index;
  std::uint64_t recorded_at_us;
  ledger::Hash digest;
  projections::Event event() const { return {body, index, recorded_at_us, digest}; }
};

/// The first `size` events of the log.
std::vector<LogEvent> events_of(const ledger::ReadView& log);

/// One view after some events.
struct ReferenceView {
  RowMap rows;
  ledger::Hash digest;
  void fold(const projections::View& view, const LogEvent& event);
};

}  // namespace support
