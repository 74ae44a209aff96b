// SPDX-License-Identifier: Apache-2.0
// Reading events: lists by range, type and subject with long poll, single events in JSON, as
// CloudEvents and as stored bytes, and their receipts. Writing is in append_routes.cc.
#include <algorithm>

#include "api/cloud_event.h"
#include "api/event_json.h"
#include "api/gate.h"
#include "api/internal/bounded_cache.h"
#include "api/internal/event_page.h"
#include "api/internal/json_route.h"
#include "api/internal/log_answer.h"
#include "api/reasons.h"
#include "api/view_answer.h"
#include "ledger/entry.h"
#include "ledger/hash.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::uint64_t kWaitSecondsMax = 60;
/// How often a waiting question looks whether the server stops.
constexpr milliseconds kWaitSlice{250};

bool wants_cloud_events(const Request& request) {
  return request.media_type == kCloudEventType || request.media_type == kCloudEventBatchType;
}

Json cloud_event_of(const Service& service, const Json& event) {
  return cloud_event(event, to_hex(service.identity.ledger_id), service.public_url);
}

/// Ends the tag of a CloudEvent, whose `dataschema` names the server where it says so of itself.
std::string envelope_tag(const Service& service) {
  if (service.public_url.empty()) return ".ce";
  constexpr std::size_t kDigits = 16;
  return ".ce." + to_hex(ledger::sha256(service.public_url)).substr(0, kDigits);
}

/// A reader limited to clusters sees their events alone.
ledger::Status check_visible(const Request& request, const std::vector<ledger::Subject>& subjects) {
  if (may_see(request, subjects)) return ledger::Ok{};
  return in_russian(
      ledger::refused("NOT_PERMITTED", "the token does not cover the event's clusters"),
      "токен не распространяется на кластеры этого события");
}

Result<std::vector<ledger::Subject>> subjects_of(const ledger::RecordedEvent& event) {
  const auto entry = ledger::parse_entry(event.entry);
  if (!entry) return entry.error();
  const auto body = ledger::check_body(entry->body);
  if (!body) return body.error();
  return body->subjects();
}

ledger::Status check_visible(const Request& request, const ledger::RecordedEvent& event) {
  if (!request.grant || request.grant->ledger_wide()) return ledger::Ok{};
  const auto subjects = subjects_of(event);
  return subjects ? check_visible(request, *subjects) : ledger::Status(subjects.error());
}

/// An event as it is answered: the same for ever, to those who may see it.
struct WrittenEvent {
  Response response;
  std::vector<ledger::Subject> subjects;
};

using WrittenEvents = BoundedCache<std::pair<std::uint64_t, std::string>, WrittenEvent>;
constexpr std::uint64_t kWrittenBytesMax = std::uint64_t{16} << 20;
constexpr std::uint64_t kWrittenOverheadBytes = 1'024;

Result<WrittenEvent> write_event(const Service& service, const ledger::RecordedEvent& recorded,
                                 const std::string& media_type, bool cloud) {
  auto subjects = subjects_of(recorded);
  if (!subjects) return subjects.error();
  auto json = recorded_event_to_json(service.identity, recorded);
  if (!json) return json.error();
  Response response =
      json_response(200, cloud ? cloud_event_of(service, *json) : *json, media_type);
  // The envelope rests on a setting besides, which may change.
  response.headers.set("Cache-Control", cloud ? "no-cache" : std::string(kForEver));
  const std::string tag = to_hex(ledger::leaf_hash(recorded.entry));
  response.headers.set("ETag", make_etag(cloud ? tag + envelope_tag(service) : tag, false));
  return WrittenEvent{std::move(response), std::move(*subjects)};
}

Result<Response> event(const Service& service, WrittenEvents& written, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  const std::pair key(*index, request.media_type);
  auto answer = written.get(key);
  if (answer == nullptr) {
    const auto recorded = view.event(*index);
    if (!recorded) return recorded.error();
    auto made = write_event(service, *recorded, request.media_type, wants_cloud_events(request));
    if (!made) return made.error();
    answer = std::make_shared<const WrittenEvent>(std::move(*made));
    written.put(key, answer, answer->response.body.size() + kWrittenOverheadBytes);
  }
  if (auto visible = check_visible(request, answer->subjects); !visible) return visible.error();
  return answer->response;
}

Result<Response> entry(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  auto recorded = view.event(*index);
  if (!recorded) return recorded.error();
  if (auto visible = check_visible(request, *recorded); !visible) return visible.error();
  const std::string tag = to_hex(ledger::leaf_hash(recorded->entry));
  Response response =
      bytes_response(std::move(recorded->entry), "application/octet-stream", kForEver);
  response.headers.set("ETag", make_etag(tag + ".entry", false));
  return response;
}

Result<Response> receipt(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  auto file = receipt_file(view, *index);
  if (!file) return file.error();
  return content_response(std::move(*file), "text/plain; charset=utf-8");
}

/// What a question for events says.
struct EventsQuestion {
  EventFilter filter;
  PageBounds bounds;
  milliseconds wait{0};
};

/// `after` and `from` are the same number: the event with index N is the first after position N.
/// The size itself is fine: it is what `next_from` says at the end.
Result<std::uint64_t> first_index(const Request& request, const ReadView& view) {
  const std::string name = request.query.get("after") ? "after" : "from";
  if (name == "after" && request.query.get("from")) {
    return ledger::invalid("TWO_BEGINNINGS",
                           "after and from both say where to begin: give one of them", "after");
  }
  const auto first = number_parameter(request, name, 0);
  if (!first || *first <= view.size()) return first;
  return beyond_log(*first, view.size(), name);
}

Result<EventsQuestion> read_question(const Request& request, const ReadView& view) {
  auto filter = EventFilter::read(request);
  if (!filter) return filter.error();
  const auto from = first_index(request, view);
  if (!from) return from.error();
  const auto to = number_parameter(request, "to", UINT64_MAX);
  if (!to) return to.error();
  if (*to < *from) {
    return in_russian(ledger::invalid("RANGE_REVERSED", "to is below where the range begins", "to"),
                      "to меньше начала диапазона");
  }
  const auto limit = limit_parameter(request);
  if (!limit) return limit.error();
  const auto wait = number_parameter(request, "wait", 0);
  if (!wait) return wait.error();
  if (*wait > kWaitSecondsMax) {
    return ledger::invalid(
        "BAD_WAIT", "wait is a number of seconds from 0 to " + std::to_string(kWaitSecondsMax),
        "wait");
  }
  if (*wait > 0 && !request.query.get("after") && !request.query.get("from")) {
    return ledger::invalid(
        "WAIT_FROM_WHERE", "wait needs after, the position after which to wait, or from",
        "к wait нужно after — положение, после которого ждать, — или from", "after");
  }
  return EventsQuestion{std::move(*filter), {*from, *to, *limit}, seconds(*wait)};
}

/// Where a page was read, and what it holds.
struct Found {
  ReadView view;
  EventPage page;
};

/// Waits for the first matching event, as long as the question says. Nothing: the reader's token
/// permits it no more.
Result<std::optional<Found>> find_page(const Service& service, const Request& request,
                                       EventsQuestion question) {
  const auto deadline = steady_clock::now() + question.wait;
  while (request.still_permitted()) {
    ReadView view = service.view();
    auto page = read_event_page(service.identity, view, question.filter, question.bounds);
    if (!page) return page.error();
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    const bool wait = page->list.empty() && page->next >= view.size() &&
                      page->next < question.bounds.to && left.count() > 0 &&
                      !request.stopping.stop_requested();
    if (!wait) return std::optional<Found>(Found{std::move(view), std::move(*page)});
    question.bounds.from = page->next;
    service.wait(view.size(), std::min(left, kWaitSlice));
  }
  return std::optional<Found>();
}

Response events_response(const Service& service, const Request& request, Found found) {
  const ReadView& view = found.view;
  const std::uint64_t next = found.page.next;
  if (wants_cloud_events(request)) {
    Json batch = Json::array();
    for (const Json& one : found.page.list) batch.push_back(cloud_event_of(service, one));
    Response response = json_response(200, batch, request.media_type);
    const std::string tag = "log." + std::to_string(view.size()) + envelope_tag(service);
    response.headers.set("ETag", make_etag(tag, true));
    response.headers.set("Cache-Control", "no-cache");
    response.headers.set("Letopis-Next-From", std::to_string(next));
    return response;
  }
  Json json;
  json["as_of_position"] = json_integer(view.size());
  json["ledger_size"] = json_integer(view.size());
  json["next_from"] = json_integer(next);
  json["events"] = std::move(found.page.list);
  return state_response(view, json);
}

Result<Response> events(const Service& service, const Request& request) {
  auto question = read_question(request, service.view());
  if (!question) return question.error();
  const std::uint64_t to = question->bounds.to;
  auto found = find_page(service, request, std::move(*question));
  if (!found) return found.error();
  if (!*found) return token_ended(request);
  const std::uint64_t next = (*found)->page.next;
  const bool more = next < std::min((*found)->view.size(), to);
  Response response = events_response(service, request, std::move(**found));
  if (more) {
    Pairs changed;
    changed.add(request.query.get("after") ? "after" : "from", std::to_string(next));
    link_next(response, request, changed);
  }
  return response;
}

}  // namespace

void add_event_routes(Router& router, const Service& service) {
  const Service& s = service;
  Route list = json_route("/v1/events", [&s](const Request& request) { return events(s, request); },
                          "Events", "Events in order, filtered; with wait a long poll",
                          {"from", "to", "after", "limit", "wait"});
  for (const std::string& name : EventFilter::single_parameters()) list.query.push_back(name);
  list.repeatable = EventFilter::repeatable_parameters();
  list.produces.emplace_back(kCloudEventBatchType);
  list.feed_when = "wait";
  list.access = Access::kCluster;
  list.doc.problems = {"not-found", "too-many-feeds"};
  router.add(std::move(list));
  const auto written = std::make_shared<WrittenEvents>(kWrittenBytesMax);
  Route one = json_route(
      "/v1/events/{event}",
      [&s, written](const Request& request) { return event(s, *written, request); }, "Event",
      "One event, by index, id or digest");
  one.produces.emplace_back(kCloudEventType);
  router.add(std::move(one));
  Route stored = bytes_route(
      "/v1/events/{event}/entry", [&s](const Request& request) { return entry(s, request); },
      "application/octet-stream", "Its exact stored bytes");
  stored.ranges = true;
  router.add(std::move(stored));
  router.add(bytes_route(
      "/v1/events/{event}/receipt", [&s](const Request& request) { return receipt(s, request); },
      "text/plain; charset=utf-8", "Its receipt (C2SP tlog-proof)"));
}

}  // namespace api
