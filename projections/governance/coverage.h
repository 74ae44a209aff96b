// SPDX-License-Identifier: Apache-2.0
// What the record claims to hold in full. Where nobody claims completeness, what is missing is no
// information and never a violation.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/verdict.h"

namespace projections::governance {

/// One CoverageDeclared of the place.
struct CoverageClaim {
  std::vector<fb::FactKind> facts;
  Date from;
  std::optional<Date> to;  ///< nothing: open at the end
  bool complete = false;
  std::optional<fb::BodyKind> body;  ///< of this kind of body only
  Evidence evidence;
};

/// In the order in which they were recorded.
std::vector<CoverageClaim> coverage_claims(const Chronicle& chronicle);

/// Whether all facts of the kind on that day are claimed to be recorded: the newest claim about
/// that day decides. `body`: of facts that belong to a body, its kind. The claim, null if none.
const CoverageClaim* complete_on(const std::vector<CoverageClaim>& claims, fb::FactKind kind,
                                 Date day, std::optional<fb::BodyKind> body = {});
/// The same for every day of a period: the claim that covers its last day, null if any day is not
/// covered.
const CoverageClaim* complete_throughout(const std::vector<CoverageClaim>& claims,
                                         fb::FactKind kind, const rules::Period& period,
                                         std::optional<fb::BodyKind> body = {});

}  // namespace projections::governance
