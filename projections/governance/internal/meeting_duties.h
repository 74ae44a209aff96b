// SPDX-License-Identifier: Apache-2.0
// Meetings that a body owes in every month, quarter or year (TO 5), and how such a period is
// judged.
#pragma once

#include <vector>

#include "projections/governance/internal/counted_meetings.h"
#include "projections/governance/internal/duty_context.h"

namespace projections::governance::internal {

/// One duty for each period of each body of the place, under the version of the charter that
/// governs the period's end. The first period is reckoned from when both the body and a rule on its
/// meetings stood: a rule that came later demands nothing of the days before it.
void add_meeting_duties(const DutyContext& context, std::vector<Obligation>& out);

/// Judges a period in which a body owes meetings, and what of it nobody claims to have recorded.
void judge_meetings(const DutyContext& context, const CountedMeetings& meetings,
                    const rules::Period& period, fb::BodyKind body, Obligation& duty);
rules::DutyState duty_state(rules::PeriodState state);

}  // namespace projections::governance::internal
