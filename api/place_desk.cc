// SPDX-License-Identifier: Apache-2.0
#include "api/place_desk.h"

#include <algorithm>

#include "api/shapes.h"
#include "ledger/hash.h"
#include "projections/governance/obligations.h"
#include "projections/rules/dates.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Scope;
namespace rules = projections::rules;

constexpr std::uint64_t kChroniclesMax = 8;
/// Values of JSON in all lists that are kept, about a hundred bytes each.
constexpr std::uint64_t kKeptValuesMax = 500'000;

/// The place that a path names.
Result<Scope> place_of(const Request& request) {
  const bool cluster = request.params.get("cluster").has_value();
  const auto id = ledger::fixed_from_hex<ledger::Id>(request.param(cluster ? "cluster" : "region"));
  if (!id) return ledger::not_found("BAD_NAME", "a place is named by 32 lower-case hex digits");
  return Scope{cluster ? ledger::ScopeKind::kCluster : ledger::ScopeKind::kRegion, *id};
}

/// Where a walk stands: "position.day.shown.question".
struct Cursor {
  std::uint64_t position = 0;
  std::string on;
  std::uint64_t shown = 0;
};

/// Of the path and of everything that chooses and orders items, so that a cursor is of one walk.
std::string question_tag(const Request& request) {
  const std::vector<std::string_view> of_page = {"cursor",  "limit", "format",       "at",
                                                 "explain", "on",    "min_position", "known_on"};
  std::vector<std::string> parts;
  for (const auto& [name, value] : request.query.all()) {
    if (std::find(of_page.begin(), of_page.end(), name) != of_page.end()) continue;
    parts.push_back("\n" + name + "=" + value);
  }
  std::sort(parts.begin(), parts.end());
  std::string text = request.path;
  for (const std::string& part : parts) text += part;
  return to_hex(ledger::sha256(text)).substr(0, 8);
}

std::string cursor_text(const Cursor& cursor, const Request& request) {
  return std::to_string(cursor.position) + "." + cursor.on + "." + std::to_string(cursor.shown) +
         "." + question_tag(request);
}

/// Nothing without one.
Result<std::optional<Cursor>> cursor_of(const Request& request) {
  const auto text = request.query.get("cursor");
  if (!text) return std::optional<Cursor>();
  const ledger::Error bad =
      ledger::invalid("BAD_CURSOR", "not a cursor of this list with these parameters", "cursor");
  std::vector<std::string_view> parts;
  std::string_view rest = *text;
  while (parts.size() < 5) {
    const auto dot = std::min(rest.find('.'), rest.size());
    parts.push_back(rest.substr(0, dot));
    if (dot == rest.size()) break;
    rest.remove_prefix(dot + 1);
  }
  if (parts.size() != 4 || parts[3] != question_tag(request)) return bad;
  const auto position = ledger::parse_decimal(parts[0]);
  const auto shown = ledger::parse_decimal(parts[2]);
  if (!position || !shown || !rules::date_from_iso(parts[1])) return bad;
  return std::optional(Cursor{*position, std::string(parts[1]), *shown});
}

/// The request with the position and day of the first page of its walk. What says otherwise, or
/// names the position by a day, is not of that walk.
Result<Request> continued(const Request& request, const Cursor& cursor) {
  const auto at = request.query.get("at");
  const auto on = request.query.get("on");
  const bool same = (!at || *at == std::to_string(cursor.position)) && (!on || *on == cursor.on);
  if (!same) {
    return ledger::invalid("BAD_CURSOR", "the cursor is of another position or day", "cursor");
  }
  Request again = request;
  again.query = Pairs();
  for (const auto& [name, value] : request.query.all()) {
    const bool replaced = name == "at" || name == "on" || name == "known_on";
    if (!replaced) again.query.add(name, value);
  }
  again.query.add("at", std::to_string(cursor.position));
  again.query.add("on", cursor.on);
  return again;
}

/// The day that is asked about.
Result<std::string> day_of(const ViewDesk& desk, const Request& request) {
  const auto overdue = request.query.get("overdue_on");
  if (!overdue) return desk.day(request);
  const auto on = request.query.get("on");
  if (on && *on != *overdue) {
    return ledger::invalid("TWO_DAYS", "`overdue_on` names the day, `on` another one", "on");
  }
  if (rules::date_from_iso(*overdue)) return std::string(*overdue);
  return ledger::invalid("BAD_DAY", "a day is written YYYY-MM-DD, from 1900 to 2199", "overdue_on");
}

std::uint64_t values_in(const Json& value) {
  std::uint64_t count = 1;
  if (value.is_structured()) {
    for (const Json& inner : value) count += values_in(inner);
  }
  return count;
}

/// The members of the item that its list shows.
Json shown_part(const Json& item, const std::vector<std::string>& members) {
  Json part = Json::object();
  for (const std::string& name : members) {
    const auto found = item.find(name);
    if (found != item.end()) part[name] = *found;
  }
  return part;
}

void say_language(const PlaceQuestion& question, Response& response) {
  response.headers.set("Content-Language", std::string(question.language()));
  response.headers.add_member("Vary", "Accept-Language");
}

/// The filter that `overdue_on` stands for.
const ListFilter& overdue_filter(const PlaceList& list) {
  const auto& filters = list.form.filters;
  const auto state = std::find_if(filters.begin(), filters.end(), [](const ListFilter& filter) {
    return filter.parameter == "state";
  });
  LEDGER_CHECK(state != filters.end());
  return *state;
}

}  // namespace

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

Result<PlaceQuestion> PlaceDesk::open(const Request& asked) {
  const auto scope = place_of(asked);
  if (!scope) return scope.error();
  const auto cursor = cursor_of(asked);
  if (!cursor) return cursor.error();
  const auto request = *cursor ? continued(asked, **cursor) : Result<Request>(asked);
  if (!request) return request.error();
  auto on = day_of(desk_, *request);
  if (!on) return on.error();
  const auto day = rules::date_from_iso(*on);
  if (!day) {
    return ledger::invalid("BAD_DAY", "days from 1900-01-01 to 2199-12-31 are known", "on");
  }
  auto snapshot = desk_.open(*request);
  if (!snapshot) return snapshot.error();
  auto facts = chronicle(snapshot->reader, *scope);
  if (!facts) return facts.error();
  return PlaceQuestion{std::move(*snapshot), *scope,
                       PlaceOnDay{std::move(*facts), *day, request->language}, std::move(*on),
                       *cursor ? (*cursor)->shown : 0};
}

std::shared_ptr<const Json> PlaceDesk::items(const PlaceQuestion& question, const PlaceList& list) {
  const PlaceOnDay& place = question.place;
  const ItemsKey key{question.snapshot.reader.position(), question.scope, place.on, place.language,
                     list.name};
  if (auto kept = items_.get(key)) return kept;
  auto made = std::make_shared<const Json>(list.items(place));
  items_.put(key, made, values_in(*made));
  return made;
}

Result<Response> PlaceDesk::page(const Request& request, const PlaceList& list) {
  auto asked = list_question(list.form, request.query);
  if (!asked) return asked.error();
  if (list.has_overdue && request.query.get("overdue_on")) {
    asked->wanted.emplace_back(
        &overdue_filter(list),
        std::string(projections::governance::name_of(rules::DutyState::kLateOpen)));
  }
  const auto limit = limit_parameter(request);
  if (!limit) return limit.error();
  const auto question = open(request);
  if (!question) return question.error();
  const auto all = items(*question, list);
  const auto indexes = picked(list.form, *asked, *all);
  const std::size_t begin = std::min<std::size_t>(question->begin, indexes.size());
  const std::size_t end = std::min<std::size_t>(begin + *limit, indexes.size());
  const auto members = shape_members(list.item);
  Json body = {{"on", question->on}, {"total", indexes.size()}, {"items", Json::array()}};
  for (std::size_t i = begin; i < end; ++i) {
    body["items"].push_back(shown_part((*all)[indexes[i]], members));
  }
  const std::uint64_t position = question->snapshot.reader.position();
  const std::string next = cursor_text({position, question->on, end}, request);
  const bool more = end < indexes.size();
  body["next_cursor"] = more ? Json(next) : Json();
  auto response = desk_.list(question->snapshot, request, "facts", list.item, std::move(body),
                             question->on + "." + std::string(question->language()));
  if (!response) return response;
  say_language(*question, *response);
  if (response->headers.has("Content-Disposition")) {
    response->headers.set("Content-Disposition",
                          "attachment; filename=\"" + std::string(list.name) + ".csv\"");
  }
  if (more) {
    Pairs changed;
    changed.add("at", std::to_string(position));
    changed.add("on", question->on);
    changed.add("cursor", next);
    link_next(*response, request, changed);
  }
  return response;
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
    return ledger::not_found(
        "NOT_RECORDED", "at position " + std::to_string(question->snapshot.reader.position()) +
                            " and on " + question->on + " the place has nothing under this name");
  }
  Json body = {{"on", question->on}};
  if (list.card_list.empty()) {
    for (const auto& [name, value] : found.back().items()) body[name] = value;
  } else {
    body[std::string(list.id)] = std::string(id);
    body[std::string(list.card_list)] = std::move(found);
  }
  auto response = desk_.answer(question->snapshot, "facts", std::move(body),
                               question->on + "." + std::string(question->language()));
  if (response) say_language(*question, *response);
  return response;
}

}  // namespace api
