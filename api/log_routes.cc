// SPDX-License-Identifier: Apache-2.0
// Routes over the log: GET /checkpoint and /tile/… are the static resources of C2SP tlog-tiles,
// everything else is below /v1.
#include <algorithm>

#include "api/event_json.h"
#include "api/internal/json_route.h"
#include "api/json.h"
#include "api/service.h"
#include "api/view_answer.h"
#include "api/wire.h"
#include "ledger/hash.h"
#include "ledger/tile.h"
#include "ledger/tlog_proof.h"
#include "projections/pd_linter.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
/// A page of events ends once it holds this many bytes of entries.
constexpr std::size_t kPageBytes = std::size_t{4} << 20;

Response bytes_response(std::string body, std::string type, std::string_view cache) {
  Response response;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.headers.set("Cache-Control", std::string(cache));
  return response;
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

/// JSON that is true of one size of the log.
Response state_response(const ReadView& view, const Json& json) {
  Response response = json_response(200, json);
  response.headers.set("ETag", make_etag("log." + std::to_string(view.size()), true));
  response.headers.set("Cache-Control", "no-cache");
  return response;
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
  return state_response(view, json);
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
    return ledger::not_found("BAD_NAME",
                             "an event is named by its index, its id (32 lower-case hex digits) or "
                             "its digest (64)");
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
Result<std::string> receipt_file(const ReadView& view, std::uint64_t index) {
  auto found = view.receipt(index);
  if (!found) return found.error();
  return ledger::format_tlog_proof(
      {std::nullopt, found->index, std::move(found->inclusion), std::move(found->checkpoint)});
}

Result<Response> receipt(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  auto file = receipt_file(view, *index);
  if (!file) return file.error();
  return bytes_response(std::move(*file), "text/plain; charset=utf-8", kForEver);
}

/// A run of events, and how many of the log's it takes.
struct Page {
  Json list = Json::array();
  std::size_t bytes = 0;
};

Result<Page> read_page(const Service& service, const ReadView& view, std::uint64_t from,
                       std::uint64_t limit) {
  Page page;
  std::optional<ledger::Error> failed;
  const std::uint64_t begin = std::min(from, view.size());
  auto read = view.range(begin, begin + limit, [&](std::uint64_t index, std::string_view bytes) {
    auto json = recorded_event_to_json(service.identity, {index, std::string(bytes)});
    if (!json) {
      failed = json.error();
      return false;
    }
    page.list.push_back(std::move(*json));
    page.bytes += bytes.size();
    return page.bytes < kPageBytes;
  });
  if (!read) return read.error();
  if (failed) return *failed;
  return page;
}

Result<Response> events(const Service& service, const Request& request) {
  const auto from = number_parameter(request, "from", 0);
  if (!from) return from.error();
  const auto limit = limit_parameter(request);
  if (!limit) return limit.error();
  const ReadView view = service.view();
  auto page = read_page(service, view, *from, *limit);
  if (!page) return page.error();
  const std::uint64_t next = *from + page->list.size();
  Json json;
  json["as_of_position"] = json_integer(view.size());
  json["ledger_size"] = json_integer(view.size());
  json["next_from"] = json_integer(next);
  json["events"] = std::move(page->list);
  Response response = state_response(view, json);
  if (next < view.size()) {
    Pairs changed;
    changed.add("from", std::to_string(next));
    link_next(response, request, changed);
  }
  return response;
}

Json hashes_json(const std::vector<ledger::Hash>& hashes) {
  Json list = Json::array();
  for (const ledger::Hash& hash : hashes) list.push_back(to_hex(hash));
  return list;
}

/// A proof between sizes that the question names is the same for ever.
Response proof_response(const Request& request, std::string_view size, const ReadView& view,
                        const Json& json) {
  if (!request.query.get(size)) return state_response(view, json);
  Response response = json_response(200, json);
  response.headers.set("Cache-Control", std::string(kForEver));
  return response;
}

/// The error of an argument, with the parameter that has it.
ledger::Error about(ledger::Error error, std::string_view parameter) {
  if (error.where.empty() && error.code != ledger::ErrorCode::kCorrupt) error.where = parameter;
  return error;
}

Result<Response> inclusion(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto index = find_event(view, request.param("event"));
  if (!index) return index.error();
  const auto size = number_parameter(request, "size", view.size());
  if (!size) return size.error();
  const auto proof = view.inclusion(*index, *size);
  if (!proof) return about(proof.error(), "size");
  const auto root = view.root_at(*size);
  if (!root) return root.error();
  Json json;
  json["index"] = json_integer(*index);
  json["size"] = json_integer(*size);
  json["root"] = to_hex(*root);
  json["proof"] = hashes_json(*proof);
  return proof_response(request, "size", view, json);
}

Result<Response> consistency(const Service& service, const Request& request) {
  const ReadView view = service.view();
  const auto from = number_parameter(request, "from", 1);
  if (!from) return from.error();
  const auto to = number_parameter(request, "to", view.size());
  if (!to) return to.error();
  const auto proof = view.consistency(*from, *to);
  if (!proof) return about(proof.error(), *to > view.size() ? "to" : "from");
  Json json;
  json["from"] = json_integer(*from);
  json["to"] = json_integer(*to);
  json["proof"] = hashes_json(*proof);
  return proof_response(request, "to", view, json);
}

/// Errors of a submission say at which event and field, as a JSON pointer into
/// {"events": [bodies]}; one event alone is the whole submission.
ledger::Error in_submission(ledger::Error error) {
  if (!error.where.empty()) error.where = pointer_of_path(error.where);
  return error;
}

Result<Json> appended_json(const ReadView& view, const ledger::AppendedEvent& appended) {
  auto file = receipt_file(view, appended.index);
  if (!file) return file.error();
  const std::string path = "/v1/events/" + std::to_string(appended.index);
  return Json{{"index", json_integer(appended.index)},
              {"digest", to_hex(appended.digest)},
              {"repeated", appended.repeated},
              {"event", path},
              {"receipt", std::move(*file)}};
}

/// The door's look at the texts. A body that is not strict is the log's to refuse.
ledger::Status check_texts(const std::vector<ledger::SignedEvent>& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto body = ledger::check_body(events[i].body);
    if (!body) continue;
    if (auto clear = projections::check_personal_data(*body); !clear) {
      ledger::Error error = clear.error();
      if (events.size() > 1) error.where = "events[" + std::to_string(i) + "]." + error.where;
      return error;
    }
  }
  return ledger::Ok{};
}

Result<Response> append(const Service& service, const Request& request) {
  if (service.writer == nullptr) {
    return ledger::Error{ledger::ErrorCode::kLocked, "READ_ONLY", "this server only reads", ""};
  }
  auto submitted = parse_events(request.body);
  if (!submitted) return in_submission(submitted.error());
  if (auto clear = check_texts(*submitted); !clear) return in_submission(clear.error());
  const auto result = service.writer->append(std::move(*submitted));
  if (!result) return in_submission(result.error());
  const ReadView view = service.view();
  bool fresh = false;
  Json list = Json::array();
  for (const ledger::AppendedEvent& appended : *result) {
    fresh = fresh || !appended.repeated;
    auto line = appended_json(view, appended);
    if (!line) return line.error();
    list.push_back(std::move(*line));
  }
  Json json;
  json["events"] = std::move(list);
  json["checkpoint"] = checkpoint_json(view);
  Response response = json_response(fresh ? 201 : 200, json);
  response.headers.set("Cache-Control", "no-store");
  if (result->size() == 1) {
    response.headers.set("Location", "/v1/events/" + std::to_string(result->front().index));
  }
  return response;
}

Response health(int status, const Json& json) {
  Response response = json_response(status, json);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response ready(const Service& service) {
  const ReadView view = service.view();
  const auto views = service.views->status();
  const std::uint64_t position = service.views->runner().position();
  const auto stopped = service.writer != nullptr ? service.writer->stopped() : std::nullopt;
  const bool caught_up = position >= view.size() && !views.error;
  Json json;
  json["status"] = caught_up && !stopped ? "pass" : "fail";
  json["ledger_size"] = json_integer(view.size());
  json["views_position"] = json_integer(position);
  if (views.error) json["views_error"] = views.error->reason;
  if (stopped) json["writer_stopped"] = stopped->reason;
  return health(caught_up && !stopped ? 200 : 503, json);
}

/// A resource of bytes: no negotiation, whatever Accept says.
Route bytes_route(std::string pattern, Handler handler) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.handler = std::move(handler);
  return route;
}

using Answer = Result<Response> (*)(const Service&, const Request&);

void add_static_routes(Router& router, const Service& s) {
  router.add(bytes_route("/checkpoint", [&s](const Request&) { return checkpoint(s); }));
  router.add(
      bytes_route("/tile/{rest*}", [&s](const Request& request) { return tile(s, request); }));
}

void add_health_routes(Router& router, const Service& s) {
  router.add(bytes_route("/livez", [](const Request&) {
    return health(200, Json{{"status", "pass"}});
  }));
  router.add(bytes_route("/readyz", [&s](const Request&) { return ready(s); }));
}

}  // namespace

void add_log_routes(Router& router, const Service& service) {
  const Service& s = service;
  const auto bind = [&s](Answer answer) {
    return [&s, answer](const Request& request) { return answer(s, request); };
  };
  add_health_routes(router, s);
  add_static_routes(router, s);
  router.add(json_route("/v1/ledger", [&s](const Request&) { return ledger_card(s); }));
  router.add(json_route("/v1/checkpoint", [&s](const Request&) {
    const ReadView view = s.view();
    return state_response(view, checkpoint_json(view));
  }));
  router.add(json_route("/v1/events", bind(events), {"from", "limit"}));
  router.add(json_route("/v1/events/{event}", bind(event)));
  router.add(bytes_route("/v1/events/{event}/entry", bind(entry)));
  router.add(bytes_route("/v1/events/{event}/receipt", bind(receipt)));
  router.add(json_route("/v1/events/{event}/inclusion", bind(inclusion), {"size"}));
  router.add(json_route("/v1/consistency", bind(consistency), {"from", "to"}));
  Route post = json_route("/v1/events", bind(append));
  post.method = "POST";
  post.consumes = {std::string(kEventsMediaType)};
  post.body_bytes_max = kEventsBytesMax;
  router.add(std::move(post));
}

}  // namespace api
