// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/obligations.h"

#include <set>
#include <tuple>
#include <utility>

#include "ledger/hash.h"
#include "projections/governance/internal/assigned_duties.h"
#include "projections/governance/internal/duty_claims.h"
#include "projections/governance/internal/duty_deeds.h"
#include "projections/governance/internal/duty_points.h"
#include "projections/governance/internal/meeting_duties.h"
#include "projections/governance/meetings.h"
#include "projections/governance/words.h"

namespace projections::governance {
namespace {

using internal::DutyContext;
using internal::Start;
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

// --- deadlines of the charter --------------------------------------------------------------------

Obligation deadline_duty(const DutyContext& context, const AdoptedCharter& charter,
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
  const auto deeds = internal::done_by(
      internal::stops_of(context.points, rule.stop(), start, rule.to()), context.on);
  duty.due.start = start.day;
  if (rule.length() == nullptr) {
    duty.scheduled = false;
    internal::judge_without_term(deeds, duty);
  } else {
    duty.due = rules::deadline(start.day, rules::length_of(*rule.length()),
                               rules::shift_of(rule.shift()), calendar);
    internal::judge_by_deeds(deeds, context.on, calendar, duty);
    context.ask_coverage(internal::recorded_among(rule.stop()), start.day, duty);
    internal::add_unknown_calendar(duty);
  }
  duty.done_times = duty.done ? 1 : 0;
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

void add_deadlines(const DutyContext& context, std::vector<Obligation>& out) {
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

auto order_of(const Obligation& duty) {
  const Date due = duty.due.effective_due.not_after.value_or(rules::kLastDate);
  return std::make_tuple(due, duty.key);
}

}  // namespace

std::vector<Obligation> obligations(const Council& council) {
  const HeldMeetings meetings = held_meetings(council);
  const DutyContext context(council, meetings);
  std::vector<Obligation> out;
  add_deadlines(context, out);
  internal::add_meeting_duties(context, out);
  internal::add_assignments(context, out);
  internal::add_plan_rows(context, out);
  put_in_order(council.chronicle(), out);
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
