// SPDX-License-Identifier: Apache-2.0
// Everything that the duties of one place on one day are computed from; built once per question.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/bodies.h"
#include "projections/governance/internal/duty_claims.h"
#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {

struct DutyContext {
  DutyContext(const Council& of, const HeldMeetings& held)
      : council(of),
        chronicle(of.chronicle()),
        on(of.on()),
        charters(of.chronicle()),
        claims(coverage_claims(of.chronicle())),
        points(of, held) {}

  const Council& council;
  const Chronicle& chronicle;
  Date on;
  Charters charters;
  std::vector<CoverageClaim> claims;
  PointSources points;

  const rules::Calendar& calendar(const std::optional<AdoptedCharter>& charter) const {
    return calendar_of(chronicle, charter ? &charter->charter : nullptr);
  }
  /// The charter by which a period is judged: that of its last day; of a running one, today's.
  std::optional<AdoptedCharter> charter_of(const rules::Period& period) const {
    return charters.on(std::min(period.last, on));
  }
  /// Whether what begins a duty is certainly later than the day: then nothing is owed yet.
  bool to_come(const FuzzyDate& day) const { return internal::to_come(day, on); }
  /// See internal::ask_coverage().
  void ask_coverage(fb::FactKind kind, const FuzzyDate& since, Obligation& duty) const {
    internal::ask_coverage(claims, on, kind, since, duty);
  }
};

}  // namespace projections::governance::internal
