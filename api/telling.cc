// SPDX-License-Identifier: Apache-2.0
#include "api/telling.h"

#include "api/governance_json.h"
#include "projections/organisations_view.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace rules = projections::rules;
using projections::Chronicle;
using projections::fixed_of;

void put_profile(const fb::OrganisationProfile& profile, std::map<ledger::Id, std::string>& names) {
  const std::string name = projections::display_name(projections::names_of(profile.names()));
  if (!name.empty()) names[fixed_of<ledger::Id>(profile.organisation())] = name;
}

/// Whether a change has come by the day, as far as it is known.
bool has_come(const fb::LegalDate* from, rules::Date on) {
  const auto day = rules::fuzzy(from);
  return day.not_after && *day.not_after <= on;
}

}  // namespace

Telling::Telling(const Chronicle& chronicle, rules::Date on, Language language)
    : on_(on), language_(language) {
  for (const auto& fact : chronicle.all<fb::LedgerCreated>()) {
    put_profile(*fact->operator_organisation(), names_);
  }
  for (const auto& fact : chronicle.all<fb::OrganisationRegistered>()) {
    put_profile(*fact->profile(), names_);
  }
  std::map<ledger::Id, rules::Date> since;
  for (const auto& fact : chronicle.all<fb::OrganisationChanged>()) {
    if (fact->names() == nullptr || !has_come(fact->from(), on)) continue;
    const auto organisation = fixed_of<ledger::Id>(fact->organisation());
    const rules::Date day = *rules::fuzzy(fact->from()).not_after;
    const auto before = since.find(organisation);
    if (before != since.end() && before->second > day) continue;
    since[organisation] = day;
    names_[organisation] = projections::display_name(projections::names_of(fact->names()));
  }
}

Json Telling::name(const ledger::Id& organisation) const {
  const auto found = names_.find(organisation);
  return found == names_.end() || found->second.empty() ? Json() : Json(found->second);
}

Json Telling::name(const std::optional<ledger::Id>& organisation) const {
  return organisation ? name(*organisation) : Json();
}

Json truth_json(rules::Truth truth) {
  if (truth == rules::Truth::kYes) return "yes";
  return truth == rules::Truth::kNo ? "no" : "undetermined";
}

Json text_of_field(const flatbuffers::String* text) {
  return text == nullptr || text->size() == 0 ? Json() : Json(text->str());
}

Json legal_date_json(const fb::LegalDate* date) { return fuzzy_json(rules::fuzzy(date)); }

}  // namespace api
