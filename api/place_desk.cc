// SPDX-License-Identifier: Apache-2.0
#include "api/place_desk.h"

#include <algorithm>

#include "api/reasons.h"
#include "projections/governance/obligations.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Scope;
namespace rules = projections::rules;

constexpr std::uint64_t kChroniclesMax = 8;
constexpr std::uint64_t kKeptValuesMax = 500'000;  ///< in all lists that are kept

/// The place that a path names.
Result<Scope> place_of(const Request& request) {
  const bool cluster = request.params.get("cluster").has_value();
  const auto id = ledger::fixed_from_hex<ledger::Id>(request.param(cluster ? "cluster" : "region"));
  if (!id) {
    return in_russian(ledger::not_found("BAD_NAME", "a place is named by 32 lower-case hex digits"),
                      "место называют 32 строчными шестнадцатеричными цифрами");
  }
  return Scope{cluster ? ledger::ScopeKind::kCluster : ledger::ScopeKind::kRegion, *id};
}

}  // namespace

Json overdue_of(const Json& items) {
  const std::string_view late = projections::governance::name_of(rules::DutyState::kLateOpen);
  const auto is_overdue = [&](const Json& duty) {
    return duty.at("state").get_ref<const std::string&>() == late &&
           !duty.at("cancelled").get<bool>();
  };
  Json out = Json::array();
  for (const Json& item : items) {
    const auto duties = item.find("duties");
    const bool overdue = duties == item.end()
                             ? is_overdue(item)
                             : std::any_of(duties->begin(), duties->end(), is_overdue);
    if (overdue) out.push_back(item);
  }
  return out;
}

PlaceDesk::PlaceDesk(const Service& service)
    : desk_(service), chronicles_(kChroniclesMax), items_(kKeptValuesMax) {}

Result<std::shared_ptr<const projections::Chronicle>> PlaceDesk::chronicle(
    const projections::ViewReader& reader, const Scope& scope) {
  const ChronicleKey key{reader.position(), scope};
  if (auto kept = chronicles_.get(key)) return kept;
  auto loaded = projections::Chronicle::load(reader, scope);
  if (!loaded) return loaded.error();
  auto made = std::make_shared<const projections::Chronicle>(std::move(*loaded));
  chronicles_.put(key, made, 1);
  return made;
}

Result<PlaceQuestion> PlaceDesk::open(const Request& request) {
  const auto scope = place_of(request);
  if (!scope) return scope.error();
  auto asked = desk_.open(request);
  if (!asked) return asked.error();
  auto facts = chronicle(asked->snapshot.reader, *scope);
  if (!facts) return facts.error();
  PlaceOnDay place{std::move(*facts), asked->day, asked->language};
  return PlaceQuestion{std::move(*asked), *scope, std::move(place)};
}

std::shared_ptr<const Json> PlaceDesk::items(const PlaceQuestion& question, const PlaceList& list) {
  const PlaceOnDay& place = question.place;
  const ItemsKey key{question.asked.position(), question.scope, place.on, place.language,
                     list.name};
  if (auto kept = items_.get(key)) return kept;
  auto made = std::make_shared<const Json>(list.items(place));
  items_.put(key, made, values_in(*made));
  return made;
}

Result<Response> PlaceDesk::page(const Request& request, const PlaceList& list) {
  const auto asked = list_question(list.form, request.query);
  if (!asked) return asked.error();
  const auto question = open(request);
  if (!question) return question.error();
  const auto all = items(*question, list);
  const bool overdue = list.has_overdue && request.query.get("overdue_on");
  const Json late = overdue ? overdue_of(*all) : Json();
  return desk_.page(question->asked, request, {list.name, "facts", list.item, list.form}, *asked,
                    overdue ? late : *all);
}

Result<Response> PlaceDesk::card(const Request& request, const PlaceList& list) {
  const std::string_view id = request.param(list.id);
  const auto question = open(request);
  if (!question) return question.error();
  const auto all = items(*question, list);
  Json found = Json::array();
  for (const Json& item : *all) {
    if (item.find(std::string(list.id))->get_ref<const std::string&>() == id) found.push_back(item);
  }
  if (found.empty()) {
    const std::string at = std::to_string(question->asked.position());
    const std::string& on = question->asked.on;
    return in_russian(
        ledger::not_found("NOT_RECORDED", "at position " + at + " and on " + on +
                                              " the place has nothing under this name"),
        "до положения " + at + " на день " + on + " у этого места под этим именем ничего нет");
  }
  if (list.card_list.empty()) return desk_.answer(question->asked, "facts", found.back());
  Json body = Json::object();
  body[std::string(list.id)] = std::string(id);
  body[std::string(list.card_list)] = std::move(found);
  return desk_.answer(question->asked, "facts", body);
}

}  // namespace api
