// SPDX-License-Identifier: Apache-2.0
// What a ballot decided as known at its closing: quorum and tally over the rows, by the charter's
// rule. Where the record does not give a number the outcome is undetermined; it is never guessed.
#include "projections/internal/governance_case.h"
#include "projections/rules/charter.h"
#include "projections/rules/tally.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;

/// What the rows say of a ballot's votes.
struct Count {
  rules::Votes votes;
  rules::Contest contest;
  std::optional<rules::Choice> chair;
  std::optional<std::size_t> chair_choice;
  bool chair_named = false;  ///< the vote of the chair is recorded by itself
  bool counts = false;       ///< of votes that are not recorded one by one
  bool known = false;

  std::uint64_t all() const { return votes.cast() + votes.abstained; }
};

struct Ballot {
  const GovernanceState& state;
  const Place& place;
  const Hash& digest;
  const BallotRow& row;
  std::int32_t day = 0;  ///< on which it is decided
  CompositionFact body;
};

std::optional<std::size_t> choice_index(const BallotRow& row, const VoteRow& vote) {
  if (vote.candidate) {
    const auto it = std::find(row.candidates.begin(), row.candidates.end(), *vote.candidate);
    if (it == row.candidates.end()) return std::nullopt;
    return static_cast<std::size_t>(it - row.candidates.begin());
  }
  const auto it = std::find(row.options.begin(), row.options.end(), vote.option);
  if (vote.option == 0 || it == row.options.end()) return std::nullopt;
  return static_cast<std::size_t>(it - row.options.begin());
}

std::optional<rules::Choice> choice_of(std::uint8_t value) {
  if (value < 1 || value > 4) return std::nullopt;
  return static_cast<rules::Choice>(value);
}

/// The seat whose vote is the casting one.
std::optional<Id> casting_seat(const Ballot& b, fb::CastingHolder holder) {
  if (holder == fb::CastingHolder::PRESIDING && b.row.meeting) {
    for (const auto& fact : b.state.list<AttendanceFact>(row_key("agW", *b.row.meeting))) {
      if (fact.presiding) return fact.presiding;
    }
    return std::nullopt;
  }
  const auto chair = b.state.holder_on(*b.row.body, fb::OfficeKind::CHAIR, b.day);
  return chair ? std::optional(chair->seat) : std::nullopt;
}

Count roll_call(const Ballot& b, fb::CastingHolder holder) {
  Count count;
  count.contest.votes.resize(std::max(b.row.options.size(), b.row.candidates.size()));
  const auto casting = casting_seat(b, holder);
  const std::string prefix = row_key("agV", b.digest);
  b.state.rows().scan(prefix, [&](std::string_view key, std::string_view) {
    const auto vote = *b.state.one<VoteRow>(key);
    const auto choice = choice_of(vote.choice);
    count.known = true;
    if (choice == rules::Choice::kFor) ++count.votes.in_favour;
    if (choice == rules::Choice::kAgainst) ++count.votes.against;
    if (choice == rules::Choice::kAbstain) ++count.votes.abstained;
    const auto index = choice_index(b.row, vote);
    if (choice == rules::Choice::kFor && index) ++count.contest.votes[*index];
    if (casting && key.substr(prefix.size()) == casting->view()) {
      count.chair = choice;
      count.chair_choice = index;
      count.chair_named = true;
    }
    return true;
  });
  count.contest.abstained = count.votes.abstained;
  return count;
}

rules::Electorate electorate_of(const Ballot& b) {
  rules::Electorate who;
  const auto members = b.state.members_on(b.place, b.day);
  const bool exact = members.certain == members.possible && members.certain > 0;
  if (exact) who.participants = members.certain;
  if (b.body.rule == static_cast<std::uint8_t>(fb::SeatRule::EXPLICIT)) {
    who.members = b.body.seats.size();
  } else if (exact) {
    who.members = members.certain;
  }
  if (!b.row.meeting) return who;
  for (const auto& fact : b.state.list<AttendanceFact>(row_key("agW", *b.row.meeting))) {
    if (fact.unnamed) return who;
    std::uint64_t present = 0;
    for (const Id& seat : fact.present) {
      present += present_at(b.state, *b.row.meeting, seat, b.row.agenda_item) == Truth::kYes;
    }
    who.present = present;
  }
  return who;
}

/// Counts that tell of more votes than are recorded one by one. Since version 3 of the rules.
void take_more(const Ballot& b, Count& count) {
  for (const CountFact& fact : b.state.list<CountFact>(row_key("agJ", b.digest))) {
    if (!fact.votes_for) continue;
    const rules::Votes told{*fact.votes_for, fact.votes_against.value_or(0),
                            fact.abstained.value_or(0)};
    if (told.cast() + told.abstained <= count.all()) continue;
    count.votes = told;
    count.counts = true;
    if (!count.chair_named) count.chair = choice_of(fact.chair_choice);
  }
}

/// Counts or words where no votes are recorded one by one.
void take_counts(const Ballot& b, rules::Electorate& who, Count& count) {
  if (count.known) {
    if (b.state.since(3)) take_more(b, count);
    return;
  }
  for (const CountFact& fact : b.state.list<CountFact>(row_key("agJ", b.digest))) {
    if (fact.present) who.present = *fact.present;
    if (fact.votes_for) {
      count.votes = {*fact.votes_for, fact.votes_against.value_or(0), fact.abstained.value_or(0)};
      count.known = true;
      count.counts = true;
      count.chair = choice_of(fact.chair_choice);
    } else if (fact.words == static_cast<std::uint8_t>(fb::TallyWords::UNANIMOUS)) {
      if (const auto votes = rules::votes_of_unanimous(who)) {
        count.votes = *votes;
        count.known = true;
      }
    }
  }
}

Truth quorum_met(const rules::VotingRule& rule, const rules::Electorate& who) {
  if (!rule.quorum) return Truth::kYes;
  const auto base =
      rule.quorum->base == fb::QuorumBase::ALL_PARTICIPANTS ? who.participants : who.members;
  if (!base || !who.present) return Truth::kUndetermined;
  const auto quorum = rules::quorum(rule.quorum->threshold, {*who.present, *base});
  return quorum ? rules::truth_of(quorum->met) : Truth::kUndetermined;
}

/// What the counts leave open: for whom the votes were, or for what the casting one was. Since
/// version 3 of the rules; before, a vote that is not told was none.
bool left_open(const Count& count, const rules::VotingRule& rule) {
  if (!count.counts) return false;
  if (!count.contest.votes.empty()) return true;
  const bool tie = count.votes.in_favour == count.votes.against && count.votes.in_favour > 0;
  const bool settles =
      rule.casting && (count.votes.abstained == 0 || rule.casting->with_abstentions);
  return tie && settles && !count.chair && !count.chair_named;
}

Outcome decided(const Count& count, const rules::Electorate& who, const rules::VotingRule& rule) {
  const bool contest = !count.contest.votes.empty();
  if (contest) {
    const auto outcome =
        rules::contest(count.contest, who, *rule.majority, rule.casting, count.chair_choice);
    if (!outcome) return Outcome::kUndetermined;
    return outcome->winner ? Outcome::kAdopted : Outcome::kRejected;
  }
  const auto tally = rules::tally(count.votes, who, *rule.majority, rule.casting, count.chair);
  if (!tally) return Outcome::kUndetermined;
  return tally->adopted ? Outcome::kAdopted : Outcome::kRejected;
}

/// The day of its meeting, if that is known; a ballot without one is decided today.
std::int32_t day_of_ballot(const GovernanceState& state, const Place& place, const BallotRow& row) {
  if (!row.meeting) return place.today;
  const auto meeting = state.one<MeetingRow>(row_key("agN", *row.meeting));
  if (!meeting || !meeting->day.known()) return place.today;
  return std::min(meeting->day.first, place.today);
}

}  // namespace

Outcome outcome_of(const GovernanceState& state, const Place& place, const Hash& digest,
                   const BallotRow& row) {
  if (!row.body) return Outcome::kUndetermined;
  const std::int32_t day = day_of_ballot(state, place, row);
  const fb::CharterAdopted* charter = state.charter_on(place, day);
  auto body = state.composition_on(*row.body, day);
  if (!body || charter == nullptr) return Outcome::kUndetermined;
  const rules::VotingRule rule = rules::Charter(*charter).voting(
      static_cast<fb::BodyKind>(body->kind), static_cast<fb::DecisionKind>(row.kind));
  const Ballot ballot{state, place, digest, row, day, std::move(*body)};
  Count count = roll_call(ballot, rule.casting_holder);
  rules::Electorate who = electorate_of(ballot);
  take_counts(ballot, who, count);
  const Truth quorum = quorum_met(rule, who);
  if (quorum == Truth::kNo) return Outcome::kRejected;
  if (!rule.majority || !count.known) return Outcome::kUndetermined;
  if (state.since(3) && left_open(count, rule)) return Outcome::kUndetermined;
  const Outcome outcome = decided(count, who, rule);
  if (outcome == Outcome::kAdopted && quorum != Truth::kYes) return Outcome::kUndetermined;
  return outcome;
}

}  // namespace projections::internal
