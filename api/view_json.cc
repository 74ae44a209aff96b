// SPDX-License-Identifier: Apache-2.0
// Pieces of facts, keys, places, organisations. Documents are in document_json.cc.
#include "api/view_json.h"

#include <array>

#include "api/event_json.h"

namespace api {

namespace {

Json numbers_json(const std::vector<std::uint64_t>& numbers) {
  return list_json(numbers, [](std::uint64_t number) { return json_integer(number); });
}

Json scopes_json(std::uint8_t scopes) {
  constexpr std::array<std::string_view, 5> kNames = {"ADMINISTER", "REGISTER", "RECORD", "IMPORT",
                                                      "ACT"};
  Json list = Json::array();
  for (std::size_t bit = 0; bit < kNames.size(); ++bit) {
    if ((scopes >> bit & 1) != 0) list.push_back(kNames[bit]);
  }
  return list;
}

Json role_json(const projections::PlaceRole& role) {
  return {{"organisation", to_hex(role.organisation)},
          {"role", role.role},
          {"change", role.change},
          {"position", text_or_null(role.position)},
          {"from", date_json(role.from)},
          {"to", date_or_null(role.to)},
          {"source", source_json(role.source)}};
}

Json charter_json(const projections::PlaceCharter& charter) {
  return {{"charter", to_hex(charter.charter)},
          {"version", charter.version},
          {"title", charter.title},
          {"effective", date_json(charter.effective)},
          {"basis", charter.basis ? act_json(*charter.basis) : Json()},
          {"replaces", hex_or_null(charter.replaces)},
          {"source", source_json(charter.source)}};
}

Json region_declaration_json(const projections::PlaceDeclaration& fact) {
  return {{"names", names_json(fact.names)},
          {"operator_organisation", hex_or_null(fact.operator_organisation)},
          {"coordinator", hex_or_null(fact.coordinator)},
          {"source", source_json(fact.source)}};
}

Json cluster_declaration_json(const projections::PlaceDeclaration& fact) {
  return {{"names", names_json(fact.names)},
          {"region", hex_or_null(fact.region)},
          {"industry", text_or_null(fact.industry)},
          {"zone_minutes", fact.zone_minutes},
          {"decided_on", date_or_null(fact.decided_on)},
          {"act", fact.act ? act_json(*fact.act) : Json()},
          {"intended_participants",
           list_json(fact.intended_participants, [](const ledger::Id& id) { return to_hex(id); })},
          {"source", source_json(fact.source)}};
}

/// `id` first, then what the declaration that holds says, then the whole history.
template <typename Declaration>
Json place_json(const char* id, const projections::Place& place, Declaration declaration) {
  const auto* holds = place.declaration();
  Json json = Json::object();
  json[id] = to_hex(place.id);
  json["name"] = holds != nullptr ? text_or_null(projections::display_name(holds->names)) : Json();
  json["declarations"] = list_json(place.declarations, declaration);
  json["roles"] = list_json(place.roles, role_json);
  json["charters"] = list_json(place.charters, charter_json);
  return json;
}

Json registration_json(const projections::OrganisationRegistration& fact) {
  return {{"names", names_json(fact.names)},   {"ogrn", text_or_null(fact.ogrn)},
          {"inn", text_or_null(fact.inn)},     {"category", text_or_null(fact.category)},
          {"educational", fact.educational},   {"person", fact.person},
          {"source", source_json(fact.source)}};
}

/// Members that belong to another kind of change are absent.
Json change_json(const projections::OrganisationChange& fact) {
  Json json = {{"kind", fact.kind}};
  if (fact.kind == "RENAMED") json["names"] = names_json(fact.names);
  if (fact.kind == "RECATEGORISED") {
    json["category"] = text_or_null(fact.category);
    json["educational"] = fact.educational;
  }
  json["successor"] = hex_or_null(fact.successor);
  json["from"] = date_json(fact.from);
  json["act"] = fact.act ? act_json(*fact.act) : Json();
  json["source"] = source_json(fact.source);
  return json;
}

Json organisation_state_json(const projections::OrganisationState& state, std::string_view on) {
  return {
      {"on", on},
      {"name", text_or_null(projections::display_name(state.names))},
      {"names", names_json(state.names)},
      {"ogrn", text_or_null(state.ogrn)},
      {"inn", text_or_null(state.inn)},
      {"category", text_or_null(state.category)},
      {"educational", state.educational},
      {"successor", hex_or_null(state.successor)},
      {"successors", list_json(state.successors, [](const ledger::Id& id) { return to_hex(id); })},
      {"ended", text_or_null(state.ended)},
      {"uncertain", state.uncertain},
      {"evidence", numbers_json(state.evidence)}};
}

}  // namespace

std::string_view key_kind_name(ledger::KeyKind kind) {
  switch (kind) {
    case ledger::KeyKind::kPerson:
      return "PERSON";
    case ledger::KeyKind::kOperatorRoot:
      return "OPERATOR_ROOT";
    case ledger::KeyKind::kService:
      return "SERVICE";
    case ledger::KeyKind::kCheckpoint:
      return "CHECKPOINT";
    case ledger::KeyKind::kWitness:
      return "WITNESS";
    case ledger::KeyKind::kRecovery:
      return "RECOVERY";
  }
  return "UNSPECIFIED";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string_view grade_name(ledger::Grade grade) {
  switch (grade) {
    case ledger::Grade::kSelf:
      return "SELF";
    case ledger::Grade::kRecorder:
      return "RECORDER";
    case ledger::Grade::kDocument:
      return "DOCUMENT";
  }
  return "UNSPECIFIED";
}

Json source_json(const projections::Source& source) {
  return {{"index", json_integer(source.index)},
          {"digest", to_hex(source.digest)},
          {"recorded_at", rfc3339(source.recorded_at_us)},
          {"grade", grade_name(source.grade)},
          {"historical", source.historical},
          {"author", to_hex(source.author)},
          {"evidence", hex_or_null(source.evidence)},
          {"effective", date_or_null(source.effective)},
          {"corrections", numbers_json(source.corrections)},
          {"withdrawn", source.withdrawn ? json_integer(*source.withdrawn) : Json()}};
}

Json date_json(const projections::DateValue& date) {
  return {{"precision", date.precision},
          {"not_before", text_or_null(date.not_before)},
          {"not_after", text_or_null(date.not_after)},
          {"source", text_or_null(date.source)}};
}

Json names_json(const std::vector<projections::NameValue>& names) {
  return list_json(names, [](const projections::NameValue& name) {
    return Json{{"kind", name.kind}, {"text", name.text}};
  });
}

Json printed_json(const std::vector<projections::PrintedValue>& printed) {
  return list_json(printed, [](const projections::PrintedValue& one) {
    return Json{{"place", text_or_null(one.place)},
                {"number", text_or_null(one.number)},
                {"date", date_or_null(one.date)}};
  });
}

Json act_json(const projections::ActValue& act) {
  return {{"kind", act.kind},
          {"issuer", hex_or_null(act.issuer)},
          {"issuer_title", text_or_null(act.issuer_title)},
          {"title", text_or_null(act.title)},
          {"printed", printed_json(act.printed)},
          {"document", hex_or_null(act.document)}};
}

Json key_json(const projections::KeyEntry& key) {
  Json ended;
  if (key.ended) {
    ended = {{"reason", key.ended->reason},
             {"seen_size", json_integer(key.ended->seen_size)},
             {"source", source_json(key.ended->source)}};
  }
  const auto suspect = key.suspect_from();
  return {{"key", to_hex(key.key)},
          {"kind", key_kind_name(key.kind)},
          {"role", text_or_null(key.role)},
          {"organisation", hex_or_null(key.organisation)},
          {"seat", hex_or_null(key.seat)},
          {"scopes", scopes_json(key.scopes)},
          {"stands", key.stands()},
          {"suspect_from", suspect ? json_integer(*suspect) : Json()},
          {"first_key_evidence", hex_or_null(key.first_key_evidence)},
          {"introduced", {{"source", source_json(key.introduced)}}},
          {"ended", std::move(ended)},
          {"suspicions", list_json(key.suspicions, [](const projections::KeySuspicion& one) {
             return Json{{"from_index", json_integer(one.from_index)},
                         {"source", source_json(one.source)}};
           })}};
}

Json key_state_json(const projections::KeyEntry& key, std::string_view on, std::uint64_t end_us) {
  const bool come = key.introduced.recorded_at_us < end_us;
  const bool gone = key.ended && key.ended->source.recorded_at_us < end_us;
  return {{"on", on}, {"stands", come && !gone}};
}

Json region_json(const projections::Place& region) {
  return place_json("region", region, region_declaration_json);
}

Json cluster_json(const projections::Place& cluster) {
  Json json = place_json("cluster", cluster, cluster_declaration_json);
  const auto* holds = cluster.declaration();
  json["region"] = holds != nullptr ? hex_or_null(holds->region) : Json();
  json["industry"] = holds != nullptr ? text_or_null(holds->industry) : Json();
  json["decided_on"] = holds != nullptr ? date_or_null(holds->decided_on) : Json();
  return json;
}

Json organisation_json(const projections::Organisation& organisation) {
  Json json = Json::object();
  json["organisation"] = to_hex(organisation.id);
  json["registrations"] = list_json(organisation.registrations, registration_json);
  json["changes"] = list_json(organisation.changes, change_json);
  json["predecessors"] =
      list_json(organisation.predecessors, [](const projections::Predecessor& one) {
        return Json{{"organisation", to_hex(one.organisation)},
                    {"from", date_json(one.from)},
                    {"source", source_json(one.source)}};
      });
  return json;
}

Json organisation_on_json(const projections::Organisation& organisation, std::string_view on) {
  Json json = organisation_json(organisation);
  json["state"] = organisation_state_json(projections::organisation_on(organisation, on), on);
  return json;
}

}  // namespace api
