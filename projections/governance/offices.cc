// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/offices.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace projections::governance {
namespace {

using ledger::Id;
using OfficeFact = Fact<fb::OfficeHolderChanged>;

bool is_role_of_place(fb::Role role) {
  return role == fb::Role::REGIONAL_OPERATOR || role == fb::Role::REGIONAL_COORDINATOR ||
         role == fb::Role::CLUSTER_OPERATOR || role == fb::Role::SUPERVISING_OFFICIAL;
}

bool is_acting(const OfficeFact& fact) {
  return fact->change() == fb::OfficeChangeKind::ACTING || fact->role() == fb::Role::ACTING_HEAD;
}

using OfficeKey = std::tuple<fb::Role, ledger::Scope, Id>;

OfficeKey office_of(const OfficeFact& fact) {
  const fb::Role role = fact->role();
  if (is_role_of_place(role)) return {role, fact.scope, Id{}};
  return {role == fb::Role::ACTING_HEAD ? fb::Role::HEAD : role, ledger::Scope{},
          fixed_of<Id>(fact->organisation())};
}

Date first_day_of(const OfficeFact& fact) {
  return rules::fuzzy(fact->from()).not_before.value_or(rules::kFirstDate);
}

/// Whether the later change of the same office ends what the earlier one began.
bool ends_office(const OfficeFact& later, const OfficeFact& earlier) {
  if (later->change() == fb::OfficeChangeKind::RELEASED) {
    if (later->role() == fb::Role::ACTING_HEAD && !is_acting(earlier)) return false;
    return later->organisation()->string_view() == earlier->organisation()->string_view();
  }
  return !is_acting(later) || is_acting(earlier);
}

/// `later`: the changes of the office that come after it.
Truth in_office_on(const OfficeFact& fact, const std::vector<const OfficeFact*>& later, Date on) {
  if (fact->change() == fb::OfficeChangeKind::RELEASED) return Truth::kNo;
  const FuzzyDate today = FuzzyDate::on(on);
  const Truth come = rules::on_or_before(rules::fuzzy(fact->from()), today);
  Truth over = Truth::kNo;
  if (fact->to() != nullptr) over = rules::before(rules::fuzzy(fact->to()), today);
  for (const OfficeFact* other : later) {
    if (!ends_office(*other, fact)) continue;
    over = rules::disjunction(over, rules::on_or_before(rules::fuzzy((*other)->from()), today));
  }
  return rules::conjunction(come, rules::negation(over));
}

/// Whom the declaration of the region names for the role.
std::optional<Id> declared_for(const Chronicle& chronicle, fb::Role role) {
  std::optional<Id> out;
  for (const auto& fact : chronicle.all<fb::RegionDeclared>()) {
    if (role == fb::Role::REGIONAL_OPERATOR) out = fixed_of<Id>(fact->operator_organisation());
    if (role == fb::Role::REGIONAL_COORDINATOR) out = optional_of<Id>(fact->coordinator());
  }
  return out;
}

}  // namespace

std::vector<RoleHolder> role_holders(const Chronicle& chronicle, fb::Role role, Date on) {
  std::vector<RoleHolder> out;
  Truth changed = Truth::kNo;
  for (const OfficeChange& change : office_changes(chronicle, on)) {
    if (change.fact->role() != role) continue;
    if (!is_acting(change.fact)) {
      changed = rules::disjunction(
          changed, rules::on_or_before(rules::fuzzy(change.fact->from()), FuzzyDate::on(on)));
    }
    if (change.in_office == Truth::kNo) continue;
    out.push_back({fixed_of<Id>(change.fact->organisation()), change.in_office, change.fact});
  }
  const auto declared = declared_for(chronicle, role);
  if (declared && changed != Truth::kYes) {
    out.insert(out.begin(), RoleHolder{*declared, rules::negation(changed), std::nullopt});
  }
  return out;
}

std::vector<OfficeChange> office_changes(const Chronicle& chronicle, Date on) {
  const auto facts = chronicle.all<fb::OfficeHolderChanged>();
  std::map<OfficeKey, std::vector<const OfficeFact*>> by_office;
  for (const OfficeFact& fact : facts) by_office[office_of(fact)].push_back(&fact);
  std::vector<OfficeChange> changes;
  for (const OfficeFact& fact : facts) changes.push_back({fact});
  for (auto& [office, list] : by_office) {
    std::stable_sort(list.begin(), list.end(), [](const OfficeFact* a, const OfficeFact* b) {
      return first_day_of(*a) < first_day_of(*b);
    });
    while (!list.empty()) {
      const OfficeFact* first = list.front();
      list.erase(list.begin());
      changes[static_cast<std::size_t>(first - facts.data())].in_office =
          in_office_on(*first, list, on);
    }
  }
  return changes;
}

}  // namespace projections::governance
