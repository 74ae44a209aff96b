// SPDX-License-Identifier: Apache-2.0
// For those who run the server: is it alive, should it get requests, what does it count.
#include "api/internal/log_answer.h"
#include "api/metrics.h"
#include "api/reasons.h"
#include "api/server.h"
#include "api/watch.h"

namespace api {
namespace {

Response health(int status, const Json& json, std::string type = "application/json") {
  Response response = json_response(status, json, std::move(type));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Json reason_json(const std::string& code, const std::string& detail, bool ru) {
  const auto known = explain_reason(code);
  return {{"code", code}, {"detail", ru && known ? case_in_russian(detail, {}, *known) : detail}};
}

/// `reasons` is empty when there is nothing against sending requests here. A warning is no such
/// reason, but evidence of tampering that somebody has to look at.
Response ready(const Service& service, const Request& request, std::string type) {
  const bool ru = request.language == Language::kRu;
  const WatchState state = service.watch->state();
  const auto troubles = service.watch->troubles();
  const auto alarm = service.writer == nullptr ? std::nullopt : service.writer->alarm();
  Json json;
  json["status"] = !troubles.empty() ? "fail" : alarm ? "warn" : "pass";
  json["ledger_size"] = json_integer(state.log_size);
  json["views_position"] = json_integer(state.views_position);
  json["reasons"] = Json::array();
  for (const Trouble& one : troubles) {
    json["reasons"].push_back(reason_json(one.code, one.detail, ru));
  }
  if (alarm) json["reasons"].push_back(reason_json(alarm->reason, alarm->message, ru));
  Response response = health(troubles.empty() ? 200 : 503, json, std::move(type));
  response.headers.set("Content-Language", ru ? "ru" : "en");
  response.headers.add_member("Vary", "Accept-Language");
  return response;
}

Response metrics(const Service& service) {
  const ServerStats server = service.server_stats();
  return bytes_response(metrics_text({service, *service.requests, *service.watch, server}),
                        kMetricsType, "no-store");
}

Route open_route(std::string pattern, Access access, Handler handler, std::string type,
                 std::string shape, std::string summary) {
  Route route =
      bytes_route(std::move(pattern), std::move(handler), std::move(type), std::move(summary));
  route.access = access;
  route.doc.tagged = false;
  if (shape == "Readiness") route.doc.also = {503};
  route.doc.shape = std::move(shape);
  return route;
}

}  // namespace

void add_health_routes(Router& router, const Service& service) {
  const Service& s = service;
  const std::string json = "application/json";
  const std::string health_json = "application/health+json";
  router.add(open_route(
      "/livez", Access::kHealth,
      [](const Request&) {
        return health(200, Json{{"status", "pass"}});
      },
      json, "Health", "Whether the process is alive"));
  router.add(open_route(
      "/readyz", Access::kHealth,
      [&s, json](const Request& request) { return ready(s, request, json); }, json, "Readiness",
      "Whether requests should be sent here"));
  router.add(open_route(
      "/healthz", Access::kHealth,
      [&s, health_json](const Request& request) { return ready(s, request, health_json); },
      health_json, "Readiness",
      "The same in the form of the expired draft-inadarei-api-health-check"));
  router.add(open_route(
      "/metrics", Access::kMetrics, [&s](const Request&) { return metrics(s); }, kMetricsType, "",
      "Metrics for Prometheus"));
}

}  // namespace api
