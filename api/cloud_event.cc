// SPDX-License-Identifier: Apache-2.0
#include "api/cloud_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/event_schema.h"

namespace api {
namespace {

/// What an event is about, the most particular first: "cluster/<id>".
std::string subject_of(const Json& body) {
  constexpr std::array<std::string_view, 4> kOrder = {"CLUSTER", "DOCUMENT", "ORGANISATION",
                                                      "REGION"};
  const Json& subjects = body.at("subjects");
  for (const std::string_view kind : kOrder) {
    for (const Json& subject : subjects) {
      if (subject.at("kind") != kind) continue;
      std::string name(kind);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return static_cast<char>(c - 'A' + 'a'); });
      return name + '/' + subject.at("id").get<std::string>();
    }
  }
  return "registry";
}

/// Where the JSON Schema of the data is, or its name: the data is the event as recorded, of which
/// the schema of its type describes the body.
std::string schema_of(const Json& body, const std::string& type, const std::string& public_url) {
  const std::string version = std::to_string(body.at("schema_version").get<unsigned>());
  const std::string within = "#/$defs/" + std::string(kRecordedDefinition);
  if (public_url.empty()) return "urn:letopis:schema:" + version + ":" + type + within;
  return public_url + "/v1/schemas/" + version + "/" + type + ".json" + within;
}

}  // namespace

std::string cloud_event_type(const std::string& payload_type) {
  return "ru.letopis." + payload_type + ".v1";
}

Json cloud_event(const Json& event, std::string_view ledger_id_hex, const std::string& public_url) {
  const Json& body = event.at("body");
  const auto type = body.at("payload_type").get<std::string>();
  Json out = Json::object();
  out["specversion"] = "1.0";
  out["id"] = body.at("event_id");
  out["source"] = "urn:letopis:" + std::string(ledger_id_hex);
  out["type"] = cloud_event_type(type);
  out["subject"] = subject_of(body);
  out["time"] = event.at("recorded_at");
  out["datacontenttype"] = "application/json";
  out["dataschema"] = schema_of(body, type, public_url);
  // Twenty digits, so that the order of texts is the order of the log.
  out["sequence"] = fmt::format("{:020}", event.at("index").get<std::uint64_t>() + 1);
  out["digest"] = event.at("digest");
  out["leafhash"] = event.at("leaf_hash");
  out["sigkeyid"] = body.at("author").at("key");
  out["data"] = event;
  return out;
}

}  // namespace api
