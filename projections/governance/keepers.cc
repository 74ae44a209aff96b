// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/keepers.h"

#include <algorithm>

#include "projections/governance/charters.h"
#include "projections/governance/offices.h"

namespace projections::governance {
namespace {

using ledger::Id;

bool operates_ledger(const Chronicle& chronicle, const Id& organisation) {
  const auto created = chronicle.all<fb::LedgerCreated>();
  return std::any_of(created.begin(), created.end(), [&](const auto& one) {
    return fixed_of<Id>(one->operator_organisation()->organisation()) == organisation;
  });
}

bool may_hold_role(const Chronicle& chronicle, fb::Role role, const Id& organisation, Date day) {
  const auto holders = role_holders(chronicle, role, day);
  return std::any_of(holders.begin(), holders.end(),
                     [&](const RoleHolder& one) { return one.organisation == organisation; });
}

bool issues_orders(const Chronicle& chronicle, const Id& organisation, Date day) {
  const auto charter = Charters(chronicle).on(day);
  if (!charter) return false;
  const auto* issuer = charter->charter.parameters().membership()->order_issuer();
  return optional_of<Id>(issuer) == organisation;
}

bool is_recorder_post(fb::Role role) {
  return role == fb::Role::SECRETARY || role == fb::Role::ARCHIVIST;
}

/// A post of the place is given by those who run it, or told by a recorder.
bool holds_post(const Chronicle& chronicle, const Id& organisation, Date day) {
  const auto changes = office_changes(chronicle, day);
  return std::any_of(changes.begin(), changes.end(), [&](const OfficeChange& one) {
    if (!is_recorder_post(one.fact->role()) || one.in_office == Truth::kNo) return false;
    if (fixed_of<Id>(one.fact->organisation()) != organisation) return false;
    const auto by = own_word_of(*one.fact.source, *one.fact.said_by);
    return !by || runs_region(chronicle, *by, day);
  });
}

}  // namespace

bool runs_region(const Chronicle& chronicle, const Id& organisation, Date day) {
  return operates_ledger(chronicle, organisation) ||
         may_hold_role(chronicle, fb::Role::REGIONAL_OPERATOR, organisation, day) ||
         may_hold_role(chronicle, fb::Role::REGIONAL_COORDINATOR, organisation, day) ||
         issues_orders(chronicle, organisation, day);
}

bool keeps_place(const Chronicle& chronicle, const Id& organisation, Date day) {
  return runs_region(chronicle, organisation, day) ||
         may_hold_role(chronicle, fb::Role::CLUSTER_OPERATOR, organisation, day) ||
         holds_post(chronicle, organisation, day);
}

bool then_or_now(bool (&stands)(const Chronicle&, const Id&, Date), const Chronicle& chronicle,
                 const Id& organisation, const FuzzyDate& made, Date day) {
  const auto on = [&](const std::optional<Date>& one) {
    return one && stands(chronicle, organisation, *one);
  };
  return on(day) || on(made.not_before) || on(made.not_after);
}

std::optional<Id> own_word_of(const Source& source, const fb::EventBody& said_by) {
  const auto* capacity = said_by.author()->capacity();
  if (source.grade != ledger::Grade::kSelf) return std::nullopt;
  if (capacity->role() == fb::Role::LEDGER_ROOT) return std::nullopt;
  return optional_of<Id>(capacity->organisation());
}

bool is_bare_word(const Chronicle& chronicle, const Source& source, const fb::EventBody& said_by) {
  const auto organisation = own_word_of(source, said_by);
  if (!organisation) return false;
  const Date day = recorded_on(source, zone_minutes_of(chronicle));
  return !keeps_place(chronicle, *organisation, day);
}

}  // namespace projections::governance
