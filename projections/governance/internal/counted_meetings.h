// SPDX-License-Identifier: Apache-2.0
// Which meetings a duty to meet counts, and by whose word a meeting without a quorum is one of
// them (TO 5).
#pragma once

#include "projections/governance/obligations.h"

namespace projections::governance::internal {

/// Those that count, with those that may.
struct CountedMeetings {
  std::vector<FuzzyDate> certain;
  std::vector<FuzzyDate> possible;
  Evidence evidence;
};

/// The meetings of the body that lie, or may lie, in the period.
CountedMeetings counted_meetings(const HeldMeetings& meetings, fb::BodyKind kind,
                                 bool without_quorum, const rules::Period& period);

struct QuorumlessRule {
  bool counts = false;
  RuleUsed rule;
};
/// Whether a meeting without a quorum counts for any duty of the body to meet: as the charter says
/// of its own duty; where it states none it does not, by assumption: a body that was not competent
/// has not met.
QuorumlessRule quorumless_rule(const std::optional<AdoptedCharter>& charter, fb::BodyKind kind);

}  // namespace projections::governance::internal
