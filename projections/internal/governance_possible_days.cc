// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_possible_days.h"

#include <set>

namespace projections::internal {
namespace {

using ledger::Id;

/// Days, each with the one after it: what lasts until a day has changed on the next.
class Turns {
 public:
  void add(const DayRange& days) {
    for (const std::int32_t bound : {days.first, days.last}) {
      if (bound == DayRange::kNoFirst || bound == DayRange::kNoLast) continue;
      days_.insert(bound);
      days_.insert(bound + 1);
    }
  }
  const std::set<std::int32_t>& days() const { return days_; }

 private:
  std::set<std::int32_t> days_;
};

void add_charters(const GovernanceState& state, const Place& place, Turns& turns) {
  const auto add = [&](const ledger::Scope& scope) {
    for (const auto& fact : state.list<CharterFact>(row_key("agH", scope))) {
      turns.add(fact.effective);
    }
  };
  if (place.cluster) add({ledger::ScopeKind::kCluster, *place.cluster});
  if (place.region) add({ledger::ScopeKind::kRegion, *place.region});
}

void add_members(const GovernanceState& state, const Place& place, Turns& turns) {
  if (!place.cluster) return;
  const std::string prefix = row_key("agM", *place.cluster);
  state.rows().scan(prefix, [&](std::string_view key, std::string_view) {
    const Id organisation = ledger::fixed_from<Id>(key.substr(prefix.size()));
    for (const auto& fact : state.membership_by_day(*place.cluster, organisation)) {
      turns.add(fact.on);
    }
    return true;
  });
}

void add_body(const GovernanceState& state, const Id& body, Turns& turns) {
  const auto compositions = state.list<CompositionFact>(row_key("agB", body));
  for (const CompositionFact& fact : compositions) turns.add(fact.from);
  std::set<Id> of_chairs;
  for (const TermFact& fact : state.list<TermFact>(row_key("agK", body))) {
    turns.add(fact.from);
    turns.add(fact.until);
    for (const CompositionFact& composition : compositions) {
      if (const auto owner = state.organisation_of(composition, fact.seat)) {
        of_chairs.insert(*owner);
      }
    }
  }
  for (const Id& organisation : of_chairs) {
    for (const OfficeFact& fact : state.head_changes(organisation)) {
      turns.add(fact.from);
      turns.add(fact.to);
    }
  }
}

}  // namespace

DayRange when_held(const GovernanceState& state, const Place& place, const std::optional<Id>& body,
                   DayRange said) {
  DayRange held{std::min(said.first, place.today), std::min(said.last, place.today)};
  if (held.known() || !body) return held;
  std::int32_t composed = DayRange::kNoLast;
  for (const CompositionFact& fact : state.list<CompositionFact>(row_key("agB", *body))) {
    composed = std::min(composed, fact.from.first);
  }
  // Told of a time before the body was there, it is judged on the days that are told.
  if (composed <= held.last) held.first = std::max(held.first, composed);
  return held;
}

DayRange when_decided(const GovernanceState& state, const Place& place, const ledger::Hash& ballot,
                      const BallotRow& row) {
  if (!row.meeting) {
    const auto said = state.one<DayRange>(row_key("ak", ballot));
    return said ? when_held(state, place, row.body, *said) : DayRange::on(place.today);
  }
  const auto meeting = state.one<MeetingRow>(row_key("agN", *row.meeting));
  return meeting ? when_held(state, place, row.body, meeting->day) : DayRange::on(place.today);
}

std::vector<std::int32_t> possible_days(const GovernanceState& state, const Place& place,
                                        const std::optional<Id>& body, const DayRange& days) {
  if (days.known()) return {days.first};
  Turns turns;
  add_charters(state, place, turns);
  add_members(state, place, turns);
  if (body) add_body(state, *body, turns);
  const std::int32_t earliest = turns.days().empty() ? place.today : *turns.days().begin();
  const std::int32_t latest = turns.days().empty() ? place.today : *turns.days().rbegin();
  const std::int32_t first =
      days.has_first() ? days.first : std::min(earliest, days.has_last() ? days.last : latest);
  const std::int32_t last = std::max(first, days.has_last() ? days.last : latest);
  std::vector<std::int32_t> out{first};
  const auto begin = turns.days().upper_bound(first);
  const auto end = turns.days().lower_bound(last);
  if (first < last) {
    out.insert(out.end(), begin, end);
    out.push_back(last);
  }
  return out;
}

bool may_have_seat(const GovernanceState& state, const Place& place, const Id& body, const Id& seat,
                   const std::vector<std::int32_t>& days) {
  return std::any_of(days.begin(), days.end(), [&](std::int32_t day) {
    return state.seat_in(place, body, seat, day) != Truth::kNo;
  });
}

DayRange days_of_seats(const GovernanceState& state, const Place& place, const DayRange& held) {
  return held.known() || !state.since(3) ? DayRange::on(place.today) : held;
}

}  // namespace projections::internal
