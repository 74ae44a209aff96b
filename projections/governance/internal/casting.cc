// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/casting.h"

#include <algorithm>

#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/counts.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;

std::optional<rules::Choice> choice_of(fb::ChairChoice choice) {
  switch (choice) {
    case fb::ChairChoice::FOR:
      return rules::Choice::kFor;
    case fb::ChairChoice::AGAINST:
      return rules::Choice::kAgainst;
    case fb::ChairChoice::ABSTAIN:
      return rules::Choice::kAbstain;
    case fb::ChairChoice::NOT_VOTING:
      return rules::Choice::kNotVoting;
    default:
      return std::nullopt;
  }
}

class CastingReader {
 public:
  CastingReader(const Council& council, const DecidingRule& rule, const Body* body, Date day,
                Ballot& ballot)
      : council_(council), rule_(rule), body_(body), day_(day), ballot_(ballot) {}

  void read() {
    CastingVoteState& state = ballot_.casting;
    state.by_rule = rule_.voting.casting.has_value();
    state.tie = ballot_.votes && ballot_.votes->in_favour == ballot_.votes->against &&
                ballot_.votes->in_favour > 0;
    const bool contest =
        ballot_.fact->options() != nullptr || ballot_.fact->candidates() != nullptr;
    if (!state.by_rule || !(state.tie || contest || may_tie())) return;
    ballot_.grounds.rules.push_back(rule_.casting);
    if (rule_.voting.casting_holder == fb::CastingHolder::PRESIDING) {
      find_presiding(state);
    } else if (ballot_.body) {
      find_chair(state);
    }
    if (state.holder) find_choice(contest, state);
  }

 private:
  /// Whether it is a tie if some of the votes count of which that is open.
  bool may_tie() const {
    const bool one_voice = body_ != nullptr && body_->rule == fb::SeatRule::REPRESENTATIVES_OF_ALL;
    return possible_tie(ballot_.roll_call, one_voice).has_value();
  }

  void find_choice(bool contest, CastingVoteState& state) const {
    if (ballot_.counted) state.choice = choice_of((*ballot_.counted)->chair_choice());
    // A choice among several is not told by "for".
    const bool silent =
        state.choice == rules::Choice::kAbstain || state.choice == rules::Choice::kNotVoting;
    const bool told = silent || (state.choice && !contest);
    state.unknown_choice = !told && ballot_.grade == rules::TallyGrade::kCounts;
    for (const RollCallLine& line : ballot_.roll_call) {
      if (line.seat != *state.holder || line.counted == Truth::kNo) continue;
      state.choice = static_cast<rules::Choice>(line.choice);
      state.unknown_choice = false;
    }
  }

  void find_presiding(CastingVoteState& state) const {
    const auto* attendee = ballot_.meeting != nullptr && ballot_.meeting->attendance
                               ? (*ballot_.meeting->attendance)->presiding()
                               : nullptr;
    // Somebody presided, whether or not the paper says who, or in which seat.
    const bool named =
        attendee != nullptr && (attendee->seat() != nullptr || attendee->organisation() != nullptr);
    state.unknown_holder = ballot_.meeting != nullptr && !named;
    if (!named || body_ == nullptr) return;
    state.holder = seat_named(*body_, optional_of<Id>(attendee->seat()),
                              optional_of<Id>(attendee->organisation()), {});
  }

  void find_chair(CastingVoteState& state) {
    bool maybe = false;
    for (const ChairTerm& term : council_.chairs_on(*ballot_.body, day_)) {
      const Truth holds = rules::conjunction(term.in_office(day_), was_there(term));
      if (holds == Truth::kYes) {
        state.holder = term.seat;
        ballot_.grounds.evidence.add(term.evidence);
        for (const RuleUsed& rule : term.grounds.rules) {
          if (rule.basis.assumed()) ballot_.grounds.rules.push_back(rule);
        }
      } else if (holds == Truth::kUndetermined) {
        maybe = true;
      }
    }
    // Nobody in the whole record ever was chair: who held the vote is not known.
    state.unknown_holder = !state.holder && (maybe || council_.chairs(*ballot_.body).empty());
  }

  Truth was_there(const ChairTerm& term) const {
    if (another_sat_in(term)) return Truth::kNo;
    if (ballot_.meeting == nullptr || ballot_.meeting->attendees.empty()) return Truth::kYes;
    const auto present = present_at(*ballot_.meeting, ballot_.fact->agenda_item().value_or(0));
    if (std::binary_search(present.begin(), present.end(), term.seat)) return Truth::kYes;
    if (voted(term)) return Truth::kYes;
    // Somebody was there of whom the paper does not say in which seat.
    return ballot_.meeting->unnamed() > 0 && !told_absent(term) ? Truth::kUndetermined : Truth::kNo;
  }

  /// A vote that counts is recorded of the chair's seat.
  bool voted(const ChairTerm& term) const {
    const auto& lines = ballot_.roll_call;
    return std::any_of(lines.begin(), lines.end(), [&](const RollCallLine& line) {
      return line.seat == term.seat && line.counted == Truth::kYes &&
             line.choice != fb::Choice::NOT_VOTING;
    });
  }

  /// The list of the absent names the chair's seat, or the list of those present does.
  bool told_absent(const ChairTerm& term) const {
    const auto& attendees = ballot_.meeting->attendees;
    const bool listed = std::any_of(attendees.begin(), attendees.end(),
                                    [&](const Presence& one) { return one.seat == term.seat; });
    const auto* absent = (*ballot_.meeting->attendance)->absent();
    return listed || (absent != nullptr &&
                      std::any_of(absent->begin(), absent->end(), [&](const fb::Absentee* one) {
                        return fixed_of<Id>(one->seat()) == term.seat;
                      }));
  }

  /// Whether somebody else than the chair was there for the chair's seat, or voted for it.
  bool another_sat_in(const ChairTerm& term) const {
    const SeatHolder* holder = body_ == nullptr ? nullptr : body_->holder(term.seat);
    if (holder == nullptr) return false;
    const bool acting = holder->state == SeatState::kActing;
    const bool same = holder->person && holder->person == term.person;
    // Who acted for the head already when the term began is the chair.
    const bool own = acting && (same || rules::before(term.from, holder->since) != Truth::kYes);
    if (acting && !own) return true;
    return std::any_of(ways_.begin(), ways_.end(), [&](const auto& way) {
      return way.first == term.seat && stands_in(way.second, own);
    });
  }

  /// `acting_is_chair`: the chair acts for the head of the organisation.
  bool stands_in(fb::ActingAs as, bool acting_is_chair) const {
    switch (as) {
      case fb::ActingAs::ACTING_HEAD:
        return !acting_is_chair;
      case fb::ActingAs::DEPUTY_HEAD:
      case fb::ActingAs::OTHER:
        return true;
      case fb::ActingAs::REPRESENTATIVE:
        return body_->rule == fb::SeatRule::HEADS_OF_MEMBERS;
      default:
        return false;
    }
  }

  using Way = std::pair<Id, fb::ActingAs>;
  /// As what somebody was there or voted, by the seat.
  static std::vector<Way> ways_of(const Council& council, const Ballot& ballot) {
    std::vector<Way> out;
    if (ballot.meeting != nullptr) {
      for (const Presence& one : ballot.meeting->attendees) {
        out.emplace_back(one.seat, one.acting_as);
      }
    }
    for (const auto& vote : facts_at(council.facts().votes, ballot.fact.digest())) {
      const bool own = vote.source->grade == ledger::Grade::kSelf && !vote.source->historical;
      const auto as = voted_as(*vote, *vote.body, own);
      if (as) out.emplace_back(fixed_of<Id>(vote->seat()), *as);
    }
    return out;
  }

  const Council& council_;
  const DecidingRule& rule_;
  const Body* body_;
  const Date day_;
  Ballot& ballot_;
  const std::vector<Way> ways_ = ways_of(council_, ballot_);
};

}  // namespace

void find_casting(const Council& council, const DecidingRule& rule, const Body* body, Date day,
                  Ballot& ballot) {
  CastingReader(council, rule, body, day, ballot).read();
}

}  // namespace projections::governance::internal
