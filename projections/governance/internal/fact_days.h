// SPDX-License-Identifier: Apache-2.0
// The civil day of a fact, from what the event says of itself: where its own table has no day, the
// day on which it occurred; a printed day counts only from the header of an act.
#pragma once

#include "projections/governance/verdict.h"

namespace projections::governance::internal {

/// When the business fact took place; unknown if the event does not say.
FuzzyDate occurred(const fb::EventBody& body);
/// The day printed in the header of an act or a paper; unknown if there is none.
FuzzyDate header_day(const fb::Act* act);
FuzzyDate header_day(const fb::DocumentRegistered& paper);
bool tells(const FuzzyDate& date);  ///< whether either bound is known
/// Whether the day of a matter is certainly later than the day on which it is judged.
bool to_come(const FuzzyDate& date, Date on);

/// From when an order works: what the act says of itself, else the day of the act.
FuzzyDate order_day(const Fact<fb::OrderIssued>& fact);
/// The day of the act itself, on which consents to it are judged (TO 2): that in its header, else
/// from when it works.
FuzzyDate order_dated(const Fact<fb::OrderIssued>& fact);
/// From when a version of a body stands.
FuzzyDate composed_from(const Fact<fb::BodyComposed>& fact);

/// The day of something that an event tells of: it cannot have been told before it was.
FuzzyDate no_later_than_recorded(const Chronicle& chronicle, const FuzzyDate& stated,
                                 const Source& source);

FuzzyDate later_of(const FuzzyDate& a, const FuzzyDate& b);
FuzzyDate earlier_of(const FuzzyDate& a, const FuzzyDate& b);
FuzzyDate days_after(const FuzzyDate& date, int count);

Missing missing(std::string what, std::string english, std::string russian);

}  // namespace projections::governance::internal
