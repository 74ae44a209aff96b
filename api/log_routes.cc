// SPDX-License-Identifier: Apache-2.0
// Routes over the log: GET /checkpoint and /tile/… are the static resources of C2SP tlog-tiles,
// everything else is below /v1.
#include <charconv>
#include <limits>

#include "api/event_json.h"
#include "api/json.h"
#include "api/service.h"
#include "api/wire.h"
#include "ledger/hash.h"
#include "ledger/tile.h"
#include "ledger/tlog_proof.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::uint64_t kPageDefault = 100;
constexpr std::uint64_t kPageMax = 1'000;

Response bytes_response(std::string body, std::string type, std::string_view cache) {
  Response response;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.headers.set("Cache-Control", std::string(cache));
  return response;
}

/// A number in the query, or `absent` when it is not there.
Result<std::uint64_t> number(const Request& request, std::string_view name, std::uint64_t absent) {
  const auto text = request.query.get(name);
  if (!text) return absent;
  auto value = ledger::parse_decimal(*text);
  if (!value) return ledger::invalid("BAD_NUMBER", value.error().message, std::string(name));
  return value;
}

Response checkpoint(const Service& service) {
  return bytes_response(service.view().note(), "text/plain; charset=utf-8", "no-cache");
}

/// A path that is not the canonical one is not there (C2SP tlog-tiles).
Result<Response> tile(const Service& service, const Request& request) {
  const auto resource = ledger::parse_tile_path(request.path.substr(1));
  if (!resource) return ledger::not_found("NO_TILE", "not the path of a tile or bundle");
  const ReadView view = service.view();
  auto bytes = resource->entries ? view.entry_bundle(resource->tile.index, resource->tile.width)
                                 : view.tile(resource->tile);
  if (!bytes) return bytes.error();
  return bytes_response(std::move(*bytes), "application/octet-stream", kForEver);
}

Json checkpoint_json(const ReadView& view) {
  Json json;
  json["origin"] = view.checkpoint().origin;
  json["size"] = json_integer(view.size());
  json["root"] = to_hex(view.checkpoint().root);
  json["note"] = view.note();
  return json;
}

Response ledger_card(const Service& service) {
  const ReadView view = service.view();
  Json json;
  json["origin"] = service.identity.origin;
  json["ledger_id"] = to_hex(service.identity.ledger_id);
  json["vkey"] = ledger::format_vkey(service.checkpoint_key);
  json["size"] = json_integer(view.size());
  json["root"] = to_hex(view.checkpoint().root);
  json["accepts_events"] = service.writer != nullptr;
  return json_response(200, json);
}

/// The index that a path names: decimal, an event id or a digest in hex.
Result<std::uint64_t> find_event(const ReadView& view, std::string_view name) {
  if (name.size() <= 19) {
    if (const auto index = ledger::parse_decimal(name)) {
      if (*index < view.size()) return *index;
      return ledger::not_found("NO_EVENT", "the log has " + std::to_string(view.size()) +
                                               " events, indexes count from 0");
    }
  }
  std::optional<std::uint64_t> index;
  if (const auto id = ledger::fixed_from_hex<ledger::Id>(name)) {
    const auto found = view.find_id(*id);
    if (!found) return found.error();
    index = *found;
  } else if (const auto digest = ledger::fixed_from_hex<ledger::Hash>(name)) {
    const auto found = view.find_digest(*digest);
    if (!found) return found.error();
    if (*found) index = (*found)->index;
  } else {
    return ledger::invalid("BAD_EVENT_NAME",
                           "an event is named by its index, its id (32 hex digits) or its digest "
                           "(64 hex digits)",
                           "event");
  }
  if (!index) return ledger::not_found("NO_EVENT", "the log has no such event");
  return *index;
}

Result<Response> event(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  const auto recorded = view.event(*index);
  if (!recorded) return recorded.error();
  auto json = recorded_event_to_json(service.identity, *recorded);
  if (!json) return json.error();
  Response response = json_response(200, *json);
  response.headers.set("Cache-Control", std::string(kForEver));
  response.headers.set("ETag", make_etag(to_hex(ledger::leaf_hash(recorded->entry)), false));
  return response;
}

Result<Response> entry(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  auto recorded = view.event(*index);
  if (!recorded) return recorded.error();
  return bytes_response(std::move(recorded->entry), "application/octet-stream", kForEver);
}

/// The tlog-proof file of an event: its index, inclusion proof and the first checkpoint that
/// covers it. The same bytes for ever.
Result<Response> receipt(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  auto found = view.receipt(*index);
  if (!found) return found.error();
  auto file = ledger::format_tlog_proof(
      {std::nullopt, found->index, std::move(found->inclusion), std::move(found->checkpoint)});
  if (!file) return file.error();
  return bytes_response(std::move(*file), "text/plain; charset=utf-8", kForEver);
}

struct Page {
  std::uint64_t from;
  std::uint64_t limit;
};

Result<Page> page_of(const Request& request) {
  const auto from = number(request, "from", 0);
  if (!from) return from.error();
  const auto limit = number(request, "limit", kPageDefault);
  if (!limit) return limit.error();
  if (*limit == 0 || *limit > kPageMax) {
    return ledger::invalid("BAD_LIMIT", "limit is 1 to " + std::to_string(kPageMax), "limit");
  }
  return Page{*from, *limit};
}

Result<Response> events(const Service& service, const Request& request) {
  const auto page = page_of(request);
  if (!page) return page.error();
  const ReadView view = service.view();
  Json list = Json::array();
  std::optional<ledger::Error> failed;
  auto read = view.range(
      page->from, std::min(page->from, view.size()) + page->limit,
      [&](std::uint64_t index, std::string_view bytes) {
        auto json = recorded_event_to_json(service.identity, {index, std::string(bytes)});
        if (!json) failed = json.error();
        if (json) list.push_back(std::move(*json));
        return !failed;
      });
  if (!read) return read.error();
  if (failed) return *failed;
  const std::uint64_t next = page->from + list.size();
  Json json;
  json["as_of_position"] = json_integer(view.size());
  json["ledger_size"] = json_integer(view.size());
  json["next"] = json_integer(std::max(next, page->from));
  json["events"] = std::move(list);
  Response response = json_response(200, json);
  if (next < view.size()) {
    response.headers.set("Link", "</v1/events?from=" + std::to_string(next) +
                                     "&limit=" + std::to_string(page->limit) + ">; rel=\"next\"");
  }
  return response;
}

Json hashes_json(const std::vector<ledger::Hash>& hashes) {
  Json list = Json::array();
  for (const ledger::Hash& hash : hashes) list.push_back(to_hex(hash));
  return list;
}

Result<Response> inclusion(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  const auto size = number(request, "size", view.size());
  if (!size) return size.error();
  const auto proof = view.inclusion(*index, *size);
  if (!proof) return proof.error();
  const auto root = view.root_at(*size);
  if (!root) return root.error();
  Json json;
  json["index"] = json_integer(*index);
  json["size"] = json_integer(*size);
  json["root"] = to_hex(*root);
  json["proof"] = hashes_json(*proof);
  return json_response(200, json);
}

Result<Response> consistency(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto from = number(request, "from", 1);
  if (!from) return from.error();
  const auto to = number(request, "to", view.size());
  if (!to) return to.error();
  const auto proof = view.consistency(*from, *to);
  if (!proof) return proof.error();
  Json json;
  json["from"] = json_integer(*from);
  json["to"] = json_integer(*to);
  json["proof"] = hashes_json(*proof);
  return json_response(200, json);
}

Result<Response> append(const Service& service, const Request& request) {
  if (service.writer == nullptr) {
    return ledger::refused("ACTOR_NOT_ALLOWED",
                           "this server only reads: it was started without "
                           "the checkpoint key");
  }
  auto submitted = parse_events(request.body);
  if (!submitted) return submitted.error();
  const auto result = service.writer->append(std::move(*submitted));
  if (!result) return result.error();
  bool fresh = false;
  Json list = Json::array();
  for (const ledger::AppendedEvent& appended : *result) {
    fresh = fresh || !appended.repeated;
    list.push_back({{"index", json_integer(appended.index)},
                    {"digest", to_hex(appended.digest)},
                    {"repeated", appended.repeated},
                    {"receipt", "/v1/events/" + std::to_string(appended.index) + "/receipt"}});
  }
  Json json;
  json["events"] = std::move(list);
  json["checkpoint"] = checkpoint_json(service.view());
  Response response = json_response(fresh ? 201 : 200, json);
  if (result->size() == 1) {
    response.headers.set("Location", "/v1/events/" + std::to_string(result->front().index));
  }
  return response;
}

Response live() { return json_response(200, Json{{"status", "pass"}}); }

Response ready(const Service& service) {
  const ReadView view = service.view();
  const auto views = service.views->status();
  const auto stopped = service.writer != nullptr ? service.writer->stopped() : std::nullopt;
  const bool caught_up = views.position >= view.size() && !views.error;
  Json json;
  json["status"] = caught_up && !stopped ? "pass" : "fail";
  json["ledger_size"] = json_integer(view.size());
  json["views_position"] = json_integer(views.position);
  if (views.error) json["views_error"] = views.error->reason;
  if (stopped) json["writer_stopped"] = stopped->reason;
  return json_response(caught_up && !stopped ? 200 : 503, json);
}

Route get(std::string pattern, Handler handler, std::vector<std::string> query = {}) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.handler = std::move(handler);
  route.query = std::move(query);
  return route;
}

}  // namespace

void add_log_routes(Router& router, const Service& service) {
  const Service& s = service;
  router.add(get("/livez", [](const Request&) { return live(); }));
  router.add(get("/readyz", [&s](const Request&) { return ready(s); }));
  router.add(get("/checkpoint", [&s](const Request&) { return checkpoint(s); }));
  router.add(get("/tile/{rest*}", [&s](const Request& request) { return tile(s, request); }));
  router.add(get("/v1/ledger", [&s](const Request&) { return ledger_card(s); }));
  router.add(get("/v1/checkpoint",
                 [&s](const Request&) { return json_response(200, checkpoint_json(s.view())); }));
  router.add(get("/v1/events", [&s](const Request& request) { return events(s, request); },
                 {"from", "limit"}));
  router.add(get("/v1/events/{event}", [&s](const Request& request) { return event(s, request); }));
  router.add(
      get("/v1/events/{event}/entry", [&s](const Request& request) { return entry(s, request); }));
  router.add(get("/v1/events/{event}/receipt",
                 [&s](const Request& request) { return receipt(s, request); }));
  router.add(get("/v1/events/{event}/inclusion",
                 [&s](const Request& request) { return inclusion(s, request); }, {"size"}));
  router.add(get("/v1/consistency",
                 [&s](const Request& request) { return consistency(s, request); }, {"from", "to"}));
  Route post;
  post.method = "POST";
  post.pattern = "/v1/events";
  post.handler = [&s](const Request& request) { return append(s, request); };
  post.consumes = {std::string(kEventsMediaType)};
  post.body_bytes_max = kEventsBytesMax;
  router.add(std::move(post));
}

}  // namespace api
