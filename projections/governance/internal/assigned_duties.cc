// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/assigned_duties.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "projections/governance/internal/deeds_of_all.h"
#include "projections/governance/internal/event_reports.h"
#include "projections/governance/internal/meeting_duties.h"

namespace projections::governance::internal {

using ledger::Hash;
using ledger::Id;
using rules::DutyState;

namespace {

/// A component of a decision or a row, with whose it is and what it is called.
struct Demand {
  ObligationKind kind{};
  std::string name;
  std::string title;
  Hash subject;
  std::vector<Responsible> responsible;
  bool of_all = false;  ///< of every participant
  Truth unapproved = Truth::kNo;
  FuzzyDate since;                  ///< from when it could be done
  std::optional<Missing> in_doubt;  ///< why it is not known whether it is owed
  Date on;                          ///< on which it is judged: what was done later is not done yet
  Grounds grounds;

  /// Whose alone it is; nothing: of several, or of nobody that the paper names.
  std::optional<Id> organisation() const {
    return responsible.size() == 1 ? responsible[0].organisation : std::nullopt;
  }
};

// --- who did it ----------------------------------------------------------------------------------

Deed deed_of(const Report& report, const Demand& demand) {
  Deed out{report.done_on, Evidence(*report.fact.source), report.counts};
  const auto whose = demand.organisation();
  if (whose && report.organisation && report.organisation != whose) out.counts = Truth::kNo;
  if (out.counts == Truth::kUndetermined) {
    out.open = missing("judgement of the report",
                       "whether the report was returned by that day is not known",
                       "неизвестно, был ли отчёт возвращён к этому дню");
  }
  return out;
}

/// Of the part of its time from `begin` to `end` in which a demand is to be done; in a period that
/// recurs only what was done in it. `seen`: reports that are not counted by themselves, because
/// they were returned or are of one of many.
std::vector<Deed> deeds_of(const DutyContext& context, const ComponentState& component,
                           const Demand& demand, const FuzzyDate& begin,
                           const std::optional<rules::Period>& inside,
                           const std::optional<Date>& end, Evidence& seen) {
  std::vector<Deed> own, shared;
  std::map<Id, std::vector<Deed>> of_each;
  for (const Report& report : component.reports) {
    Deed deed = deed_of(report, demand);
    if (inside && rules::inside(deed.day, *inside) == Truth::kNo) continue;
    const bool for_itself = demand.of_all && report.organisation;
    const auto whose = demand.organisation();
    const bool another = whose && report.organisation && report.organisation != whose;
    const bool returned = report.judged && report.counts != Truth::kYes && !another;
    if ((for_itself || returned) && !to_come(deed.day, demand.on)) seen.add(deed.evidence);
    if (returned) seen.add(*report.judged->source);
    (for_itself ? of_each[*report.organisation] : shared).push_back(std::move(deed));
  }
  if (!of_each.empty()) {
    for (auto& [organisation, deeds] : of_each) deeds = done_by(std::move(deeds), demand.on);
    const bool when_decided = demand.kind == ObligationKind::kAssignment;
    own = deeds_of_all(bound_on(context.council, begin, end, when_decided), of_each);
  }
  std::move(shared.begin(), shared.end(), std::back_inserter(own));
  return done_by(std::move(own), demand.on);
}

std::uint32_t certain_ones(const std::vector<Deed>& deeds) {
  return static_cast<std::uint32_t>(std::count_if(
      deeds.begin(), deeds.end(), [](const Deed& one) { return one.counts == Truth::kYes; }));
}

/// Every certain report stands in the grounds, not only the first.
void take_reports(const std::vector<Deed>& deeds, Obligation& duty) {
  duty.done_times = certain_ones(deeds);
  for (const Deed& one : deeds) {
    if (one.counts == Truth::kYes) duty.grounds.evidence.add(one.evidence);
  }
}

Obligation duty_of(const Demand& demand, const ComponentState& component) {
  Obligation duty;
  duty.kind = demand.kind;
  duty.name = demand.name;
  duty.title = {component.title, component.title};
  duty.subject = demand.subject;
  duty.component = component.number;
  duty.responsible = demand.responsible;
  duty.cancelled = component.cancelled;
  duty.of_unapproved_plan = demand.unapproved;
  duty.grounds = demand.grounds;
  for (const auto& change : component.term_changes) duty.grounds.evidence.add(*change.source);
  if (component.meeting) duty.grounds.evidence.add(*component.meeting->source);
  for (const RuleUsed& rule : component.rules) {
    duty.grounds.rules.push_back(rule);
    duty.grounds.depends_on_assumption |= rule.basis.assumed();
  }
  return duty;
}

// --- what is not known ---------------------------------------------------------------------------

/// What a term waits for, where its own day is not known.
Missing missing_start(const ComponentState& component) {
  if (component.from_meeting) {
    return {"meeting of the decision",
            {"the day of the meeting from which the term runs is not known",
             "неизвестен день заседания, с которого считается срок"}};
  }
  if (component.kind == fb::ScheduleKind::AT_LEAST) {
    return {"day of the decision",
            {"the day of the decision from which the duty recurs is not known",
             "неизвестен день решения, с которого обязанность повторяется"}};
  }
  return {"event_on of the report",
          {"the event from which the term runs is not recorded: " + component.scheduled.awaited,
           "не записано событие, с которого считается срок: " + component.scheduled.awaited}};
}

/// What leaves open which of several terms holds.
Missing missing_of_change(const ComponentState& component) {
  if (component.change_open) {
    return missing("decision on the change of the term",
                   "whether the decision that changes the term was adopted is not known, nor "
                   "therefore which term holds",
                   "неизвестно, принято ли решение об изменении срока, а значит и какой срок "
                   "действует");
  }
  return missing("day of the change of the term",
                 "the day of a change is not known, nor therefore which term holds",
                 "неизвестен день изменения срока, а значит и какой срок действует");
}

/// A change of the term of which the day, or the effect, is not known leaves open what stands
/// otherwise under the terms that may hold instead.
void read_terms_otherwise(const DutyContext& context, const rules::Calendar& calendar,
                          const ComponentState& component, Obligation& duty) {
  const Missing change = missing_of_change(component);
  if (component.may_be_cancelled) doubt_lateness(change, duty);
  for (const rules::Scheduled& other : component.otherwise) {
    if (duty.verdict.state == DutyState::kUndetermined) return;
    const bool one_day = duty.times == 1 && other.occurrences.size() == 1 &&
                         component.scheduled.occurrences.size() == 1;
    const auto read = [&] {
      return rules::judge_duty(other.occurrences[0].due, duty.done, context.on, calendar).state;
    };
    const bool same =
        one_day ? alike(read(), duty.verdict.state) : duty.verdict.state == DutyState::kMet;
    if (!same) leave_open(change, duty);
  }
}

/// What holds of every duty of a demand, after it was judged.
void finish(const DutyContext& context, const rules::Calendar& calendar,
            const ComponentState& component, const Demand& demand, Obligation& duty) {
  read_terms_otherwise(context, calendar, component, duty);
  if (demand.in_doubt) doubt_lateness(*demand.in_doubt, duty);
}

// --- verdicts ------------------------------------------------------------------------------------

void judge_single(const DutyContext& context, const rules::Calendar& calendar,
                  const std::vector<Deed>& deeds, const FuzzyDate& since, Obligation& duty) {
  take_reports(deeds, duty);
  judge_by_deeds(deeds, context.on, calendar, duty);
  context.ask_coverage(fb::FactKind::EXECUTION, since, duty);
  add_unknown_calendar(duty);
}

/// A row that counts meetings. The rule on those without a quorum stands in the grounds where the
/// row would be judged otherwise without it.
void judge_row_of_meetings(const DutyContext& context, fb::BodyKind kind,
                           const rules::Period& period, Obligation& duty) {
  const auto [counts, rule] = quorumless_rule(context.charter_of(period), kind);
  const auto& all = context.points.meetings;
  const auto meetings = counted_meetings(all, kind, counts, period);
  judge_meetings(context, meetings, period, kind, duty);
  const auto otherwise = counted_meetings(all, kind, !counts, period);
  const auto enough = [&](const CountedMeetings& some) {
    return some.certain.size() >= duty.times;
  };
  if (enough(meetings) == enough(otherwise)) return;
  duty.grounds.rules.push_back(rule);
  duty.grounds.depends_on_assumption |= rule.basis.assumed();
}

void judge_recurring(const DutyContext& context, const ComponentState& component,
                     const Demand& demand, const rules::Occurrence& occurrence, Obligation& duty) {
  if (component.meetings_of) {
    judge_row_of_meetings(context, *component.meetings_of, *occurrence.period, duty);
    return;
  }
  std::vector<FuzzyDate> certain, perhaps;
  std::vector<Missing> open;
  const FuzzyDate begin = later_of(demand.since, FuzzyDate::on(occurrence.period->first));
  for (const Deed& deed : deeds_of(context, component, demand, begin, occurrence.period,
                                   occurrence.period->last, duty.grounds.evidence)) {
    perhaps.push_back(deed.day);
    if (deed.counts == Truth::kYes) certain.push_back(deed.day);
    duty.grounds.evidence.add(deed.evidence);
    if (deed.open) open.push_back(*deed.open);
  }
  const auto verdict = rules::judge_period(*occurrence.period, duty.times, certain, context.on);
  const auto other = rules::judge_period(*occurrence.period, duty.times, perhaps, context.on);
  duty.done_times = verdict.done;
  duty.verdict.state = duty_state(verdict.state);
  if (verdict.state != other.state && !open.empty()) leave_open(open.front(), duty);
  context.ask_coverage(fb::FactKind::EXECUTION, FuzzyDate::on(occurrence.period->first), duty);
}

/// Only an outside act can date it, or nothing bounds it.
Obligation undated_duty(const DutyContext& context, const rules::Calendar& calendar,
                        const Demand& demand, const ComponentState& component) {
  Obligation duty = duty_of(demand, component);
  duty.scheduled = false;
  duty.awaited = component.scheduled.awaited;
  const auto deeds = deeds_of(context, component, demand, demand.since, std::nullopt, std::nullopt,
                              duty.grounds.evidence);
  take_reports(deeds, duty);
  judge_without_term(deeds, duty);
  finish(context, calendar, component, demand, duty);
  if (component.scheduled.state != rules::ScheduleState::kUnbounded) return duty;
  leave_open(missing_start(component), duty);
  return duty;
}

/// A decision has been taken and the event from which its term runs is not recorded: something is
/// owed, and nobody can say by when. A row of a plan owes nothing before its event.
Obligation awaiting_duty(const Demand& demand, const ComponentState& component) {
  Obligation duty = duty_of(demand, component);
  duty.scheduled = false;
  duty.awaited = component.scheduled.awaited;
  leave_open(missing_start(component), duty);
  return duty;
}

Obligation duty_by(const Demand& demand, const ComponentState& component,
                   const rules::Occurrence& occurrence) {
  Obligation duty = duty_of(demand, component);
  duty.period = occurrence.name;
  duty.due = occurrence.due;
  duty.times = occurrence.times;
  return duty;
}

/// A term runs from each event, for the organisation that reports it; of an event of which only
/// others have told it is not known whether it began one.
void add_after_events(const DutyContext& context, const rules::Calendar& calendar,
                      const Demand& demand, const ComponentState& component,
                      std::vector<Obligation>& out) {
  for (const EventReports& event : reports_by_event(component.reports, demand.organisation())) {
    const rules::Occurrence& occurrence = component.scheduled.occurrences[event.first];
    if (context.to_come(occurrence.due.start)) continue;
    Obligation duty = duty_by(demand, component, occurrence);
    duty.period = event.name;
    std::vector<Deed> deeds;
    for (const Report* report : event.reports) {
      duty.grounds.evidence.add(*report->fact.source);
      deeds.push_back(deed_of(*report, demand));
    }
    judge_single(context, calendar, done_by(std::move(deeds), context.on), duty.due.start, duty);
    if (event.reports.empty()) {
      duty.grounds.evidence.add(*component.reports[event.first].fact.source);
      leave_open(missing("event of the organisation",
                         "another organisation told of the event; whether it began a term for "
                         "this one is not known",
                         "о событии сообщила другая организация; начался ли срок для этой, "
                         "неизвестно"),
                 duty);
    }
    const bool open = duty.verdict.state == DutyState::kUndetermined;
    if (!duty.due.start.known() && open) duty.grounds.missing.push_back(missing_start(component));
    finish(context, calendar, component, demand, duty);
    out.push_back(std::move(duty));
  }
}

/// From when a thing with this due day could be done: its own period, but not before it was owed.
FuzzyDate term_begin(const Demand& demand, const ComponentState& component,
                     const rules::Occurrence& occurrence) {
  if (component.from_meeting) return occurrence.due.start;
  if (!occurrence.period) return demand.since;
  return later_of(demand.since, FuzzyDate::on(occurrence.period->first));
}

void add_component(const DutyContext& context, const ExecutionRules& rules, const Demand& demand,
                   const ComponentState& component, std::vector<Obligation>& out) {
  if (component.scheduled.state != rules::ScheduleState::kScheduled) {
    out.push_back(undated_duty(context, rules.calendar, demand, component));
    return;
  }
  const bool follows = component.kind == fb::ScheduleKind::AFTER_EVENT;
  if (follows && component.scheduled.occurrences.empty() &&
      demand.kind == ObligationKind::kAssignment) {
    out.push_back(awaiting_duty(demand, component));
    return;
  }
  if (follows && !component.from_meeting) {
    add_after_events(context, rules.calendar, demand, component, out);
    return;
  }
  for (const rules::Occurrence& occurrence : component.scheduled.occurrences) {
    if (follows && context.to_come(occurrence.due.start)) continue;
    Obligation duty = duty_by(demand, component, occurrence);
    if (component.kind == fb::ScheduleKind::AT_LEAST) {
      judge_recurring(context, component, demand, occurrence, duty);
    } else {
      const FuzzyDate begin = term_begin(demand, component, occurrence);
      const auto deeds = deeds_of(context, component, demand, begin, std::nullopt,
                                  duty.due.effective_due.not_after, duty.grounds.evidence);
      judge_single(context, rules.calendar, deeds, begin, duty);
    }
    const bool open = duty.verdict.state == DutyState::kUndetermined;
    if (follows && open && !duty.due.start.known()) {
      duty.grounds.missing.push_back(missing_start(component));
    }
    finish(context, rules.calendar, component, demand, duty);
    out.push_back(std::move(duty));
  }
}

// --- decisions and plans -------------------------------------------------------------------------

using Addressees = flatbuffers::Vector<flatbuffers::Offset<fb::Addressee>>;

/// One demand for each organisation that is named, else one for all of them together.
std::vector<Demand> for_each_addressee(Demand demand, const Addressees* addressees) {
  if (addressees == nullptr) return {std::move(demand)};
  bool named = addressees->size() > 0;
  for (const fb::Addressee* one : *addressees) {
    demand.responsible.push_back(responsible_of(*one));
    demand.of_all |= one->kind() == fb::AddresseeKind::ALL_PARTICIPANTS;
    named = named && one->kind() == fb::AddresseeKind::ORGANISATION;
  }
  if (!named) return {std::move(demand)};
  std::vector<Demand> out;
  for (const Responsible& one : demand.responsible) {
    out.push_back(demand);
    out.back().responsible = {one};
  }
  return out;
}

/// Whether a later version took the place of the plan, or it is a draft beside one that stands,
/// hangs on the day of an approval.
std::optional<Missing> doubt_of(const Plan& plan) {
  if (plan.stands != Truth::kUndetermined) return std::nullopt;
  return missing("approval of the versions of the plan",
                 "which version of the plan stands is not known: whether or when one of them was "
                 "approved is not",
                 "неизвестно, какая версия плана действует: утверждена ли одна из них и когда");
}

}  // namespace

Responsible responsible_of(const fb::Addressee& to) {
  Responsible out;
  out.organisation = optional_of<Id>(to.organisation());
  if (to.role() != nullptr) out.role = to.role()->role();
  if (to.body() != nullptr) out.body = to.body()->kind();
  out.description = text_of(to.description());
  out.everybody = to.kind() == fb::AddresseeKind::ALL_PARTICIPANTS;
  return out;
}

void add_assignments(const DutyContext& context, std::vector<Obligation>& out) {
  for (const auto& fact : context.chronicle.own<fb::DecisionDeclared>()) {
    const auto decided = internal::decided(context.chronicle, context.points.versions, fact);
    if (context.to_come(decided.day)) continue;
    const auto rules = execution_rules(
        context.council, context.charters.governing(decided.day, context.on).charter, std::nullopt);
    Demand demand;
    demand.on = context.on;
    demand.kind = ObligationKind::kAssignment;
    demand.name = text_of(fact->printed_number());
    demand.title = text_of(fact->wording()->title());
    demand.subject = fact.digest();
    demand.since = decided.day;
    demand.grounds.evidence.add(*fact.source);
    const auto components = execution_of(context.chronicle, fact, rules, context.on);
    for (const Demand& one : for_each_addressee(demand, fact->addressees())) {
      for (const auto& component : components) {
        add_component(context, rules, one, component, out);
      }
    }
  }
}

void add_plan_rows(const DutyContext& context, std::vector<Obligation>& out) {
  for (const Plan& plan : context.points.plans) {
    if (plan.stands == Truth::kNo || plan.fact.scope != context.chronicle.place()) continue;
    if (context.to_come(submitted_on(plan.fact))) continue;
    const auto rules = execution_rules(context.council, plan.charter, plan.period);
    for (const PlanRow& row : plan.rows) {
      Demand demand;
      demand.on = context.on;
      demand.kind = ObligationKind::kPlanRow;
      demand.name = row.printed_number;
      demand.title = row.title;
      demand.subject = row.fact.digest();
      demand.unapproved = rules::negation(plan.approved);
      demand.since = later_of(FuzzyDate::on(plan.period.first), submitted_on(plan.fact));
      demand.in_doubt = doubt_of(plan);
      demand.grounds.evidence.add(*row.fact.source);
      for (const Demand& one : for_each_addressee(demand, row.fact->responsible())) {
        for (const auto& component : row.components) {
          add_component(context, rules, one, component, out);
        }
      }
    }
  }
}

}  // namespace projections::governance::internal
