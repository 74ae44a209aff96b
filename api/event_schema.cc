// SPDX-License-Identifier: Apache-2.0
#include "api/event_schema.h"

#include <set>

#include "api/event_json_schema.h"
#include "ledger/body.h"

namespace api {
namespace {

/// Collects the definitions that one type of event reaches.
class Maker {
 public:
  explicit Maker(const JsonEnum::Value& payload) : payload_(payload) {}

  Json make() {
    Json root = table_schema(json_schema().tables[json_schema().root], true);
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"$id", "urn:letopis:schema:" + std::to_string(ledger::kSchemaVersion) + ":" +
                               payload_.name},
                   {"title", payload_.name}};
    for (const auto& [name, value] : root.items()) schema[name] = value;
    schema["$defs"] = Json::object();
    while (!wanted_.empty()) {
      const std::size_t table = *wanted_.begin();
      wanted_.erase(wanted_.begin());
      const JsonTable& spec = json_schema().tables[table];
      schema["$defs"][spec.name] = table_schema(spec, false);
    }
    schema["$defs"][std::string(kRecordedDefinition)] = recorded_schema();
    return schema;
  }

 private:
  static Json hex_schema(unsigned bytes) {
    return {{"type", "string"}, {"pattern", "^[0-9a-f]{" + std::to_string(2 * bytes) + "}$"}};
  }

  /// Of the event as recorded_event_to_json() makes it, whose body the rest describes.
  static Json recorded_schema() {
    const Json signature = {
        {"type", "object"},
        {"properties", {{"key", hex_schema(32)}, {"signature", hex_schema(64)}}},
        {"required", Json::array({"signature"})}};
    return {{"type", "object"},
            {"properties",
             {{"index", {{"type", "integer"}}},
              {"recorded_at", {{"type", "string"}, {"format", "date-time"}}},
              {"digest", hex_schema(32)},
              {"leaf_hash", hex_schema(32)},
              {"body", {{"$ref", "#"}}},
              {"signatures", {{"type", "array"}, {"items", signature}}}}},
            {"required",
             Json::array({"index", "recorded_at", "digest", "leaf_hash", "body", "signatures"})}};
  }

  Json table_schema(const JsonTable& table, bool root) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const JsonField& field : table.fields) {
      if (field.kind == JsonKind::kNone) continue;
      const bool payload = root && field.name.starts_with("payload");
      properties[field.name] = payload ? payload_schema(field) : field_schema(table, field);
      const bool plain = field.kind == JsonKind::kBool || field.kind == JsonKind::kInteger;
      if (field.required || (plain && !field.optional)) required.push_back(field.name);
    }
    if (root) required.push_back("payload_type");
    Json schema = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
  }

  Json payload_schema(const JsonField& field) {
    if (field.kind == JsonKind::kUnionType) return {{"const", payload_.name}};
    return reference(payload_.table);
  }

  Json reference(std::size_t table) {
    if (seen_.insert(table).second) wanted_.insert(table);
    return {{"$ref", "#/$defs/" + json_schema().tables[table].name}};
  }

  static Json enum_schema(const JsonField& field) {
    Json names = Json::array();
    for (const auto& value : json_schema().enums[field.type].values) names.push_back(value.name);
    return {{"type", "string"}, {"enum", std::move(names)}};
  }

  /// What a double cannot hold is a text. Two schemas and not one of two types, which strict
  /// validators refuse.
  static Json integer_schema(const JsonField& field) {
    const Json number = {{"type", "integer"}};
    if (field.width < 8) return number;
    const Json text = {
        {"type", "string"},
        {"pattern", field.is_signed ? "^-?[1-9][0-9]{15,19}$" : "^[1-9][0-9]{15,19}$"}};
    return {{"anyOf", Json::array({number, text})}};
  }

  static Json text_schema(const JsonField& field) {
    if (field.hex_bytes > 0) return hex_schema(field.hex_bytes);
    return {{"type", "string"}};
  }

  Json list_schema(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

  /// A union outside the root may be any of its types.
  Json union_schema(const JsonTable& table, const JsonField& field) {
    const auto at = static_cast<std::size_t>(&field - table.fields.data());
    Json choices = Json::array();
    for (const auto& value : json_schema().enums[table.fields[at - 1].type].values) {
      if (value.number != 0) choices.push_back(reference(value.table));
    }
    return {{"anyOf", std::move(choices)}};
  }

  Json field_schema(const JsonTable& table, const JsonField& field) {
    switch (field.kind) {
      case JsonKind::kBool:
        return {{"type", "boolean"}};
      case JsonKind::kInteger:
        return integer_schema(field);
      case JsonKind::kEnum:
      case JsonKind::kUnionType:
        return enum_schema(field);
      case JsonKind::kText:
        return text_schema(field);
      case JsonKind::kTable:
        return reference(field.type);
      case JsonKind::kUnion:
        return union_schema(table, field);
      case JsonKind::kEnums:
        return list_schema(enum_schema(field));
      case JsonKind::kTexts:
        return list_schema(text_schema(field));
      default:
        return list_schema(reference(field.type));
    }
  }

  const JsonEnum::Value& payload_;
  std::set<std::size_t> seen_;
  std::set<std::size_t> wanted_;
};

}  // namespace

std::vector<std::string> event_types() {
  std::vector<std::string> names;
  for (const auto& value : payload_types().values) {
    if (value.number != 0) names.push_back(value.name);
  }
  return names;
}

Json event_schema(const std::string& type) {
  const JsonEnum::Value* payload = payload_types().find(type);
  LEDGER_CHECK(payload != nullptr && payload->number != 0);
  return Maker(*payload).make();
}

}  // namespace api
