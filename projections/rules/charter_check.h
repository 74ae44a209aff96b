// SPDX-License-Identifier: Apache-2.0
// Whether the parameters of a charter can work together: shares that can be reached, bodies that
// exist, somebody who convenes the first meeting, and no way for a minority to grow itself into a
// quorum. Types, ranges and unknown keys are the strict body's to refuse (ledger/body.h); this is
// about what a lawful body may still say.
#pragma once

#include <string>
#include <vector>

#include "ledger/schema/event_body_generated.h"

namespace projections::rules {

enum class CharterSeverity {
  kError,    ///< cannot be applied, contradicts itself, or hands power to a minority
  kWarning,  ///< a gap, or a rule with a consequence that its authors may not have meant
};

struct CharterProblem {
  CharterSeverity severity{};
  std::string code;     ///< stable upper-case word, e.g. "MINORITY_CAN_GROW"
  std::string path;     ///< of the parameter, e.g. "bodies.EXPERT_COUNCIL.quorum"
  std::string english;  ///< one sentence: what was found and why it matters
  std::string russian;  ///< the same
};

/// In the order of the parameters; the same charter gives the same list. Codes of errors:
/// SHARE_UNREACHABLE, RULE_TWICE, UNKNOWN_BODY, RULE_INCOMPLETE, CONTRADICTION,
/// FIRST_MEETING_IMPOSSIBLE, MINORITY_ADOPTS, MINORITY_CAN_GROW, POINT_NOT_COMPUTED,
/// SOURCE_WITHOUT_PARAMETER. Codes of warnings: FIRST_MEETING_UNREGULATED, NO_STAND_IN,
/// CHAIR_RULE_MISSING, TERM_NOT_STATED, NO_QUORUM_RULE, NO_MAJORITY_RULE, TIE_ADOPTS,
/// FEW_CAN_DECIDE, CASTING_VOTE_IDLE, VACANT_SEATS_SHRINK, ISSUER_NOT_STATED, PERIOD_NOT_STATED,
/// NOTICE_NOT_STATED, OUT_OF_COMPETENCE, LENGTH_UNUSUAL,
/// FREQUENCY_UNUSUAL, NO_SOURCE.
std::vector<CharterProblem> check_charter(const ledger::fb::CharterAdopted& charter);

/// Whether facts can tell when a period with this start begins, and when a duty with this end is
/// done. Nothing comes before the decision on a cluster, so that no duty ends with it.
bool starts_periods(ledger::fb::DutyPoint point);
bool ends_duties(ledger::fb::DutyPoint point);

bool has_errors(const std::vector<CharterProblem>& problems);

}  // namespace projections::rules
