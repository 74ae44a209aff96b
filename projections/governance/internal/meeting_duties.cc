// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/meeting_duties.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/words.h"

namespace projections::governance::internal {

using ledger::Id;
using rules::DutyState;

namespace {

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

/// The body whose meetings are owed: of which kind, and the event that first composed it.
struct Convening {
  fb::BodyKind kind{};
  Date since;
  Fact<fb::BodyComposed> composed;
};

Obligation meeting_duty(const DutyContext& context, const Convening& body,
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
  const auto meetings =
      counted_meetings(context.points.meetings, body.kind, rule.counts_without_quorum(), period);
  judge_meetings(context, meetings, period, body.kind, duty);
  return duty;
}

const fb::MeetingDuty* rule_on(const fb::CharterAdopted& version, fb::BodyKind kind) {
  const fb::BodyRules* body = rules::Charter(version).body(kind);
  return body == nullptr ? nullptr : body->meetings();
}

/// From when a rule on the meetings of such a body has stood without a break, up to this version
/// that has one. A day that is not known bounds nothing.
Date rule_since(const DutyContext& context, fb::BodyKind kind,
                const Fact<fb::CharterAdopted>& version) {
  auto since = effective_of(version).not_after;
  while (since) {
    const auto before = context.charters.on(*since - rules::days(1));
    if (!before || rule_on(*before->fact, kind) == nullptr) return *since;
    const auto earlier = effective_of(before->fact).not_after;
    if (earlier && *earlier >= *since) return *since;
    since = earlier;
  }
  return rules::kFirstDate;
}

/// The periods of one version of the charter: those that it governs and no others.
void add_meetings_under(const DutyContext& context, const Convening& body,
                        const Fact<fb::CharterAdopted>& version, std::vector<Obligation>& out) {
  const fb::MeetingDuty* ruled = rule_on(*version, body.kind);
  if (ruled == nullptr) return;
  const fb::MeetingDuty& rule = *ruled;
  const rules::Recurring recurring{rule.at_least()->times(),
                                   static_cast<rules::PeriodKind>(rule.at_least()->per()),
                                   static_cast<rules::FirstPeriod>(rule.first())};
  const Date since = std::max(body.since, rule_since(context, body.kind, version));
  const auto year = rules::Charter(*version.payload).academic_year_start();
  for (const rules::Period& period :
       rules::duty_periods(recurring, since, std::nullopt, context.on, year)) {
    const auto charter = context.charter_of(period);
    if (!charter || charter->fact.index() != version.index()) continue;
    out.push_back(meeting_duty(context, body, *charter, rule, period));
  }
}

void add_meetings_of(const DutyContext& context, fb::BodyKind kind, std::vector<Obligation>& out) {
  const auto since = composed_since(context.chronicle, kind);
  if (!since) return;
  const Convening body{kind, since->first, since->second};
  for (const auto& version : context.charters.all()) {
    add_meetings_under(context, body, version, out);
  }
}

}  // namespace

DutyState duty_state(rules::PeriodState state) {
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

void judge_meetings(const DutyContext& context, const CountedMeetings& meetings,
                    const rules::Period& period, fb::BodyKind body, Obligation& duty) {
  const auto verdict = rules::judge_period(period, duty.times, meetings.certain, context.on);
  duty.done_times = verdict.done;
  duty.verdict.state = duty_state(verdict.state);
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

void add_meeting_duties(const DutyContext& context, std::vector<Obligation>& out) {
  std::set<fb::BodyKind> kinds;
  for (const auto& fact : context.chronicle.own<fb::BodyComposed>()) kinds.insert(fact->kind());
  for (const fb::BodyKind kind : kinds) add_meetings_of(context, kind, out);
}

}  // namespace projections::governance::internal
