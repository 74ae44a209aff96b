// SPDX-License-Identifier: Apache-2.0
// The event schema by version: its FlatBuffers sources, its binary form, and JSON Schemas of each
// type of event. A version's files never change.
#include <algorithm>
#include <map>

#include "api/event_schema.h"
#include "api/internal/json_route.h"
#include "api/internal/log_answer.h"
#include "ledger/body.h"
#include "ledger/hash.h"
#include "ledger/schema/schema_files.h"

namespace api {
namespace {

using ledger::Result;

constexpr std::string_view kBinaryName = "event_body.bfbs";

struct File {
  std::string type;
  std::string bytes;
};

/// The files of the only version that there is, by name.
const std::map<std::string, File, std::less<>>& files() {
  static const std::map<std::string, File, std::less<>> all = [] {
    std::map<std::string, File, std::less<>> made;
    for (const auto& source : ledger::kSchemaFiles) {
      made.emplace(source.name, File{"text/plain; charset=utf-8", std::string(source.text)});
    }
    made.emplace(kBinaryName, File{"application/octet-stream", std::string(ledger::schema_bfbs())});
    for (const std::string& type : event_types()) {
      made.emplace(type + ".json", File{"application/schema+json", dump(event_schema(type))});
    }
    return made;
  }();
  return all;
}

Result<Response> schema_list(const Request&) {
  Json version = {{"version", ledger::kSchemaVersion}};
  version["files"] = Json::array();
  for (const auto& [name, file] : files()) version["files"].push_back(name);
  version["types"] = event_types();
  Response response = json_response(200, Json{{"versions", Json::array({std::move(version)})}});
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

Result<Response> schema_file(const Request& request) {
  const bool known = request.param("version") == std::to_string(ledger::kSchemaVersion);
  const auto found = known ? files().find(request.param("file")) : files().end();
  if (found == files().end()) {
    return ledger::not_found("NO_SCHEMA", "/v1/schemas lists the versions and their files",
                             "версии и их файлы перечислены в /v1/schemas", "");
  }
  Response response = bytes_response(found->second.bytes, found->second.type, kForEver);
  response.headers.set("ETag", make_etag(to_hex(ledger::sha256(found->second.bytes)), false));
  return response;
}

}  // namespace

void add_schema_routes(Router& router) {
  Route list = json_route("/v1/schemas", schema_list, "Schemas",
                          "Versions of the event schema, their files and types");
  list.access = Access::kOpen;
  list.doc.tagged = false;
  router.add(std::move(list));
  Route file = bytes_route("/v1/schemas/{version}/{file}", schema_file, "text/plain",
                           "A file of the event schema: .fbs, .bfbs or JSON Schema");
  file.access = Access::kOpen;
  file.doc.more_types = {"application/octet-stream", "application/schema+json"};
  router.add(std::move(file));
}

}  // namespace api
