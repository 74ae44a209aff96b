// SPDX-License-Identifier: Apache-2.0
#include "api/view_answer.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "api/csv.h"
#include "api/event_json.h"
#include "api/explain.h"
#include "api/gate.h"
#include "api/internal/answer_cache.h"
#include "api/internal/json_route.h"
#include "api/internal/log_answer.h"
#include "api/internal/uri.h"
#include "api/people_table.h"
#include "api/problem.h"
#include "api/reasons.h"
#include "api/shapes.h"
#include "ledger/entry.h"
#include "projections/governance/judgement.h"
#include "projections/rules/dates.h"

namespace api {
namespace {

using ledger::Result;

constexpr std::uint64_t kLimitDefault = 100;
constexpr std::uint64_t kLimitMax = 1'000;
constexpr std::uint64_t kDayUs = std::uint64_t{24} * 60 * 60 * 1'000'000;

/// The members that say what an answer rests on.
Result<Json> envelope(const ViewSnapshot& snapshot, const projections::ViewState& state) {
  const std::uint64_t position = snapshot.reader.position();
  const auto digest = snapshot.runner->digest_at(state.name, position);
  if (!digest) return digest.error();
  Json json = Json::object();
  json["as_of_position"] = json_integer(position);
  json["ledger_size"] = json_integer(snapshot.ledger_size);
  json["view"] = {{"name", state.name},
                  {"version", state.version},
                  {"digest", *digest ? Json(to_hex(**digest)) : Json()}};
  return json;
}

/// How a list is to be written.
enum class BodyForm { kJson, kCsv, kExcel };

Result<BodyForm> form_of(const Request& request) {
  const auto format = request.query.get("format");
  if (!format) return request.media_type == "text/csv" ? BodyForm::kCsv : BodyForm::kJson;
  if (*format == "json") return BodyForm::kJson;
  if (*format == "csv") return BodyForm::kCsv;
  if (*format == "excel") return BodyForm::kExcel;
  return ledger::invalid("BAD_FORMAT", "format is json, csv or excel", "format");
}

/// The handler, asked once for each question about a state; a question with a body always.
Handler kept(const Service& service, Handler handler) {
  return [&service, handler = std::move(handler)](const Request& request) -> Result<Response> {
    if (request.method == "POST") return handler(request);
    return service.answers->ask(service, request, handler);
  };
}

/// The handler, for a reader whose token outlasted the wait.
Handler permitted_still(Handler handler) {
  return [handler = std::move(handler)](const Request& request) -> Result<Response> {
    return request.still_permitted() ? handler(request) : token_ended(request);
  };
}

/// The handler, asked when the views are where the question needs them, or time is up.
Handler when_reached(const Service& service, Handler handler) {
  return [&service, desk = ViewDesk(service),
          handler = std::move(handler)](const Request& request) -> Result<Response> {
    const auto needed = desk.needed(request);
    if (!needed || service.views->position() >= *needed) return handler(request);
    Response response;
    response.later =
        std::make_shared<Later>(Later{[&service, position = *needed](std::function<void()> resume) {
                                        return service.views->when_at(position, std::move(resume));
                                      },
                                      permitted_still(handler), service.view_wait});
    return response;
  };
}

}  // namespace

/// The views, if they have got as far.
Result<std::shared_ptr<const projections::Runner>> ViewDesk::runner_at(
    std::uint64_t position) const {
  auto runner = service_.views->runner();
  if (runner == nullptr) {
    const std::string done = std::to_string(service_.views->status().position);
    const std::string all = std::to_string(service_.view().size());
    return ledger::Error{ledger::ErrorCode::kOverloaded, "VIEWS_RENEWED",
                         "the views are folded anew: " + done + " of " + all + " events so far", "",
                         "представления строятся заново: прочитано событий " + done + " из " + all};
  }
  const std::uint64_t reached = runner->position();
  if (reached >= position) return runner;
  const std::string needed = std::to_string(position);
  const std::string there = std::to_string(reached);
  const Said waited = time_text(service_.view_wait);
  return ledger::Error{ledger::ErrorCode::kOverloaded, "VIEW_BEHIND",
                       "position " + needed + " is needed, the views stand at " + there +
                           "; they were waited for up to " + waited.english,
                       "",
                       "нужно положение " + needed + ", представления стоят на " + there +
                           "; их ждали до " + waited.russian};
}

Result<std::uint64_t> ViewDesk::end_of_day(std::string_view day, std::string_view parameter) const {
  const auto date = projections::rules::day_in_question(day, std::string(parameter));
  if (!date) return date.error();
  const auto end = *date + std::chrono::days(1) - std::chrono::minutes(service_.zone_minutes);
  const std::int64_t end_us = std::chrono::microseconds(end.time_since_epoch()).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(end_us, 0));
}

/// How many events had been recorded when the day ended in the ledger's zone, or have been by now
/// if it is today. The times of entries never go back, so the place is found by halving. A day that
/// has not begun has no answer: the same question would have another one every time.
Result<std::uint64_t> ViewDesk::position_of_day(std::string_view day) const {
  const auto end_us = end_of_day(day, "known_on");
  if (!end_us) return end_us;
  const ledger::ReadView view = service_.view();
  std::uint64_t low = 0;
  std::uint64_t high = view.size();
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto event = view.event(middle);
    if (!event) return event.error();
    const auto entry = ledger::parse_entry(event->entry);
    if (!entry) return entry.error();
    if (entry->recorded_at_us < *end_us) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const bool begun = *end_us <= service_.clock->now_us() + kDayUs;
  if (low < view.size() || begun) return low;
  return ledger::invalid("FUTURE_DAY",
                         "that day has not begun: what will be known then cannot be answered for",
                         "known_on");
}

Result<std::optional<std::uint64_t>> ViewDesk::pinned_position(const Request& request) const {
  using Position = std::optional<std::uint64_t>;
  const auto day = request.query.get("known_on");
  if (!request.query.get("at")) {
    if (!day) return Position();
    const auto position = position_of_day(*day);
    return position ? Result<Position>(*position) : Result<Position>(position.error());
  }
  if (day) {
    return ledger::invalid("TWO_POSITIONS", "at and known_on both say as of when: give one of them",
                           "known_on");
  }
  const auto at = number_parameter(request, "at", 0);
  if (!at) return at.error();
  const std::uint64_t size = service_.view().size();
  if (*at <= size) return Position(*at);
  return beyond_log(*at, size, "at");
}

Result<std::uint64_t> ViewDesk::needed(const Request& request) const {
  const auto at = pinned_position(request);
  if (!at) return at.error();
  const auto least = number_parameter(request, "min_position", 0);
  if (!least) return least.error();
  return std::max(at->value_or(0), *least);
}

Result<ViewSnapshot> ViewDesk::open(const Request& request) const {
  const auto at = pinned_position(request);
  if (!at) return at.error();
  const auto least = number_parameter(request, "min_position", 0);
  if (!least) return least.error();
  const auto explain = request.query.get("explain").value_or("0");
  if (explain != "0" && explain != "1") {
    return ledger::invalid("BAD_EXPLAIN", "explain is 0 or 1", "explain");
  }
  auto runner = runner_at(std::max(at->value_or(0), *least));
  if (!runner) return runner.error();
  auto reader = *at ? (*runner)->reader_at(**at) : (*runner)->reader();
  if (!reader) return reader.error();
  // Asked after the views were opened, so that it is never below their position.
  const std::uint64_t now = *at ? **at : service_.view().size();
  return ViewSnapshot{std::move(*runner), std::move(*reader), now, at->has_value(), explain == "1"};
}

Result<Response> ViewDesk::list(const ViewSnapshot& snapshot, const Request& request,
                                std::string_view view, std::string_view shape, Json body,
                                std::string_view variant) const {
  const auto form = form_of(request);
  if (!form) return form.error();
  if (*form == BodyForm::kJson) return answer(snapshot, view, std::move(body), variant);
  const bool excel = *form == BodyForm::kExcel;
  const std::string table = excel ? people_table(body["items"], people_columns(shape))
                                  : csv_text(body["items"], shape_columns(shape));
  const Json next = body["next_cursor"];
  std::string tag = excel ? "excel" : "csv";
  if (!variant.empty()) tag.append(".").append(variant);
  auto response = answer(snapshot, view, std::move(body), tag);
  if (!response) return response;
  response->content_type = "text/csv; charset=utf-8; header=present";
  response->body = table;
  response->headers.set("Content-Disposition",
                        "attachment; filename=\"" + std::string(view) + ".csv\"");
  response->headers.set("Letopis-Position", std::to_string(snapshot.reader.position()));
  if (next.is_string()) response->headers.set("Letopis-Next-Cursor", next.get<std::string>());
  return response;
}

Result<Response> ViewDesk::answer(const ViewSnapshot& snapshot, std::string_view view, Json body,
                                  std::string_view variant) const {
  const auto states = snapshot.runner->states();
  const auto state =
      std::find_if(states.begin(), states.end(), [&](const auto& one) { return one.name == view; });
  LEDGER_CHECK(state != states.end());
  auto json = envelope(snapshot, *state);
  if (!json) return json.error();
  if (snapshot.explain) (*json)["explain"] = explain_body(body);
  for (auto& [name, value] : body.items()) (*json)[name] = std::move(value);
  Response response = json_response(200, *json);
  // Of the same facts another version of the judgement may say something else.
  std::string tag = state->name + '.' + std::to_string(state->version) + '.' +
                    std::to_string(projections::governance::kJudgementVersion) + '.' +
                    std::to_string(snapshot.reader.position()) + '.' +
                    std::to_string(snapshot.ledger_size);
  if (!variant.empty()) tag.append(".").append(variant);
  response.headers.set("ETag", make_etag(tag, true));
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

Result<std::string> ViewDesk::day(const Request& request) const {
  if (const auto on = request.query.get("on")) {
    const auto day = projections::rules::day_in_question(*on, "on");
    return day ? Result<std::string>(std::string(*on)) : Result<std::string>(day.error());
  }
  if (const auto day = request.query.get("known_on")) {
    const auto known = projections::rules::day_in_question(*day, "known_on");
    return known ? Result<std::string>(std::string(*day)) : Result<std::string>(known.error());
  }
  const auto at = pinned_position(request);
  if (!at) return at.error();
  return *at ? day_of_position(**at) : Result<std::string>(today());
}

Result<std::string> ViewDesk::day_of_position(std::uint64_t position) const {
  const ledger::ReadView view = service_.view();
  if (view.size() == 0) return today();
  const auto event = view.event(position == 0 ? 0 : position - 1);
  if (!event) return event.error();
  const auto entry = ledger::parse_entry(event->entry);
  if (!entry) return entry.error();
  return local_day(entry->recorded_at_us);
}

std::string ViewDesk::today() const { return local_day(service_.clock->now_us()); }

std::string ViewDesk::local_day(std::uint64_t at_us) const {
  return day_in_zone(at_us, service_.zone_minutes);
}

Route view_route(const Service& service, std::string pattern, Handler handler,
                 std::string_view shape, std::string_view summary, std::vector<std::string> query) {
  query.insert(query.end(), {"at", "known_on", "min_position", "explain"});
  Route route =
      json_route(std::move(pattern), when_reached(service, kept(service, std::move(handler))),
                 std::string(shape), std::string(summary), std::move(query));
  route.doc.problems = {"not-found", "overloaded", "views-renewed"};
  return route;
}

ledger::Error not_recorded(std::uint64_t position) {
  const std::string at = std::to_string(position);
  return in_russian(
      ledger::not_found("NOT_RECORDED",
                        "at position " + at + " the ledger has nothing under this name"),
      "до положения " + at + " в журнале под этим именем ничего не записано");
}

Result<std::uint64_t> number_parameter(const Request& request, std::string_view name,
                                       std::uint64_t absent) {
  const auto text = request.query.get(name);
  if (!text) return absent;
  auto value = ledger::parse_decimal(*text);
  if (value) return value;
  const std::string parameter(name);
  const std::string most = std::to_string(INT64_MAX);
  return in_russian(
      ledger::invalid(
          "BAD_NUMBER",
          parameter + " is a decimal number from 0 to " + most + " without sign or leading zeros",
          parameter),
      parameter + " — десятичное число от 0 до " + most + " без знака и ведущих нулей");
}

Result<std::uint64_t> limit_parameter(const Request& request) {
  auto limit = number_parameter(request, "limit", kLimitDefault);
  if (limit && (*limit == 0 || *limit > kLimitMax)) {
    return ledger::invalid("BAD_LIMIT", "limit is a number from 1 to " + std::to_string(kLimitMax),
                           "limit");
  }
  return limit;
}

void link_next(Response& response, const Request& request, const Pairs& changed) {
  std::string query;
  const auto put = [&](std::string_view name, std::string_view value) {
    query.append(query.empty() ? "?" : "&").append(name).append("=").append(encode_uri(value));
  };
  for (const auto& [name, value] : request.query.all()) {
    if (changed.count(name) == 0 && name != "min_position") put(name, value);
  }
  for (const auto& [name, value] : changed.all()) put(name, value);
  response.headers.set("Link", "<" + request.path + query + ">; rel=\"next\"");
}

}  // namespace api
