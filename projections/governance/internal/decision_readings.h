// SPDX-License-Identifier: Apache-2.0
// A decision under every reading of the assumptions that it asks for.
#pragma once

#include <functional>

#include "projections/governance/decisions.h"

namespace projections::governance::internal {

/// Up to this many readings are computed: every combination of six assumptions of two readings.
/// Beyond them every one alone and all of them together, and Decision::all_readings says so.
inline constexpr std::size_t kReadingsMax = 64;

/// Reads what `grounds` asked for otherwise, alone and together with whatever these readings ask
/// for in turn, and keeps in the decision those that give another state: of several that give the
/// same, the ones that turn the least. `state`: what an outcome makes of the decision.
void read_decision_otherwise(const Council& council, const Outcome& outcome,
                             const std::function<DecisionState(const Outcome&)>& state,
                             Decision& decision);

}  // namespace projections::governance::internal
