// SPDX-License-Identifier: Apache-2.0
// The duty to draw up and sign the protocol of a meeting within the term that the charter states
// for the body: `bodies.<kind>.protocol.deadline`.
#pragma once

#include <vector>

#include "projections/governance/meetings.h"
#include "projections/governance/obligations.h"

namespace projections::governance::internal {

/// One for each meeting that was held and may have decided, where the charter of its day states a
/// term. Done with the last of the signatures that the charter demands; where it demands none, by
/// the date of the protocol. Without keys.
std::vector<Obligation> protocol_duties(const Council& council);

}  // namespace projections::governance::internal
