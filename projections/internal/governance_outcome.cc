// SPDX-License-Identifier: Apache-2.0
// What a ballot decided as known at its closing: quorum and tally over the rows, by the charter's
// rule. Where the record does not give a number the outcome is undetermined; it is never guessed.
#include "projections/internal/governance_case.h"
#include "projections/internal/governance_casting.h"
#include "projections/internal/governance_possible_days.h"
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
  bool chair_named = false;     ///< the vote of the chair is recorded by itself
  bool counts = false;          ///< of votes that are not recorded one by one
  Truth casting = Truth::kYes;  ///< whether the holder of the casting vote gave it
  bool known = false;

  std::uint64_t all() const { return votes.cast() + votes.abstained; }
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

Count roll_call(const BallotOnDay& b, const Casting& casting) {
  Count count;
  count.casting = casting.given;
  count.contest.votes.resize(std::max(b.row.options.size(), b.row.candidates.size()));
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
    if (casting.seat && key.substr(prefix.size()) == casting.seat->view()) {
      count.chair = choice;
      count.chair_choice = index;
      count.chair_named = true;
    }
    return true;
  });
  count.contest.abstained = count.votes.abstained;
  return count;
}

rules::Electorate electorate_of(const BallotOnDay& b) {
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

/// How the chair voted, as the counts tell it; nothing where the chair did not.
std::optional<rules::Choice> told_choice(const CountFact& fact, const Count& count) {
  return count.casting == Truth::kYes ? choice_of(fact.chair_choice) : std::nullopt;
}

/// Counts that tell of more votes than are recorded one by one. Since version 3 of the rules.
void take_more(const BallotOnDay& b, Count& count) {
  for (const CountFact& fact : b.state.list<CountFact>(row_key("agJ", b.digest))) {
    if (!fact.votes_for) continue;
    const rules::Votes told{*fact.votes_for, fact.votes_against.value_or(0),
                            fact.abstained.value_or(0)};
    if (told.cast() + told.abstained <= count.all()) continue;
    count.votes = told;
    count.counts = true;
    if (!count.chair_named) count.chair = told_choice(fact, count);
  }
}

/// Counts or words where no votes are recorded one by one.
void take_counts(const BallotOnDay& b, rules::Electorate& who, Count& count) {
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
      count.chair = told_choice(fact, count);
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

/// Whether a casting vote would settle it, and whether it was given, or for what, is open. Since
/// version 3 of the rules; before, a vote that is not told was none.
bool casting_open(const Count& count) {
  if (count.casting == Truth::kUndetermined) return true;
  return count.casting == Truth::kYes && count.counts && !count.chair && !count.chair_named;
}

/// What is decided, and for which of the options or candidates.
struct Decided {
  Outcome outcome = Outcome::kUndetermined;
  std::optional<std::size_t> choice;
  bool operator==(const Decided&) const = default;
};

Outcome adopted_if(bool adopted) { return adopted ? Outcome::kAdopted : Outcome::kRejected; }

Decided chosen(const Count& count, const rules::Electorate& who, const rules::VotingRule& rule,
               bool open) {
  const auto with = [&](const std::optional<std::size_t>& choice) {
    return rules::contest(count.contest, who, *rule.majority, rule.casting, choice);
  };
  const auto outcome = with(count.chair_choice);
  if (!outcome) return {};
  const bool settles =
      open && !outcome->winner &&
      std::any_of(outcome->leaders.begin(), outcome->leaders.end(),
                  [&](std::size_t leader) { return with(leader)->winner.has_value(); });
  if (settles) return {};
  return {adopted_if(outcome->winner.has_value()), outcome->winner};
}

/// `open`: a casting vote that would settle a tie leaves it open.
Decided decided(const Count& count, const rules::Electorate& who, const rules::VotingRule& rule,
                bool open) {
  if (!count.contest.votes.empty()) return chosen(count, who, rule, open);
  const auto tally = rules::tally(count.votes, who, *rule.majority, rule.casting, count.chair);
  if (!tally) return {};
  const bool settles = open && tally->by == rules::DecidedBy::kTieNoCasting && rule.casting &&
                       (count.votes.abstained == 0 || rule.casting->with_abstentions);
  if (settles) return {};
  return {adopted_if(tally->adopted), std::nullopt};
}

Decided outcome_on(const GovernanceState& state, const Place& place, const Hash& digest,
                   const BallotRow& row, std::int32_t day) {
  const fb::CharterAdopted* charter = state.charter_on(place, day);
  auto body = state.composition_on(*row.body, day);
  if (!body || charter == nullptr) return {};
  const rules::VotingRule rule = rules::Charter(*charter).voting(
      static_cast<fb::BodyKind>(body->kind), static_cast<fb::DecisionKind>(row.kind));
  const BallotOnDay ballot{state, place, digest, row, day, std::move(*body)};
  Count count = roll_call(ballot, casting_of(ballot, rule.casting_holder));
  rules::Electorate who = electorate_of(ballot);
  take_counts(ballot, who, count);
  const Truth quorum = quorum_met(rule, who);
  if (quorum == Truth::kNo) return {Outcome::kRejected, std::nullopt};
  if (!rule.majority || !count.known) return {};
  const bool third = state.since(3);
  // For whom the votes were is not told by counts.
  if (third && count.counts && !count.contest.votes.empty()) return {};
  const Decided outcome = decided(count, who, rule, third && casting_open(count));
  const bool adopted = outcome.outcome == Outcome::kAdopted;
  return adopted && quorum != Truth::kYes ? Decided{} : outcome;
}

/// The day of its meeting, if that is known; a ballot without one is decided today. Until version 3
/// of the rules.
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
  if (!state.since(3)) {
    return outcome_on(state, place, digest, row, day_of_ballot(state, place, row)).outcome;
  }
  std::optional<Decided> always;
  const DayRange days = when_decided(state, place, digest, row);
  for (const std::int32_t day : possible_days(state, place, row.body, days)) {
    const Decided then = outcome_on(state, place, digest, row, day);
    if (then.outcome == Outcome::kUndetermined || (always && then != *always)) {
      return Outcome::kUndetermined;
    }
    always = then;
  }
  return always->outcome;
}

}  // namespace projections::internal
