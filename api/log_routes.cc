// SPDX-License-Identifier: Apache-2.0
// Routes over the log: GET /checkpoint and /tile/… are the static resources of C2SP tlog-tiles,
// everything else is below /v1. Events have a file of their own (event_routes.cc).
#include "api/internal/json_route.h"
#include "api/internal/log_answer.h"
#include "api/view_answer.h"
#include "ledger/static_log.h"
#include "ledger/tile.h"

namespace api {
namespace {

using ledger::ReadView;
using ledger::Result;

Response checkpoint(const Service& service) {
  return content_response(service.view().note(), "text/plain; charset=utf-8");
}

/// A path that is not the canonical one is not there (C2SP tlog-tiles).
Result<Response> tile(const Service& service, const Request& request) {
  const auto resource = ledger::parse_tile_path(request.path.substr(1));
  if (!resource) {
    return ledger::not_found("NO_TILE", "not the path of a tile or bundle",
                             "это не путь плитки или пачки записей", "");
  }
  const ReadView view = service.view();
  auto bytes = resource->entries ? view.entry_bundle(resource->tile.index, resource->tile.width)
                                 : view.tile(resource->tile);
  if (!bytes) return bytes.error();
  return bytes_response(std::move(*bytes), "application/octet-stream", kForEver);
}

/// The checkpoints of a block of sizes. The newest block still grows, and cosignatures may come to
/// any checkpoint, so that no block is immutable.
Result<Response> checkpoints(const Service& service, const Request& request) {
  const auto block = ledger::parse_checkpoints_path(request.path.substr(1));
  if (!block) {
    return ledger::not_found("NO_CHECKPOINTS", "not the path of a block of checkpoints",
                             "это не путь блока контрольных точек", "");
  }
  const ReadView view = service.view();
  auto bytes = ledger::checkpoints_resource(view.store(), *block, view.size());
  if (!bytes) return bytes.error();
  return content_response(std::move(*bytes), "text/plain; charset=utf-8");
}

Response ledger_card(const Service& service) {
  const ReadView view = service.view();
  Json json;
  json["origin"] = service.identity.origin;
  json["ledger_id"] = to_hex(service.identity.ledger_id);
  json["vkey"] = ledger::format_vkey(service.checkpoint_key);
  json["size"] = json_integer(view.size());
  json["root"] = to_hex(view.checkpoint().root);
  json["accepts_events"] = service.writer != nullptr && !service.writer->stopped();
  json["open_reads"] = service.open_reads();
  return state_content_response(view, json);
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

using Answer = Result<Response> (*)(const Service&, const Request&);

/// Hash tiles tell nothing of what was recorded; bundles are the entries themselves.
void add_static_routes(Router& router, const Service& s) {
  Route newest = bytes_route(
      "/checkpoint", [&s](const Request&) { return checkpoint(s); }, "text/plain; charset=utf-8",
      "The signed checkpoint (C2SP tlog-checkpoint)");
  newest.access = Access::kOpen;
  router.add(std::move(newest));
  const Handler get_tile = [&s](const Request& request) { return tile(s, request); };
  const std::string bytes = "application/octet-stream";
  Route hashes = bytes_route("/tile/{rest*}", get_tile, bytes, "A hash tile (C2SP tlog-tiles)");
  hashes.access = Access::kOpen;
  hashes.doc.tagged = false;
  hashes.ranges = true;
  router.add(std::move(hashes));
  Route bundles = bytes_route("/tile/entries/{rest*}", get_tile, bytes,
                              "A bundle of entries (C2SP tlog-tiles)");
  bundles.access = Access::kLedgerWide;
  bundles.doc.tagged = false;
  bundles.ranges = true;
  router.add(std::move(bundles));
  Route earlier = bytes_route(
      "/checkpoints/{rest*}", [&s](const Request& request) { return checkpoints(s, request); },
      "text/plain; charset=utf-8", "Every checkpoint of 256 sizes, for audits");
  earlier.access = Access::kOpen;
  router.add(std::move(earlier));
}

}  // namespace

void add_log_routes(Router& router, const Service& service) {
  const Service& s = service;
  const auto bind = [&s](Answer answer) {
    return [&s, answer](const Request& request) { return answer(s, request); };
  };
  add_static_routes(router, s);
  Route card = json_route(
      "/v1/ledger", [&s](const Request&) { return ledger_card(s); }, "Ledger", "The ledger's card");
  card.access = Access::kOpen;
  router.add(std::move(card));
  Route newest = json_route(
      "/v1/checkpoint",
      [&s](const Request&) {
        const ReadView view = s.view();
        return state_content_response(view, checkpoint_json(view));
      },
      "Checkpoint", "The checkpoint in JSON");
  newest.access = Access::kOpen;
  router.add(std::move(newest));
  router.add(json_route("/v1/events/{event}/inclusion", bind(inclusion), "Inclusion",
                        "That an event is in the tree of a size", {"size"}));
  Route grown = json_route("/v1/consistency", bind(consistency), "Consistency",
                           "That the tree of a size begins with that of another", {"from", "to"});
  grown.doc.problems = {"not-found"};
  router.add(std::move(grown));
}

}  // namespace api
