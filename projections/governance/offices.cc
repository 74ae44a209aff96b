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

/// References of people, each by the first that is known of the person.
class People {
 public:
  explicit People(const Chronicle& chronicle) {
    for (const auto& fact : chronicle.all<fb::PersonAliasDeclared>()) {
      const Id first = first_of(fixed_of<Id>(fact->person()->person()));
      const Id second = first_of(fixed_of<Id>(fact->alias()->person()));
      if (first != second) aliases_[second] = first;
    }
  }
  bool are_same(const fb::PersonMention& one, const fb::PersonMention& other) const {
    return first_of(fixed_of<Id>(one.person())) == first_of(fixed_of<Id>(other.person()));
  }

 private:
  Id first_of(Id one) const {
    for (auto it = aliases_.find(one); it != aliases_.end(); it = aliases_.find(one)) {
      one = it->second;
    }
    return one;
  }
  std::map<Id, Id> aliases_;
};

/// Whether the release is of the holder: of whom it names, else of who is in the post. One of the
/// day on which the holder came to it that names nobody is their predecessor's.
bool releases(const People& people, const OfficeFact& release, const OfficeFact& holder) {
  if (release->role() == fb::Role::ACTING_HEAD && !is_acting(holder)) return false;
  if (release->organisation()->string_view() != holder->organisation()->string_view()) return false;
  if (release->person() != nullptr && holder->person() != nullptr) {
    return people.are_same(*release->person(), *holder->person());
  }
  if (release->person() != nullptr || is_role_of_place(holder->role())) return true;
  const FuzzyDate came = rules::fuzzy(holder->from());
  return !came.known() || rules::fuzzy(release->from()) != came;
}

/// Whether the change is of that person by name and no later than the day.
bool is_of(const People& people, const OfficeFact& change, const fb::PersonMention& person,
           const FuzzyDate& by) {
  return change->person() != nullptr && people.are_same(*change->person(), person) &&
         rules::before(by, rules::fuzzy(change->from())) != Truth::kYes;
}

/// Whether a release that names somebody is of another one than this holder, of whom it is not told
/// who they are: of one who came to the office under that name and was not released since.
bool names_another(const People& people, const std::vector<const OfficeFact*>& office,
                   const OfficeFact& release, const OfficeFact& holder) {
  if (release->person() == nullptr || holder->person() != nullptr) return false;
  bool there = false;
  for (const OfficeFact* one : office) {
    if (one == &release) break;
    if (!is_of(people, *one, *release->person(), rules::fuzzy(release->from()))) continue;
    there = (*one)->change() != fb::OfficeChangeKind::RELEASED;
  }
  return there;
}

/// Whether the later change of the same office ends what the earlier one began.
bool ends_office(const People& people, const OfficeFact& later, const OfficeFact& earlier) {
  if (later->change() == fb::OfficeChangeKind::RELEASED) return releases(people, later, earlier);
  return !is_acting(later) || is_acting(earlier);
}

/// Whether a change that may have come by the day may have come after another one that was recorded
/// before it.
bool may_follow(const OfficeFact& one, const OfficeFact& other, const FuzzyDate& today) {
  const FuzzyDate from = rules::fuzzy(one->from());
  return one.index() > other.index() && rules::on_or_before(from, today) == Truth::kUndetermined &&
         rules::before(from, rules::fuzzy(other->from())) != Truth::kYes;
}

/// `office`: its changes in the order of their days, of which the one at `place` is told.
Truth in_office_on(const People& people, const std::vector<const OfficeFact*>& office,
                   std::size_t place, Date on) {
  const OfficeFact& fact = *office[place];
  if (fact->change() == fb::OfficeChangeKind::RELEASED) return Truth::kNo;
  const FuzzyDate today = FuzzyDate::on(on);
  const Truth come = rules::on_or_before(rules::fuzzy(fact->from()), today);
  Truth over = Truth::kNo;
  if (fact->to() != nullptr) over = rules::before(rules::fuzzy(fact->to()), today);
  for (std::size_t i = 0; i < office.size(); ++i) {
    const OfficeFact& other = *office[i];
    if (i == place || !ends_office(people, other, fact)) continue;
    const bool release = other->change() == fb::OfficeChangeKind::RELEASED;
    if (release && names_another(people, office, other, fact)) continue;
    if (i < place && !may_follow(other, fact, today)) continue;
    over = rules::disjunction(over, rules::on_or_before(rules::fuzzy(other->from()), today));
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
  const People people(chronicle);
  std::vector<OfficeChange> changes;
  for (const OfficeFact& fact : facts) changes.push_back({fact});
  for (auto& [office, list] : by_office) {
    std::stable_sort(list.begin(), list.end(), [](const OfficeFact* a, const OfficeFact* b) {
      return first_day_of(*a) < first_day_of(*b);
    });
    for (std::size_t i = 0; i < list.size(); ++i) {
      changes[static_cast<std::size_t>(list[i] - facts.data())].in_office =
          in_office_on(people, list, i, on);
    }
  }
  return changes;
}

}  // namespace projections::governance
