// SPDX-License-Identifier: Apache-2.0
// What a Council computes once and remembers. Others ask the Council.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "projections/governance/decisions.h"

namespace projections::governance::internal {

/// Null for an unknown id.
std::shared_ptr<const Meeting> compute_meeting(const Council& council, const ledger::Id& id);
/// The meeting as the first `count` of its versions announce it. REQUIRES: it has as many.
Meeting as_first_convened(const Council& council, Meeting meeting, std::size_t count);
/// Null for a digest that is no ballot's.
/// `as`: counted by the rule for this kind of decision instead of the ballot's own.
std::shared_ptr<const Ballot> compute_ballot(const Council& council, const ledger::Hash& digest,
                                             fb::DecisionKind as = fb::DecisionKind::UNSPECIFIED);

/// What was known when the ballot was closed holds; what would follow now stands beside it.
void fix_at_closing(const Council& council, Ballot& ballot);

/// Shows the council as it was known when the ballot was closed, where outcomes are fixed then
/// and something recorded since may matter to them.
void as_known_at_closing(const Council& council, const Ballot& ballot,
                         const std::function<void(const Council&)>& visit);

/// Of the events recorded after the ballot was closed those that made another thing of what
/// `counted` tells of a council, ascending; of some that undo each other, none. They are looked for
/// among the facts that bear on the day of the ballot, and `others`. Where these are many, all of
/// them on which the roll and the ballot rest, now or at the closing. REQUIRES: outcomes are fixed.
std::vector<std::uint64_t> late_causes(const Council& council, const Ballot& ballot,
                                       const std::set<std::uint64_t>& others,
                                       const std::function<std::string(const Council&)>& counted);

}  // namespace projections::governance::internal
