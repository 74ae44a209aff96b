// SPDX-License-Identifier: Apache-2.0
#include "api/charter_json.h"

#include <array>
#include <vector>

#include "api/author_form.h"
#include "api/event_json.h"
#include "api/event_json_schema.h"
#include "ledger/hash.h"

namespace api {
namespace {

using ledger::invalid;
using ledger::Result;
using ledger::Status;

/// Ids and digests made from names alone: one file gives one body.
class NamesByHash : public NameSource {
 public:
  Result<std::string> id_named(const std::string& name) override {
    return hex_of("id:" + name).substr(0, 32);
  }
  Result<std::string> digest_named(const std::string& name) override {
    return hex_of("event:" + name);
  }
  Result<std::string> key_named(const std::string& name) override { return hex_of("key:" + name); }
  Result<std::string> random_for(const std::string& pointer) override {
    return hex_of("random:" + pointer);
  }

 private:
  static std::string hex_of(const std::string& name) {
    return ledger::to_hex(ledger::sha256(name).view());
  }
};

constexpr std::string_view kPayload = "/payload";

/// The event around the payload. A region is its scope, so nothing about keys needs to be true.
Json event_around(Json payload) {
  const std::string zero_id(32, '0');
  const std::string zero_hash(64, '0');
  const Json region{{"kind", "REGION"}, {"id", "@region"}};
  return Json{{"schema_version", 1},
              {"event_id", "@event"},
              {"scope", region},
              {"subjects", Json::array({region})},
              {"author", {{"key", std::string(64, '1')}, {"capacity", {{"role", "SECRETARY"}}}}},
              {"attestation", {{"grade", "RECORDER"}}},
              {"seen", {{"size", 0}, {"root", ledger::to_hex(ledger::sha256("").view())}}},
              {"payload_type", "CharterAdopted"},
              {"payload", std::move(payload)}};
}

void fill_in(Json& charter) {
  const auto absent = [&](const char* name, Json value) {
    if (!charter.contains(name)) charter[name] = std::move(value);
  };
  absent("charter", "@charter");
  absent("version", 1);
  absent("wording", {{"title", "charter"}});
  absent("effective", "unknown");
  absent("basis", {{"kind", "CHARTER"}});
}

ledger::Error in_charter(ledger::Error error) {
  std::string_view where = error.where;
  if (!where.empty() && where.front() != '/') {
    error.where = pointer_of_path(where);
    where = error.where;
  }
  if (where.starts_with(kPayload)) error.where = std::string(where.substr(kPayload.size()));
  return error;
}

/// By what the elements of these arrays are told apart; null for other members.
const char* key_of(std::string_view array) {
  if (array == "bodies") return "kind";
  if (array == "deadlines") return "name";
  return array == "roles" ? "role" : nullptr;
}

/// A body without rules of its own.
Json neutral_body() {
  return Json{{"seats", "EXPLICIT"},
              {"seats_from", "NOT_STATED"},
              {"composed_by", "NOT_STATED"},
              {"ballot", "NOT_STATED"},
              {"convened_by", "NOT_STATED"},
              {"agenda_by", "NOT_STATED"},
              {"ballots_opened_by", "NOT_STATED"}};
}

/// The element of an array that bears this name, made if there is none.
Json& element(Json& array, const std::string& name, const std::string& key) {
  for (Json& each : array) {
    if (each.is_object() && each.value(key, std::string()) == name) return each;
  }
  array.push_back(key == "kind" ? neutral_body() : Json::object());
  array.back()[key] = name;
  return array.back();
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> out(1);
  for (const char c : path) {
    if (c == '.') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

}  // namespace

Result<ledger::Body> charter_body(Json charter) {
  if (!charter.is_object()) {
    return invalid("WRONG_TYPE", "a charter is a JSON object", "положение — объект JSON", "");
  }
  fill_in(charter);
  Json event = event_around(std::move(charter));
  NamesByHash names;
  if (auto expanded = expand_author_form(event, names, {}); !expanded) {
    return in_charter(expanded.error());
  }
  const auto bytes = body_from_json(event);
  if (!bytes) return in_charter(bytes.error());
  auto body = ledger::check_body(*bytes);
  if (!body) return in_charter(body.error());
  return body;
}

Json minimal_charter() {
  return Json{{"parameters",
               {{"membership",
                 {{"include_by", "NOT_STATED"},
                  {"consent", "NOT_STATED"},
                  {"exclusion", "NOT_STATED"},
                  {"excluded_last_day", "AS_ACT_STATES"},
                  {"member_on_first_day", true}}},
                {"calendar",
                 {{"calendar", "ru"},
                  {"week", "FIVE_DAY"},
                  {"zone_minutes", 180},
                  {"until_inclusive", true},
                  {"academic_year_month", 9},
                  {"academic_year_day", 1}}}}}};
}

Status set_parameter(Json& charter, std::string_view path, std::string_view value) {
  const auto bad = [&] {
    const std::string given(path);
    return invalid("BAD_PARAMETER", "\"" + given + "\" is not a path of a parameter",
                   "«" + given + "» — не путь параметра", given);
  };
  Json* at = &charter["parameters"];
  const char* key = nullptr;
  const std::vector<std::string> parts = parts_of(path);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) return bad();
    if (at->is_null()) *at = key == nullptr ? Json::object() : Json::array();
    if (key == nullptr ? !at->is_object() : !at->is_array()) return bad();
    at = key == nullptr ? &(*at)[parts[i]] : &element(*at, parts[i], key);
    key = i == 0 ? key_of(parts[i]) : nullptr;
  }
  if (key != nullptr || parts.size() < 2) return bad();
  Json read = Json::parse(value, nullptr, false);
  *at = read.is_discarded() ? Json(std::string(value)) : std::move(read);
  return ledger::Ok{};
}

}  // namespace api
