// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/duty_claims.h"

#include <string>

namespace projections::governance::internal {

using rules::DutyState;

void rest_on_claim(const CoverageClaim* claim, fb::FactKind kind, Obligation& duty) {
  if (duty.verdict.state != DutyState::kLateOpen) return;
  if (claim != nullptr) {
    duty.grounds.evidence.add(claim->evidence);
    return;
  }
  duty.verdict.state = DutyState::kUndetermined;
  duty.verdict.working_days_late.reset();
  duty.grounds.missing.push_back(
      {std::string("coverage of ") + fb::EnumNameFactKind(kind),
       {"nobody claims that all facts of this kind are recorded for that time",
        "никто не заявил, что за это время записаны все сведения такого рода"}});
}

void ask_coverage(const std::vector<CoverageClaim>& claims, Date on, fb::FactKind kind,
                  const FuzzyDate& since, Obligation& duty, std::optional<fb::BodyKind> body) {
  if (duty.verdict.state != DutyState::kLateOpen) return;
  const auto last = duty.due.effective_due.not_after;
  const CoverageClaim* claim = nullptr;
  if (last && since.not_before) {
    const Date end = std::min(*last + rules::days(1), on);
    claim = complete_throughout(claims, kind, {std::min(*since.not_before, end), end}, body);
  }
  rest_on_claim(claim, kind, duty);
}

void add_unknown_calendar(Obligation& duty) {
  if (!duty.due.unknown_calendar) return;
  const std::string year = std::to_string(*duty.due.unknown_calendar);
  duty.grounds.missing.push_back(
      {"calendar " + year,
       {"no calendar of the year " + year + " is published",
        "не опубликован производственный календарь за " + year + " год"}});
}

std::string told_apart(const Obligation& duty) {
  std::string out = duty.kind == ObligationKind::kDeadline ? duty.name : duty.period;
  if (duty.component > 0) out += " component " + std::to_string(duty.component);
  for (const Responsible& one : duty.responsible) {
    if (one.organisation) out += " " + ledger::to_hex(*one.organisation);
  }
  return out;
}

}  // namespace projections::governance::internal
