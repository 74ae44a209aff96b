// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/possible_days.h"

#include <algorithm>
#include <set>

#include "projections/governance/internal/ballot_quorum.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

/// Days, each with the one after it: what lasts until a day has changed on the next.
class Turns {
 public:
  void add(const FuzzyDate& date) {
    for (const auto& bound : {date.not_before, date.not_after}) {
      if (!bound) continue;
      days_.insert(*bound);
      if (*bound < rules::kLastDate) days_.insert(*bound + rules::days(1));
    }
  }
  void add(const std::optional<FuzzyDate>& date) {
    if (date) add(*date);
  }
  void add(const fb::LegalDate* date) { add(rules::fuzzy(date)); }
  void add(const std::vector<Date>& days) { days_.insert(days.begin(), days.end()); }
  std::vector<Date> take() const { return {days_.begin(), days_.end()}; }

 private:
  std::set<Date> days_;
};

void add_people(const CouncilFacts& facts, const ledger::Id& organisation, Turns& turns) {
  for (const auto& fact : facts_at(facts.heads, organisation)) {
    turns.add(fact->from());
    turns.add(fact->to());
  }
  for (const auto& fact : facts_at(facts.representatives, organisation)) {
    turns.add(fact->power()->from());
    turns.add(fact->power()->to());
  }
}

std::vector<Date> days_between(const std::vector<Date>& turns, const FuzzyDate& date, Date on) {
  if (const auto day = date.day()) return {*day};
  const Date earliest = turns.empty() ? on : turns.front();
  const Date latest = turns.empty() ? on : turns.back();
  const Date first = date.not_before.value_or(std::min(earliest, date.not_after.value_or(latest)));
  const Date last = std::max(first, date.not_after.value_or(latest));
  std::vector<Date> out{first};
  for (const Date turn : turns) {
    if (first < turn && turn < last) out.push_back(turn);
  }
  if (first < last) out.push_back(last);
  return out;
}

}  // namespace

std::vector<Date> turning_days_of(const Council& council) {
  const CouncilFacts& facts = council.facts();
  Turns turns;
  for (const Membership& one : council.members()) {
    turns.add(one.from);
    turns.add(one.last_day);
    for (const MembershipEnd& end : one.further_ends) turns.add(end.last_day);
    add_people(facts, one.organisation, turns);
  }
  for (const auto& [body, versions] : facts.bodies) {
    for (const auto& fact : versions) turns.add(composed_from(fact));
  }
  for (const auto& [body, vacancies] : facts.vacated) {
    for (const auto& fact : vacancies) turns.add(fact->vacated_on());
  }
  for (const auto& fact : council.charters().all()) turns.add(effective_of(fact));
  for (const AgreedRules& one : council.agreed()) {
    turns.add(one.from);
    turns.add(one.last_day);
  }
  return turns.take();
}

std::vector<Date> possible_days(const Council& council, const FuzzyDate& date) {
  if (const auto day = date.day()) return {*day};
  return days_between(council.turning_days(), date, council.on());
}

std::vector<Date> possible_days_of_chair(const Council& council, const FuzzyDate& date,
                                         const ledger::Id& body) {
  if (const auto day = date.day()) return {*day};
  Turns turns;
  turns.add(council.turning_days());
  for (const ChairTerm& term : council.chairs(body)) {
    turns.add(term.from);
    turns.add(term.last_day);
    turns.add(term.lost_seat_on);
    turns.add(term.succeeded_on);
    if (term.vacated) turns.add((*term.vacated)->vacated_on());
  }
  return days_between(turns.take(), date, council.on());
}

FuzzyDate since_composed(const Council& council, const FuzzyDate& day,
                         const std::optional<ledger::Id>& body) {
  if (day.known() || !body) return day;
  FuzzyDate out = day;
  std::optional<Date> composed;
  for (const auto& fact : facts_at(council.facts().bodies, *body)) {
    const auto from = composed_from(fact).not_before;
    if (!from) return day;
    composed = std::min(composed.value_or(*from), *from);
  }
  if (composed) out.not_before = std::max(out.not_before.value_or(*composed), *composed);
  const bool crossed = out.not_before && out.not_after && *out.not_before > *out.not_after;
  return crossed ? day : out;
}

FuzzyDate when_held(const Council& council, const Meeting& meeting) {
  FuzzyDate day = meeting.day;
  if (!day.not_after && meeting.attendance) {
    day.not_after = recorded_on(*meeting.attendance->source, zone_minutes_of(council.chronicle()));
    if (day.not_before && *day.not_before > *day.not_after) day.not_after.reset();
  }
  return since_composed(council, day, council.facts().body_id(meeting.fact->body()));
}

bool same_outcome(const Ballot& a, const Ballot& b) {
  return a.adopted == b.adopted && a.option == b.option && a.candidate == b.candidate;
}

void keep_what_holds_on(const Ballot& other, Ballot& ballot) {
  ballot.grounds.depends_on_assumption |= other.grounds.depends_on_assumption;
  keep_quorum_as_on(other, ballot);
  for (std::size_t i = 0; i < ballot.roll_call.size(); ++i) {
    RollCallLine& line = ballot.roll_call[i];
    const RollCallLine& there = other.roll_call[i];
    if (line.index != there.index || (line.counted == there.counted && line.code == there.code)) {
      continue;
    }
    line.counted = Truth::kUndetermined;
    line.code.clear();
  }
  if (same_outcome(other, ballot)) return;
  if (ballot.adopted != Truth::kUndetermined) ballot.grounds.missing.push_back(day_missing());
  ballot.adopted = Truth::kUndetermined;
  ballot.tally.reset();
  ballot.contest.reset();
  ballot.option.reset();
  ballot.candidate.reset();
  ballot.derivation = day_missing().sentence;
  ballot.readings.clear();  // they are of one day
  ballot.readings_disagree = false;
  ballot.alternatives.clear();
}

Missing day_missing() {
  return missing("day of the meeting",
                 "on which of the possible days it was is not known, and the answer depends on it",
                 "неизвестно, в какой из возможных дней это было, а ответ зависит от дня");
}

}  // namespace projections::governance::internal
