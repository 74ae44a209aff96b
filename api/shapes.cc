// SPDX-License-Identifier: Apache-2.0
#include "api/shapes.h"

#include <algorithm>
#include <map>

namespace api {
namespace {

constexpr std::string_view kReference = "#/components/schemas/";

struct Member {
  std::string name;
  std::string type;
  bool optional = false;  ///< may be absent
};

const Shape* find_shape(std::string_view name) {
  for (const Shape& shape : shapes()) {
    if (shape.name == name) return &shape;
  }
  return nullptr;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text = text.substr(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<Member> members_of(std::string_view text) {
  std::vector<Member> members;
  for (const std::string& word : split(text, ' ')) {
    if (word.front() == '+') {
      const Shape* other = find_shape(std::string_view(word).substr(1));
      LEDGER_CHECK(other != nullptr);
      const auto inherited = members_of(other->members);
      members.insert(members.end(), inherited.begin(), inherited.end());
      continue;
    }
    const auto colon = word.find(':');
    LEDGER_CHECK(colon != std::string::npos);
    Member member{word.substr(0, colon), word.substr(colon + 1)};
    if (member.name.back() == '?') {
      member.optional = true;
      member.name.pop_back();
    }
    members.push_back(std::move(member));
  }
  return members;
}

Json pattern(const char* text) { return {{"type", "string"}, {"pattern", text}}; }

/// The types that are no other shape.
const std::map<std::string, Json, std::less<>>& plain_types() {
  static const std::map<std::string, Json, std::less<>> types = {
      {"text", {{"type", "string"}}},
      {"bool", {{"type", "boolean"}}},
      {"truth", {{"type", "string"}, {"enum", Json::array({"yes", "no", "undetermined"})}}},
      {"small", {{"type", "integer"}}},
      {"int", {{"type", Json::array({"integer", "string"})}, {"pattern", "^-?[0-9]+$"}}},
      {"hex16", pattern("^[0-9a-f]{32}$")},
      {"hex32", pattern("^[0-9a-f]{64}$")},
      {"day", {{"type", "string"}, {"format", "date"}}},
      {"instant", {{"type", "string"}, {"format", "date-time"}}},
      {"object", {{"type", "object"}}},
      {"texts", {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}},
      {"any", Json::object()},
  };
  return types;
}

Json reference(const std::string& name) {
  LEDGER_CHECK(find_shape(name) != nullptr);
  return {{"$ref", std::string(kReference) + name}};
}

Json or_null(Json schema) {
  if (schema.contains("type")) {
    Json& type = schema["type"];
    if (type.is_string()) type = Json::array({type});
    type.push_back("null");
    if (schema.contains("enum")) schema["enum"].push_back(nullptr);
    return schema;
  }
  return {{"anyOf", Json::array({std::move(schema), {{"type", "null"}}})}};
}

/// What a table shows of the shapes that say where something comes from: the events alone.
std::string_view only_column(std::string_view shape) {
  if (shape == "Source") return "index";
  return shape == "Grounds" ? "evidence.events" : "";
}

void add_columns(std::string_view name, const std::string& prefix,
                 std::vector<std::string>& columns) {
  const Shape* shape = find_shape(name);
  if (shape == nullptr) return;
  if (const std::string_view only = only_column(name); !only.empty()) {
    columns.push_back(prefix + std::string(only));
    return;
  }
  for (const Member& member : members_of(shape->members)) {
    std::string type = member.type;
    if (type.back() == '?') type.pop_back();
    if (find_shape(type) != nullptr) {
      add_columns(type, prefix + member.name + ".", columns);
    } else {
      columns.push_back(prefix + member.name);
    }
  }
}

}  // namespace

Json shape_type(std::string type) {
  if (type.back() == '?') {
    type.pop_back();
    return or_null(shape_type(type));
  }
  if (type.front() == '[') {
    return {{"type", "array"}, {"items", shape_type(type.substr(1, type.size() - 2))}};
  }
  if (const auto plain = plain_types().find(type); plain != plain_types().end()) {
    return plain->second;
  }
  if (type.find('|') != std::string::npos) {
    return {{"type", "string"}, {"enum", split(type, '|')}};
  }
  if (type.find('/') == std::string::npos) return reference(type);
  Json choices = Json::array();
  for (const std::string& one : split(type, '/')) choices.push_back(reference(one));
  return {{"oneOf", std::move(choices)}};
}

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = [] {
    std::vector<Shape> list;
    for (const auto& part :
         {log_shapes(), register_shapes(), document_shapes(), governance_shapes(), council_shapes(),
          decision_shapes(), paper_shapes()}) {
      list.insert(list.end(), part.begin(), part.end());
    }
    return list;
  }();
  return all;
}

Json shape_schema(const Shape& shape) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Member& member : members_of(shape.members)) {
    properties[member.name] = shape_type(member.type);
    if (!member.optional) required.push_back(member.name);
  }
  Json schema = {{"type", "object"}, {"description", shape.meaning}};
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json shape_components() {
  std::map<std::string, Json> sorted;
  for (const Shape& shape : shapes()) {
    LEDGER_CHECK(sorted.emplace(shape.name, shape_schema(shape)).second);
  }
  Json all = Json::object();
  for (auto& [name, schema] : sorted) all[name] = std::move(schema);
  return all;
}

std::vector<std::string> shape_columns(std::string_view name) {
  std::vector<std::string> columns;
  add_columns(name, "", columns);
  return columns;
}

std::vector<std::string> shape_members(std::string_view name) {
  std::vector<std::string> names;
  const Shape* shape = find_shape(name);
  if (shape == nullptr) return names;
  for (const Member& member : members_of(shape->members)) names.push_back(member.name);
  return names;
}

}  // namespace api
