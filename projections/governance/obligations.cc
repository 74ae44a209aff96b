// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/obligations.h"

#include <set>
#include <tuple>
#include <utility>

#include "ledger/hash.h"
#include "projections/governance/internal/counted_meetings.h"
#include "projections/governance/internal/duty_claims.h"
#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/words.h"

namespace projections::governance {
namespace {

using internal::add_unknown_calendar;
using internal::CountedMeetings;
using internal::PointSources;
using internal::rest_on_claim;
using internal::Start;
using internal::Stop;
using ledger::Hash;
using ledger::Id;
using rules::DutyState;

constexpr std::string_view kKeyTag("letopis/obligation/v1\0", 22);

void put_text(std::string& out, std::string_view text) {
  ledger::put_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

Hash key_of(const ledger::Scope& place, const Obligation& duty) {
  std::string bytes(kKeyTag);
  bytes.push_back(static_cast<char>(duty.kind));
  bytes.push_back(static_cast<char>(place.kind));
  bytes += place.id.view();
  bytes += duty.subject.view();
  put_text(bytes, duty.name);
  bytes.push_back(static_cast<char>(duty.component));
  put_text(bytes, duty.period);
  for (const Responsible& one : duty.responsible) {
    if (one.organisation) bytes += one.organisation->view();
  }
  return ledger::sha256(bytes);
}

/// Everything that the duties of one place on one day are computed from.
struct Context {
  Context(const Chronicle& of, const HeldMeetings& held, Date day)
      : chronicle(of), on(day), charters(of), claims(coverage_claims(of)), points(of, held, day) {}

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
};

void ask_coverage(const Context& context, fb::FactKind kind, Obligation& duty) {
  internal::ask_coverage(context.claims, context.on, kind, duty);
}

// --- deadlines of the charter --------------------------------------------------------------------

Responsible responsible_of(const fb::Addressee& to) {
  Responsible out;
  out.organisation = optional_of<Id>(to.organisation());
  if (to.role() != nullptr) out.role = to.role()->role();
  if (to.body() != nullptr) out.body = to.body()->kind();
  out.description = text_of(to.description());
  return out;
}

Obligation deadline_duty(const Context& context, const AdoptedCharter& charter,
                         const fb::DeadlineRule& rule, const Start& start) {
  Obligation duty;
  duty.kind = ObligationKind::kDeadline;
  duty.name = rule.name()->str();
  duty.title = deed_of(rule.stop(), duty.name);
  duty.subject = start.subject;
  duty.grounds = start.grounds;
  const RuleUsed used{charter.charter.deadline_basis(rule), charter.fact.index()};
  duty.grounds.rules.push_back(used);
  const rules::Calendar& calendar = context.calendar(charter);
  const auto stop = internal::stop_of(context.points, rule.stop(), start, rule.to());
  const bool done = stop && !context.to_come(stop->day);
  if (done) {
    duty.done = stop->day;
    duty.done_times = 1;
    duty.grounds.evidence.add(stop->evidence);
  }
  duty.due.start = start.day;
  if (rule.length() == nullptr) {
    duty.scheduled = false;
    duty.verdict.state = done ? DutyState::kMet : DutyState::kOpen;
    return duty;
  }
  duty.due = rules::deadline(start.day, rules::length_of(*rule.length()),
                             rules::shift_of(rule.shift()), calendar);
  duty.verdict = rules::judge_duty(duty.due, duty.done, context.on, calendar);
  ask_coverage(context, internal::recorded_among(rule.stop()), duty);
  add_unknown_calendar(duty);
  return duty;
}

std::set<fb::DutyPoint> points_of(const Charters& charters) {
  std::set<fb::DutyPoint> points;
  for (const auto& fact : charters.all()) {
    if (fact->parameters()->deadlines() == nullptr) continue;
    for (const auto* rule : *fact->parameters()->deadlines()) points.insert(rule->start());
  }
  return points;
}

void add_deadlines(const Context& context, std::vector<Obligation>& out) {
  for (const fb::DutyPoint point : points_of(context.charters)) {
    for (const Start& start : internal::starts_of(context.points, point)) {
      if (context.to_come(start.day)) continue;
      const auto charter = context.charters.on(start.day.day().value_or(context.on));
      if (!charter) continue;
      for (const auto* rule : charter->charter.deadlines_from(point)) {
        if (!internal::follows(context.points, charter->charter, *rule, start)) continue;
        out.push_back(deadline_duty(context, *charter, *rule, start));
      }
    }
  }
}

// --- meetings ------------------------------------------------------------------------------------

/// From when the body exists, by the first event that composes it.
std::optional<std::pair<Date, Fact<fb::BodyComposed>>> composed_since(const Chronicle& chronicle,
                                                                      fb::BodyKind kind) {
  std::optional<std::pair<Date, Fact<fb::BodyComposed>>> first;
  for (const auto& fact : chronicle.own<fb::BodyComposed>()) {
    if (fact->kind() != kind) continue;
    const auto* dates = fact.body->dates();
    const fb::LegalDate* from = fact->from();
    if (from == nullptr && dates != nullptr) from = dates->occurred();
    const auto day = rules::fuzzy(from).not_after;
    if (day && (!first || *day < first->first)) first = {*day, fact};
  }
  return first;
}

DutyState state_of(rules::PeriodState state) {
  switch (state) {
    case rules::PeriodState::kMet:
      return DutyState::kMet;
    case rules::PeriodState::kOpen:
      return DutyState::kOpen;
    case rules::PeriodState::kMissed:
      return DutyState::kLateOpen;
    case rules::PeriodState::kUndetermined:
      break;
  }
  return DutyState::kUndetermined;
}

void judge_meetings(const Context& context, const CountedMeetings& meetings,
                    const rules::Period& period, fb::BodyKind body, Obligation& duty) {
  const auto verdict = rules::judge_period(period, duty.times, meetings.certain, context.on);
  duty.done_times = verdict.done;
  duty.verdict.state = state_of(verdict.state);
  duty.grounds.evidence.add(meetings.evidence);
  if (duty.verdict.state == DutyState::kLateOpen && !meetings.possible.empty()) {
    duty.verdict.state = DutyState::kUndetermined;
    duty.grounds.missing.push_back({"quorum",
                                    {"whether a meeting in this period had a quorum is not known",
                                     "неизвестно, был ли кворум на заседании в этом периоде"}});
  }
  rest_on_claim(complete_throughout(context.claims, fb::FactKind::MEETINGS, period, body),
                fb::FactKind::MEETINGS, duty);
}

/// The body whose meetings are owed: of which kind, and the event that first composed it.
struct Convening {
  fb::BodyKind kind{};
  Date since;
  Fact<fb::BodyComposed> composed;
};

Obligation meeting_duty(const Context& context, const Convening& body,
                        const AdoptedCharter& charter, const fb::MeetingDuty& rule,
                        const rules::Period& period) {
  Obligation duty;
  duty.kind = ObligationKind::kMeeting;
  duty.name = fb::EnumNameBodyKind(body.kind);
  const Sentence body_words = words_of(body.kind);
  duty.title = {"meeting: " + body_words.english, "заседание: " + body_words.russian};
  duty.subject = body.composed.digest();
  duty.period = rules::period_name(static_cast<rules::PeriodKind>(rule.at_least()->per()), period);
  duty.responsible.push_back({std::nullopt, std::nullopt, body.kind, {}});
  duty.times = rule.at_least()->times();
  duty.due.start = FuzzyDate::on(period.first);
  duty.due.nominal_due = duty.due.effective_due = FuzzyDate::on(period.last);
  duty.grounds.evidence.add(*body.composed.source);
  duty.grounds.rules.push_back(
      charter.rule(rules::Charter::body_path(body.kind) + ".meetings.at_least"));
  const auto meetings = internal::counted_meetings(context.points.meetings, body.kind,
                                                   rule.counts_without_quorum(), period);
  judge_meetings(context, meetings, period, body.kind, duty);
  return duty;
}

/// The periods of one version of the charter: those that it governs and no others.
void add_meetings_under(const Context& context, const Convening& body,
                        const Fact<fb::CharterAdopted>& version, std::vector<Obligation>& out) {
  const rules::Charter text(*version.payload);
  const fb::BodyRules* of_body = text.body(body.kind);
  if (of_body == nullptr || of_body->meetings() == nullptr) return;
  const fb::MeetingDuty& rule = *of_body->meetings();
  const rules::Recurring recurring{rule.at_least()->times(),
                                   static_cast<rules::PeriodKind>(rule.at_least()->per()),
                                   static_cast<rules::FirstPeriod>(rule.first())};
  for (const rules::Period& period : rules::duty_periods(recurring, body.since, std::nullopt,
                                                         context.on, text.academic_year_start())) {
    const auto charter = context.charter_of(period);
    if (!charter || charter->fact.index() != version.index()) continue;
    out.push_back(meeting_duty(context, body, *charter, rule, period));
  }
}

void add_meetings_of(const Context& context, fb::BodyKind kind, std::vector<Obligation>& out) {
  const auto since = composed_since(context.chronicle, kind);
  if (!since) return;
  const Convening body{kind, since->first, since->second};
  for (const auto& version : context.charters.all()) {
    add_meetings_under(context, body, version, out);
  }
}

void add_meetings(const Context& context, std::vector<Obligation>& out) {
  std::set<fb::BodyKind> kinds;
  for (const auto& fact : context.chronicle.own<fb::BodyComposed>()) kinds.insert(fact->kind());
  for (const fb::BodyKind kind : kinds) add_meetings_of(context, kind, out);
}

// --- assignments and rows of plans ---------------------------------------------------------------

/// A component of a decision or a row, with whose it is and what it is called.
struct Demand {
  ObligationKind kind{};
  std::string name;
  std::string title;
  Hash subject;
  std::vector<Responsible> responsible;
  bool unapproved = false;
  Date on;  ///< on which it is judged: what was done later is not done yet
  Grounds grounds;
};

bool done_by(const Report& report, Date on) {
  return report.counts() && !internal::to_come(report.done_on, on);
}

bool reported_by(const Report& report, const Demand& demand) {
  if (!done_by(report, demand.on)) return false;
  if (demand.responsible.size() != 1 || !demand.responsible[0].organisation) return true;
  return !report.organisation || report.organisation == demand.responsible[0].organisation;
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

/// The first report that does the duty.
void find_report(const ComponentState& component, const Demand& demand, Obligation& duty) {
  for (const Report& report : component.reports) {
    if (!reported_by(report, demand)) continue;
    ++duty.done_times;
    duty.grounds.evidence.add(*report.fact.source);
    if (!duty.done || rules::before(report.done_on, *duty.done) == Truth::kYes) {
      duty.done = report.done_on;
    }
  }
}

void judge_single(const Context& context, const rules::Calendar& calendar, Obligation& duty) {
  duty.verdict = rules::judge_duty(duty.due, duty.done, context.on, calendar);
  ask_coverage(context, fb::FactKind::EXECUTION, duty);
  add_unknown_calendar(duty);
}

/// A row that counts meetings. The rule on those without a quorum stands in the grounds where the
/// row would be judged otherwise without it.
void judge_row_of_meetings(const Context& context, fb::BodyKind kind, const rules::Period& period,
                           Obligation& duty) {
  const auto [counts, rule] = internal::quorumless_rule(context.charter_of(period), kind);
  const auto& all = context.points.meetings;
  const auto meetings = internal::counted_meetings(all, kind, counts, period);
  judge_meetings(context, meetings, period, kind, duty);
  const auto otherwise = internal::counted_meetings(all, kind, !counts, period);
  const auto enough = [&](const CountedMeetings& some) {
    return some.certain.size() >= duty.times;
  };
  if (enough(meetings) == enough(otherwise)) return;
  duty.grounds.rules.push_back(rule);
  duty.grounds.depends_on_assumption |= rule.basis.assumed();
}

void judge_recurring(const Context& context, const ComponentState& component, const Demand& demand,
                     const rules::Occurrence& occurrence, Obligation& duty) {
  if (component.meetings_of) {
    judge_row_of_meetings(context, *component.meetings_of, *occurrence.period, duty);
    return;
  }
  std::vector<FuzzyDate> done;
  for (const Report& report : component.reports) {
    if (!reported_by(report, demand)) continue;
    done.push_back(report.done_on);
    if (rules::inside(report.done_on, *occurrence.period) != Truth::kNo) {
      duty.grounds.evidence.add(*report.fact.source);
    }
  }
  const auto verdict = rules::judge_period(*occurrence.period, duty.times, done, context.on);
  duty.done_times = verdict.done;
  duty.verdict.state = state_of(verdict.state);
  ask_coverage(context, fb::FactKind::EXECUTION, duty);
}

/// Only an outside act can date it, or nothing bounds it.
Obligation undated_duty(const Demand& demand, const ComponentState& component) {
  Obligation duty = duty_of(demand, component);
  duty.scheduled = false;
  duty.awaited = component.scheduled.awaited;
  find_report(component, demand, duty);
  duty.verdict.state = duty.done ? DutyState::kMet : DutyState::kOpen;
  if (component.scheduled.state != rules::ScheduleState::kUnbounded) return duty;
  duty.verdict.state = DutyState::kUndetermined;
  duty.grounds.missing.push_back(missing_start(component));
  return duty;
}

/// A decision has been taken and the event from which its term runs is not recorded: something is
/// owed, and nobody can say by when. A row of a plan owes nothing before its event.
Obligation awaiting_duty(const Demand& demand, const ComponentState& component) {
  Obligation duty = duty_of(demand, component);
  duty.scheduled = false;
  duty.awaited = component.scheduled.awaited;
  duty.verdict.state = DutyState::kUndetermined;
  duty.grounds.missing.push_back(missing_start(component));
  return duty;
}

void judge_after_event(const Context& context, const rules::Calendar& calendar,
                       const ComponentState& component, const Demand& demand, std::size_t number,
                       Obligation& duty) {
  if (component.from_meeting) {
    find_report(component, demand, duty);
  } else {
    const Report& report = component.reports[number];
    if (done_by(report, context.on)) duty.done = report.done_on;
    duty.done_times = duty.done ? 1 : 0;
    duty.grounds.evidence.add(*report.fact.source);
  }
  judge_single(context, calendar, duty);
  if (duty.due.start.known() || duty.verdict.state != DutyState::kUndetermined) return;
  duty.grounds.missing.push_back(missing_start(component));
}

void add_component(const Context& context, const ExecutionRules& rules, const Demand& demand,
                   const ComponentState& component, std::vector<Obligation>& out) {
  if (component.scheduled.state != rules::ScheduleState::kScheduled) {
    out.push_back(undated_duty(demand, component));
    return;
  }
  const bool follows = component.kind == fb::ScheduleKind::AFTER_EVENT;
  if (follows && component.scheduled.occurrences.empty() &&
      demand.kind == ObligationKind::kAssignment) {
    out.push_back(awaiting_duty(demand, component));
    return;
  }
  std::size_t number = 0;
  for (const rules::Occurrence& occurrence : component.scheduled.occurrences) {
    const std::size_t which = number++;
    if (follows && context.to_come(occurrence.due.start)) continue;
    Obligation duty = duty_of(demand, component);
    duty.period = occurrence.name;
    duty.due = occurrence.due;
    duty.times = occurrence.times;
    if (component.kind == fb::ScheduleKind::AT_LEAST) {
      judge_recurring(context, component, demand, occurrence, duty);
    } else if (follows) {
      judge_after_event(context, rules.calendar, component, demand, which, duty);
    } else {
      find_report(component, demand, duty);
      judge_single(context, rules.calendar, duty);
    }
    out.push_back(std::move(duty));
  }
}

using Addressees = flatbuffers::Vector<flatbuffers::Offset<fb::Addressee>>;

/// One demand for each organisation that is named, else one for all of them together.
std::vector<Demand> for_each_addressee(Demand demand, const Addressees* addressees) {
  if (addressees == nullptr) return {std::move(demand)};
  bool named = addressees->size() > 0;
  for (const fb::Addressee* one : *addressees) {
    demand.responsible.push_back(responsible_of(*one));
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

void add_assignments(const Context& context, std::vector<Obligation>& out) {
  for (const auto& fact : context.chronicle.own<fb::DecisionDeclared>()) {
    const auto decided = internal::decided(context.chronicle, context.points.versions, fact);
    if (context.to_come(decided.day)) continue;
    const auto rules =
        execution_rules(context.chronicle,
                        context.charters.governing(decided.day, context.on).charter, std::nullopt);
    Demand demand;
    demand.on = context.on;
    demand.kind = ObligationKind::kAssignment;
    demand.name = text_of(fact->printed_number());
    demand.title = text_of(fact->wording()->title());
    demand.subject = fact.digest();
    demand.grounds.evidence.add(*fact.source);
    const auto components = execution_of(context.chronicle, fact, rules, context.on);
    for (const Demand& one : for_each_addressee(demand, fact->addressees())) {
      for (const auto& component : components) {
        add_component(context, rules, one, component, out);
      }
    }
  }
}

void add_plan_rows(const Context& context, std::vector<Obligation>& out) {
  for (const Plan& plan : plans(context.chronicle, context.on)) {
    if (plan.superseded || plan.fact.scope != context.chronicle.place()) continue;
    if (context.to_come(internal::occurred(*plan.fact.body))) continue;
    const auto rules = execution_rules(context.chronicle, plan.charter, plan.period);
    for (const PlanRow& row : plan.rows) {
      Demand demand;
      demand.on = context.on;
      demand.kind = ObligationKind::kPlanRow;
      demand.name = row.printed_number;
      demand.title = row.title;
      demand.subject = row.fact.digest();
      demand.unapproved = plan.approved != Truth::kYes;
      demand.grounds.evidence.add(*row.fact.source);
      for (const Demand& one : for_each_addressee(demand, row.fact->responsible())) {
        for (const auto& component : row.components) {
          add_component(context, rules, one, component, out);
        }
      }
    }
  }
}

auto order_of(const Obligation& duty) {
  const Date due = duty.due.effective_due.not_after.value_or(rules::kLastDate);
  return std::make_tuple(due, duty.key);
}

}  // namespace

std::vector<Obligation> obligations(const Chronicle& chronicle, const HeldMeetings& meetings,
                                    Date on) {
  const Context context(chronicle, meetings, on);
  std::vector<Obligation> out;
  add_deadlines(context, out);
  add_meetings(context, out);
  add_assignments(context, out);
  add_plan_rows(context, out);
  put_in_order(chronicle, out);
  return out;
}

void put_in_order(const Chronicle& chronicle, std::vector<Obligation>& duties) {
  for (Obligation& duty : duties) duty.key = key_of(chronicle.place(), duty);
  std::sort(duties.begin(), duties.end(),
            [](const Obligation& a, const Obligation& b) { return order_of(a) < order_of(b); });
}

std::string_view name_of(ObligationKind kind) {
  switch (kind) {
    case ObligationKind::kDeadline:
      return "deadline";
    case ObligationKind::kMeeting:
      return "meeting";
    case ObligationKind::kAssignment:
      return "assignment";
    case ObligationKind::kPlanRow:
      break;
  }
  return "plan_row";
}

std::string_view name_of(DutyState state) {
  switch (state) {
    case DutyState::kOpen:
      return "open";
    case DutyState::kMet:
      return "met";
    case DutyState::kMetByShift:
      return "met_by_art193";
    case DutyState::kLateOpen:
      return "overdue";
    case DutyState::kLateDone:
      return "late";
    case DutyState::kUndetermined:
      break;
  }
  return "undetermined";
}

}  // namespace projections::governance
