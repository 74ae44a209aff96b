// SPDX-License-Identifier: Apache-2.0
#include "api/explanation_json.h"

#include <algorithm>

#include "api/council_json.h"
#include "api/governance_json.h"
#include "api/paper_json.h"
#include "api/table_json.h"
#include "api/view_json.h"
#include "projections/governance/words.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;

/// Whether the element bears the name: a body by its kind, a deadline by its name, a holder by its
/// role, rules of single questions by each of these.
bool is_called(const Json& element, const std::string& name) {
  if (!element.is_object()) return false;
  for (const char* member : {"kind", "name", "role"}) {
    if (element.contains(member)) return element[member] == name;
  }
  const auto decisions = element.find("decisions");
  return decisions != element.end() &&
         std::find(decisions->begin(), decisions->end(), name) != decisions->end();
}

/// The element of a list that is called so; null if there is none.
Json element_called(const Json& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Json& one) { return is_called(one, name); });
  return found == list.end() ? Json() : *found;
}

Json member_called(const Json& value, const std::string& name) {
  if (value.is_array()) return element_called(value, name);
  return value.is_object() && value.contains(name) ? value[name] : Json();
}

Json rule_json(const gov::Council& council, const gov::RuleUsed& rule, Language language) {
  gov::Grounds alone;
  alone.rules.push_back(rule);
  Json out = grounds_json(alone, language)["rules"][0];
  out["words"] = in(gov::words_of(rule), language);
  out["value"] = rule.charter ? parameter_value(council, *rule.charter, rule.basis.path) : Json();
  return out;
}

Json roll_json(const gov::RollLine& line, const ledger::Id& body, const Telling& telling) {
  Json out = seat_json(body, line.holder, telling);
  out["membership"] = line.membership ? membership_json(*line.membership, telling) : Json();
  return out;
}

Json event_key_json(const gov::KeyOfEvent& key) {
  return {{"event", json_integer(key.event)},
          {"key", to_hex(key.key)},
          {"standing", gov::name_of(key.standing)},
          {"introduced_by", key.introduced_by ? json_integer(*key.introduced_by) : Json()},
          {"doubted_by", key.doubted_by ? json_integer(*key.doubted_by) : Json()},
          {"reconfirmed_by", key.reconfirmed_by ? json_integer(*key.reconfirmed_by) : Json()}};
}

Json use_json(const gov::DocumentUse& use) {
  return {{"type", fb::EnumNamePayload(use.type)},
          {"digest", to_hex(use.digest)},
          {"index", json_integer(use.index)},
          {"title", text_or_null(use.title)}};
}

Json file_json(const projections::Fact<fb::DocumentRegistered>& fact) {
  return {{"document", fact->document()->str()},
          {"title", fact->title()->str()},
          {"edition", fact->edition()},
          {"rendition", word(fb::EnumNameRendition, fact->rendition())},
          {"source", source_json(*fact.source)}};
}

/// The body whose roll it is.
ledger::Id body_of(const gov::Explanation& explanation) {
  for (const gov::Decision& one : explanation.decisions) {
    if (one.body) return *one.body;
  }
  return {};
}

}  // namespace

namespace {

/// What the event with this index lays down: parameters of a charter, an agreement with the rules
/// of its council; null for any other event.
Json laid_down_by(const gov::Council& council, std::uint64_t event) {
  for (const auto& fact : council.charters().all()) {
    if (fact.index() == event) {
      return table_of_body_to_json("CharterParameters", fact->parameters());
    }
  }
  for (const auto& fact : council.chronicle().all<fb::AgreementRegistered>()) {
    if (fact.index() == event) return table_of_body_to_json("AgreementRegistered", fact.payload);
  }
  return {};
}

}  // namespace

Json parameter_value(const gov::Council& council, std::uint64_t event, std::string_view path) {
  Json value = laid_down_by(council, event);
  while (!path.empty() && !value.is_null()) {
    const auto dot = path.find('.');
    value = member_called(value, std::string(path.substr(0, dot)));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return value;
}

Json explanation_json(const gov::Council& council, const gov::Explanation& of, Language language) {
  const Telling telling(council.chronicle(), of.on, language);
  const ledger::Id body = body_of(of);
  const auto told = [&](auto build) {
    return [build, &telling](const auto& one) { return build(one, telling); };
  };
  return {
      {"kind", gov::name_of(of.kind)},
      {"subject", to_hex(of.subject)},
      {"title", in(of.title, language)},
      {"place", scope_json(council.chronicle().place())},
      {"position", json_integer(of.position)},
      {"on", projections::rules::to_iso(of.on)},
      {"roll_on", of.day ? Json(projections::rules::to_iso(*of.day)) : Json()},
      {"roll", list_json(of.roll, [&](const auto& one) { return roll_json(one, body, telling); })},
      {"late_events",
       list_json(of.late_events, [](std::uint64_t index) { return json_integer(index); })},
      {"rules",
       list_json(of.rules, [&](const auto& one) { return rule_json(council, one, language); })},
      {"meetings", list_json(of.meetings,
                             [&](const auto& one) { return meeting_json(council, one, telling); })},
      {"ballots", list_json(of.ballots, told(ballot_json))},
      {"decisions", list_json(of.decisions, told(decision_json))},
      {"protocols", list_json(of.protocols, told(protocol_json))},
      {"agreements", list_json(of.agreements, told(agreement_json))},
      {"documents", list_json(of.documents, file_json)},
      {"uses", list_json(of.uses, use_json)},
      {"obligations",
       list_json(of.duties, [&](const auto& one) { return obligation_json(one, language); })},
      {"findings",
       list_json(of.findings, [&](const auto& one) { return finding_json(one, language); })},
      {"keys", list_json(of.keys, event_key_json)},
      {"missing",
       list_json(of.missing,
                 [&](const gov::Missing& one) {
                   return Json{{"what", one.what}, {"sentence", in(one.sentence, language)}};
                 })},
      {"depends_on_assumption", of.depends_on_assumption}};
}

}  // namespace api
