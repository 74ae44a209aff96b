// SPDX-License-Identifier: Apache-2.0
// All routes together, and the table of contents at "/".
#include <algorithm>

#include "api/internal/json_route.h"
#include "api/json.h"
#include "api/service.h"

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
  if (!route.query.empty()) json["query"] = route.query;
  if (!route.consumes.empty()) {
    json["consumes"] = route.consumes;
    json["body_bytes_max"] = route.body_bytes_max;
  }
  return json;
}

Json contents_json(const Service& service, const Router& router) {
  std::vector<const Route*> routes = router.routes();
  std::sort(routes.begin(), routes.end(), [](const Route* a, const Route* b) {
    return std::pair(a->pattern, a->method) < std::pair(b->pattern, b->method);
  });
  Json json = Json::object();
  json["origin"] = service.identity.origin;
  json["ledger_id"] = to_hex(service.identity.ledger_id);
  json["vkey"] = ledger::format_vkey(service.checkpoint_key);
  json["ledger"] = "/v1/ledger";
  json["routes"] = Json::array();
  for (const Route* route : routes) json["routes"].push_back(route_json(*route));
  return json;
}

}  // namespace

Router make_router(const Service& service) {
  Router router;
  add_problem_routes(router);
  add_log_routes(router, service);
  add_view_routes(router, service);
  const auto contents = std::make_shared<Json>(contents_json(service, router));
  router.add(json_route("/", [contents](const Request&) -> ledger::Result<Response> {
    Response response = json_response(200, *contents);
    response.headers.set("Cache-Control", "no-cache");
    return response;
  }));
  return router;
}

}  // namespace api
