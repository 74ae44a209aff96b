// SPDX-License-Identifier: Apache-2.0
// A small validator of JSON Schema 2020-12, for the keywords that the OpenAPI document uses and
// no others: one it does not know fails the test, and so does a member that no schema names.
#pragma once

#include <nlohmann/json.hpp>
#include <regex>
#include <string>

namespace testing_support {

class SchemaCheck {
 public:
  using Json = nlohmann::ordered_json;

  /// References are looked up in `document`.
  explicit SchemaCheck(const Json& document) : document_(document) {}

  /// Empty, or what is wrong and where.
  std::string check(const Json& value, const Json& schema, const std::string& at = "") const {
    for (const auto& [keyword, rule] : schema.items()) {
      const std::string fault = apply(keyword, rule, value, schema, at);
      if (!fault.empty()) return fault;
    }
    return {};
  }

 private:
  std::string apply(const std::string& keyword, const Json& rule, const Json& value,
                    const Json& schema, const std::string& at) const {
    if (keyword == "$ref") return check(value, find(rule), at);
    if (keyword == "type") return is_one(value, rule) ? "" : at + ": is no " + rule.dump();
    if (keyword == "pattern") return check_pattern(value, rule, at);
    if (keyword == "format") return check_format(value, rule, at);
    if (keyword == "enum" || keyword == "const") return check_choice(value, rule, at);
    if (keyword == "required") return check_required(value, rule, at);
    if (keyword == "properties") return check_members(value, schema, at);
    if (keyword == "items") return check_items(value, rule, at);
    if (keyword == "additionalProperties" && schema.contains("properties")) return {};  // as said
    if (keyword == "additionalProperties") return check_others(value, rule, at);
    if (keyword == "anyOf" || keyword == "oneOf") return check_any(value, rule, at);
    if (keyword == "description" || keyword == "title" || keyword[0] == '$') return {};
    return at + ": unknown keyword " + keyword;
  }

  const Json& find(const Json& reference) const {
    return document_.at(Json::json_pointer(reference.get<std::string>().substr(1)));
  }

  static bool is_a(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    return type == "integer" && value.is_number_integer();
  }
  static bool is_one(const Json& value, const Json& types) {
    if (types.is_string()) return is_a(value, types.get<std::string>());
    for (const Json& type : types) {
      if (is_a(value, type.get<std::string>())) return true;
    }
    return false;
  }

  static std::string check_pattern(const Json& value, const Json& rule, const std::string& at) {
    if (!value.is_string()) return {};
    const bool fits =
        std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()));
    return fits ? "" : at + ": " + value.dump() + " does not match " + rule.dump();
  }
  static std::string check_format(const Json& value, const Json& rule, const std::string& at) {
    static const std::regex day("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    static const std::regex instant(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$");
    if (!value.is_string()) return {};
    const bool fits = std::regex_match(value.get<std::string>(), rule == "date" ? day : instant);
    return fits ? "" : at + ": " + value.dump() + " is no " + rule.dump();
  }
  static std::string check_choice(const Json& value, const Json& rule, const std::string& at) {
    if (!rule.is_array()) return value == rule ? "" : at + ": is not " + rule.dump();
    for (const Json& one : rule) {
      if (one == value) return {};
    }
    return at + ": " + value.dump() + " is none of " + rule.dump();
  }
  static std::string check_required(const Json& value, const Json& rule, const std::string& at) {
    for (const Json& name : rule) {
      if (value.is_object() && !value.contains(name.get<std::string>())) {
        return at + ": lacks " + name.dump();
      }
    }
    return {};
  }
  std::string check_members(const Json& value, const Json& schema, const std::string& at) const {
    if (!value.is_object()) return {};
    const Json& members = schema["properties"];
    for (const auto& [name, inner] : value.items()) {
      if (!members.contains(name)) return at + ": the schema has no member " + name;
      const std::string fault = check(inner, members[name], at + "/" + name);
      if (!fault.empty()) return fault;
    }
    return {};
  }
  /// Of a schema without members of its own.
  std::string check_others(const Json& value, const Json& rule, const std::string& at) const {
    if (!value.is_object()) return {};
    for (const auto& [name, inner] : value.items()) {
      const std::string fault = check(inner, rule, at + "/" + name);
      if (!fault.empty()) return fault;
    }
    return {};
  }
  std::string check_items(const Json& value, const Json& rule, const std::string& at) const {
    if (!value.is_array()) return {};
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string fault = check(value[i], rule, at + "/" + std::to_string(i));
      if (!fault.empty()) return fault;
    }
    return {};
  }
  std::string check_any(const Json& value, const Json& rule, const std::string& at) const {
    std::string faults;
    for (const Json& one : rule) {
      const std::string fault = check(value, one, at);
      if (fault.empty()) return {};
      faults += fault + "; ";
    }
    return faults;
  }

  const Json& document_;
};

}  // namespace testing_support
