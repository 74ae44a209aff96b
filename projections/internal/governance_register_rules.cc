// SPDX-License-Identifier: Apache-2.0
// Charters and roles: one charter in force on a day, on a registered paper, with parameters that
// make sense; an operator of the cluster that the charter allows.
#include "projections/governance/words.h"
#include "projections/internal/governance_case.h"
#include "projections/internal/identity_state.h"
#include "projections/rules/charter_check.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

Status check_charter_days(const Case& c, const fb::CharterAdopted& event) {
  const DayRange effective = days_of(event.effective());
  const Id charter = fixed_of<Id>(event.charter());
  const auto replaces = optional_of<Hash>(event.replaces());
  for (const CharterFact& other : c.state.list<CharterFact>(row_key("agH", c.place.scope))) {
    const bool named = replaces && *replaces == other.source;
    const bool same_day = effective.known() && effective == other.effective;
    if (same_day) {
      const std::string version = std::to_string(other.version);
      return refuse("CHARTER_OVERLAP",
                    with_id("another charter of this place, ", "другое положение этого места, ",
                            other.charter) +
                        Sentence{" version " + version + ", comes into force on ",
                                 " версии " + version + ", вступает в силу "} +
                        day_words(effective) +
                        Sentence{" as well: two cannot be in force on one day",
                                 " тоже: двух в один день быть не может"},
                    "payload.effective");
    }
    if (named || other.charter == charter || replaces) continue;
    return refuse("CHARTER_OVERLAP",
                  with_id("the charter ", "положение ", other.charter) +
                      Sentence{" is in force from ", " действует с "} + day_words(other.effective) +
                      Sentence{": a new one names the charter that it replaces",
                               ": новое называет то, которое заменяет"},
                  "payload.replaces");
  }
  return Ok{};
}

/// The parameters work together; gaps and odd consequences are warnings and findings.
Status check_parameters(const fb::CharterAdopted& event) {
  for (const rules::CharterProblem& problem : rules::check_charter(event)) {
    if (problem.severity != rules::CharterSeverity::kError) continue;
    return refuse("CHARTER_PARAMETERS",
                  same(problem.code + ": ") + Sentence{problem.english, problem.russian},
                  "payload.parameters." + problem.path);
  }
  return Ok{};
}

Status check_charter(const Case& c, const fb::CharterAdopted& event) {
  if (event.basis()->document() == nullptr) {
    return refuse("CHARTER_BASIS",
                  {"the act that adopts a charter is a registered document; this one names none",
                   "положение принимают зарегистрированным документом; здесь он не назван"},
                  "payload.basis.document");
  }
  if (auto days = check_charter_days(c, event); !days) return days;
  return c.native ? check_parameters(event) : Status(Ok{});
}

const fb::RoleRule* role_rule(const fb::CharterAdopted* charter, fb::Role role) {
  if (charter == nullptr || charter->parameters()->roles() == nullptr) return nullptr;
  for (const fb::RoleRule* rule : *charter->parameters()->roles()) {
    if (rule->role() == role) return rule;
  }
  return nullptr;
}

Sentence clause_of_role(const fb::RoleRule& rule) {
  return rule.clause() == nullptr ? Sentence()
                                  : clause_words(rule.clause()->str(), fb::Certainty::STATED);
}

Status check_role_holder(const Case& c, const fb::OfficeHolderChanged& event) {
  if (!c.native || event.change() == fb::OfficeChangeKind::RELEASED) return Ok{};
  const fb::RoleRule* rule = role_rule(c.charter(), event.role());
  if (rule == nullptr) return Ok{};
  const Id organisation = fixed_of<Id>(event.organisation());
  const auto category = c.state.category_on(organisation, c.today());
  if (rule->educational() && category && !category->educational) {
    return refuse("OPERATOR_NOT_EDUCATIONAL",
                  with_id("the organisation ", "организация ", organisation) +
                      Sentence{" is not educational; by the charter an educational one has the "
                               "role: ",
                               " не образовательная; по положению образовательной даётся роль: "} +
                      governance::words_of(event.role()),
                  "payload.organisation", clause_of_role(*rule));
  }
  if (rule->participant() && c.place.cluster &&
      c.state.member_on(c.place, organisation, c.today()) == Truth::kNo) {
    return refuse(
        "OPERATOR_NOT_MEMBER",
        with_id("the organisation ", "организация ", organisation) +
            Sentence{" is not a participant of the cluster on ", " не участник кластера на "} +
            same(day_text(c.today())) +
            Sentence{"; by the charter a participant has the role: ",
                     "; по положению участнику даётся роль: "} +
            governance::words_of(event.role()),
        "payload.organisation", clause_of_role(*rule));
  }
  const auto fixed = optional_of<Id>(rule->organisation());
  if (!fixed || *fixed == organisation) return Ok{};
  return refuse("ACTOR_NOT_ALLOWED",
                governance::words_of(event.role()) +
                    with_id(": by the charter it is the organisation ",
                            ": по положению это организация ", *fixed) +
                    with_id(", not ", ", а не ", organisation),
                "payload.organisation", clause_of_role(*rule));
}

Status check_cluster(const Case& c, const fb::ClusterCreated& event) {
  if (event.intended_participants() == nullptr) return Ok{};
  for (const auto* field : *event.intended_participants()) {
    const Id organisation = fixed_of<Id>(field);
    if (c.state.knows_organisation(organisation)) continue;
    return refuse("UNKNOWN_SUBJECT",
                  with_id("no earlier event declares the organisation ",
                          "ни одно событие раньше не объявляет организацию ", organisation),
                  "payload.intended_participants");
  }
  return Ok{};
}

/// Erasure is an act of two.
Status check_erasure(const Case& c) {
  if (!c.candidate.body.cosigners().empty()) return Ok{};
  return refuse("SECOND_SIGNATURE",
                {"an erasure is signed by two; this one has one signature",
                 "уничтожение подписывают двое; здесь одна подпись"},
                "cosigners");
}

}  // namespace

Status check_registers(const Case& c) {
  if (const auto* event = c.payload.as<fb::CharterAdopted>()) return check_charter(c, *event);
  if (const auto* event = c.payload.as<fb::ClusterCreated>()) return check_cluster(c, *event);
  if (const auto* event = c.payload.as<fb::OfficeHolderChanged>()) {
    return check_role_holder(c, *event);
  }
  if (c.payload.type() == fb::Payload::PersonalDataErased) return check_erasure(c);
  return Ok{};
}

}  // namespace projections::internal
