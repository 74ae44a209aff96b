// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/coverage.h"

namespace projections::governance {
namespace {

bool about(const CoverageClaim& claim, fb::FactKind kind, std::optional<fb::BodyKind> body) {
  if (claim.body && claim.body != body) return false;
  return std::find(claim.facts.begin(), claim.facts.end(), kind) != claim.facts.end();
}

bool covers(const CoverageClaim& claim, Date day) {
  return claim.from <= day && (!claim.to || day <= *claim.to);
}

}  // namespace

std::vector<CoverageClaim> coverage_claims(const Chronicle& chronicle) {
  std::vector<CoverageClaim> claims;
  for (const auto& fact : chronicle.own<fb::CoverageDeclared>()) {
    CoverageClaim claim;
    for (const auto kind : *fact->facts()) claim.facts.push_back(static_cast<fb::FactKind>(kind));
    const auto from = rules::date_from_iso(fact->from()->string_view());
    if (!from) continue;
    claim.from = *from;
    if (fact->to() != nullptr) claim.to = rules::date_from_iso(fact->to()->string_view());
    claim.complete = fact->coverage() == fb::CoverageKind::COMPLETE;
    if (fact->body() != nullptr) claim.body = fact->body()->kind();
    claim.evidence.add(*fact.source);
    claims.push_back(std::move(claim));
  }
  return claims;
}

const CoverageClaim* complete_on(const std::vector<CoverageClaim>& claims, fb::FactKind kind,
                                 Date day, std::optional<fb::BodyKind> body) {
  for (auto claim = claims.rbegin(); claim != claims.rend(); ++claim) {
    if (!about(*claim, kind, body) || !covers(*claim, day)) continue;
    return claim->complete ? &*claim : nullptr;
  }
  return nullptr;
}

const CoverageClaim* complete_throughout(const std::vector<CoverageClaim>& claims,
                                         fb::FactKind kind, const rules::Period& period,
                                         std::optional<fb::BodyKind> body) {
  const CoverageClaim* claim = nullptr;
  for (Date day = period.first; day <= period.last; day += rules::days(1)) {
    claim = complete_on(claims, kind, day, body);
    if (claim == nullptr) return nullptr;
  }
  return claim;
}

}  // namespace projections::governance
