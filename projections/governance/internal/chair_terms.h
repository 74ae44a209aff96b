// SPDX-License-Identifier: Apache-2.0
// The terms of the chairs of one body, from the decisions that elect or appoint. For bodies.cc.
#pragma once

#include "projections/governance/bodies.h"

namespace projections::governance::internal {

/// Adds to `out` term by term in the order in which they begin, so that a question about the chair
/// of an earlier day, asked while a later election is judged, finds those who were in office then.
void add_chair_terms(const Council& council, const ledger::Id& body, std::vector<ChairTerm>& out);

}  // namespace projections::governance::internal
