// SPDX-License-Identifier: Apache-2.0
// A duty of all participants, which each of them reports for itself: done when the last of them has
// done it (TU 15).
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "projections/governance/bodies.h"
#include "projections/governance/internal/duty_deeds.h"

namespace projections::governance::internal {

/// Whom a duty of all participants binds; both ascending.
struct BoundParticipants {
  std::vector<ledger::Id> certainly;  ///< participants on every day of its time
  std::vector<ledger::Id> perhaps;    ///< and those who were or may have been only on some of them
};
/// From the day on which it began, known or not, to `end` or, if that is still to come or not
/// known, to the council's day. `when_begun`: only those who were participants when it began; who
/// joined later is not meant by a decision.
BoundParticipants bound_on(const Council& council, const FuzzyDate& begin, std::optional<Date> end,
                           bool when_begun);

/// What they did together, from what each did for itself: the nth time is the day on which the last
/// of them had done it n times. It counts where everybody who is or may be bound has certainly done
/// it; open where everybody who is certainly bound has, or where nobody is known to be bound;
/// nothing where one of them has not.
std::vector<Deed> deeds_of_all(const BoundParticipants& bound,
                               std::map<ledger::Id, std::vector<Deed>> of_each);

}  // namespace projections::governance::internal
