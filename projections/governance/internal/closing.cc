// SPDX-License-Identifier: Apache-2.0
// The outcome of a ballot as it was known when the ballot was closed.
#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/late_facts.h"
#include "projections/governance/internal/possible_days.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

/// The evidence of the ballot that it had not when it was closed.
std::set<std::uint64_t> new_evidence(const Ballot& now, const Ballot& then) {
  std::set<std::uint64_t> out;
  // The meeting is closed after its ballots, always; that changes the outcome of none of them.
  const bool shut = now.meeting != nullptr && now.meeting->closed;
  const std::uint64_t shut_by = shut ? now.meeting->closed->index() : 0;
  const auto& before = then.grounds.evidence.events();
  for (const std::uint64_t index : now.grounds.evidence.events()) {
    const bool known = std::binary_search(before.begin(), before.end(), index);
    if (index > now.closed->index() && !known && index != shut_by) out.insert(index);
  }
  return out;
}

/// Everything that is counted for the outcome of a ballot; empty where the council knows none.
std::string counted_of(const Council& council, const Hash& digest) {
  const auto ballot = council.ballot(digest);
  if (ballot == nullptr) return {};
  std::string out;
  const auto put = [&](std::uint64_t number) { out += std::to_string(number) + " "; };
  const auto put_known = [&](const std::optional<std::uint64_t>& number) {
    out += (number ? std::to_string(*number) : "-") + " ";
  };
  put(static_cast<std::uint64_t>(ballot->adopted));
  out += ballot->option ? "option " + std::to_string(*ballot->option) + " " : "";
  out += ballot->candidate ? to_hex(*ballot->candidate) + " " : "";
  if (ballot->votes) {
    put(ballot->votes->in_favour), put(ballot->votes->against), put(ballot->votes->abstained);
  }
  put_known(ballot->electorate.present);
  put_known(ballot->electorate.members);
  put_known(ballot->electorate.participants);
  out += ballot->casting.holder ? to_hex(*ballot->casting.holder) + " " : "";
  for (const Id& seat : ballot->entitled) out += to_hex(seat) + " ";
  for (const RollCallLine& line : ballot->roll_call) {
    out += to_hex(line.seat) + " ";
    put(static_cast<std::uint64_t>(line.choice)), put(static_cast<std::uint64_t>(line.counted));
  }
  return out;
}

/// Of more candidates than these each is not tried.
constexpr std::size_t kTriedMax = 8;

/// The events behind who is a participant and who sits in the body of the ballot on its day.
Evidence standing_of(const Council& council, const Ballot& ballot) {
  Evidence out;
  for (const Membership& member : council.members()) {
    out.add(member.grounds.evidence);
    if (member.end) out.add(member.end->grounds.evidence);
  }
  const Date day = ballot.day.not_after.value_or(council.on());
  const auto body = ballot.body ? council.shared_body(*ballot.body, day) : nullptr;
  if (body == nullptr) return out;
  out.add(body->grounds.evidence);
  for (const SeatHolder& holder : body->holders) out.add(holder.evidence);
  return out;
}

/// The same now and at the closing, with what the ballot itself rests on.
Evidence behind(const Council& council, const Ballot& ballot) {
  Evidence out = ballot.grounds.evidence;
  out.add(standing_of(council, ballot));
  const auto then = council.as_known_at(ballot.closed->index() + 1);
  out.add(standing_of(*then, ballot));
  if (const auto before = then->ballot(ballot.fact.digest())) out.add(before->grounds.evidence);
  return out;
}

/// Halves the candidates until each change stands alone.
class Causes {
 public:
  Causes(const Council& council, std::vector<std::uint64_t> candidates,
         const std::function<std::string(const Council&)>& counted)
      : council_(council), candidates_(std::move(candidates)), counted_(counted) {}

  std::vector<std::uint64_t> find(std::uint64_t closed) {
    if (candidates_.empty()) return {};
    search(0, candidates_.size(), known_after(closed), known_after(candidates_.back()));
    return std::move(out_);
  }

 private:
  std::string known_after(std::uint64_t index) const {
    return counted_(*council_.as_known_at(index + 1));
  }
  void search(std::size_t first, std::size_t last, const std::string& before,
              const std::string& after) {
    if (before == after) return;
    if (last - first == 1) return out_.push_back(candidates_[first]);
    const std::size_t middle = first + (last - first) / 2;
    const std::string between = known_after(candidates_[middle - 1]);
    search(first, middle, before, between);
    search(middle, last, between, after);
  }

  const Council& council_;
  const std::vector<std::uint64_t> candidates_;  ///< ascending
  const std::function<std::string(const Council&)>& counted_;
  std::vector<std::uint64_t> out_;
};

/// The events that changed the outcome since; where none of them does so by itself, the new
/// evidence.
std::vector<std::uint64_t> events_since(const Council& council, const Ballot& now,
                                        const Ballot& then) {
  // Nobody reads them of another reading.
  if (council.chronicle().turned() != nullptr) return {};
  const auto others = new_evidence(now, then);
  const Hash digest = now.fact.digest();
  auto causes = late_causes(council, now, others,
                            [&](const Council& known) { return counted_of(known, digest); });
  if (causes.empty()) causes.assign(others.begin(), others.end());
  return causes;
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
  to.contradicted = from.contradicted;
}

}  // namespace

std::vector<std::uint64_t> late_causes(const Council& council, const Ballot& ballot,
                                       const std::set<std::uint64_t>& others,
                                       const std::function<std::string(const Council&)>& counted) {
  const std::uint64_t closed = ballot.closed->index();
  const Date day = ballot.day.not_after.value_or(rules::kLastDate);
  std::vector<Touch> since = council.facts().touches;
  std::erase_if(since, [&](const Touch& touch) {
    return touch.last <= closed || (touch.from && *touch.from > day);
  });
  std::set<std::uint64_t> candidates = others;
  for (const Touch& touch : since) candidates.insert(touch.last);
  if (candidates.size() > kTriedMax) {
    const Evidence known = behind(council, ballot);
    const auto& events = known.events();
    candidates = others;
    for (const Touch& touch : since) {
      if (std::binary_search(events.begin(), events.end(), touch.fact)) {
        candidates.insert(touch.last);
      }
    }
  }
  std::vector<std::uint64_t> list(candidates.begin(), candidates.end());
  if (list.size() <= 1 || list.size() > kTriedMax) return list;
  return Causes(council, std::move(list), counted).find(closed);
}

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
