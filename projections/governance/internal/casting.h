// SPDX-License-Identifier: Apache-2.0
// Who has the casting vote of a ballot, and how they used it (TO 7 s.2, 10 s.2).
#pragma once

#include "projections/governance/ballots.h"

namespace projections::governance::internal {

/// Fills in `ballot.casting`, with its evidence and the rule that it rests on. Only a tie,
/// or what may be one, or a choice among several, asks for it. The vote is the chair's own: whoever
/// stands in for the chair gives the voice of the seat and no more. `body`: that votes on the day;
/// may be null. REQUIRES: the roll call and the counts of the ballot were read.
void find_casting(const Council& council, const DecidingRule& rule, const Body* body, Date day,
                  Ballot& ballot);

}  // namespace projections::governance::internal
