// SPDX-License-Identifier: Apache-2.0
// Header fields of the contract: those that a request may have beside the usual ones, and those
// that an answer has beside the ones of every answer.
#include <algorithm>

#include "api/openapi.h"

namespace api {

namespace {

constexpr std::string_view kCsvType = "text/csv";
constexpr std::string_view kCloudBatchType = "application/cloudevents-batch+json";

Json field_json(const char* meaning, const char* type = "string") {
  return {{"description", meaning}, {"schema", {{"type", type}}}};
}

Json field_parameter(const char* name, const char* meaning, const char* example) {
  Json json = {{"name", name}, {"in", "header"}, {"required", false}};
  json["description"] = meaning;
  json["schema"] = {{"type", "string"}};
  json["example"] = example;
  return json;
}

bool takes(const Route& route, std::string_view parameter) {
  return std::find(route.query.begin(), route.query.end(), parameter) != route.query.end();
}

bool offers(const Route& route, std::string_view type) {
  return std::find(route.produces.begin(), route.produces.end(), type) != route.produces.end();
}

bool is_submission(const Route& route) {
  return route.method == "POST" && route.pattern.starts_with("/v1/events");
}

void put_caching(const Route& route, Json& headers) {
  if (route.method != "GET" || route.access == Access::kHealth || route.feed) return;
  if (is_tagged(route)) {
    headers["ETag"] = field_json(
        "For If-None-Match; not on a proof between sizes that the question names, which never "
        "changes");
  }
  headers["Cache-Control"] = field_json("How long it may be kept");
}

void put_paging(const Route& route, Json& headers) {
  if (takes(route, "limit")) {
    headers["Link"] = field_json("The next page, with rel=\"next\", where there is one (RFC 8288)");
  }
  if (route.pattern == "/" || route.pattern == "/v1/openapi.json") {
    headers["Link"] = field_json("This contract, with rel=\"service-desc\" (RFC 8631)");
  }
  if (offers(route, kCsvType)) {
    headers["Letopis-Position"] = field_json("Of CSV: `as_of_position`", "integer");
    headers["Letopis-Next-Cursor"] =
        field_json("Of CSV: `next_cursor`, where there is a next page");
  }
  if (route.pattern.ends_with("/calendar.ics")) {
    headers["Letopis-Position"] = field_json("The position that it is the state of", "integer");
  }
  if (offers(route, kCloudBatchType)) {
    headers["Letopis-Next-From"] = field_json("Of CloudEvents: `next_from`", "integer");
  }
}

void put_naming(const Route& route, Json& headers) {
  if (route.ranges) headers["Accept-Ranges"] = field_json("bytes");
  if (route.pattern == "/v1/files/{sha256}") {
    headers["Content-Digest"] = field_json("SHA-256 of the bytes (RFC 9530)");
    headers["Content-Disposition"] = field_json("To be saved, under the hash as its name");
  }
  if (route.method == "POST" && route.pattern == "/v1/files") {
    headers["Location"] = field_json("The file's address");
  }
  if (route.method == "POST" && route.pattern == "/v1/events") {
    headers["Location"] = field_json("The event's address, when one was posted");
  }
}

}  // namespace

bool is_tagged(const Route& route) {
  return route.method == "GET" && route.doc.tagged && !route.feed &&
         route.access != Access::kHealth;
}

Json header_parameters(const Route& route) {
  Json list = Json::array();
  if (is_tagged(route)) {
    list.push_back(field_parameter("If-None-Match",
                                   "Tags of what the reader has, or *: 304 if one is the ETag.",
                                   "\"0a1b2c\""));
  }
  if (route.ranges) {
    list.push_back(field_parameter(
        "Range", "One range of bytes: 206. Several ones and other units are ignored.",
        "bytes=0-99"));
  }
  if (route.ranges && is_tagged(route)) {
    list.push_back(field_parameter(
        "If-Range", "The ETag of what the reader has a part of: all bytes if it is another one.",
        "\"0a1b2c\""));
  }
  if (is_submission(route)) {
    list.push_back(field_parameter(
        "If-Match",
        "An ETag of /v1/events, /v1/ledger or /v1/checkpoint: 412 if the ledger has grown since.",
        "W/\"log.41\""));
  }
  if (route.feed && route.method == "GET") {
    list.push_back(field_parameter("Last-Event-ID",
                                   "The position after which to go on, as the last `id` of the "
                                   "feed says; wins over `after`.",
                                   "40"));
  }
  return list;
}

Json success_headers(const Route& route) {
  Json headers = Json::object();
  put_caching(route, headers);
  put_paging(route, headers);
  put_naming(route, headers);
  return headers;
}

void make_partial(Json& response) {
  response["description"] = "The part of it that Range asks for";
  Json& headers = response["headers"];
  headers["Content-Range"] = field_json("Which bytes of how many");
  if (headers.erase("Content-Digest") > 0) {
    headers["Repr-Digest"] = field_json("SHA-256 of the whole file (RFC 9530)");
  }
}

Json not_modified_json() {
  return {{"description", "The reader has it: If-None-Match names its ETag"},
          {"headers",
           {{"ETag", field_json("The tag that was named")},
            {"Cache-Control", field_json("How long it may be kept")}}}};
}

Json problem_headers(int status, const std::vector<const ProblemType*>& types) {
  Json headers = Json::object();
  const bool later = std::any_of(types.begin(), types.end(),
                                 [](const ProblemType* type) { return passes(*type); });
  if (status == 401) headers["WWW-Authenticate"] = field_json("Bearer, and what is wrong with it");
  if (status == 403) headers["WWW-Authenticate"] = field_json("Where the token permits too little");
  if (status == 415) headers["Accept"] = field_json("The types that are taken");
  if (status == 416) headers["Content-Range"] = field_json("How many bytes there are");
  if (status == 429) headers["Retry-After"] = field_json("Seconds", "integer");
  if (later) {
    headers["Retry-After"] = field_json("Seconds; not where trying again does not help", "integer");
  }
  return headers;
}

}  // namespace api
