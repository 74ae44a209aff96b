// SPDX-License-Identifier: Apache-2.0
// Whose vote settles a tie of a ballot on a day, and whether they gave it themselves.
#pragma once

#include "projections/internal/governance_state.h"

namespace projections::internal {

struct Casting {
  std::optional<ledger::Id> seat;  ///< whose vote it is, where that is known
  /// kNo: nobody gives it, the holder is away or somebody stands in. kUndetermined: that is open.
  Truth given = Truth::kYes;
};

/// A ballot on one of its possible days.
struct BallotOnDay {
  const GovernanceState& state;
  const Place& place;
  const ledger::Hash& digest;
  const BallotRow& row;
  std::int32_t day = 0;
  CompositionFact body;
};

/// The vote is the holder's own: since version 3 of the rules whoever stands in for the chair gives
/// the voice of the seat and no more; before, nobody asked who sat there.
Casting casting_of(const BallotOnDay& ballot, fb::CastingHolder holder);

}  // namespace projections::internal
