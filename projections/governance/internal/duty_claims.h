// SPDX-License-Identifier: Apache-2.0
// When a duty that nobody is recorded to have done may be called late, and what its due day lacks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/coverage.h"
#include "projections/governance/obligations.h"

namespace projections::governance::internal {

/// A duty that was not done and whose term is over is late only where somebody claims that it
/// would have been recorded; without a claim (null) it is undetermined, by no number of days.
void rest_on_claim(const CoverageClaim* claim, fb::FactKind kind, Obligation& duty);
/// The claim about the whole term, from `since`, its first day as early as it can be, to the day
/// after it, when the duty would have shown as done or not; an unknown first day is covered by no
/// claim. `body`: of facts that belong to a body, its kind.
void ask_coverage(const std::vector<CoverageClaim>& claims, Date on, fb::FactKind kind,
                  const FuzzyDate& since, Obligation& duty, std::optional<fb::BodyKind> body = {});
void add_unknown_calendar(Obligation& duty);

/// What tells the duties of one event apart: the period of the findings about each.
std::string told_apart(const Obligation& duty);

}  // namespace projections::governance::internal
