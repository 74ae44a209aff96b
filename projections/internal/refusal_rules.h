// SPDX-License-Identifier: Apache-2.0
// The rule of tools/RULES.md that each reason of a refusal belongs to, ascending by reason.
#pragma once

#include <array>
#include <string_view>

namespace projections::internal {

struct RuleOfReason {
  std::string_view reason;
  std::string_view rule;
};

inline constexpr std::array kRulesOfReasons{
    RuleOfReason{"ACTOR_NOT_ALLOWED", "A1"},
    RuleOfReason{"BAD_INN", "A2"},
    RuleOfReason{"BAD_OGRN", "A2"},
    RuleOfReason{"BALLOT_CLOSED", "A7"},
    RuleOfReason{"BALLOT_CONTENT", "A7"},
    RuleOfReason{"BALLOT_OPEN", "A7"},
    RuleOfReason{"CATEGORY_NOT_ALLOWED", "A5"},
    RuleOfReason{"CHAIR_NOT_ELIGIBLE", "A6"},
    RuleOfReason{"CHARTER_BASIS", "A4"},
    RuleOfReason{"CHARTER_OVERLAP", "A4"},
    RuleOfReason{"CHARTER_PARAMETERS", "A4"},
    RuleOfReason{"CLUSTER_AS_PARTY", "A8"},
    RuleOfReason{"CORRECTION_FORBIDDEN", "A9"},
    RuleOfReason{"CORRECTION_TARGET", "A9"},
    RuleOfReason{"DECISION_NOT_ADOPTED", "A7"},
    RuleOfReason{"DECISION_REQUIRED", "A6"},
    RuleOfReason{"DOCUMENT_MISMATCH", "A2"},
    RuleOfReason{"DUPLICATE_ID", "A2"},
    RuleOfReason{"DUPLICATE_SEAT", "A6"},
    RuleOfReason{"DUPLICATE_VOTE", "A7"},
    RuleOfReason{"EDITION_ORDER", "A2"},
    RuleOfReason{"EVIDENCE_MISSING", "A1"},
    RuleOfReason{"FORM_NOT_ALLOWED", "A7"},
    RuleOfReason{"IMPORT_CLOSED", "A1"},
    RuleOfReason{"IMPOSSIBLE_DATE", "A3"},
    RuleOfReason{"INN_TAKEN", "A2"},
    RuleOfReason{"MEETING_CLOSED", "A7"},
    RuleOfReason{"NOTICE_ADDRESSEE", "A5"},
    RuleOfReason{"NOTICE_TOO_SHORT", "A5"},
    RuleOfReason{"NOT_A_BODY_MEETING", "A7"},
    RuleOfReason{"NO_APPLICATION", "A5"},
    RuleOfReason{"NO_CONSENT", "A5"},
    RuleOfReason{"NO_LEVELS", "A8"},
    RuleOfReason{"NO_UNANIMITY", "A5"},
    RuleOfReason{"OGRN_TAKEN", "A2"},
    RuleOfReason{"OPERATOR_NOT_EDUCATIONAL", "A4"},
    RuleOfReason{"OPERATOR_NOT_MEMBER", "A4"},
    RuleOfReason{"ORAL_NOTICE", "A5"},
    RuleOfReason{"PARTY_UNKNOWN", "A8"},
    RuleOfReason{"PD_IN_CLEAR", "A10"},
    RuleOfReason{"PERIOD_REVERSED", "A3"},
    RuleOfReason{"PLACE_MISMATCH", "A2"},
    RuleOfReason{"REPLACES_ANOTHER", "A2"},
    RuleOfReason{"ROOT_REQUIRED", "A1"},
    RuleOfReason{"RULES_UNKNOWN", "A11"},
    RuleOfReason{"SCOPE_REQUIRED", "A1"},
    RuleOfReason{"SEAT_ABSENT", "A7"},
    RuleOfReason{"SEAT_OF_NON_MEMBER", "A6"},
    RuleOfReason{"SEAT_UNKNOWN", "A6"},
    RuleOfReason{"SECOND_SIGNATURE", "A1"},
    RuleOfReason{"SECRET_BALLOT", "A7"},
    RuleOfReason{"SLOT_OF_ANOTHER_PARTY", "A8"},
    RuleOfReason{"SLOT_SIGNED", "A8"},
    RuleOfReason{"SLOT_UNKNOWN", "A8"},
    RuleOfReason{"TERM_NOT_ALLOWED", "A6"},
    RuleOfReason{"TERM_OVERLAP", "A6"},
    RuleOfReason{"TERM_TOO_SHORT", "A8"},
    RuleOfReason{"UNKNOWN_SUBJECT", "A2"},
    RuleOfReason{"WORKING_GROUP_MEMBER", "A6"},
    RuleOfReason{"WRONG_BODY", "A6"},
};

}  // namespace projections::internal
