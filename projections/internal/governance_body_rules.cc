// SPDX-License-Identifier: Apache-2.0
// Who may compose which body of whom: councils by rule, an expert council by a council's decision,
// a working group out of its parent's members.
#include <set>

#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

using Seats = flatbuffers::Vector<flatbuffers::Offset<fb::Seat>>;

Sentence kind_words(fb::BodyKind kind) { return governance::words_of(kind); }

Status check_seat_list(const Case& c, const Seats& seats) {
  std::set<Id> seen;
  for (const fb::Seat* seat : seats) {
    const Id id = fixed_of<Id>(seat->seat());
    if (!seen.insert(id).second) {
      return refuse(
          "DUPLICATE_SEAT",
          with_id("the seat ", "место ", id) + Sentence{" is listed twice", " указано дважды"},
          "payload.seats");
    }
    if (seat->organisation() == nullptr) continue;
    if (auto known =
            check_organisation(c, fixed_of<Id>(seat->organisation()), "payload.seats.organisation");
        !known) {
      return known;
    }
  }
  return Ok{};
}

/// The decision that composes a body: of the body that the charter names, and not without effect.
Status check_decision(const Case& c, const fb::BodyRules& rule, const fb::BodyComposed& event) {
  const Sentence clause = clause_of(c.charter(), body_parameter(event.kind(), "composed_by"));
  if (event.decision() == nullptr) {
    return refuse("DECISION_REQUIRED",
                  Sentence{"the composition of a body of this kind (", "состав органа ("} +
                      kind_words(event.kind()) +
                      Sentence{") is set by a decision; this event names none",
                               ") определяет решение; в событии оно не названо"},
                  "payload.decision", clause);
  }
  const auto decision = c.state.one<DecisionRow>(row_key("agE", fixed_of<Hash>(event.decision())));
  if (!decision || decision->outcome == Outcome::kRejected) {
    return refuse("DECISION_NOT_ADOPTED",
                  {"the decision that composes the body was not adopted or had no quorum",
                   "решение о составе органа не принято или не имело кворума"},
                  "payload.decision", clause);
  }
  if (rule.composed_by_body() == nullptr || !decision->body) return Ok{};
  const auto body = c.state.composition_on(*decision->body, c.today());
  const auto wanted = rule.composed_by_body()->kind();
  if (!body || body->kind == static_cast<std::uint8_t>(wanted)) return Ok{};
  return refuse("WRONG_BODY",
                Sentence{"the decision was taken by: ", "решение принял: "} +
                    kind_words(static_cast<fb::BodyKind>(body->kind)) +
                    Sentence{"; the charter wants one of: ", "; по положению его принимает: "} +
                    kind_words(wanted),
                "payload.decision", clause);
}

Status check_composer(const Case& c, const fb::BodyRules& rule, const fb::BodyComposed& event) {
  switch (rule.composed_by()) {
    case fb::ComposedBy::BODY_DECISION:
      return check_decision(c, rule, event);
    case fb::ComposedBy::BODY_CHAIR: {
      const auto parent = event.parent() == nullptr
                              ? std::optional<Id>()
                              : c.state.body_of(fixed_of<Hash>(event.parent()));
      if (parent && is_chair_of(c, *parent)) return Ok{};
      return not_allowed(
          c, {"the chair of the parent body", "председатель органа, при котором он создаётся"},
          "author", clause_of(c.charter(), body_parameter(event.kind(), "composed_by")));
    }
    case fb::ComposedBy::OPERATOR_ORDER:
      if ((standing_of(c, fb::RepresentationScope::ALL_ACTS) &
           (kRegionalOperator | kClusterOperator)) != 0) {
        return Ok{};
      }
      return not_allowed(c, {"the operator", "оператор"}, "author",
                         clause_of(c.charter(), body_parameter(event.kind(), "composed_by")));
    default:
      return Ok{};
  }
}

Status check_from_parent(const Case& c, const fb::BodyComposed& event) {
  const auto parent = event.parent() == nullptr ? std::optional<Id>()
                                                : c.state.body_of(fixed_of<Hash>(event.parent()));
  const Sentence clause = clause_of(c.charter(), body_parameter(event.kind(), "seats_from"));
  if (!parent) {
    return refuse("WORKING_GROUP_MEMBER",
                  {"the members of this body come from its parent body, which is not named",
                   "члены этого органа берутся из органа, при котором он создан, а он не назван"},
                  "payload.parent", clause);
  }
  const auto composition = c.state.composition_on(*parent, c.today());
  if (!composition || event.seats() == nullptr) return Ok{};
  for (const fb::Seat* seat : *event.seats()) {
    const Id id = fixed_of<Id>(seat->seat());
    const auto person = seat->person() == nullptr
                            ? std::optional<Id>()
                            : std::optional(fixed_of<Id>(seat->person()->person()));
    const bool same_person =
        person && std::any_of(composition->seats.begin(), composition->seats.end(),
                              [&](const SeatRow& row) { return row.person == person; });
    if (same_person || c.state.seat_in(c.place, *parent, id, c.today()) != Truth::kNo) continue;
    return refuse("WORKING_GROUP_MEMBER",
                  with_id("the seat ", "место ", id) +
                      Sentence{" is not one of the parent body, from whose members this one is "
                               "formed",
                               " не из органа, из членов которого образуется этот"},
                  "payload.seats", clause);
  }
  return Ok{};
}

Status check_from_members(const Case& c, const fb::BodyComposed& event) {
  if (event.seats() == nullptr) return Ok{};
  for (const fb::Seat* seat : *event.seats()) {
    const auto organisation = optional_of<Id>(seat->organisation());
    if (!organisation || c.state.member_on(c.place, *organisation, c.today()) != Truth::kNo) {
      continue;
    }
    return refuse(
        "SEAT_OF_NON_MEMBER",
        with_id("the organisation ", "организация ", *organisation) +
            Sentence{" is not a member on ", " не участник на "} + same(day_text(c.today())) +
            Sentence{"; seats are the members'", "; места принадлежат участникам"},
        "payload.seats", clause_of(c.charter(), body_parameter(event.kind(), "seats_from")));
  }
  return Ok{};
}

Status check_composed(const Case& c, const fb::BodyComposed& event) {
  if (event.seats() != nullptr) {
    if (auto seats = check_seat_list(c, *event.seats()); !seats) return seats;
  }
  const fb::BodyRules* rule = body_rules(c.charter(), event.kind());
  if (!c.native || rule == nullptr) return Ok{};
  if (auto composer = check_composer(c, *rule, event); !composer) return composer;
  if (rule->seats_from() == fb::SeatSource::PARENT_BODY) return check_from_parent(c, event);
  const bool members = rule->seats_from() == fb::SeatSource::MEMBER_HEADS ||
                       rule->seats_from() == fb::SeatSource::PARTICIPANTS;
  return members ? check_from_members(c, event) : Status(Ok{});
}

Status check_vacated(const Case& c, const fb::OfficeVacated& event) {
  const auto body = c.state.body_of(fixed_of<Hash>(event.body()));
  if (!body) return Ok{};
  if (auto here = check_body_here(c, *body, "payload.body"); !here) return here;
  const Id seat = fixed_of<Id>(event.seat());
  if (!c.native || c.state.seat_in(c.place, *body, seat, c.today()) != Truth::kNo) return Ok{};
  return seat_unknown(seat, DayRange::on(c.today()), "payload.seat");
}

}  // namespace

ledger::Error seat_unknown(const Id& seat, const DayRange& days, const char* where) {
  return refuse("SEAT_UNKNOWN",
                with_id("the body has no seat ", "в органе нет места ", seat) +
                    Sentence{" on ", " на "} + day_words(days),
                where);
}

Status check_organisation(const Case& c, const Id& organisation, const char* where) {
  if (c.state.knows_organisation(organisation)) return Ok{};
  if (c.state.knows_cluster(organisation)) {
    return refuse("CLUSTER_AS_PARTY",
                  with_id("the cluster ", "кластер ", organisation) +
                      Sentence{" is not a legal person: its organisations act and sign themselves",
                               " не юридическое лицо: действуют и подписывают сами организации"},
                  where);
  }
  return refuse("UNKNOWN_SUBJECT",
                with_id("no earlier event declares the organisation ",
                        "ни одно событие раньше не объявляет организацию ", organisation),
                where);
}

Status check_body_here(const Case& c, const Id& body, const char* where) {
  const auto composition = c.state.composition_on(body, c.today());
  if (!composition || composition->place == c.place.scope) return Ok{};
  const bool of_region =
      c.place.region &&
      composition->place == ledger::Scope{ledger::ScopeKind::kRegion, *c.place.region};
  if (of_region && !c.native) return Ok{};
  return refuse(
      "PLACE_MISMATCH",
      with_id("the body ", "орган ", body) + Sentence{" belongs to another place than the event",
                                                      " относится к другому месту, чем событие"},
      where);
}

Status check_bodies(const Case& c) {
  if (const auto* event = c.payload.as<fb::BodyComposed>()) return check_composed(c, *event);
  if (const auto* event = c.payload.as<fb::OfficeVacated>()) return check_vacated(c, *event);
  return Ok{};
}

}  // namespace projections::internal
