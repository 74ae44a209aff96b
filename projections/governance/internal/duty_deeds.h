// SPDX-License-Identifier: Apache-2.0
// What was done for a duty, and how the duty stands by it. The earliest deed counts, whatever was
// recorded first; a deed of which it is not known whether it counts, or when it was done, leaves
// the duty undetermined wherever that matters.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/obligations.h"

namespace projections::governance::internal {

struct Deed {
  FuzzyDate day;
  Evidence evidence;
  Truth counts = Truth::kYes;
  std::optional<Missing> open = {};  ///< why it is not known whether it counts
};

/// The first of several deeds.
struct FirstDeed {
  FuzzyDate day;
  Evidence evidence;  ///< of all that may have been the first
};
/// As precise as their days allow: of an unknown day and a known one, no later than the known one;
/// where the known one was in time, that one. Of one day the one that was recorded first.
std::optional<FirstDeed> first_of(const std::vector<Deed>& deeds, const FuzzyDate& due);

/// Those that may have been done by the day and may count.
std::vector<Deed> done_by(std::vector<Deed> deeds, Date on);

/// Judges a duty by its due day and by deeds that done_by() gave; says what is missing. Says
/// neither what was claimed to be recorded nor how often it was done.
void judge_by_deeds(const std::vector<Deed>& deeds, Date on, const rules::Calendar& calendar,
                    Obligation& duty);
/// The same of a duty whose term is nowhere stated: done or not.
void judge_without_term(const std::vector<Deed>& deeds, Obligation& duty);

/// Whether the two mean the same of a duty: done in time, open, late or undetermined.
bool alike(rules::DutyState a, rules::DutyState b);
/// Leaves a duty undetermined for what is missing.
void leave_open(const Missing& missing, Obligation& duty);
/// The same of one that would be late: what is in doubt is whether it is owed at all.
void doubt_lateness(const Missing& missing, Obligation& duty);

}  // namespace projections::governance::internal
