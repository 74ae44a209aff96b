// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/execution.h"

#include <algorithm>
#include <iterator>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/dated_words.h"
#include "projections/governance/internal/meeting_versions.h"

namespace projections::governance {
namespace {

using ledger::Hash;
using ledger::Id;

using Judgement = internal::Word<fb::ExecutionJudged>;
using Change = internal::Word<fb::TermChanged>;

bool returns(const Judgement& word) {
  return word.fact->verdict() == fb::ExecutionVerdict::RETURNED;
}

/// The last word on a report counts, by its day and not by the order of recording.
void read_judgements(const Chronicle& chronicle, Date on, Report& report) {
  std::vector<Judgement> words;
  for (const auto& judged : chronicle.all<fb::ExecutionJudged>()) {
    if (fixed_of<Hash>(judged->report()) != report.fact.digest()) continue;
    words.push_back(internal::word_of(chronicle, judged, rules::fuzzy(judged->judged_on())));
  }
  internal::put_in_order(words);
  const auto at_last = internal::standing_on(words, rules::kLastDate).words;
  if (!at_last.empty() && returns(at_last.back())) report.returned_by = at_last.back().fact;
  const auto standing = internal::standing_on(words, on);
  if (!standing.words.empty()) report.judged = standing.words.back().fact;
  const auto returned = std::count_if(standing.words.begin(), standing.words.end(), returns);
  if (returned == 0) return;
  const bool only = !standing.maybe_none && returned == std::ssize(standing.words);
  report.counts = only ? Truth::kNo : Truth::kUndetermined;
}

Report report_of(const Chronicle& chronicle, const Fact<fb::ExecutionReported>& fact, Date on) {
  Report report;
  report.fact = fact;
  report.organisation = optional_of<Id>(fact->organisation());
  report.event_on = rules::fuzzy(fact->event_on());
  report.done_on = rules::fuzzy(fact->done_on());
  read_judgements(chronicle, on, report);
  return report;
}

std::vector<Report> reports_on(const Chronicle& chronicle, const Hash& duty, std::uint8_t component,
                               Date on) {
  std::vector<Report> out;
  for (const auto& fact : chronicle.all<fb::ExecutionReported>()) {
    if (fact->component() != component || fixed_of<Hash>(fact->duty()) != duty) continue;
    out.push_back(report_of(chronicle, fact, on));
  }
  return out;
}

/// From when a change of a term works: by what it says of itself, else on the day of what it rests
/// on.
FuzzyDate changed_on(const Chronicle& chronicle, const Fact<fb::TermChanged>& fact) {
  if (fact.source->effective) return rules::fuzzy(*fact.source->effective);
  const FuzzyDate day = internal::occurred(*fact.body);
  if (internal::tells(day)) return day;
  if (const auto order = chronicle.find<fb::OrderIssued>(fact->basis())) {
    return internal::order_day(*order);
  }
  if (const auto protocol = chronicle.find<fb::ProtocolRegistered>(fact->basis())) {
    return rules::fuzzy((*protocol)->dated());
  }
  if (const auto decision = chronicle.find<fb::DecisionDeclared>(fact->basis())) {
    return internal::decided(chronicle, internal::MeetingVersions(chronicle), *decision).day;
  }
  return {};
}

/// A change that rests on a decision of a body works as far as that was adopted.
Truth effect_of(const Council* council, const fb::TermChanged& change) {
  if (council == nullptr) return Truth::kYes;
  const auto decision = council->chronicle().find<fb::DecisionDeclared>(change.basis());
  if (!decision) return Truth::kYes;
  const Outcome outcome = outcome_of(*council, *decision);
  return outcome.of_body ? outcome.adopted : Truth::kYes;
}

/// Leaves those that have an effect, or may have one.
void keep_effective(const Council* council, std::vector<Change>& changes) {
  std::vector<Change> kept;
  for (Change& one : changes) {
    const Truth effect = effect_of(council, *one.fact);
    one.open = effect == Truth::kUndetermined;
    if (effect != Truth::kNo) kept.push_back(one);
  }
  changes = std::move(kept);
}

/// The changes of the term of one component, in the order of their days.
std::vector<Change> changes_of(const Chronicle& chronicle, const Hash& duty, std::uint8_t number) {
  std::vector<Change> out;
  for (const auto& fact : chronicle.all<fb::TermChanged>()) {
    if (fixed_of<Hash>(fact->duty()) != duty) continue;
    const auto only = fact->component();
    if (only.has_value() && *only != number) continue;
    out.push_back(internal::word_of(chronicle, fact, changed_on(chronicle, fact)));
  }
  internal::put_in_order(out);
  return out;
}

/// A term that may hold.
struct Term {
  const fb::Schedule* schedule = nullptr;
  bool cancelled = false;
};

/// The term after one of the changes: its own schedule, else the last one before it.
Term term_after(const std::vector<Change>& changes, const Change& last,
                const fb::Schedule* schedule) {
  for (const Change& one : changes) {
    if (one.fact->schedule() != nullptr) schedule = one.fact->schedule();
    if (one.fact.index() == last.fact.index()) break;
  }
  return {schedule, last.fact->change() == fb::TermChangeKind::CANCELLED};
}

/// The terms that may hold on the day, the one that was changed last at the end; of those that are
/// cancelled and of others the others.
std::vector<Term> terms_on(const Chronicle& chronicle, const Council* council, const Hash& duty,
                           const fb::Component& component, Date on, ComponentState& state) {
  auto changes = changes_of(chronicle, duty, component.number());
  for (const Change& one : changes) {
    if (!internal::to_come(one.day, on)) state.term_changes.push_back(one.fact);
  }
  keep_effective(council, changes);
  const auto standing = internal::standing_on(changes, on);
  state.change_open = std::any_of(standing.words.begin(), standing.words.end(),
                                  [](const Change& one) { return one.open; });
  std::vector<Term> terms;
  if (standing.maybe_none) terms.push_back({component.schedule()});
  for (const Change& one : standing.words) {
    terms.push_back(term_after(changes, one, component.schedule()));
  }
  const auto cancelled =
      std::count_if(terms.begin(), terms.end(), [](const Term& term) { return term.cancelled; });
  state.cancelled = cancelled == std::ssize(terms);
  state.may_be_cancelled = cancelled > 0 && !state.cancelled;
  if (state.may_be_cancelled) {
    std::erase_if(terms, [](const Term& term) { return term.cancelled; });
  }
  return terms;
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
rules::Scheduled days_of(const fb::Schedule& schedule, const ExecutionRules& rules, Deciding* of,
                         const std::vector<Report>& reports) {
  rules::ScheduleRules by = rules.schedule;
  std::vector<FuzzyDate> events = started_by(reports);
  if (of != nullptr && schedule.kind() == fb::ScheduleKind::AT_LEAST) {
    by.since = of->decided().day.not_after;
    by.on = of->on();
  }
  if (of != nullptr && rules::after_own_meeting(schedule)) {
    events = {of->decided().meeting ? of->decided().day : FuzzyDate{}};
  }
  return rules::scheduled(schedule, by, events, rules.calendar);
}

/// `of`: null for a row of a plan.
ComponentState component_of(const Chronicle& chronicle, const Hash& duty,
                            const fb::Component& component, const ExecutionRules& rules, Date on,
                            Deciding* of) {
  ComponentState state;
  state.number = component.number();
  state.title = text_of(component.title());
  state.printed = text_of(component.schedule()->printed());
  state.anchor = text_of(component.schedule()->anchor());
  if (component.meetings_of() != nullptr) state.meetings_of = component.meetings_of()->kind();
  const std::vector<Term> terms = terms_on(chronicle, rules.council, duty, component, on, state);
  const fb::Schedule& schedule = *terms.back().schedule;
  state.kind = schedule.kind();
  state.reports = reports_on(chronicle, duty, state.number, on);
  if (state.kind == fb::ScheduleKind::UNTIL) state.rules.push_back(rules.until);
  state.from_meeting = of != nullptr && rules::after_own_meeting(schedule);
  if (state.from_meeting) state.meeting = of->decided().meeting;
  state.scheduled = days_of(schedule, rules, of, state.reports);
  for (const Term& term : terms) {
    if (term.schedule == &schedule) continue;
    state.otherwise.push_back(days_of(*term.schedule, rules, of, state.reports));
  }
  return state;
}

}  // namespace

ExecutionRules execution_rules(const Council& council, const std::optional<AdoptedCharter>& charter,
                               const std::optional<rules::Period>& within) {
  ExecutionRules out;
  out.council = &council;
  out.calendar = calendar_of(council.chronicle(), charter ? &charter->charter : nullptr);
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
                                         const Components* components, const ExecutionRules& rules,
                                         Date on) {
  std::vector<ComponentState> out;
  if (components == nullptr) return out;
  for (const fb::Component* component : *components) {
    out.push_back(component_of(chronicle, duty, *component, rules, on, nullptr));
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
    out.push_back(component_of(chronicle, decision.digest(), *component, rules, on, &of));
  }
  return out;
}

}  // namespace projections::governance
