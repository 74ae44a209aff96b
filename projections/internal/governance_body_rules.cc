// SPDX-License-Identifier: Apache-2.0
// Who may compose which body of whom: councils by rule, an expert council by a council's decision,
// a working group out of its parent's members.
#include <set>

#include "projections/internal/governance_case.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::refused;
using ledger::Status;

using Seats = flatbuffers::Vector<flatbuffers::Offset<fb::Seat>>;

std::string kind_text(fb::BodyKind kind) { return fb::EnumNameBodyKind(kind); }

Status check_seat_list(const Case& c, const Seats& seats) {
  std::set<Id> seen;
  for (const fb::Seat* seat : seats) {
    const Id id = fixed_of<Id>(seat->seat());
    if (!seen.insert(id).second) {
      return refused("DUPLICATE_SEAT", "the seat " + hex(id) + " is listed twice", "payload.seats");
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
  const std::string clause = clause_of(c.charter(), body_parameter(event.kind(), "composed_by"));
  if (event.decision() == nullptr) {
    return refused("DECISION_REQUIRED",
                   "a " + kind_text(event.kind()) +
                       " is composed by a decision of a body; "
                       "this event names none" +
                       clause,
                   "payload.decision");
  }
  const auto decision = c.state.one<DecisionRow>(row_key("agE", fixed_of<Hash>(event.decision())));
  if (!decision || decision->outcome == Outcome::kRejected) {
    return refused("DECISION_NOT_ADOPTED",
                   "the decision that composes the body was not adopted or had no quorum" + clause,
                   "payload.decision");
  }
  if (rule.composed_by_body() == nullptr || !decision->body) return Ok{};
  const auto body = c.state.composition_on(*decision->body, c.today());
  const auto wanted = rule.composed_by_body()->kind();
  if (!body || body->kind == static_cast<std::uint8_t>(wanted)) return Ok{};
  return refused("WRONG_BODY",
                 "the decision is of a " + kind_text(static_cast<fb::BodyKind>(body->kind)) +
                     ", the charter wants one of a " + kind_text(wanted) + clause,
                 "payload.decision");
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
      return not_allowed(c,
                         "the chair of the parent body" +
                             clause_of(c.charter(), body_parameter(event.kind(), "composed_by")),
                         "author");
    }
    case fb::ComposedBy::OPERATOR_ORDER:
      if ((standing_of(c, fb::RepresentationScope::ALL_ACTS) &
           (kRegionalOperator | kClusterOperator)) != 0) {
        return Ok{};
      }
      return not_allowed(
          c, "the operator" + clause_of(c.charter(), body_parameter(event.kind(), "composed_by")),
          "author");
    default:
      return Ok{};
  }
}

Status check_from_parent(const Case& c, const fb::BodyComposed& event) {
  const auto parent = event.parent() == nullptr ? std::optional<Id>()
                                                : c.state.body_of(fixed_of<Hash>(event.parent()));
  const std::string clause = clause_of(c.charter(), body_parameter(event.kind(), "seats_from"));
  if (!parent) {
    return refused(
        "WORKING_GROUP_MEMBER",
        "the members of this body come from its parent body, which is not named" + clause,
        "payload.parent");
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
    return refused("WORKING_GROUP_MEMBER",
                   "the seat " + hex(id) +
                       " is not one of the parent body, from whose members "
                       "this one is formed" +
                       clause,
                   "payload.seats");
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
    return refused("SEAT_OF_NON_MEMBER",
                   "the organisation " + hex(*organisation) + " is not a member on " +
                       day_text(c.today()) + "; seats are the members'" +
                       clause_of(c.charter(), body_parameter(event.kind(), "seats_from")),
                   "payload.seats");
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
  return refused("SEAT_UNKNOWN", "the body has no seat " + hex(seat), "payload.seat");
}

}  // namespace

Status check_organisation(const Case& c, const Id& organisation, const char* where) {
  if (c.state.knows_organisation(organisation)) return Ok{};
  if (c.state.knows_cluster(organisation)) {
    return refused("CLUSTER_AS_PARTY",
                   "the cluster " + hex(organisation) +
                       " is not a legal person: its organisations act and sign themselves",
                   where);
  }
  return refused("UNKNOWN_SUBJECT",
                 "no earlier event declares the organisation " + hex(organisation), where);
}

Status check_body_here(const Case& c, const Id& body, const char* where) {
  const auto composition = c.state.composition_on(body, c.today());
  if (!composition || composition->place == c.place.scope) return Ok{};
  const bool of_region =
      c.place.region &&
      composition->place == ledger::Scope{ledger::ScopeKind::kRegion, *c.place.region};
  if (of_region && !c.native) return Ok{};
  return refused("PLACE_MISMATCH",
                 "the body " + hex(body) + " belongs to another place than the event", where);
}

Status check_bodies(const Case& c) {
  if (const auto* event = c.payload.as<fb::BodyComposed>()) return check_composed(c, *event);
  if (const auto* event = c.payload.as<fb::OfficeVacated>()) return check_vacated(c, *event);
  return Ok{};
}

}  // namespace projections::internal
