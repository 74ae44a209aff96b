// SPDX-License-Identifier: Apache-2.0
#include "api/list_desk.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "api/reasons.h"
#include "api/shapes.h"
#include "ledger/hash.h"

namespace api {
namespace {

using ledger::Result;
namespace rules = projections::rules;

/// Where a walk stands: "position.day.shown.question".
struct WalkCursor {
  std::uint64_t position = 0;
  std::string on;
  std::uint64_t shown = 0;
};

/// Of the path and of everything that chooses and orders items, so that a cursor is of one walk.
std::string question_tag(const Request& request) {
  const std::vector<std::string_view> of_page = {"cursor",  "limit", "format",      "at",
                                                 "explain", "on",    "min_position"};
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

std::string cursor_text(const WalkCursor& cursor, const Request& request) {
  return std::to_string(cursor.position) + "." + cursor.on + "." + std::to_string(cursor.shown) +
         "." + question_tag(request);
}

/// Nothing without one.
Result<std::optional<WalkCursor>> cursor_of(const Request& request) {
  const auto text = request.query.get("cursor");
  if (!text) return std::optional<WalkCursor>();
  const ledger::Error bad = ledger::invalid(
      "BAD_CURSOR",
      "the cursor is not of this list with these parameters: begin again without a cursor",
      "cursor");
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
  return std::optional(WalkCursor{*position, std::string(parts[1]), *shown});
}

/// The request with the position and day of the first page of its walk. What says otherwise is not
/// of that walk; a day that names the position did so then (question_tag()).
Result<Request> continued(const Request& request, const WalkCursor& cursor) {
  const auto at = request.query.get("at");
  const auto on = request.query.get("on");
  const bool same = (!at || *at == std::to_string(cursor.position)) && (!on || *on == cursor.on);
  if (!same) {
    return in_russian(
        ledger::invalid("BAD_CURSOR", "the cursor is of another position or day", "cursor"),
        "указатель страницы от другого положения или дня");
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
Result<std::string> asked_day(const ViewDesk& desk, const Request& request) {
  const auto overdue = request.query.get("overdue_on");
  if (!overdue) return desk.day(request);
  const auto on = request.query.get("on");
  if (on && *on != *overdue) {
    return ledger::invalid("TWO_DAYS", "on and overdue_on name two days: give one of them", "on");
  }
  if (auto day = rules::day_in_question(*overdue, "overdue_on"); !day) return day.error();
  return std::string(*overdue);
}

std::string variant_of(const DayQuestion& question) {
  return question.on + "." + std::string(question.language_name());
}

void say_language(const DayQuestion& question, Response& response) {
  response.headers.set("Content-Language", std::string(question.language_name()));
  response.headers.add_member("Vary", "Accept-Language");
}

}  // namespace

Result<DayQuestion> ListDesk::open(const Request& asked) const {
  const auto limit = limit_parameter(asked);
  if (!limit) return limit.error();
  const auto cursor = cursor_of(asked);
  if (!cursor) return cursor.error();
  const auto request = *cursor ? continued(asked, **cursor) : Result<Request>(asked);
  if (!request) return request.error();
  auto on = asked_day(desk_, *request);
  if (!on) return on.error();
  const auto day = rules::day_in_question(*on, "on");
  if (!day) return day.error();
  auto snapshot = desk_.open(*request);
  if (!snapshot) return snapshot.error();
  // A table for people is Russian whatever their browser prefers.
  const bool for_people = request->query.get("format") == "excel";
  return DayQuestion{std::move(*snapshot),
                     *day,
                     std::move(*on),
                     for_people ? Language::kRu : request->language,
                     *limit,
                     *cursor ? (*cursor)->shown : 0};
}

Result<Response> ListDesk::page(const DayQuestion& question, const Request& request,
                                const ListPage& list, const ListQuestion& asked,
                                const Json& items) const {
  const auto indexes = picked(list.form, asked, items);
  const std::size_t begin = std::min<std::size_t>(question.begin, indexes.size());
  const std::size_t end = std::min<std::size_t>(begin + question.limit, indexes.size());
  const auto members = shape_members(list.item);
  Json body = {{"on", question.on}, {"total", indexes.size()}, {"items", Json::array()}};
  for (std::size_t i = begin; i < end; ++i) {
    body["items"].push_back(shown_part(items[indexes[i]], members));
  }
  const std::string next = cursor_text({question.position(), question.on, end}, request);
  const bool more = end < indexes.size();
  body["next_cursor"] = more ? Json(next) : Json();
  auto response = desk_.list(question.snapshot, request, list.view, list.item, std::move(body),
                             variant_of(question));
  if (!response) return response;
  say_language(question, *response);
  if (response->headers.has("Content-Disposition")) {
    response->headers.set("Content-Disposition",
                          "attachment; filename=\"" + std::string(list.name) + ".csv\"");
  }
  if (more) {
    Pairs changed;
    changed.add("at", std::to_string(question.position()));
    changed.add("on", question.on);
    changed.add("cursor", next);
    link_next(*response, request, changed);
  }
  return response;
}

Result<Response> ListDesk::answer(const DayQuestion& question, std::string_view view,
                                  const Json& body) const {
  Json whole = {{"on", question.on}};
  for (const auto& [name, value] : body.items()) whole[name] = value;
  auto response = desk_.answer(question.snapshot, view, std::move(whole), variant_of(question));
  if (response) say_language(question, *response);
  return response;
}

Json shown_part(const Json& item, const std::vector<std::string>& members) {
  Json part = Json::object();
  for (const std::string& name : members) {
    const auto found = item.find(name);
    if (found != item.end()) part[name] = *found;
  }
  return part;
}

std::uint64_t values_in(const Json& value) {
  std::uint64_t count = 1;
  if (value.is_structured()) {
    for (const Json& inner : value) count += values_in(inner);
  }
  return count;
}

}  // namespace api
