// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/chair_terms.h"

#include <algorithm>
#include <utility>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;
using rules::on_or_before;

class Terms {
 public:
  Terms(const Council& council, const Id& body, std::vector<ChairTerm>& out)
      : council_(council), facts_(council.facts()), body_(body), out_(out) {}

  void add_all() {
    for (const auto& fact : council_.chronicle().all<fb::OpeningState>()) add_opening(fact);
    auto decisions = facts_at(facts_.fillings, body_);
    std::stable_sort(decisions.begin(), decisions.end(), [&](const auto& a, const auto& b) {
      return facts_.decided_on(a).not_before.value_or(rules::kFirstDate) <
             facts_.decided_on(b).not_before.value_or(rules::kFirstDate);
    });
    for (const auto& fact : decisions) {
      for (const fb::OfficeFilling* one : *fact->offices()) {
        const bool ours = facts_.body_id(one->body()) == body_;
        if (ours && one->office() == fb::OfficeKind::CHAIR) add_decided(fact, *one);
      }
    }
  }

 private:
  void add_opening(const Fact<fb::OpeningState>& fact) {
    if (fact->offices() == nullptr) return;
    for (const fb::OpeningOffice* one : *fact->offices()) {
      if (one->role() != fb::Role::COUNCIL_CHAIR && one->role() != fb::Role::EXPERT_CHAIR) continue;
      const auto seat = one->seat() == nullptr ? one->organisation() : one->seat();
      if (seat == nullptr || facts_.body_id(one->body()) != body_) continue;
      ChairTerm term;
      term.seat = fixed_of<Id>(seat);
      term.from = one->since() == nullptr ? FuzzyDate{{}, rules::fuzzy(fact->as_of()).not_after}
                                          : rules::fuzzy(one->since());
      if (one->person() != nullptr) {
        term.person = facts_.person(fixed_of<Id>(one->person()->person()));
      }
      term.evidence.add(*fact.source);
      find_last_day(one->term(), council_.governing(term.from), term);
      finish(std::move(term));
    }
  }

  void add_decided(const Fact<fb::DecisionDeclared>& fact, const fb::OfficeFilling& one) {
    ChairTerm term;
    term.seat = fixed_of<Id>(one.seat());
    term.decision = fact;
    term.mode = one.mode();
    const FuzzyDate decided = facts_.decided_on(fact);
    term.from = one.from() == nullptr ? decided : rules::fuzzy(one.from());
    if (one.person() != nullptr) {
      term.person = facts_.person(fixed_of<Id>(one.person()->person()));
    }
    term.evidence.add(*fact.source);
    const Outcome outcome = outcome_of(council_, fact);
    term.effective = outcome.adopted;
    term.grounds.add(outcome.grounds);
    if (outcome.adopted == Truth::kNo) term.code = "DECISION_NOT_VALID";
    const Governing governing = council_.governing(decided);
    judge(fact, governing, decided, term);
    find_last_day(one.term(), governing, term);
    finish(std::move(term));
  }

  const fb::ChairRule* rule_of(const Governing& governing) const {
    const auto* body = governing.body(council_.kind_of(body_));
    return body == nullptr ? nullptr : body->chair();
  }

  RuleUsed rule_used(const Governing& governing) const {
    return governing.charter->rule(rules::Charter::body_path(council_.kind_of(body_)) + ".chair");
  }

  /// Who may elect, and whom.
  void judge(const Fact<fb::DecisionDeclared>& fact, const Governing& governing,
             const FuzzyDate& decided, ChairTerm& term) const {
    const fb::ChairRule* rule = rule_of(governing);
    if (rule == nullptr) return;
    term.grounds.rules.push_back(rule_used(governing));
    const auto decider = facts_.body_of(*fact);
    if (rule->by() != nullptr && decider && council_.kind_of(*decider) != rule->by()->kind()) {
      refuse(term, "OUT_OF_COMPETENCE");
    }
    const auto days = possible_days(council_, decided);
    const auto body = council_.shared_body(body_, days.back());
    if (!rule->from_seats() || body == nullptr) return;
    const Truth eligible = sat_there(term.seat, days);
    if (eligible == Truth::kNo) return refuse(term, "CHAIR_NOT_ELIGIBLE");
    term.effective = rules::conjunction(term.effective, eligible);
    const SeatHolder* holder = body->holder(term.seat);
    if (holder == nullptr) return;
    if (!term.person) term.person = holder->person;
    term.effective = rules::conjunction(term.effective, holder->entitled);
    lose_seat(*holder, decided, term);
  }

  /// Whether somebody held the seat on each of the days on which it may have been decided.
  Truth sat_there(const Id& seat, const std::vector<Date>& days) const {
    std::size_t held = 0;
    for (const Date day : days) {
      const auto body = council_.shared_body(body_, day);
      const SeatHolder* holder = body == nullptr ? nullptr : body->holder(seat);
      held += holder != nullptr && holder->state != SeatState::kVacant ? 1 : 0;
    }
    if (held == days.size()) return Truth::kYes;
    return held == 0 ? Truth::kNo : Truth::kUndetermined;
  }

  static void refuse(ChairTerm& term, const char* code) {
    term.effective = Truth::kNo;
    term.code = code;
  }

  /// Whether the change releases the chair, as far as it says whom.
  static bool may_be_released(const Fact<fb::OfficeHolderChanged>& fact,
                              const std::optional<Id>& person, const ChairTerm& term) {
    const bool of_another = person && term.person && person != term.person;
    return fact->change() == fb::OfficeChangeKind::RELEASED && !of_another;
  }

  /// The first day on which somebody else heads the organisation, or it is no member any more.
  void lose_seat(const SeatHolder& holder, const FuzzyDate& decided, ChairTerm& term) const {
    const auto take = [&](const FuzzyDate& day, const Source& source) {
      term.lost_seat_on = term.lost_seat_on ? earlier_of(*term.lost_seat_on, day) : day;
      term.evidence.add(source);
    };
    if (!holder.organisation) return;
    for (const auto& fact : facts_at(facts_.heads, *holder.organisation)) {
      const FuzzyDate from = rules::fuzzy(fact->from());
      if (on_or_before(from, decided) != Truth::kNo) continue;
      const auto person = fact->person() == nullptr
                              ? std::optional<Id>()
                              : facts_.person(fixed_of<Id>(fact->person()->person()));
      if (fact->role() != fb::Role::HEAD) continue;
      const bool appointed = fact->change() == fb::OfficeChangeKind::APPOINTED;
      // Of whom nobody says who they are, they may be the chair, appointed again.
      const bool may_be_same = appointed && !(person && term.person);
      const bool another = appointed && person != term.person;
      if (may_be_same) {
        take({from.not_before, {}}, *fact.source);
      } else if (appointed ? another : may_be_released(fact, person, term)) {
        take(from, *fact.source);
      }
    }
    for (const Membership& member : council_.members()) {
      if (member.organisation != *holder.organisation || !member.end) continue;
      if (member.end->effective == Truth::kNo) continue;
      if (rules::before(member.end->last_day, decided) == Truth::kYes) continue;
      const FuzzyDate out = days_after(member.end->last_day, 1);
      const bool certain = member.end->effective == Truth::kYes;
      take(certain ? out : FuzzyDate{out.not_before, {}}, member.founded_by);
    }
  }

  void find_last_day(const fb::Term* stated, const Governing& governing, ChairTerm& term) const {
    const rules::Calendar& calendar = calendar_of(
        council_.chronicle(), governing.charter ? &governing.charter->charter : nullptr);
    const fb::ChairRule* rule = rule_of(governing);
    const fb::Length* ruled = rule == nullptr ? nullptr : rule->term();
    std::optional<FuzzyDate> by_rule;
    if (ruled != nullptr) {
      by_rule = rules::tenure(term.from, rules::length_of(*ruled), calendar).last_day;
    }
    const bool given = stated != nullptr && stated->kind() != fb::TermKind::NOT_STATED;
    if (given) {
      term.last_day = last_day_of(*stated, term.from, calendar);
      if (by_rule) compare(*by_rule, rule->term_relation(), term);
      return;
    }
    if (!by_rule) {
      if (rule == nullptr) {
        term.grounds.missing.push_back(
            missing("chair rule of the body", "neither the charter nor the decision gives a term",
                    "ни правила, ни решение не называют срока полномочий"));
      }
      return;
    }
    term.last_day = by_rule;
    if (rule->term_relation() != fb::TermRelation::AT_MOST) return;
    // "Not more than": the decision itself has to say how long.
    term.term_missing = true;
    term.last_day->not_before = term.from.not_before;
    term.grounds.missing.push_back(missing("term of office", "the decision states no term",
                                           "решение не называет срока полномочий"));
  }

  /// A term longer than the charter's ends with the charter's.
  static void compare(const FuzzyDate& by_rule, fb::TermRelation relation, ChairTerm& term) {
    if (!term.last_day) {
      term.term_as_ruled = Truth::kNo;
      term.last_day = by_rule;
      return;
    }
    const Truth longer = rules::before(by_rule, *term.last_day);
    const Truth shorter = rules::before(*term.last_day, by_rule);
    const bool exactly = relation == fb::TermRelation::EXACTLY;
    term.term_as_ruled = rules::negation(exactly ? rules::disjunction(longer, shorter) : longer);
    if (longer == Truth::kYes) term.last_day = by_rule;
  }

  /// The first leaving by its day ends the term; one whose day is not known does not hide another.
  void find_vacancy(ChairTerm& term) const {
    std::vector<Fact<fb::OfficeVacated>> all;
    for (const auto& fact : facts_at(facts_.vacated, body_)) {
      const FuzzyDate day = rules::fuzzy(fact->vacated_on());
      const bool ours =
          fact->office() == fb::OfficeKind::CHAIR && fixed_of<Id>(fact->seat()) == term.seat;
      if (!ours || rules::before(day, term.from) == Truth::kYes) continue;
      all.push_back(fact);
      term.vacated_on = term.vacated_on ? earlier_of(*term.vacated_on, day) : day;
      if (!term.vacated || leads(day, rules::fuzzy((*term.vacated)->vacated_on()))) {
        term.vacated = fact;
      }
    }
    for (const auto& fact : all) {
      const FuzzyDate day = rules::fuzzy(fact->vacated_on());
      const bool other = fact.index() != term.vacated->index();
      const FuzzyDate first = rules::fuzzy((*term.vacated)->vacated_on());
      if (!other || on_or_before(first, day) != Truth::kYes) term.evidence.add(*fact.source);
    }
  }

  /// Whether a leaving on `day` stands before one on `other`.
  static bool leads(const FuzzyDate& day, const FuzzyDate& other) {
    if (rules::before(day, other) == Truth::kYes) return true;
    return day.known() && !other.known() && rules::before(other, day) != Truth::kYes;
  }

  static void succeed(const FuzzyDate& from, ChairTerm& earlier) {
    earlier.succeeded_on = earlier.succeeded_on ? earlier_of(*earlier.succeeded_on, from) : from;
  }

  void finish(ChairTerm term) {
    find_vacancy(term);
    for (ChairTerm& earlier : out_) {
      const auto day = term.from.not_before;
      if (!day || earlier.in_office(*day) == Truth::kNo || term.effective == Truth::kNo) continue;
      if (earlier.seat == term.seat) term.overlaps = true;
      if (term.effective == Truth::kYes) {
        succeed(term.from, earlier);
      } else if (earlier.seat != term.seat) {
        // Whether another came into office is not known, nor then whether this one still is.
        succeed({term.from.not_before, {}}, earlier);
      }
    }
    term.grounds.evidence.add(term.evidence);
    out_.push_back(std::move(term));
  }

  const Council& council_;
  const CouncilFacts& facts_;
  const Id body_;
  std::vector<ChairTerm>& out_;
};

}  // namespace

void add_chair_terms(const Council& council, const Id& body, std::vector<ChairTerm>& out) {
  Terms(council, body, out).add_all();
}

}  // namespace projections::governance::internal
