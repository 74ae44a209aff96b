// SPDX-License-Identifier: Apache-2.0
// What happened on a day that is not known exactly is judged on every day that it may have been: an
// answer holds when it is the same on all of them. Version 3 of the rules; before, one of the days
// was taken for it.
#pragma once

#include "projections/internal/governance_state.h"

namespace projections::internal {

/// When something that the body did took place, as an act of today tells it: not later than today,
/// and not before the body was composed.
DayRange when_held(const GovernanceState& state, const Place& place,
                   const std::optional<ledger::Id>& body, DayRange said);
/// When a ballot was decided: on the day of its meeting; one without a meeting on the day that it
/// told, else today.
DayRange when_decided(const GovernanceState& state, const Place& place, const ledger::Hash& ballot,
                      const BallotRow& row);

/// The first and the last of the days and, between them, every one on which the charter, the
/// members of the place, the composition or the chair of the body may change: on any other day the
/// answer is that of one of these. One for a known day. Ascending, never empty.
std::vector<std::int32_t> possible_days(const GovernanceState& state, const Place& place,
                                        const std::optional<ledger::Id>& body,
                                        const DayRange& days);

/// Whether the body may have had the seat on one of the possible days.
bool may_have_seat(const GovernanceState& state, const Place& place, const ledger::Id& body,
                   const ledger::Id& seat, const std::vector<std::int32_t>& days);
/// Of which days to ask who has a seat when something is recorded of what took place in them: of
/// today, but of those that are possible where its day is not known exactly.
DayRange days_of_seats(const GovernanceState& state, const Place& place, const DayRange& held);

}  // namespace projections::internal
