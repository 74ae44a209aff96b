// SPDX-License-Identifier: Apache-2.0
// The outcome of a ballot as it was known when the ballot was closed.
#include <algorithm>
#include <set>

#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/late_facts.h"
#include "projections/governance/internal/possible_days.h"

namespace projections::governance::internal {
namespace {

/// What was recorded after the closing and bears on the ballot: the evidence that it had not then,
/// or else whatever bears on its day.
std::vector<std::uint64_t> events_since(const Council& council, const Ballot& now,
                                        const Ballot& then) {
  const std::uint64_t closed = now.closed->index();
  std::set<std::uint64_t> out;
  // The meeting is closed after its ballots, always; that changes the outcome of none of them.
  const bool shut = now.meeting != nullptr && now.meeting->closed;
  const std::uint64_t shut_by = shut ? now.meeting->closed->index() : 0;
  const auto& before = then.grounds.evidence.events();
  for (const std::uint64_t index : now.grounds.evidence.events()) {
    const bool known = std::binary_search(before.begin(), before.end(), index);
    if (index > closed && !known && index != shut_by) out.insert(index);
  }
  if (!out.empty()) return {out.begin(), out.end()};
  const Date day = now.day.not_after.value_or(rules::kLastDate);
  for (const Touch& touch : council.facts().touches) {
    if (touch.last > closed && (!touch.from || *touch.from <= day)) out.insert(touch.last);
  }
  return {out.begin(), out.end()};
}

/// The roll and the votes of the outcome; the facts of the ballot stay those of the chronicle.
void take_roll(const Ballot& from, Ballot& to) {
  to.entitled = from.entitled;
  to.roll_call = from.roll_call;
  to.grade = from.grade;
  to.votes = from.votes;
  to.electorate = from.electorate;
  to.rule = from.rule;
  to.casting = from.casting;
  to.voices = from.voices;
  to.counts_differ = from.counts_differ;
}

}  // namespace

void fix_at_closing(const Council& council, Ballot& ballot) {
  std::shared_ptr<const Ballot> before;
  as_known_at_closing(council, ballot,
                      [&](const Council& then) { before = then.ballot(ballot.fact.digest()); });
  if (before == nullptr || before->adopted == Truth::kUndetermined) return;
  if (same_outcome(*before, ballot)) return;
  ballot.changed_late =
      BallotOutcome{ballot.adopted, ballot.tally, ballot.contest, ballot.option, ballot.candidate};
  ballot.late_events = events_since(council, ballot, *before);
  take_roll(*before, ballot);
  ballot.adopted = before->adopted;
  ballot.tally = before->tally;
  ballot.contest = before->contest;
  ballot.option = before->option;
  ballot.candidate = before->candidate;
  ballot.derivation = before->derivation;
  // The other readings are of the same facts as the outcome beside which they stand.
  ballot.readings = before->readings;
  ballot.readings_disagree = before->readings_disagree;
  ballot.alternatives = before->alternatives;
  ballot.grounds.depends_on_assumption = before->grounds.depends_on_assumption;
}

void as_known_at_closing(const Council& council, const Ballot& ballot,
                         const std::function<void(const Council&)>& visit) {
  if (!council.fixes_outcomes() || !ballot.closed || ballot.closed->source->historical) return;
  const std::uint64_t closed = ballot.closed->index();
  const Date day = ballot.day.not_after.value_or(rules::kLastDate);
  if (!recorded_after(council.facts().touches, closed, day)) return;
  visit(*council.as_known_at(closed + 1));
}

}  // namespace projections::governance::internal
