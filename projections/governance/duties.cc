// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/duties.h"

#include <iterator>
#include <set>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/protocol_duties.h"

namespace projections::governance {

std::vector<Obligation> duties_of(const Council& council) {
  std::set<ledger::Hash> void_decisions;
  for (const Decision& one : decisions(council)) {
    const bool decided =
        one.state != DecisionState::kRejected && one.state != DecisionState::kVoidNoQuorum;
    if (!decided) void_decisions.insert(one.fact.digest());
  }
  auto all = obligations(council);
  std::erase_if(all, [&](const Obligation& duty) {
    return duty.kind == ObligationKind::kAssignment && void_decisions.contains(duty.subject);
  });
  auto papers = internal::protocol_duties(council);
  if (papers.empty()) return all;
  std::move(papers.begin(), papers.end(), std::back_inserter(all));
  put_in_order(council.chronicle(), all);
  return all;
}

}  // namespace projections::governance
