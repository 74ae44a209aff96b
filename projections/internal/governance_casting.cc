// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/governance_casting.h"

#include "projections/internal/governance_case.h"

namespace projections::internal {
namespace {

using ledger::Id;
using rules::conjunction;
using rules::negation;

Truth over_by(const DayRange& last_day, std::int32_t day) {
  return last_day.has_last() ? come_by(last_day, day - 1) : Truth::kNo;
}

std::optional<Id> presiding(const BallotOnDay& b) {
  for (const auto& fact : b.state.list<AttendanceFact>(row_key("agW", *b.row.meeting))) {
    if (fact.presiding) return fact.presiding;
  }
  return std::nullopt;
}

/// Who acts for the head of the chair's organisation, and whether the head is still who it was.
class Headship {
 public:
  /// `term` began under the head `person`, if that is known.
  Headship(const TermFact& term, std::optional<Id> person) : term_(term), person_(person) {}

  void take(const OfficeFact& fact, std::int32_t day) {
    const Truth come = come_by(fact.from, day);
    if (come == Truth::kNo) return;
    switch (static_cast<fb::OfficeChangeKind>(fact.change)) {
      case fb::OfficeChangeKind::ACTING:
        acting_ = fact;
        acts_ = conjunction(come, negation(over_by(fact.to, day)));
        return;
      case fb::OfficeChangeKind::RELEASED:
        return release(fact, come);
      default:
        end_acting(come);
        // Who is appointed again is the chair still.
        if (since(fact) && !(known(fact) && fact.person == person_)) leave(come, known(fact));
        return;
    }
  }

  /// The acting head was elected chair.
  bool acting_is_chair() const {
    if (!acting_ || acts_ == Truth::kNo) return false;
    return (known(*acting_) && acting_->person == person_) || !since(*acting_);
  }
  Truth is_chair() const {
    return acting_ && !acting_is_chair() ? conjunction(still_, negation(acts_)) : still_;
  }

 private:
  bool known(const OfficeFact& fact) const { return fact.person && person_; }
  bool since(const OfficeFact& fact) const { return fact.from.first > term_.from.last; }

  void release(const OfficeFact& fact, Truth come) {
    const bool of_acting =
        acting_ && (!fact.person || !acting_->person || fact.person == acting_->person);
    // Where nobody is named it is the acting head or the head who left.
    if (since(fact) && (!known(fact) || fact.person == person_)) {
      leave(come, known(fact) || !of_acting);
    }
    if (of_acting) end_acting(come);
  }
  void leave(Truth come, bool certain) {
    still_ = conjunction(still_, certain ? negation(come) : Truth::kUndetermined);
  }
  void end_acting(Truth come) {
    acts_ = conjunction(acts_, negation(come));
    if (acts_ == Truth::kNo) acting_.reset();
  }

  const TermFact& term_;
  const std::optional<Id> person_;
  std::optional<OfficeFact> acting_;
  Truth acts_ = Truth::kNo;
  Truth still_ = Truth::kYes;
};

class ChairReader {
 public:
  explicit ChairReader(const BallotOnDay& ballot) : b_(ballot) {
    for (const TermFact& fact : b_.state.list<TermFact>(row_key("agK", *b_.row.body))) {
      const bool chair = fact.office == static_cast<std::uint8_t>(fb::OfficeKind::CHAIR);
      if (chair && !fact.void_) (fact.vacated ? vacated_ : terms_).push_back(fact);
    }
  }

  Casting read() const {
    // Where nobody is on record as chair, whose vote it was is not known.
    Casting out{std::nullopt, terms_.empty() ? Truth::kUndetermined : Truth::kNo};
    for (const TermFact& term : terms_) {
      Truth holds = in_office(term);
      if (holds != Truth::kNo) holds = conjunction(holds, took_part(term));
      if (holds == Truth::kYes) return {term.seat, holds};
      if (holds == Truth::kUndetermined) out.given = holds;
    }
    return out;
  }

 private:
  Truth in_office(const TermFact& term) const {
    Truth held = conjunction(come_by(term.from, b_.day), negation(over_by(term.until, b_.day)));
    for (const TermFact& left : vacated_) {
      const bool earlier = left.from.last < term.from.first;
      if (left.seat != term.seat || earlier) continue;
      held = conjunction(held, negation(over_by(left.from, b_.day)));
    }
    for (const TermFact& other : terms_) {
      if (&other == &term) continue;
      held = conjunction(held,
                         negation(conjunction(follows(other, term), come_by(other.from, b_.day))));
    }
    return held;
  }

  /// Of terms that begin on one day the one recorded last counts.
  static Truth follows(const TermFact& other, const TermFact& term) {
    if (other.from.first > term.from.last) return Truth::kYes;
    if (other.from.last < term.from.first) return Truth::kNo;
    const bool same = other.from.known() && other.from == term.from;
    return same ? rules::truth_of(&other > &term) : Truth::kUndetermined;
  }

  Truth took_part(const TermFact& term) const {
    Truth there = b_.state.seat_in(b_.place, *b_.row.body, term.seat, b_.day);
    bool acting_is_chair = false;
    const auto organisation = b_.state.organisation_of(b_.body, term.seat);
    if (of_heads() && organisation) {
      Headship heads(term, person_of(term, *organisation));
      for (const OfficeFact& fact : b_.state.head_changes(*organisation)) heads.take(fact, b_.day);
      there = conjunction(there, heads.is_chair());
      acting_is_chair = heads.acting_is_chair();
    }
    if (another_sat_in(term.seat, acting_is_chair)) return Truth::kNo;
    return conjunction(there, present(term.seat));
  }

  bool of_heads() const {
    return b_.body.rule == static_cast<std::uint8_t>(fb::SeatRule::HEADS_OF_MEMBERS);
  }

  /// Who became chair: whom the decision names, else who headed the organisation then.
  std::optional<Id> person_of(const TermFact& term, const Id& organisation) const {
    for (const auto& named : b_.state.list<TermPersonFact>(row_key("ap", *b_.row.body))) {
      if (named.source == term.source && named.seat == term.seat) return named.person;
    }
    const std::int32_t day = term.from.has_last() ? term.from.last : b_.day;
    return b_.state.head_on(organisation, day).person;
  }

  /// A list of those present that names nobody says nothing of the chair.
  Truth present(const Id& seat) const {
    if (!b_.row.meeting) return Truth::kYes;
    const auto lists = b_.state.list<AttendanceFact>(row_key("agW", *b_.row.meeting));
    const bool named = std::any_of(lists.begin(), lists.end(), [](const AttendanceFact& fact) {
      return !fact.present.empty();
    });
    return named ? present_at(b_.state, *b_.row.meeting, seat, b_.row.agenda_item) : Truth::kYes;
  }

  bool another_sat_in(const Id& seat, bool acting_is_chair) const {
    const auto stood_in = [&](const ledger::Hash& at) {
      const auto ways = b_.state.list<StandInFact>(row_key("as", at));
      return std::any_of(ways.begin(), ways.end(), [&](const StandInFact& way) {
        return way.seat == seat && is_stand_in(way, acting_is_chair);
      });
    };
    return stood_in(b_.digest) || (b_.row.meeting && stood_in(*b_.row.meeting));
  }

  bool is_stand_in(const StandInFact& way, bool acting_is_chair) const {
    switch (static_cast<fb::ActingAs>(way.acting_as)) {
      case fb::ActingAs::ACTING_HEAD:
        return !acting_is_chair;
      case fb::ActingAs::DEPUTY_HEAD:
      case fb::ActingAs::OTHER:
        return true;
      case fb::ActingAs::REPRESENTATIVE:
        return of_heads();
      default:
        return false;
    }
  }

  const BallotOnDay& b_;
  std::vector<TermFact> terms_;
  std::vector<TermFact> vacated_;
};

}  // namespace

Casting casting_of(const BallotOnDay& b, fb::CastingHolder holder) {
  const bool third = b.state.since(3);
  if (holder == fb::CastingHolder::PRESIDING && b.row.meeting) {
    const auto seat = presiding(b);
    // Somebody presided, whether or not the paper says who.
    return {seat, seat || !third ? Truth::kYes : Truth::kUndetermined};
  }
  if (third && holder == fb::CastingHolder::PRESIDING) return {std::nullopt, Truth::kNo};
  if (third) return ChairReader(b).read();
  const auto chair = b.state.holder_on(*b.row.body, fb::OfficeKind::CHAIR, b.day);
  return {chair ? std::optional(chair->seat) : std::nullopt, Truth::kYes};
}

}  // namespace projections::internal
