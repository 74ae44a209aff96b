// SPDX-License-Identifier: Apache-2.0
// One voice for each participant, however many people represent it (SM 5.2).
#pragma once

#include "projections/governance/ballots.h"

namespace projections::governance::internal {

/// Whom the meeting itself made participants: they were none when it began, though they are from
/// its day on. Ascending.
std::vector<ledger::Id> newcomers_of(const Council& council, const Meeting& meeting);
/// Takes away from an ascending list what another one holds.
void leave_out(std::vector<ledger::Id>& from, const std::vector<ledger::Id>& what);

/// Seats of a body without a holder: certainly, and those of which it is not recorded.
struct EmptySeats {
  std::uint64_t certain = 0;
  std::uint64_t possible = 0;  ///< beside the certain ones
};
/// Among `seats`; `filled`: those that somebody took that day, so that they had a holder. Both
/// ascending.
EmptySeats empty_seats(const Body& body, const std::vector<ledger::Id>& seats,
                       const std::vector<ledger::Id>& filled);
/// The seats in which somebody who counts was present. Ascending.
std::vector<ledger::Id> seats_taken(const Meeting& meeting);

/// The voices of all who are or may be participants on the day. Seats of others do not count.
std::vector<Voice> voices_of(const Council& council, const Ballot& ballot, Date day);
/// Whether all agree: everybody who may be a participant is in favour by votes that count, and
/// there is somebody.
Truth unanimous(const std::vector<Voice>& voices);

}  // namespace projections::governance::internal
