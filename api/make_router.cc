// SPDX-License-Identifier: Apache-2.0
// All routes together, and the table of contents at "/".
#include <algorithm>

#include "api/internal/json_route.h"
#include "api/json.h"
#include "api/openapi.h"
#include "api/problem.h"
#include "api/service.h"
#include "ledger/hash.h"

namespace api {
namespace {

/// The pattern as a template of RFC 6570: {rest*} takes slashes, which is {+rest} there.
std::string template_of(std::string pattern) {
  const auto star = pattern.find("*}");
  if (star == std::string::npos) return pattern;
  pattern.erase(star, 1);
  return pattern.insert(pattern.rfind('{') + 1, "+");
}

/// Paths without parameters are links; the others are templates.
Json route_json(const Route& route) {
  const bool is_template = route.pattern.find('{') != std::string::npos;
  Json json = Json::object();
  json["method"] = route.method;
  json[is_template ? "template" : "href"] = template_of(route.pattern);
  std::vector<std::string> query = route.query;
  query.insert(query.end(), route.repeatable.begin(), route.repeatable.end());
  if (!query.empty()) json["query"] = std::move(query);
  if (!route.consumes.empty()) {
    json["consumes"] = route.consumes;
    json["body_bytes_max"] = route.body_bytes_max;
  }
  return json;
}

constexpr std::string_view kOpenApiPath = "/v1/openapi.json";

/// But for the checkpoint key, which may be another one after every event.
Json contents_json(const Service& service, const Router& router) {
  std::vector<const Route*> routes = router.routes();
  std::sort(routes.begin(), routes.end(), [](const Route* a, const Route* b) {
    return std::pair(a->pattern, a->method) < std::pair(b->pattern, b->method);
  });
  Json json = Json::object();
  json["origin"] = service.identity.origin;
  json["ledger_id"] = to_hex(service.identity.ledger_id);
  json["vkey"] = nullptr;
  json["ledger"] = "/v1/ledger";
  json["openapi"] = kOpenApiPath;
  json["routes"] = Json::array();
  for (const Route* route : routes) json["routes"].push_back(route_json(*route));
  return json;
}

using Document = std::function<ledger::Result<std::string>()>;

Route document_route(std::string pattern, Document document, std::string shape,
                     std::string summary) {
  Route route = json_route(
      std::move(pattern),
      [document = std::move(document)](const Request&) -> ledger::Result<Response> {
        auto text = document();
        if (!text) return text.error();
        Response response;
        response.content_type = "application/json";
        response.body = std::move(*text);
        response.headers.set("Cache-Control", "no-cache");
        response.headers.set("ETag",
                             make_etag(to_hex(ledger::sha256(response.body)).substr(0, 32), true));
        // RFC 8631
        response.headers.add("Link", "<" + std::string(kOpenApiPath) +
                                         ">; rel=\"service-desc\"; type=\"application/json\"");
        return response;
      },
      std::move(shape), std::move(summary));
  route.access = Access::kOpen;
  return route;
}

}  // namespace

Router make_router(const Service& service) {
  Router router;
  add_problem_routes(router);
  add_health_routes(router, service);
  add_log_routes(router, service);
  add_event_routes(router, service);
  add_append_routes(router, service);
  add_feed_routes(router, service);
  add_view_routes(router, service);
  add_file_routes(router, service);
  add_governance_routes(router, service);
  add_schema_routes(router);
  // Both are made when every route is known.
  const auto contents = std::make_shared<Json>();
  const auto openapi = std::make_shared<std::string>();
  const auto shown = [contents, &service]() -> ledger::Result<std::string> {
    const auto key = service.checkpoint_key(service.view());
    if (!key) return key.error();
    Json json = *contents;
    json["vkey"] = ledger::format_vkey(*key);
    return dump(json);
  };
  const auto described = [openapi]() -> ledger::Result<std::string> { return *openapi; };
  router.add(document_route("/", shown, "Contents", "What this server is, and its addresses"));
  router.add(document_route(std::string(kOpenApiPath), described, "", "This document"));
  *contents = contents_json(service, router);
  *openapi = dump(openapi_document(router));
  return router;
}

}  // namespace api
