// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/duties.h"

#include <set>

#include "projections/governance/decisions.h"

namespace projections::governance {

std::vector<Obligation> duties_of(const Council& council) {
  std::set<ledger::Hash> void_decisions;
  for (const Decision& one : decisions(council)) {
    const bool decided =
        one.state != DecisionState::kRejected && one.state != DecisionState::kVoidNoQuorum;
    if (!decided) void_decisions.insert(one.fact.digest());
  }
  auto all = obligations(council.chronicle(), held_meetings(council), council.on());
  std::erase_if(all, [&](const Obligation& duty) {
    return duty.kind == ObligationKind::kAssignment && void_decisions.contains(duty.subject);
  });
  return all;
}

}  // namespace projections::governance
