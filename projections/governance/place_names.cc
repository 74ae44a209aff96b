// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/place_names.h"

#include <algorithm>
#include <utility>

namespace projections::governance {
namespace {

using ledger::Id;
using NameList = flatbuffers::Vector<flatbuffers::Offset<fb::Name>>;

/// The short name, else the full one, else the first; empty without names.
std::string best_of(const NameList* names) {
  const fb::Name* best = nullptr;
  const auto rank = [](const fb::Name& name) {
    if (name.kind() == fb::NameKind::SHORT) return 0;
    return name.kind() == fb::NameKind::FULL ? 1 : 2;
  };
  if (names == nullptr) return {};
  for (const fb::Name* name : *names) {
    if (best == nullptr || rank(*name) < rank(*best)) best = name;
  }
  return best == nullptr ? std::string() : text_of(best->text());
}

void name(std::map<Id, std::string>& names, const Id& id, std::string text) {
  if (!text.empty()) names.insert_or_assign(id, std::move(text));
}

/// An organisation is called as its last change by day says, whichever was recorded last.
std::vector<Fact<fb::OrganisationChanged>> in_order_of_days(
    std::vector<Fact<fb::OrganisationChanged>> changes) {
  const auto day = [](const Fact<fb::OrganisationChanged>& fact) {
    return rules::fuzzy(fact->from()).not_before.value_or(rules::kFirstDate);
  };
  std::stable_sort(changes.begin(), changes.end(),
                   [&](const auto& a, const auto& b) { return day(a) < day(b); });
  return changes;
}

}  // namespace

PlaceNames::PlaceNames(const Chronicle& chronicle) {
  for (const auto& fact : chronicle.all<fb::LedgerCreated>()) {
    const fb::OrganisationProfile& profile = *fact->operator_organisation();
    name(organisations_, fixed_of<Id>(profile.organisation()), best_of(profile.names()));
  }
  for (const auto& fact : chronicle.all<fb::OrganisationRegistered>()) {
    const fb::OrganisationProfile& profile = *fact->profile();
    if (profile.person() != nullptr) persons_.insert(fixed_of<Id>(profile.organisation()));
    name(organisations_, fixed_of<Id>(profile.organisation()), best_of(profile.names()));
  }
  for (const auto& fact : in_order_of_days(chronicle.all<fb::OrganisationChanged>())) {
    name(organisations_, fixed_of<Id>(fact->organisation()), best_of(fact->names()));
  }
  for (const auto& fact : chronicle.all<fb::BodyComposed>()) {
    name(bodies_, fixed_of<Id>(fact->body()), text_of(fact->wording()->title()));
    if (fact->seats() == nullptr) continue;
    for (const fb::Seat* seat : *fact->seats()) {
      const auto holder = optional_of<Id>(seat->organisation());
      const bool named = holder && organisations_.contains(*holder);
      name(seats_, fixed_of<Id>(seat->seat()),
           named ? organisations_.at(*holder) : text_of(seat->position()));
    }
  }
  for (const auto& fact : chronicle.all<fb::ClusterCreated>()) {
    if (fixed_of<Id>(fact->cluster()) == chronicle.place().id) place_ = best_of(fact->names());
  }
  for (const auto& fact : chronicle.all<fb::RegionDeclared>()) {
    if (fixed_of<Id>(fact->region()) == chronicle.place().id) place_ = best_of(fact->names());
  }
}

Sentence PlaceNames::organisation(const Id& id) const {
  const auto it = organisations_.find(id);
  if (it != organisations_.end()) return same(it->second);
  if (persons_.contains(id)) return {"a private person", "частное лицо"};
  const std::string hex = " (" + to_hex(id) + ")";
  return {"an organisation that the register does not name" + hex,
          "организация без названия в реестре" + hex};
}

Sentence PlaceNames::seat(const Id& id) const {
  const auto it = seats_.find(id);
  if (it != seats_.end()) return same(it->second);
  if (organisations_.contains(id) || persons_.contains(id)) return organisation(id);
  const std::string hex = " (" + to_hex(id) + ")";
  return {"a seat or an organisation that the record does not name" + hex,
          "место или организация без названия" + hex};
}

std::string PlaceNames::body(const Id& id) const {
  const auto it = bodies_.find(id);
  return it == bodies_.end() ? to_hex(id) : it->second;
}

}  // namespace projections::governance
