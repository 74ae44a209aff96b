// SPDX-License-Identifier: Apache-2.0
// Whether the council's protocol stands behind a change of an agreement (TU 13): a protocol of the
// cluster's council, signed by its chair, of a decision on the change that was adopted.
#pragma once

#include "projections/governance/agreements.h"
#include "projections/governance/coverage.h"

namespace projections::governance::internal {

/// What the judgement of a basis asks; borrowed.
struct BasisSources {
  const Chronicle& chronicle;
  const Charters& charters;
  const std::vector<CoverageClaim>& claims;
  Date on;
  /// By which decisions, and the mandates of who signed, are judged. Null: every decision counts as
  /// adopted and every signature as the chair's, for who is only finding out who the members are.
  const Council* council = nullptr;
};

/// Of an amendment whose fact, contents, signatures and paths are known.
AmendmentBasis basis_of(const BasisSources& sources, const Amendment& amendment);

}  // namespace projections::governance::internal
