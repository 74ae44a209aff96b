// SPDX-License-Identifier: Apache-2.0
// The duties of a council's place: obligations() with its meetings, without what decisions assign
// that were not adopted, with the protocols that a charter wants within a term. A conference's
// decisions and undetermined ones keep theirs.
#pragma once

#include <vector>

#include "projections/governance/meetings.h"
#include "projections/governance/obligations.h"

namespace projections::governance {

/// On the council's day, in the order of obligations().
std::vector<Obligation> duties_of(const Council& council);

}  // namespace projections::governance
