// SPDX-License-Identifier: Apache-2.0
#include "api/register_lists.h"

#include <cstdint>
#include <optional>

#include "api/charter_rules_json.h"
#include "api/internal/list_words.h"
#include "api/view_json.h"
#include "ledger/key_registry.h"
#include "ledger/schema/event_body_generated.h"
#include "projections/tax_numbers.h"

namespace api {
namespace {

namespace fb = ledger::fb;
using ledger::Result;
using projections::ViewReader;

/// What `make` makes of everything that a view lists.
template <typename T, typename Make>
Result<Json> all_json(const Result<std::vector<T>>& found, Make make) {
  if (!found) return found.error();
  return list_json(*found, make);
}

Result<Json> region_items(const ViewReader& reader, const RegisterDay& /*day*/) {
  return all_json(projections::list_regions(reader, std::nullopt, SIZE_MAX), region_json);
}

Result<Json> cluster_items(const ViewReader& reader, const RegisterDay& /*day*/) {
  return all_json(projections::list_clusters(reader, std::nullopt, SIZE_MAX), cluster_json);
}

Result<Json> organisation_items(const ViewReader& reader, const RegisterDay& day) {
  return all_json(projections::list_organisations(reader, std::nullopt, SIZE_MAX),
                  [&](const auto& one) { return organisation_on_json(one, day.on); });
}

Result<Json> key_items(const ViewReader& reader, const RegisterDay& day) {
  return all_json(projections::all_keys(reader), [&](const projections::KeyEntry& key) {
    Json json = key_json(key);
    json["state"] = key_state_json(key, day.on, day.end_us);
    return json;
  });
}

/// The document with the members of its line in a list.
Json whole_document_json(const projections::Document& document) {
  Json json = document_json(document);
  const Json summary = document_summary_json(document);
  for (const auto& [name, value] : summary.items()) json[name] = value;
  return json;
}

Result<Json> document_items(const ViewReader& reader, const RegisterDay& /*day*/) {
  return all_json(projections::list_documents(reader, std::nullopt, SIZE_MAX), whole_document_json);
}

RegisterList region_list() {
  RegisterList list{"regions", "regions", "Region", "Regions", "Regions", region_items};
  list.form.filters = {
      {"organisation",
       {"roles.organisation", "declarations.operator_organisation", "declarations.coordinator"}}};
  list.form.texts = {"name", "declarations.names.text"};
  list.form.orders = {{"name", "name"}};
  return list;
}

RegisterList cluster_list() {
  RegisterList list{"clusters", "clusters", "Cluster", "Clusters", "Clusters", cluster_items};
  list.form.filters = {
      {"region", {"region"}},
      {"organisation", {"roles.organisation", "declarations.intended_participants"}}};
  list.form.days = {"decided_on", "decided_on"};
  list.form.texts = {"name", "industry", "declarations.names.text"};
  list.form.orders = {{"name", "name"}, {"decided_on", "decided_on"}};
  return list;
}

RegisterList organisation_list() {
  RegisterList list{"organisations",
                    "organisations",
                    "OrganisationLine",
                    "Organisations",
                    "The register of organisations, with their state on a day",
                    organisation_items};
  list.form.filters = {
      {.parameter = "ogrn", .paths = {"state.ogrn"}, .right = projections::is_ogrn},
      {.parameter = "inn", .paths = {"state.inn"}, .right = projections::is_inn},
      {"category", {"state.category"}, list_words(fb::EnumNamesOrganisationCategory())},
      {"educational", {"state.educational"}, flag_words()},
      {"ended", {"state.ended"}, {"REORGANISED", "LIQUIDATED"}}};
  list.form.texts = {"registrations.names.text", "changes.names.text"};
  list.form.orders = {{"name", "state.name"}};
  return list;
}

RegisterList key_list() {
  RegisterList list{"keys",
                    "keys",
                    "KeyLine",
                    "Keys",
                    "Keys: whose, what for, since and until when, with their state on a day",
                    key_items};
  list.form.filters = {
      {"organisation", {"organisation"}},
      {"seat", {"seat"}},
      {"kind",
       {"kind"},
       list_words(ledger::KeyKind::kPerson, ledger::KeyKind::kRecovery, key_kind_name)},
      {"role", {"role"}, list_words(fb::EnumNamesRole())},
      {"stands", {"state.stands"}, flag_words()}};
  list.form.texts = {"key", "role"};
  list.form.orders = {{"introduced", "introduced.source.index"}, {"role", "role"}};
  return list;
}

RegisterList document_list() {
  RegisterList list{"documents",
                    "documents",
                    "DocumentSummary",
                    "Documents",
                    "Documents; title and number look for what is near",
                    document_items};
  list.form.filters = {{"kind", {"kind"}, list_words(fb::EnumNamesDocumentKind())},
                       {"organisation", {"registrations.issuer"}}};
  list.form.days = {"registrations.printed.date", "registrations.printed.date"};
  list.form.texts = {"registrations.title", "registrations.issuer_title",
                     "registrations.printed.number"};
  list.form.orders = {{"title", "title"}, {"date", "printed.date"}, {"number", "printed.number"}};
  return list;
}

Result<Json> published_items(const ViewReader& reader, const RegisterDay& /*day*/) {
  const auto chronicle =
      projections::Chronicle::load(reader, {ledger::ScopeKind::kLedger, ledger::Id{}});
  if (!chronicle) return chronicle.error();
  return calendars_json(*chronicle);
}

RegisterList published_list() {
  RegisterList list{"calendars",
                    "facts",
                    "CalendarLine",
                    "Calendars",
                    "Years of calendars of working days as the registry publishes them",
                    published_items};
  list.form = calendar_list_form();
  return list;
}

}  // namespace

ListForm calendar_list_form() {
  ListForm form;
  form.filters = {{"status", {"status"}, list_words(fb::EnumNamesCalendarStatus())},
                  {"counts", {"counts"}, flag_words()}};
  form.days = {"first_day", "last_day"};
  form.texts = {"calendar", "act.title", "act.printed.number"};
  form.orders = {{"year", "year"}};
  return form;
}

const std::vector<RegisterList>& register_lists() {
  static const std::vector<RegisterList> all = {region_list(), cluster_list(),  organisation_list(),
                                                key_list(),    document_list(), published_list()};
  return all;
}

Result<Json> near_documents_json(const ViewReader& reader, const projections::DocumentHint& hint) {
  const auto near = projections::near_documents(reader, hint, SIZE_MAX);
  if (!near) return near.error();
  Json items = Json::array();
  for (const projections::NearDocument& one : *near) {
    const auto document = projections::find_document(reader, one.document);
    if (!document) return document.error();
    LEDGER_CHECK(document->has_value());
    Json item = whole_document_json(**document);
    const Json line = near_json(one);
    for (const auto& [name, value] : line.items()) item[name] = value;
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace api
