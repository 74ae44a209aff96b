// SPDX-License-Identifier: Apache-2.0
// Decisions that fill offices, admit or exclude: of the body that the charter names, by a ballot
// that adopted them, with a term that the charter allows.
#include "projections/internal/governance_case.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::refused;
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
  return refused("NOT_A_BODY_MEETING",
                 meeting->body ? "the meeting is one of another body than the decision"
                               : "a conference is not a meeting of the body: what it settles is "
                                 "no decision of the body",
                 "payload.meeting");
}

/// What is decided is what the ballot was on.
Status check_ballot(const Case& c, const fb::DecisionDeclared& event,
                    const std::optional<Id>& body) {
  if (event.ballot() == nullptr) return Ok{};
  const auto ballot = c.state.one<BallotRow>(row_key("agL", fixed_of<Hash>(event.ballot())));
  if (!ballot) return Ok{};
  if (body && ballot->body && ballot->body != body) {
    return refused("NOT_A_BODY_MEETING", "the ballot is one of another body than the decision",
                   "payload.ballot");
  }
  if (!asks_effect(event)) return Ok{};
  if (ballot->outcome == Outcome::kOpen) {
    return refused("BALLOT_OPEN", "the ballot is still open: its outcome stands when it is closed",
                   "payload.ballot");
  }
  if (ballot->outcome != Outcome::kRejected) return Ok{};
  const bool admits = event.admits() != nullptr && event.admits()->size() > 0;
  const bool unanimous =
      c.charter() != nullptr && c.charter()->parameters()->membership()->include_by() ==
                                    fb::InclusionRule::UNANIMOUS_AT_MEETING;
  if (admits && unanimous) return Ok{};  // NO_UNANIMITY says it better
  return refused("DECISION_NOT_ADOPTED",
                 "the ballot did not adopt it, by its votes or for want of a quorum",
                 "payload.ballot");
}

// --- offices -------------------------------------------------------------------------------------

struct Filling {
  const fb::OfficeFilling& event;
  Id body;
  fb::BodyKind kind{};
  Id seat;
  DayRange from;
};

/// A rule's `term` against what the decision gives.
Status check_term(const Case& c, const Filling& filling, const fb::ChairRule& rule) {
  const auto* term = filling.event.term();
  if (rule.term() == nullptr || term == nullptr) return Ok{};
  const std::string clause = clause_of(c.charter(), body_parameter(filling.kind, "chair.term"));
  const bool exactly = rule.term_relation() == fb::TermRelation::EXACTLY;
  const auto wrong = [&](const std::string& found) {
    return refused("TERM_NOT_ALLOWED",
                   "the term is " + std::string(exactly ? "exactly " : "at most ") +
                       std::to_string(rule.term()->count()) + " " +
                       fb::EnumNameLengthUnit(rule.term()->unit()) + clause + "; this one is " +
                       found,
                   "payload.offices.term");
  };
  if (term->kind() == fb::TermKind::OPEN_ENDED) return wrong("without an end");
  if (!filling.from.known() || term->kind() == fb::TermKind::NOT_STATED) return Ok{};
  const rules::Calendar none;
  const auto from = date_of_number(filling.from.first);
  const auto wanted = rules::tenure(from, rules::length_of(*rule.term()), none);
  DayRange last = days_of(term->until());
  if (term->kind() == fb::TermKind::LENGTH) {
    const auto given = rules::tenure(from, rules::length_of(*term->length()), none);
    if (given) last = DayRange::on(day_number(given->last_day));
  }
  if (!wanted || !last.known()) return Ok{};
  const std::int32_t end = day_number(wanted->last_day);
  if (exactly ? last.first == end : last.first <= end) return Ok{};
  return wrong("from " + day_text(filling.from) + " to " + day_text(last));
}

Status check_eligible(const Case& c, const Filling& filling, const fb::ChairRule& rule) {
  if (!rule.from_seats()) return Ok{};
  const std::int32_t day = filling.from.known() ? filling.from.first : c.today();
  if (c.state.seat_in(c.place, filling.body, filling.seat, day) != Truth::kNo) return Ok{};
  return refused("CHAIR_NOT_ELIGIBLE",
                 "the chair is one of the body's members; the seat " + hex(filling.seat) +
                     " is none of them on " + day_text(day) +
                     clause_of(c.charter(), body_parameter(filling.kind, "chair.from_seats")),
                 "payload.offices.seat");
}

/// Who elects or appoints, and that it did so.
Status check_mandate(const Case& c, const fb::DecisionDeclared& event, const Filling& filling,
                     const fb::ChairRule& rule, const std::optional<Id>& body) {
  if (rule.mode() != fb::OfficeMode::ELECTED && rule.mode() != fb::OfficeMode::APPOINTED) {
    return Ok{};
  }
  const std::string clause = clause_of(c.charter(), body_parameter(filling.kind, "chair.by"));
  if (event.ballot() == nullptr) {
    return refused("DECISION_NOT_ADOPTED",
                   "an office is filled by a decision that a ballot has adopted; this one names "
                   "no ballot" +
                       clause,
                   "payload.ballot");
  }
  if (rule.by() == nullptr || !body) return Ok{};
  const auto composition = c.state.composition_on(*body, c.today());
  if (!composition || composition->kind == static_cast<std::uint8_t>(rule.by()->kind())) {
    return Ok{};
  }
  return refused("WRONG_BODY",
                 std::string("the office is filled by a decision of a ") +
                     fb::EnumNameBodyKind(rule.by()->kind()) + clause + "; this one is of a " +
                     fb::EnumNameBodyKind(static_cast<fb::BodyKind>(composition->kind)),
                 "payload.body");
}

/// Terms of one seat do not overlap, and two seats do not take one office on one day.
Status check_overlap(const Case& c, const Filling& filling, std::int32_t until) {
  if (!filling.from.known()) return Ok{};
  const std::int32_t from = filling.from.first;
  for (const TermFact& other : c.state.list<TermFact>(row_key("agK", filling.body))) {
    if (other.vacated || other.void_ || !other.from.known()) continue;
    if (other.office != static_cast<std::uint8_t>(filling.event.office())) continue;
    const bool vacated_since = [&] {
      for (const TermFact& left : c.state.list<TermFact>(row_key("agK", filling.body))) {
        if (left.vacated && left.seat == other.seat && left.from.first >= other.from.first &&
            left.from.last <= from) {
          return true;
        }
      }
      return false;
    }();
    if (vacated_since) continue;
    const bool same_seat = other.seat == filling.seat;
    const bool overlaps = from <= other.until.last && other.from.first <= until;
    if (same_seat ? !overlaps : from != other.from.first) continue;
    return refused("TERM_OVERLAP",
                   "the seat " + hex(other.seat) + " holds the office from " +
                       day_text(other.from) +
                       (other.until.has_last() ? " to " + day_text(other.until) : std::string()) +
                       ": the new term begins after it",
                   "payload.offices.from");
  }
  return Ok{};
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
  return check_overlap(c, filling,
                       last_day_of(c.charter(), filling.kind, filling.event, filling.from).last);
}

/// The day of the decision: that of its meeting, or today.
DayRange day_of(const Case& c, const fb::DecisionDeclared& event) {
  if (event.meeting() == nullptr) return DayRange::on(c.today());
  const auto meeting = c.state.one<MeetingRow>(row_key("agN", fixed_of<Hash>(event.meeting())));
  return meeting && meeting->day.known() ? meeting->day : DayRange::on(c.today());
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
    const DayRange from = one->from() == nullptr ? day_of(c, event) : days_of(one->from());
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
  return refused("NO_UNANIMITY",
                 std::string("a newcomer is admitted when every participant votes for it at a "
                             "meeting; ") +
                     (ballot ? "this ballot was not unanimous" : "this decision names no ballot") +
                     clause_of(c.charter(), "membership.include_by"),
                 "payload.ballot");
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
    return refused("NO_APPLICATION",
                   "the organisation " + hex(organisation) + " has not applied" +
                       clause_of(c.charter(), "membership.consent"),
                   "payload.admits");
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
  return refused("WRONG_BODY",
                 std::string("a ") + fb::EnumNameBodyKind(kind) + " is no organ of the cluster" +
                     clause_of(c.charter(), body_parameter(kind, "organ_of_cluster")),
                 "payload.body");
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
  if (length == nullptr || !from.known()) return {};
  const auto tenure =
      rules::tenure(date_of_number(from.first), rules::length_of(*length), rules::Calendar());
  return tenure ? DayRange::on(day_number(tenure->last_day)) : DayRange{};
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
