// SPDX-License-Identifier: Apache-2.0
// The quorum of a ballot at which nobody met: those who vote take part in it, and as many of them
// are needed as of those present at a meeting (Civil Code 181.2).
#pragma once

#include "projections/governance/internal/tally_of.h"

namespace projections::governance::internal {

/// How many took part, and of how many.
struct Turnout {
  BaseSize present;
  BaseSize members;
  BaseSize members_otherwise;  ///< where vacant seats are counted the other way
  BaseSize participants;
};

/// `seats`: how the seats of the body come about. While the ballot is open, and no decision rests
/// on it, those who have not voted yet may still come. REQUIRES: the votes of the ballot were read
/// and a quorum is demanded.
QuorumState quorum_of_ballot(const Council& council, const Ballot& ballot, const DecidingRule& rule,
                             fb::SeatRule seats, const Turnout& turnout);

/// Leaves of the quorum what holds if the ballot was held on the day of the other one as well.
void keep_quorum_as_on(const Ballot& other, Ballot& ballot);

/// Whether votes may still come: it is not closed, no decision rests on it, and it is not told as
/// history.
bool is_running(const Council& council, const Ballot& ballot);

}  // namespace projections::governance::internal
