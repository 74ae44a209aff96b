// SPDX-License-Identifier: Apache-2.0
// Reports on a duty that follows events, event by event: which of them begin a term, and which do
// again what was returned.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/execution.h"

namespace projections::governance::internal {

/// What was reported of one event, by one organisation.
struct EventReports {
  std::size_t first = 0;               ///< of the first of them in the list of all reports
  std::vector<const Report*> reports;  ///< empty: only others have told of the event
  /// "2023-05-04", and "2023-05-04#2" where the second report of that day tells of another event.
  std::string name;
};

/// The events that begin terms for an organisation; nothing: for whoever reports. They stand in the
/// order of recording and bear the same names whatever the day that is asked about.
std::vector<EventReports> reports_by_event(const std::vector<Report>& all,
                                           const std::optional<ledger::Id>& organisation);

}  // namespace projections::governance::internal
