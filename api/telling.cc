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

using Texts = std::map<ledger::Id, std::string>;

Json text_at(const Texts& texts, const ledger::Id& organisation) {
  const auto found = texts.find(organisation);
  return found == texts.end() || found->second.empty() ? Json() : Json(found->second);
}

/// Whether a change has come by the day, as far as it is known.
bool has_come(const fb::LegalDate* from, rules::Date on) {
  const auto day = rules::fuzzy(from);
  return day.not_after && *day.not_after <= on;
}

}  // namespace

Telling::Telling(const Chronicle& chronicle, rules::Date on, Language language)
    : on_(on), language_(language), successions_(chronicle, on) {
  const auto put = [&](const fb::OrganisationProfile& profile) {
    const auto id = fixed_of<ledger::Id>(profile.organisation());
    const std::string name = projections::display_name(projections::names_of(profile.names()));
    if (!name.empty()) names_[id] = name;
    inns_[id] = projections::text_of(profile.inn());
    ogrns_[id] = projections::text_of(profile.ogrn());
  };
  for (const auto& fact : chronicle.all<fb::LedgerCreated>()) put(*fact->operator_organisation());
  for (const auto& fact : chronicle.all<fb::OrganisationRegistered>()) put(*fact->profile());
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

Json Telling::name(const ledger::Id& organisation) const { return text_at(names_, organisation); }
Json Telling::inn(const ledger::Id& organisation) const { return text_at(inns_, organisation); }
Json Telling::ogrn(const ledger::Id& organisation) const { return text_at(ogrns_, organisation); }

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
