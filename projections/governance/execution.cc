// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/execution.h"

#include "projections/governance/internal/meeting_versions.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

Report report_of(const Chronicle& chronicle, const Fact<fb::ExecutionReported>& fact) {
  Report report;
  report.fact = fact;
  report.organisation = optional_of<Id>(fact->organisation());
  report.event_on = rules::fuzzy(fact->event_on());
  report.done_on = rules::fuzzy(fact->done_on());
  for (const auto& judged : chronicle.all<fb::ExecutionJudged>()) {
    if (fixed_of<Hash>(judged->report()) == fact.digest()) report.judged = judged;
  }
  return report;
}

std::vector<Report> reports_on(const Chronicle& chronicle, const Hash& duty,
                               std::uint8_t component) {
  std::vector<Report> out;
  for (const auto& fact : chronicle.all<fb::ExecutionReported>()) {
    if (fact->component() != component || fixed_of<Hash>(fact->duty()) != duty) continue;
    out.push_back(report_of(chronicle, fact));
  }
  return out;
}

/// The schedule that holds now: the paper's, or that of the last extension.
const fb::Schedule* newest_schedule(const Chronicle& chronicle, const Hash& duty,
                                    const fb::Component& component, ComponentState& state) {
  const fb::Schedule* schedule = component.schedule();
  for (const auto& fact : chronicle.all<fb::TermChanged>()) {
    if (fixed_of<Hash>(fact->duty()) != duty) continue;
    const auto only = fact->component();
    if (only.has_value() && *only != component.number()) continue;
    state.term_changes.push_back(fact);
    state.cancelled = fact->change() == fb::TermChangeKind::CANCELLED;
    if (fact->schedule() != nullptr) schedule = fact->schedule();
  }
  return schedule;
}

std::vector<FuzzyDate> started_by(const std::vector<Report>& reports) {
  std::vector<FuzzyDate> events;
  for (const Report& report : reports) events.push_back(report.event_on);
  return events;
}

/// A decision whose day is looked up only for the terms that run from it.
class Deciding {
 public:
  Deciding(const Chronicle& chronicle, const Fact<fb::DecisionDeclared>& decision, Date on)
      : chronicle_(chronicle), decision_(decision), on_(on) {}

  const internal::Decided& decided() {
    if (!decided_) {
      decided_ = internal::decided(chronicle_, internal::MeetingVersions(chronicle_), decision_);
    }
    return *decided_;
  }
  Date on() const { return on_; }

 private:
  const Chronicle& chronicle_;
  const Fact<fb::DecisionDeclared>& decision_;
  Date on_;
  std::optional<internal::Decided> decided_;
};

/// The days of a schedule; of a decision's one, with what only the decision gives.
void count_days(const fb::Schedule& schedule, const ExecutionRules& rules, Deciding* of,
                ComponentState& state) {
  rules::ScheduleRules by = rules.schedule;
  std::vector<FuzzyDate> events = started_by(state.reports);
  if (of != nullptr && schedule.kind() == fb::ScheduleKind::AT_LEAST) {
    by.since = of->decided().day.not_after;
    by.on = of->on();
  }
  if (of != nullptr && rules::after_own_meeting(schedule)) {
    state.from_meeting = true;
    state.meeting = of->decided().meeting;
    events = {state.meeting ? of->decided().day : FuzzyDate{}};
  }
  state.scheduled = rules::scheduled(schedule, by, events, rules.calendar);
}

/// `of`: null for a row of a plan.
ComponentState component_of(const Chronicle& chronicle, const Hash& duty,
                            const fb::Component& component, const ExecutionRules& rules,
                            Deciding* of) {
  ComponentState state;
  state.number = component.number();
  state.title = text_of(component.title());
  state.printed = text_of(component.schedule()->printed());
  state.anchor = text_of(component.schedule()->anchor());
  if (component.meetings_of() != nullptr) state.meetings_of = component.meetings_of()->kind();
  const fb::Schedule* schedule = newest_schedule(chronicle, duty, component, state);
  state.kind = schedule->kind();
  state.reports = reports_on(chronicle, duty, state.number);
  if (state.kind == fb::ScheduleKind::UNTIL) state.rules.push_back(rules.until);
  count_days(*schedule, rules, of, state);
  return state;
}

}  // namespace

ExecutionRules execution_rules(const Chronicle& chronicle,
                               const std::optional<AdoptedCharter>& charter,
                               const std::optional<rules::Period>& within) {
  ExecutionRules out;
  out.calendar = calendar_of(chronicle, charter ? &charter->charter : nullptr);
  out.schedule.within = within;
  constexpr std::string_view kUntil = "calendar.until_inclusive";
  out.until.basis.path = kUntil;
  out.until.basis.certainty = fb::Certainty::ASSUMED;
  if (charter) {
    out.until = charter->rule(kUntil);
    out.schedule.academic_year = charter->charter.academic_year_start();
    out.schedule.until_inclusive = charter->charter.until_inclusive();
  }
  return out;
}

std::vector<ComponentState> execution_of(const Chronicle& chronicle, const Hash& duty,
                                         const Components* components,
                                         const ExecutionRules& rules) {
  std::vector<ComponentState> out;
  if (components == nullptr) return out;
  for (const fb::Component* component : *components) {
    out.push_back(component_of(chronicle, duty, *component, rules, nullptr));
  }
  return out;
}

std::vector<ComponentState> execution_of(const Chronicle& chronicle,
                                         const Fact<fb::DecisionDeclared>& decision,
                                         const ExecutionRules& rules, Date on) {
  std::vector<ComponentState> out;
  if (decision->components() == nullptr) return out;
  Deciding of(chronicle, decision, on);
  for (const fb::Component* component : *decision->components()) {
    out.push_back(component_of(chronicle, decision.digest(), *component, rules, &of));
  }
  return out;
}

}  // namespace projections::governance
