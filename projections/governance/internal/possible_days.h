// SPDX-License-Identifier: Apache-2.0
// What happened on a day that is not known exactly is judged on every day that it may have been:
// an answer holds when it is the same on all of them, otherwise it is undetermined and the day is
// what is missing.
#pragma once

#include <vector>

#include "projections/governance/ballots.h"

namespace projections::governance::internal {

/// The days on which who sits in the bodies of the place, or the charter, may change. Ascending.
std::vector<Date> turning_days_of(const Council& council);

/// The first and the last day that the date allows and every turn between them: on any other day
/// the answer is that of one of these. One day for a known date. Ascending, never empty.
std::vector<Date> possible_days(const Council& council, const FuzzyDate& date);
/// The same where the chair of the body matters too.
std::vector<Date> possible_days_of_chair(const Council& council, const FuzzyDate& date,
                                         const ledger::Id& body);

/// What a date allows of something that the body did: nothing before it was composed.
FuzzyDate since_composed(const Council& council, const FuzzyDate& day,
                         const std::optional<ledger::Id>& body);
/// When the meeting may have been: not before its body was composed, and not after somebody
/// recorded who was there.
FuzzyDate when_held(const Council& council, const Meeting& meeting);
/// The meeting as it was if it took place on that day.
Meeting meeting_on(const Council& council, const Meeting& meeting, Date day);

/// Whether both ballots came out the same.
bool same_outcome(const Ballot& a, const Ballot& b);
/// Leaves of a ballot what holds if it was held on the day of the other one as well.
void keep_what_holds_on(const Ballot& other, Ballot& ballot);

/// That the answer is another one on different days of those.
Missing day_missing();

}  // namespace projections::governance::internal
