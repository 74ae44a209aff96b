// SPDX-License-Identifier: Apache-2.0
// Authority derived from the ledger: a capacity counts if the record says so on the civil day of
// recording, in the zone of the place.
#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"

namespace projections::internal {
namespace {

using fb::Role;
using ledger::Id;
using ledger::Ok;
using ledger::Scope;
using ledger::ScopeKind;
using ledger::Status;

bool may_be(Truth truth) { return truth != Truth::kNo; }

/// The head of the author's organisation, if the author's key can be that person's: a key that
/// was introduced under another head stayed behind with them.
Status check_head(const Case& c) {
  const Id& organisation = *c.author().organisation;
  const HeadOf head = c.state.head_on(organisation, c.today());
  if (!may_be(head.held)) {
    return not_allowed(
        c,
        Sentence{"an organisation whose head is recorded as in office on ",
                 "организация, о которой записано, что руководитель в должности на "} +
            same(day_text(c.today())),
        "author.capacity");
  }
  const bool needs_authority = head.acting || c.author().role == Role::ACTING_HEAD;
  if (needs_authority && !head.evidenced) {
    return not_allowed(c,
                       {"an acting head whose authority names its act or its paper",
                        "исполняющий обязанности, чьё право подтверждено актом или бумагой"},
                       "author.capacity");
  }
  if (c.author().role == Role::ACTING_HEAD && !head.acting) {
    return not_allowed(c,
                       {"a record that the head is acting",
                        "запись о том, что руководитель исполняет обязанности"},
                       "author.capacity");
  }
  const auto introduced = c.state.one<std::int32_t>(row_key("agY", c.author().key));
  if (!introduced) return Ok{};
  const HeadOf then = c.state.head_on(organisation, *introduced);
  if (then.held == Truth::kNo || !then.person || !head.person || then.person == head.person) {
    return Ok{};
  }
  return not_allowed(c,
                     Sentence{"a key of the present head: this one was introduced on ",
                              "ключ нынешнего руководителя: этот введён "} +
                         same(day_text(*introduced)) +
                         Sentence{" under another one", " при другом"},
                     "author.key");
}

template <typename F>
bool any_body_here(const Case& c, F&& visit) {
  bool found = false;
  const std::string prefix = row_key("agQ", c.place.scope);
  c.state.rows().scan(prefix, [&](std::string_view key, std::string_view) {
    const Id body = ledger::fixed_from<Id>(key.substr(prefix.size()));
    const auto composition = c.state.composition_on(body, c.today());
    if (composition) found = visit(body, *composition);
    return !found;
  });
  return found;
}

/// Whether a seat in the author's capacity is one that its organisation may fill.
bool owns_seat(const Case& c, const CompositionFact& body, const Id& seat) {
  if (!c.author().organisation) return false;
  if (const auto owner = c.state.organisation_of(body, seat)) {
    return *owner == *c.author().organisation;
  }
  // The seat of a person: its key is introduced by those who run the place.
  const Id& organisation = *c.author().organisation;
  return c.candidate.author.kind == ledger::KeyKind::kPerson &&
         (may_be(c.state.holds_role(c.place, Role::REGIONAL_OPERATOR, organisation)) ||
          may_be(c.state.holds_role(c.place, Role::REGIONAL_COORDINATOR, organisation)) ||
          may_be(c.state.holds_role(c.place, Role::CLUSTER_OPERATOR, organisation)) ||
          c.state.one<Id>("agF") == organisation);
}

bool holds_office(const Case& c, const Id& body, const CompositionFact& composition,
                  fb::OfficeKind office) {
  const auto holder = c.state.holder_on(body, office, c.today());
  if (!holder || !c.author().organisation) return false;
  if (c.author().seat)
    return *c.author().seat == holder->seat && owns_seat(c, composition, holder->seat);
  const bool heads = c.author().role == Role::HEAD || c.author().role == Role::ACTING_HEAD ||
                     c.author().role == Role::COUNCIL_CHAIR ||
                     c.author().role == Role::REPRESENTATIVE;
  return heads && c.state.organisation_of(composition, holder->seat) == c.author().organisation;
}

Status check_office(const Case& c, std::optional<fb::BodyKind> kind, fb::OfficeKind office,
                    const Sentence& needed) {
  const bool held = any_body_here(c, [&](const Id& body, const CompositionFact& composition) {
    if (kind && composition.kind != static_cast<std::uint8_t>(*kind)) return false;
    return holds_office(c, body, composition, office);
  });
  if (held) return Ok{};
  return not_allowed(
      c, needed + Sentence{" in office on ", " при полномочиях на "} + same(day_text(c.today())),
      "author.capacity");
}

Status check_seat(const Case& c) {
  if (!c.author().seat) return Ok{};
  const bool held = any_body_here(c, [&](const Id& body, const CompositionFact& composition) {
    return may_be(c.state.seat_in(c.place, body, *c.author().seat, c.today())) &&
           owns_seat(c, composition, *c.author().seat);
  });
  if (held) return Ok{};
  return not_allowed(c,
                     {"a seat of a body of this place that the author's organisation fills",
                      "место в органе этого места, которое занимает организация автора"},
                     "author.capacity.seat");
}

bool covers(const Case& c, const PowerFact& power, fb::RepresentationScope scope) {
  const auto bit = [](fb::RepresentationScope s) { return 1U << static_cast<unsigned>(s); };
  const bool all = (power.scopes & bit(fb::RepresentationScope::ALL_ACTS)) != 0;
  if (!all && scope != fb::RepresentationScope::UNSPECIFIED && (power.scopes & bit(scope)) == 0) {
    return false;
  }
  const bool here = power.place == c.place.scope || power.place.kind == ScopeKind::kLedger ||
                    (c.place.region && power.place == Scope{ScopeKind::kRegion, *c.place.region});
  const bool over = power.to.has_last() && power.to.last < c.today();
  return here && power.evidenced && power.from.first <= c.today() && !over;
}

/// A power for one body does not reach to another.
bool has_power(const Case& c, fb::RepresentationScope scope,
               const std::optional<Id>& body = std::nullopt) {
  if (!c.author().organisation) return false;
  const auto powers = c.state.list<PowerFact>(row_key("agT", *c.author().organisation));
  return std::any_of(powers.begin(), powers.end(), [&](const PowerFact& power) {
    return covers(c, power, scope) && (!body || !power.body || power.body == body);
  });
}

Status check_role(const Case& c, Role role) {
  if (c.place.scope.kind == ScopeKind::kLedger) return Ok{};
  if (may_be(c.state.holds_role(c.place, role, *c.author().organisation))) return Ok{};
  return not_allowed(c,
                     Sentence{"the ", ""} + governance::words_of(role) +
                         Sentence{" of this place", " этого места"},
                     "author.capacity.role");
}

bool leads(const Case& c, Role own_role) {
  const Role role = c.author().role;
  return role == own_role || role == Role::HEAD || role == Role::ACTING_HEAD ||
         role == Role::SUPERVISING_OFFICIAL;
}

}  // namespace

Sentence author_words(const Case& c) {
  Sentence text = governance::words_of(c.author().role);
  if (c.author().seat) text = text + with_id(" in the seat ", " на месте ", *c.author().seat);
  if (!c.author().organisation) return text;
  return text + with_id(" of the organisation ", " организации ", *c.author().organisation);
}

ledger::Error not_allowed(const Case& c, const Sentence& needed, const char* where,
                          const Sentence& clause) {
  return refuse("ACTOR_NOT_ALLOWED",
                same(ledger::payload_name(c.payload.type())) +
                    Sentence{" needs ", ": нужен автор — "} + needed +
                    Sentence{"; the author is ", "; автор — "} + author_words(c),
                where, clause);
}

Status check_capacity(const Case& c) {
  if (!c.author().organisation) return Ok{};
  switch (c.author().role) {
    case Role::HEAD:
    case Role::ACTING_HEAD:
      return check_head(c);
    case Role::REGIONAL_OPERATOR:
      return check_role(c, Role::REGIONAL_OPERATOR);
    case Role::REGIONAL_COORDINATOR:
      return check_role(c, Role::REGIONAL_COORDINATOR);
    case Role::CLUSTER_OPERATOR:
      if (!c.place.cluster) return Ok{};
      return check_role(c, Role::CLUSTER_OPERATOR);
    case Role::REPRESENTATIVE:
      if (has_power(c, fb::RepresentationScope::UNSPECIFIED)) return check_seat(c);
      return not_allowed(
          c,
          Sentence{"a representative whose power is recorded, evidenced and runs on ",
                   "представитель, чьё право записано, подтверждено и действует на "} +
              same(day_text(c.today())),
          "author.capacity");
    case Role::COUNCIL_CHAIR:
      return check_office(c, std::nullopt, fb::OfficeKind::CHAIR, {"a chair", "председатель"});
    case Role::EXPERT_CHAIR:
      return check_office(c, fb::BodyKind::EXPERT_COUNCIL, fb::OfficeKind::CHAIR,
                          {"a chair of the expert council", "председатель экспертного совета"});
    case Role::WORKING_GROUP_HEAD:
      return check_office(c, fb::BodyKind::WORKING_GROUP, fb::OfficeKind::GROUP_HEAD,
                          {"a head of the working group", "руководитель рабочей группы"});
    case Role::COUNCIL_MEMBER:
    case Role::EXPERT:
      return check_seat(c);
    default:
      return Ok{};
  }
}

bool belongs_to_place(const Case& c) {
  const auto& organisation = c.author().organisation;
  if (!organisation) return false;
  if (c.state.one<Id>("agF") == *organisation) return true;
  if (c.place.scope.kind == ScopeKind::kLedger) return true;
  if (may_be(c.state.holds_role(c.place, Role::REGIONAL_OPERATOR, *organisation)) ||
      may_be(c.state.holds_role(c.place, Role::REGIONAL_COORDINATOR, *organisation))) {
    return true;
  }
  if (c.place.cluster) {
    if (may_be(c.state.holds_role(c.place, Role::CLUSTER_OPERATOR, *organisation))) return true;
    return c.state.rows().contains(row_key("agM", *c.place.cluster, *organisation));
  }
  const auto& subjects = c.candidate.body.subjects();
  return std::find(subjects.begin(), subjects.end(),
                   ledger::Subject{ledger::SubjectKind::kOrganisation, *organisation}) !=
         subjects.end();
}

std::uint32_t standing_of(const Case& c, fb::RepresentationScope power) {
  const auto& organisation = c.author().organisation;
  if (!organisation) return kNoStanding;
  const Role role = c.author().role;
  std::uint32_t standing = kNoStanding;
  const auto grant = [&](bool condition, std::uint32_t bit) {
    if (condition) standing |= bit;
  };
  grant(c.state.one<Id>("agF") == *organisation, kLedgerOperator);
  grant(leads(c, Role::REGIONAL_OPERATOR) &&
            may_be(c.state.holds_role(c.place, Role::REGIONAL_OPERATOR, *organisation)),
        kRegionalOperator);
  grant(leads(c, Role::REGIONAL_COORDINATOR) &&
            may_be(c.state.holds_role(c.place, Role::REGIONAL_COORDINATOR, *organisation)),
        kCoordinator);
  grant(leads(c, Role::CLUSTER_OPERATOR) &&
            may_be(c.state.holds_role(c.place, Role::CLUSTER_OPERATOR, *organisation)),
        kClusterOperator);
  grant(role == Role::HEAD || role == Role::ACTING_HEAD || role == Role::SUPERVISING_OFFICIAL,
        kHeadOfOwn);
  grant(role == Role::REPRESENTATIVE && has_power(c, power), kRepresentative);
  grant((role == Role::SECRETARY || role == Role::ARCHIVIST) && belongs_to_place(c), kSecretary);
  grant(role == Role::COUNCIL_CHAIR || role == Role::EXPERT_CHAIR, kChair);
  grant(c.author().seat.has_value(), kSeatHolder);
  grant(c.candidate.author.may(ledger::kScopeAdminister), kAdministrator);
  grant(role == Role::AUDITOR, kAuditor);
  const bool here =
      c.place.cluster && c.state.rows().contains(row_key("agM", *c.place.cluster, *organisation));
  grant(here && (standing & (kHeadOfOwn | kRepresentative)) != 0, kParticipant);
  return standing;
}

bool is_chair_of(const Case& c, const Id& body) {
  const auto composition = c.state.composition_on(body, c.today());
  return composition && (holds_office(c, body, *composition, fb::OfficeKind::CHAIR) ||
                         holds_office(c, body, *composition, fb::OfficeKind::GROUP_HEAD));
}

bool holds_seat_here(const Case& c) { return c.author().seat && static_cast<bool>(check_seat(c)); }

bool is_chair_here(const Case& c) {
  return any_body_here(c, [&](const Id& body, const CompositionFact& composition) {
    return holds_office(c, body, composition, fb::OfficeKind::CHAIR);
  });
}

Status check_speaks_for_seat(const Case& c, const Id& body, const Id& seat,
                             fb::RepresentationScope power) {
  const auto composition = c.state.composition_on(body, c.today());
  if (!composition) return Ok{};
  const auto owner = c.state.organisation_of(*composition, seat);
  const bool of_head =
      composition->rule == static_cast<std::uint8_t>(fb::SeatRule::HEADS_OF_MEMBERS);
  const bool headless = of_head && owner && !may_be(c.state.head_on(*owner, c.today()).held);
  if (c.author().seat == seat && owns_seat(c, *composition, seat) && !headless) return Ok{};
  const bool represents = c.author().role == Role::REPRESENTATIVE && has_power(c, power, body);
  const bool speaks = (standing_of(c, power) & kHeadOfOwn) != 0 || represents;
  if (owner && c.author().organisation == owner && speaks) return Ok{};
  const Sentence whose = owner ? with_id("the organisation ", "организация ", *owner) +
                                     Sentence{" (its head or a representative with that power)",
                                              " (её руководитель или представитель с таким правом)"}
                               : Sentence{"the person who holds it", "лицо, которое его занимает"};
  return not_allowed(
      c, with_id("the key of the seat ", "ключ места ", seat) + Sentence{" or ", " или "} + whose,
      "author.capacity");
}

}  // namespace projections::internal
