// SPDX-License-Identifier: Apache-2.0
// Acts that a charter gives to the chair: who convened a meeting, who set its agenda, who presided,
// and who stands in where the chair is missing (TO 3-6).
#include <algorithm>
#include <utility>

#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/meetings.h"

namespace projections::governance {

using ledger::Id;

namespace {

/// Who was chair when the meeting was prepared: not whom it elected itself.
std::vector<ChairTerm> chairs_before(const Council& council, const Meeting& meeting, Date day) {
  std::vector<ChairTerm> chairs = council.chairs_on(meeting.body->id, day);
  std::erase_if(chairs, [&](const ChairTerm& term) {
    if (!term.decision) return false;
    const auto elected_at = council.facts().meeting((*term.decision)->meeting());
    return elected_at && fixed_of<Id>((*elected_at)->meeting()) == meeting.id;
  });
  return chairs;
}

/// What of an act holds on another possible day of the meeting as well.
void keep_what_holds_on(const ActOfChair& other, ActOfChair& act) {
  act.chair_missing &= other.chair_missing;
  act.grounds.evidence.add(other.grounds.evidence);
  if (act.as_ruled == other.as_ruled && act.code == other.code) return;
  if (act.as_ruled != Truth::kUndetermined) act.grounds.missing.push_back(internal::day_missing());
  act.as_ruled = Truth::kUndetermined;
  act.code.clear();
}

/// What the charter gives to a convener of this kind, done by `by` from `seat`.
struct AskedAct {
  fb::Convener wanted;
  const fb::ConvenedBy& done;
  fb::StandIn stand_in;
  const char* code;
};

ActOfChair act_on(const Council& council, const Meeting& meeting, const AskedAct& asked, Date day) {
  const auto& [wanted, done, stand_in, code] = asked;
  ActOfChair out;
  out.grounds.evidence.add(*meeting.fact.source);
  if (wanted == fb::Convener::NOT_STATED || wanted == fb::Convener::UNSPECIFIED) {
    out.as_ruled = Truth::kYes;
    return out;
  }
  if (done.by() == fb::Convener::NOT_STATED) return out;
  const auto seat =
      done.seat() != nullptr ? optional_of<Id>(done.seat()) : optional_of<Id>(done.organisation());
  if (wanted != fb::Convener::CHAIR) {
    out.as_ruled = rules::truth_of(done.by() == wanted);
    if (out.as_ruled == Truth::kNo) out.code = code;
    return out;
  }
  const auto chairs = chairs_before(council, meeting, day);
  out.chair_missing = chairs.empty();
  if (chairs.empty()) {
    out.stand_in = stand_in;
    return out;
  }
  for (const ChairTerm& term : chairs) out.grounds.evidence.add(term.evidence);
  const bool their_seat =
      !seat || std::any_of(chairs.begin(), chairs.end(),
                           [&](const ChairTerm& term) { return term.seat == *seat; });
  out.as_ruled = rules::truth_of(done.by() == fb::Convener::CHAIR && their_seat);
  if (out.as_ruled == Truth::kNo) out.code = code;
  return out;
}

ActOfChair act_of(const Council& council, const Meeting& meeting, const AskedAct& asked) {
  const auto days = internal::possible_days_of_chair(council, internal::when_held(council, meeting),
                                                     meeting.body->id);
  ActOfChair out = act_on(council, meeting, asked, days.back());
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    keep_what_holds_on(act_on(council, meeting, asked, days[i]), out);
  }
  return out;
}

const fb::BodyRules* rules_of(const Governing& governing, const Meeting& meeting) {
  return meeting.body == nullptr ? nullptr : governing.body(meeting.body->kind);
}

fb::StandIn convening_stand_in(const fb::BodyRules& rules) {
  const auto* missing = rules.missing_chair();
  return missing == nullptr ? fb::StandIn::UNSPECIFIED : missing->convenes();
}

}  // namespace

ActOfChair convening_of(const Council& council, const Meeting& meeting) {
  const Governing governing = council.governing(meeting.day);
  const auto* rules = rules_of(governing, meeting);
  if (rules == nullptr) return {};
  ActOfChair out = act_of(council, meeting,
                          {rules->convened_by(), *meeting.fact->convened_by(),
                           convening_stand_in(*rules), "CONVENED_BY_OTHER"});
  const std::string path = rules::Charter::body_path(rules->kind());
  out.grounds.rules.push_back(governing.charter->rule(
      path + (out.chair_missing ? ".missing_chair.convenes" : ".convened_by")));
  return out;
}

ActOfChair agenda_of(const Council& council, const Meeting& meeting) {
  const Governing governing = council.governing(meeting.day);
  const auto* rules = rules_of(governing, meeting);
  if (rules == nullptr || meeting.fact->agenda_by() == nullptr) return {};
  ActOfChair out = act_of(council, meeting,
                          {rules->agenda_by(), *meeting.fact->agenda_by(),
                           convening_stand_in(*rules), "AGENDA_NOT_BY_CHAIR"});
  const std::string path = rules::Charter::body_path(rules->kind());
  out.grounds.rules.push_back(governing.charter->rule(path + ".agenda_by"));
  return out;
}

namespace {

/// `out.seat` presided: whether as chair, or for want of one, if the meeting was on that day.
void judge_presiding(const Council& council, const Meeting& meeting, Date day, Presiding& out) {
  const auto chairs = council.chairs_on(meeting.body->id, day);
  out.act.chair_missing = std::none_of(chairs.begin(), chairs.end(), [&](const ChairTerm& term) {
    return std::binary_search(meeting.present.begin(), meeting.present.end(), term.seat);
  });
  if (!chairs.empty() && out.seat) {
    out.is_chair =
        rules::truth_of(std::any_of(chairs.begin(), chairs.end(),
                                    [&](const ChairTerm& term) { return term.seat == out.seat; }));
  }
  const Governing governing = council.governing(meeting.day);
  const auto* rules = rules_of(governing, meeting);
  if (rules == nullptr || rules->missing_chair() == nullptr || !out.act.chair_missing) {
    out.act.as_ruled = out.is_chair;
    return;
  }
  out.act.stand_in = rules->missing_chair()->presides();
  out.act.as_ruled = out.act.stand_in == fb::StandIn::NOBODY ? Truth::kNo : Truth::kYes;
  out.act.grounds.rules.push_back(governing.charter->rule(rules::Charter::body_path(rules->kind()) +
                                                          ".missing_chair.presides"));
}

}  // namespace

Presiding presiding_of(const Council& council, const Meeting& meeting) {
  Presiding out;
  const auto* attendee = meeting.attendance ? (*meeting.attendance)->presiding() : nullptr;
  if (attendee == nullptr) return out;
  if (const auto* mention = attendee->person()) {
    out.person = council.facts().person(fixed_of<Id>(mention->person()));
  }
  if (meeting.body == nullptr) return out;
  out.seat = seat_named(*meeting.body, optional_of<Id>(attendee->seat()),
                        optional_of<Id>(attendee->organisation()), out.person);
  out.act.grounds.evidence.add(*meeting.attendance->source);
  const Presiding undecided = out;
  const auto days = internal::possible_days_of_chair(council, internal::when_held(council, meeting),
                                                     meeting.body->id);
  judge_presiding(council, meeting, days.back(), out);
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    Presiding other = undecided;
    judge_presiding(council, meeting, days[i], other);
    if (other.is_chair != out.is_chair) out.is_chair = Truth::kUndetermined;
    keep_what_holds_on(other.act, out.act);
  }
  return out;
}

}  // namespace projections::governance
