// SPDX-License-Identifier: Apache-2.0
// Duties that were done late or not at all, due days that are not working days, calendars that are
// missing, assignments whose conditions were not met.
#include <set>

#include "projections/governance/internal/duty_claims.h"
#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/finder.h"
#include "projections/governance/place_names.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using rules::DutyState;

bool late(const Obligation& duty) {
  return duty.verdict.state == DutyState::kLateOpen || duty.verdict.state == DutyState::kLateDone;
}

const fb::DeadlineRule* rule_of(const Finder& finder, const Obligation& duty) {
  for (const auto& fact : finder.charters.all()) {
    if (duty.grounds.rules.empty() || fact.index() != duty.grounds.rules.back().charter) continue;
    return rules::Charter(*fact.payload).deadline(duty.name);
  }
  return nullptr;
}

std::string_view code_of_deadline(const Finder& finder, const Obligation& duty) {
  using Point = fb::DutyPoint;
  const fb::DeadlineRule* rule = rule_of(finder, duty);
  switch (rule == nullptr ? Point::UNSPECIFIED : rule->stop()) {
    case Point::AGREEMENT_CONCLUDED:
      return duty.verdict.state == DutyState::kLateOpen ? "AGREEMENT_INCOMPLETE" : "AGREEMENT_LATE";
    case Point::ORDER_ISSUED:
      return "ORDER_LATE";
    case Point::AGREEMENT_COPY_DISPATCHED:
    case Point::SUPPLEMENTARY_COPY_DISPATCHED:
      return "COPY_LATE";
    case Point::PROTOCOL_COPY_DISPATCHED:
      return "PROTOCOL_COPY_LATE";
    case Point::PROGRAMME_CHANGED:
      return "PROGRAMME_CHANGE_LATE";
    case Point::INCLUSION_NOTICE_DISPATCHED:
      return duty.verdict.state == DutyState::kLateOpen ? "NOTICE_MISSING" : "DUTY_LATE";
    default:
      return "DUTY_LATE";
  }
}

std::string_view code_of_meeting(const Obligation& duty) {
  if (duty.period.size() == 7 && duty.period[5] != 'Q') return "MONTHLY_MEETING_MISSED";
  if (duty.period.find('Q') != std::string::npos) return "QUARTERLY_MEETING_MISSED";
  return "MEETING_MISSED";
}

bool follows_events(const Finder& finder, const Obligation& duty) {
  const auto row = finder.chronicle.find<fb::PlanItemSet>(duty.subject);
  if (!row) return false;
  for (const fb::Component* component : *(*row)->components()) {
    if (component->number() == duty.component) {
      return component->schedule()->kind() == fb::ScheduleKind::AFTER_EVENT;
    }
  }
  return false;
}

bool is_meeting_row(const Finder& finder, const Obligation& duty) {
  const auto row = finder.chronicle.find<fb::PlanItemSet>(duty.subject);
  if (!row) return false;
  for (const fb::Component* component : *(*row)->components()) {
    if (component->number() == duty.component) return component->meetings_of() != nullptr;
  }
  return false;
}

std::string_view code_of(const Finder& finder, const Obligation& duty) {
  switch (duty.kind) {
    case ObligationKind::kDeadline:
      return code_of_deadline(finder, duty);
    case ObligationKind::kMeeting:
      return code_of_meeting(duty);
    case ObligationKind::kAssignment:
      return "ASSIGNMENT_LATE";
    case ObligationKind::kPlanRow:
      break;
  }
  if (follows_events(finder, duty)) return "NEWS_LATE";
  return is_meeting_row(finder, duty) ? code_of_meeting(duty) : "PLAN_ROW_LATE";
}

bool single_day(const Obligation& duty) {
  return duty.kind == ObligationKind::kAssignment || duty.kind == ObligationKind::kPlanRow;
}

/// The clause that gives the duty. An assignment and a row give it themselves; a parameter by which
/// their day was counted lends them its doubt and no clause.
void set_rule(const Obligation& duty, Case& one) {
  if (single_day(duty)) {
    if (duty.grounds.depends_on_assumption) one.certainty = fb::Certainty::ASSUMED;
    return;
  }
  if (duty.grounds.rules.empty()) return;
  one.clause = duty.grounds.rules.back().basis.clause;
  one.certainty = duty.grounds.rules.back().basis.certainty;
}

/// What else a paper's "until" may mean: the day itself in time or not, as the charter's parameter
/// does not read it. Nothing where the day does not hang on that alone.
std::optional<rules::Deadline> due_otherwise(const Finder& finder, const Obligation& duty) {
  const RuleUsed* until = nullptr;
  for (const RuleUsed& rule : duty.grounds.rules) {
    if (!rule.basis.assumed()) continue;
    if (rule.basis.path != "calendar.until_inclusive") return std::nullopt;
    until = &rule;
  }
  const auto day = duty.due.nominal_due.day();
  if (until == nullptr || !day) return std::nullopt;
  const rules::Charter* charter = nullptr;
  std::optional<rules::Charter> found;
  for (const auto& fact : finder.charters.all()) {
    if (fact.index() == until->charter) charter = &found.emplace(*fact.payload);
  }
  const int step = charter == nullptr || charter->until_inclusive() ? -1 : 1;
  return rules::deadline_on(FuzzyDate::on(*day + rules::days(step)), rules::Shift::kNextWorkingDay,
                            calendar_of(finder.chronicle, charter));
}

/// Late by every reading, or only by the one that the charter's parameter gives.
void read_otherwise(const Finder& finder, const Obligation& duty, Case& one) {
  if (!single_day(duty) || one.certainty != fb::Certainty::ASSUMED) return;
  const auto other = due_otherwise(finder, duty);
  if (!other) return;
  const FuzzyDate done = duty.done.value_or(FuzzyDate::on(finder.on));
  if (rules::before(other->effective_due, done) == Truth::kYes) {
    one.certainty = fb::Certainty::STATED;
    return;
  }
  one.numbers.emplace_back("due_read_otherwise", rules::to_text(other->effective_due));
}

Case about(const Finder& finder, std::string_view code, const Obligation& duty) {
  Case one{code, finder.chronicle.source(duty.subject)};
  one.period = told_apart(duty);
  one.evidence.add(duty.grounds.evidence);
  set_rule(duty, one);
  one.numbers = {{"nominal_due", rules::to_text(duty.due.nominal_due)},
                 {"effective_due", rules::to_text(duty.due.effective_due)}};
  if (duty.done) one.numbers.emplace_back("done", rules::to_text(*duty.done));
  if (duty.verdict.working_days_late) {
    one.numbers.emplace_back("working_days_late", std::to_string(*duty.verdict.working_days_late));
    // On a day off after the last day it is late by no working day, and late all the same.
    const auto done = duty.done ? duty.done->day() : std::optional(finder.on);
    const auto due = duty.due.effective_due.day();
    if (*duty.verdict.working_days_late == 0 && done && due) {
      one.numbers.emplace_back("calendar_days_late", std::to_string((*done - *due).count()));
    }
  }
  return one;
}

/// Whom the decision on the cluster names and no agreement that was concluded has among its
/// parties; nothing where none was concluded, for then its lines tell who has not signed.
Sentence outside_the_agreement(const Finder& finder) {
  std::set<ledger::Id> absent = intended_participants(finder.chronicle);
  bool concluded = false;
  for (const Agreement& agreement : finder.agreements) {
    if (!agreement.signatures.complete() || !of_cluster(agreement)) continue;
    concluded = true;
    for (const AgreementParty& party : agreement.parties) absent.erase(party.organisation);
  }
  if (!concluded || absent.empty()) return {};
  const PlaceNames names(finder.chronicle);
  Sentence list;
  for (const ledger::Id& one : absent) {
    list = list + same(list.english.empty() ? "" : ", ") + names.organisation(one);
  }
  return Sentence{"the decision on the cluster names participants who are no parties: ",
                  "решение о создании кластера называет участников, которые не стороны: "} +
         list;
}

/// Whether what an assignment depends on was done by the day on which the assignment was due.
void find_unmet_dependencies(Finder& finder, const Obligation& duty) {
  const auto decision = finder.chronicle.find<fb::DecisionDeclared>(duty.subject);
  if (!decision || (*decision)->depends_on() == nullptr) return;
  const auto due = duty.due.effective_due.day();
  if (!due || finder.on <= *due) return;
  for (const auto* hex : *(*decision)->depends_on()) {
    const Hash needed = fixed_of<Hash>(hex);
    for (const Obligation& other : finder.obligations) {
      if (other.subject != needed || other.cancelled) continue;
      const bool unmet =
          other.verdict.state == DutyState::kLateOpen ||
          (other.done && rules::before(FuzzyDate::on(*due), *other.done) == Truth::kYes);
      if (!unmet) continue;
      Case one = about(finder, "DEPENDENCY_NOT_MET", duty);
      one.evidence.add(other.grounds.evidence);
      finder.add(std::move(one));
    }
  }
}

}  // namespace

void find_in_duties(Finder& finder) {
  for (const Obligation& duty : finder.obligations) {
    if (duty.cancelled || finder.chronicle.source(duty.subject) == nullptr) continue;
    if (late(duty)) {
      Case one = about(finder, code_of(finder, duty), duty);
      if (one.code == "AGREEMENT_INCOMPLETE") one.detail = outside_the_agreement(finder);
      read_otherwise(finder, duty, one);
      finder.add(std::move(one));
    }
    if (single_day(duty) && duty.due.nominal_due.known() && duty.due.effective_due.known() &&
        duty.due.shifted()) {
      finder.add(about(finder, "DUE_ON_NON_WORKING_DAY", duty));
    }
    if (duty.due.unknown_calendar) {
      Case one = about(finder, "UNKNOWN_CALENDAR", duty);
      one.numbers.emplace_back("year", std::to_string(*duty.due.unknown_calendar));
      finder.add(std::move(one));
    }
    if (duty.kind == ObligationKind::kAssignment) find_unmet_dependencies(finder, duty);
  }
}

}  // namespace projections::governance::internal
