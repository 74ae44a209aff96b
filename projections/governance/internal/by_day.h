// SPDX-License-Identifier: Apache-2.0
// What had happened by the end of a day, from the days that the events tell.
#pragma once

#include "projections/governance/verdict.h"

namespace projections::governance::internal {

/// Borrows nothing.
class ByDay {
 public:
  ByDay(const Chronicle& chronicle, Date on);

  /// Whether something of that day had happened. What an event tells has happened by the day on
  /// which it was recorded, whatever day it gives; so of today all that is recorded has.
  /// kUndetermined: the day is unknown or imprecise, and may be a later one.
  Truth had(const FuzzyDate& day, const Source& told_by) const;
  Date on() const { return on_; }

 private:
  Date on_;
  std::int32_t zone_minutes_;
};

/// That it is open whether something had happened by the day. `what`: its day, e.g. "received_on".
Missing open_by_day(std::string what);

}  // namespace projections::governance::internal
