// SPDX-License-Identifier: Apache-2.0
// Charters and roles: one charter in force on a day, on a registered paper, with parameters that
// make sense; an operator of the cluster that the charter allows.
#include "projections/internal/governance_case.h"
#include "projections/internal/identity_state.h"
#include "projections/rules/charter_check.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::refused;
using ledger::Status;

Status check_charter_days(const Case& c, const fb::CharterAdopted& event) {
  const DayRange effective = days_of(event.effective());
  const Id charter = fixed_of<Id>(event.charter());
  const auto replaces = optional_of<Hash>(event.replaces());
  for (const CharterFact& other : c.state.list<CharterFact>(row_key("agH", c.place.scope))) {
    const bool named = replaces && *replaces == other.source;
    const bool same_day = effective.known() && effective == other.effective;
    if (same_day) {
      return refused("CHARTER_OVERLAP",
                     "another charter of this place, " + hex(other.charter) + " version " +
                         std::to_string(other.version) + ", comes into force on " +
                         day_text(effective) + " as well: two cannot be in force on one day",
                     "payload.effective");
    }
    if (named || other.charter == charter || replaces) continue;
    return refused("CHARTER_OVERLAP",
                   "the charter " + hex(other.charter) + " is in force from " +
                       day_text(other.effective) + ": a new one names the charter that it replaces",
                   "payload.replaces");
  }
  return Ok{};
}

/// The parameters work together; gaps and odd consequences are warnings and findings.
Status check_parameters(const fb::CharterAdopted& event) {
  for (const rules::CharterProblem& problem : rules::check_charter(event)) {
    if (problem.severity != rules::CharterSeverity::kError) continue;
    return refused("CHARTER_PARAMETERS", problem.code + ": " + problem.english,
                   "payload.parameters." + problem.path);
  }
  return Ok{};
}

Status check_charter(const Case& c, const fb::CharterAdopted& event) {
  if (event.basis()->document() == nullptr) {
    return refused("CHARTER_BASIS",
                   "the act that adopts a charter is a registered document; this one names none",
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

std::string clause_text(const fb::RoleRule& rule) {
  if (rule.clause() == nullptr) return {};
  return " (clause " + rule.clause()->str() + " of the charter)";
}

Status check_role_holder(const Case& c, const fb::OfficeHolderChanged& event) {
  if (!c.native || event.change() == fb::OfficeChangeKind::RELEASED) return Ok{};
  const fb::RoleRule* rule = role_rule(c.charter(), event.role());
  if (rule == nullptr) return Ok{};
  const Id organisation = fixed_of<Id>(event.organisation());
  const auto category = c.state.category_on(organisation, c.today());
  if (rule->educational() && category && !category->educational) {
    return refused("OPERATOR_NOT_EDUCATIONAL",
                   "the organisation " + hex(organisation) +
                       " is not educational; the charter gives the role " +
                       fb::EnumNameRole(event.role()) + " to an educational one" +
                       clause_text(*rule),
                   "payload.organisation");
  }
  if (rule->participant() && c.place.cluster &&
      c.state.member_on(c.place, organisation, c.today()) == Truth::kNo) {
    return refused("OPERATOR_NOT_MEMBER",
                   "the organisation " + hex(organisation) +
                       " is not a participant of the cluster on " + day_text(c.today()) +
                       "; the charter gives the role " + fb::EnumNameRole(event.role()) +
                       " to a participant" + clause_text(*rule),
                   "payload.organisation");
  }
  const auto fixed = optional_of<Id>(rule->organisation());
  if (!fixed || *fixed == organisation) return Ok{};
  return refused("ACTOR_NOT_ALLOWED",
                 "the charter gives the role " + std::string(fb::EnumNameRole(event.role())) +
                     " to the organisation " + hex(*fixed) + clause_text(*rule) + ", not to " +
                     hex(organisation),
                 "payload.organisation");
}

Status check_cluster(const Case& c, const fb::ClusterCreated& event) {
  if (event.intended_participants() == nullptr) return Ok{};
  for (const auto* field : *event.intended_participants()) {
    const Id organisation = fixed_of<Id>(field);
    if (c.state.knows_organisation(organisation)) continue;
    return refused("UNKNOWN_SUBJECT",
                   "no earlier event declares the organisation " + hex(organisation),
                   "payload.intended_participants");
  }
  return Ok{};
}

/// Erasure is an act of two: evidence.md section 9.
Status check_erasure(const Case& c) {
  if (!c.candidate.body.cosigners().empty()) return Ok{};
  return refused("SECOND_SIGNATURE", "an erasure is signed by two; this one has one signature",
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
