// SPDX-License-Identifier: Apache-2.0
// How long an agreement is made for, with its amendments in the order of their days: what begins to
// work after the last day prolongs nothing backwards.
#pragma once

#include "projections/governance/agreements.h"

namespace projections::governance::internal {

/// Finds the last day, whether a term is stated and a prolongation that came too late. REQUIRES:
/// the amendments are judged.
void find_term(Agreement& agreement, const rules::Calendar& calendar);

/// Whether a prolongation after the end may have the agreement in force again on the day.
bool may_be_revived(const Agreement& agreement, Date on);

}  // namespace projections::governance::internal
