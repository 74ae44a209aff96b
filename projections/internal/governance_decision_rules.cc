// SPDX-License-Identifier: Apache-2.0
// Decisions that fill offices, admit or exclude: of the body that the charter names, by a ballot
// that adopted them, with a term that the charter allows.
#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"
#include "projections/internal/governance_possible_days.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

/// A decision asks for an effect on offices, membership or composition.
bool asks_effect(const fb::DecisionDeclared& event) {
  const bool offices = event.offices() != nullptr && event.offices()->size() > 0;
  const bool admits = event.admits() != nullptr && event.admits()->size() > 0;
  const bool excludes = event.excludes() != nullptr && event.excludes()->size() > 0;
  return offices || admits || excludes || event.kind() == fb::DecisionKind::COMPOSITION;
}

Status check_at_meeting(const Case& c, const fb::DecisionDeclared& event,
                        const std::optional<Id>& body) {
  if (event.meeting() == nullptr || !body) return Ok{};
  const auto meeting = c.state.one<MeetingRow>(row_key("agN", fixed_of<Hash>(event.meeting())));
  if (!meeting || meeting->body == body) return Ok{};
  return refuse("NOT_A_BODY_MEETING",
                meeting->body
                    ? Sentence{"the meeting is one of another body than the decision",
                               "заседание не того органа, чьё решение"}
                    : Sentence{"a conference is not a meeting of the body: what it settles is no "
                               "decision of the body",
                               "совещание — не заседание органа: его решения — не решения органа"},
                "payload.meeting");
}

/// What is decided is what the ballot was on.
Status check_ballot(const Case& c, const fb::DecisionDeclared& event,
                    const std::optional<Id>& body) {
  if (event.ballot() == nullptr) return Ok{};
  const auto ballot = c.state.one<BallotRow>(row_key("agL", fixed_of<Hash>(event.ballot())));
  if (!ballot) return Ok{};
  if (body && ballot->body && ballot->body != body) {
    return refuse("NOT_A_BODY_MEETING",
                  {"the ballot is one of another body than the decision",
                   "голосование не того органа, чьё решение"},
                  "payload.ballot");
  }
  if (!asks_effect(event)) return Ok{};
  if (ballot->outcome == Outcome::kOpen) {
    return refuse("BALLOT_OPEN",
                  {"the ballot is still open: its outcome stands when it is closed",
                   "голосование ещё открыто: итог известен, когда оно закрыто"},
                  "payload.ballot");
  }
  if (ballot->outcome != Outcome::kRejected) return Ok{};
  const bool admits = event.admits() != nullptr && event.admits()->size() > 0;
  const bool unanimous =
      c.charter() != nullptr && c.charter()->parameters()->membership()->include_by() ==
                                    fb::InclusionRule::UNANIMOUS_AT_MEETING;
  if (admits && unanimous) return Ok{};  // NO_UNANIMITY says it better
  return refuse("DECISION_NOT_ADOPTED",
                {"the ballot did not adopt it, by its votes or for want of a quorum",
                 "голосование решения не приняло: не хватило голосов или не было кворума"},
                "payload.ballot", voting_clause(c, *ballot));
}

// --- offices -------------------------------------------------------------------------------------

struct Filling {
  const fb::OfficeFilling& event;
  Id body;
  fb::BodyKind kind{};
  Id seat;
  DayRange from;
};

/// Whether the rule is asked of days like these: since version 3 of all that have bounds, and what
/// is wrong on each of them is refused; before, of known ones alone.
bool judged(const Case& c, const DayRange& days) {
  return days.known() || (c.state.since(3) && days.has_first() && days.has_last());
}

/// How the last day of a term that begins on `from` compares with the charter's; `found`: the one
/// that the decision gives.
struct LastDay {
  bool longer = false;
  bool shorter = false;
  DayRange found;
};
std::optional<LastDay> last_day_from(std::int32_t from, const fb::Term& term,
                                     const fb::Length& ruled) {
  const rules::Calendar none;
  const auto start = date_of_number(from);
  const auto wanted = rules::tenure(start, rules::length_of(ruled), none);
  DayRange last = days_of(term.until());
  if (term.kind() == fb::TermKind::LENGTH) {
    const auto given = rules::tenure(start, rules::length_of(*term.length()), none);
    if (given) last = DayRange::on(day_number(given->last_day));
  }
  if (!wanted || !last.known()) return std::nullopt;
  const std::int32_t end = day_number(wanted->last_day);
  return LastDay{last.first > end, last.first < end, last};
}

/// A rule's `term` against what the decision gives.
Status check_term(const Case& c, const Filling& filling, const fb::ChairRule& rule) {
  const auto* term = filling.event.term();
  if (rule.term() == nullptr || term == nullptr) return Ok{};
  const Sentence clause = clause_of(c.charter(), body_parameter(filling.kind, "chair.term"));
  const bool exactly = rule.term_relation() == fb::TermRelation::EXACTLY;
  const auto wrong = [&](const Sentence& found) {
    return refuse("TERM_NOT_ALLOWED",
                  (exactly ? Sentence{"the term is exactly ", "срок — ровно "}
                           : Sentence{"the term is at most ", "срок — не более "}) +
                      governance::words_of(*rule.term()) +
                      Sentence{"; this one is ", "; здесь он "} + found,
                  "payload.offices.term", clause);
  };
  if (term->kind() == fb::TermKind::OPEN_ENDED) return wrong({"without an end", "без конца"});
  if (!judged(c, filling.from) || term->kind() == fb::TermKind::NOT_STATED) return Ok{};
  // A later start only moves the end on: what is too long, or too short, on both is so between.
  const auto early = last_day_from(filling.from.first, *term, *rule.term());
  const auto late = last_day_from(filling.from.last, *term, *rule.term());
  if (!early || !late) return Ok{};
  const bool longer = early->longer && late->longer;
  const bool shorter = early->shorter && late->shorter;
  if (!longer && !(exactly && shorter)) return Ok{};
  return wrong(Sentence{"from ", "с "} + day_words(filling.from) + Sentence{" to ", " по "} +
               day_words({early->found.first, late->found.last}));
}

Status check_eligible(const Case& c, const Filling& filling, const fb::ChairRule& rule) {
  if (!rule.from_seats()) return Ok{};
  const DayRange on =
      c.state.since(3) || filling.from.known() ? filling.from : DayRange::on(c.today());
  const auto days = possible_days(c.state, c.place, filling.body, on);
  if (may_have_seat(c.state, c.place, filling.body, filling.seat, days)) return Ok{};
  return refuse("CHAIR_NOT_ELIGIBLE",
                with_id("the chair is one of the body's members; the seat ",
                        "председатель — один из членов органа; место ", filling.seat) +
                    Sentence{" is none of them on ", " не из них на "} + day_words(on),
                "payload.offices.seat",
                clause_of(c.charter(), body_parameter(filling.kind, "chair.from_seats")));
}

/// Who elects or appoints, and that it did so.
Status check_mandate(const Case& c, const fb::DecisionDeclared& event, const Filling& filling,
                     const fb::ChairRule& rule, const std::optional<Id>& body) {
  if (rule.mode() != fb::OfficeMode::ELECTED && rule.mode() != fb::OfficeMode::APPOINTED) {
    return Ok{};
  }
  const Sentence clause = clause_of(c.charter(), body_parameter(filling.kind, "chair.by"));
  if (event.ballot() == nullptr) {
    return refuse("DECISION_NOT_ADOPTED",
                  {"an office is filled by a decision that a ballot has adopted; this one names "
                   "no ballot",
                   "на должность избирают или назначают решением, принятым голосованием; здесь "
                   "голосование не названо"},
                  "payload.ballot", clause);
  }
  if (rule.by() == nullptr || !body) return Ok{};
  const auto composition = c.state.composition_on(*body, c.today());
  if (!composition || composition->kind == static_cast<std::uint8_t>(rule.by()->kind())) {
    return Ok{};
  }
  return refuse("WRONG_BODY",
                Sentence{"the office is filled by: ", "эту должность замещает решением: "} +
                    governance::words_of(rule.by()->kind()) +
                    Sentence{"; this decision is of: ", "; это решение принял: "} +
                    governance::words_of(static_cast<fb::BodyKind>(composition->kind)),
                "payload.body", clause);
}

/// Whether the seat of the term has left the office since, by that day; since version 3 of the
/// rules whether it may have.
bool vacated_since(const Case& c, const std::vector<TermFact>& facts, const TermFact& term,
                   std::int32_t by) {
  return std::any_of(facts.begin(), facts.end(), [&](const TermFact& left) {
    const std::int32_t day = c.state.since(3) ? left.from.first : left.from.last;
    return left.vacated && left.seat == term.seat && left.from.first >= term.from.first &&
           day <= by;
  });
}

/// A term that stands in the way of one that begins on this day.
std::optional<TermFact> overlapping(const Case& c, const Filling& filling, std::int32_t from) {
  const std::int32_t until =
      last_day_of(c.charter(), filling.kind, filling.event, DayRange::on(from)).last;
  const auto facts = c.state.list<TermFact>(row_key("agK", filling.body));
  for (const TermFact& other : facts) {
    if (other.vacated || other.void_ || !judged(c, other.from)) continue;
    if (other.office != static_cast<std::uint8_t>(filling.event.office())) continue;
    if (vacated_since(c, facts, other, from)) continue;
    const bool same_seat = other.seat == filling.seat;
    const bool ends = c.state.since(3) && other.until.has_first();
    const std::int32_t end = ends ? other.until.first : other.until.last;
    const bool overlaps = from <= end && other.from.last <= until;
    const bool same_day = filling.from.known() && other.from.known() && other.from.first == from;
    if (same_seat ? overlaps : same_day) return other;
  }
  return std::nullopt;
}

/// Terms of one seat do not overlap, and two seats do not take one office on one day. What does so
/// only on some of the days that are possible may be lawful.
Status check_overlap(const Case& c, const Filling& filling) {
  if (!judged(c, filling.from)) return Ok{};
  const auto other = overlapping(c, filling, filling.from.first);
  if (!other || !overlapping(c, filling, filling.from.last)) return Ok{};
  const Sentence until_day =
      other->until.has_last() ? Sentence{" to ", " по "} + day_words(other->until) : Sentence();
  return refuse(
      "TERM_OVERLAP",
      with_id("the seat ", "место ", other->seat) +
          Sentence{" holds the office from ", " занимает должность с "} + day_words(other->from) +
          until_day +
          Sentence{": the new term begins after it", ": новый срок начинается после этого"},
      "payload.offices.from", clause_of(c.charter(), body_parameter(filling.kind, "chair.term")));
}

Status check_filling(const Case& c, const fb::DecisionDeclared& event, const Filling& filling,
                     const std::optional<Id>& body) {
  const fb::BodyRules* rules_of_body = body_rules(c.charter(), filling.kind);
  const fb::ChairRule* rule = rules_of_body == nullptr ? nullptr : rules_of_body->chair();
  if (rule != nullptr) {
    if (auto mandate = check_mandate(c, event, filling, *rule, body); !mandate) return mandate;
    if (auto eligible = check_eligible(c, filling, *rule); !eligible) return eligible;
    if (auto term = check_term(c, filling, *rule); !term) return term;
  }
  return check_overlap(c, filling);
}

/// The day of the decision: that of its meeting, or today.
DayRange day_of(const Case& c, const fb::DecisionDeclared& event, const std::optional<Id>& body) {
  if (event.meeting() == nullptr) return DayRange::on(c.today());
  const auto meeting = c.state.one<MeetingRow>(row_key("agN", fixed_of<Hash>(event.meeting())));
  if (meeting && meeting->day.known()) return meeting->day;
  if (!meeting || !c.state.since(3)) return DayRange::on(c.today());
  return when_held(c.state, c.place, body, meeting->day);
}

Status check_offices(const Case& c, const fb::DecisionDeclared& event,
                     const std::optional<Id>& body) {
  if (event.offices() == nullptr) return Ok{};
  for (const fb::OfficeFilling* one : *event.offices()) {
    if (one->office() != fb::OfficeKind::CHAIR) continue;
    const auto filled = c.state.body_of(fixed_of<Hash>(one->body()));
    if (!filled) continue;
    const auto composition = c.state.composition_on(*filled, c.today());
    if (!composition) continue;
    const DayRange from = one->from() == nullptr ? day_of(c, event, body) : days_of(one->from());
    const Filling filling{*one, *filled, static_cast<fb::BodyKind>(composition->kind),
                          fixed_of<Id>(one->seat()), from};
    if (auto fits = check_filling(c, event, filling, body); !fits) return fits;
  }
  return Ok{};
}

// --- membership ----------------------------------------------------------------------------------

Status check_unanimity(const Case& c, const fb::DecisionDeclared& event) {
  const auto ballot = event.ballot() == nullptr
                          ? std::optional<BallotRow>()
                          : c.state.one<BallotRow>(row_key("agL", fixed_of<Hash>(event.ballot())));
  if (ballot && ballot->outcome != Outcome::kRejected) return Ok{};
  return refuse(
      "NO_UNANIMITY",
      Sentence{"a newcomer is admitted when every participant votes for it at a meeting; ",
               "нового участника принимают, когда на заседании за него голосуют все участники; "} +
          (ballot ? Sentence{"this ballot was not unanimous", "это голосование не единогласное"}
                  : Sentence{"this decision names no ballot",
                             "в этом решении голосование не названо"}),
      "payload.ballot", clause_of(c.charter(), "membership.include_by"));
}

Status check_admitted(const Case& c, const fb::DecisionDeclared& event) {
  if (event.admits() == nullptr || !c.place.cluster || c.charter() == nullptr) return Ok{};
  const auto& rule = *c.charter()->parameters()->membership();
  const bool unanimous = rule.include_by() == fb::InclusionRule::UNANIMOUS_AT_MEETING;
  for (const auto* field : *event.admits()) {
    const Id organisation = fixed_of<Id>(field);
    if (auto fits = check_category(c, organisation, c.today(), "payload.admits"); !fits) {
      return fits;
    }
    if (rule.consent() != fb::ConsentRule::BY_APPLICATION && !unanimous) continue;
    const auto facts = c.state.membership(*c.place.cluster, organisation);
    const bool applied = std::any_of(facts.begin(), facts.end(), [](const MembershipFact& fact) {
      return fact.kind == MembershipKind::kApplied;
    });
    if (applied) continue;
    return refuse("NO_APPLICATION",
                  with_id("the organisation ", "организация ", organisation) +
                      Sentence{" has not applied; a newcomer is admitted on its application",
                               " не подавала заявления; принимают по заявлению"},
                  "payload.admits", clause_of(c.charter(), "membership.consent"));
  }
  return unanimous ? check_unanimity(c, event) : Status(Ok{});
}

/// A body that is no organ of the cluster decides nothing for it.
Status check_organ(const Case& c, const fb::DecisionDeclared& event,
                   const std::optional<Id>& body) {
  if (!body || !c.place.cluster || !asks_effect(event)) return Ok{};
  const auto composition = c.state.composition_on(*body, c.today());
  if (!composition) return Ok{};
  const auto kind = static_cast<fb::BodyKind>(composition->kind);
  const fb::BodyRules* rule = body_rules(c.charter(), kind);
  if (rule == nullptr || rule->organ_of_cluster()) return Ok{};
  return refuse("WRONG_BODY",
                Sentence{"the decision is of: ", "решение принял: "} + governance::words_of(kind) +
                    Sentence{", which is no organ of the cluster; one of its organs decides this",
                             ", а это не орган кластера; такое решает орган кластера"},
                "payload.body", clause_of(c.charter(), body_parameter(kind, "organ_of_cluster")));
}

}  // namespace

DayRange last_day_of(const fb::CharterAdopted* charter, fb::BodyKind kind,
                     const fb::OfficeFilling& filling, const DayRange& from) {
  const auto* term = filling.term();
  if (term != nullptr && term->kind() == fb::TermKind::UNTIL) return days_of(term->until());
  if (term != nullptr && term->kind() == fb::TermKind::OPEN_ENDED) return {};
  const fb::Length* length = nullptr;
  if (term != nullptr && term->kind() == fb::TermKind::LENGTH) length = term->length();
  const fb::BodyRules* rule = body_rules(charter, kind);
  if (length == nullptr && rule != nullptr && rule->chair() != nullptr &&
      filling.office() == fb::OfficeKind::CHAIR) {
    length = rule->chair()->term();
  }
  if (length == nullptr || !from.has_first() || !from.has_last()) return {};
  const auto last_from = [&](std::int32_t day) {
    return rules::tenure(date_of_number(day), rules::length_of(*length), rules::Calendar());
  };
  const auto early = last_from(from.first), late = last_from(from.last);
  if (!early || !late) return {};
  return {day_number(early->last_day), day_number(late->last_day)};
}

Status check_decisions(const Case& c) {
  const auto* event = c.payload.as<fb::DecisionDeclared>();
  if (event == nullptr) return Ok{};
  const auto body = event->body() == nullptr ? std::optional<Id>()
                                             : c.state.body_of(fixed_of<Hash>(event->body()));
  if (body) {
    if (auto here = check_body_here(c, *body, "payload.body"); !here) return here;
  }
  if (!c.native) return Ok{};
  if (auto meeting = check_at_meeting(c, *event, body); !meeting) return meeting;
  if (auto organ = check_organ(c, *event, body); !organ) return organ;
  if (auto ballot = check_ballot(c, *event, body); !ballot) return ballot;
  if (auto offices = check_offices(c, *event, body); !offices) return offices;
  return check_admitted(c, *event);
}

}  // namespace projections::internal
