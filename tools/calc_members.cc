// SPDX-License-Identifier: Apache-2.0
#include "tools/calc_members.h"

namespace tools::calc_members {

namespace rules = projections::rules;
using api::Json;
using ledger::Error;
using ledger::invalid;
using ledger::Result;

std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Error missing(const std::string& name) {
  return invalid("MISSING_FIELD", "\"" + name + "\" is needed", name);
}

const Json* member(const Json& line, const std::string& name) {
  const auto found = line.find(name);
  return found == line.end() || found->is_null() ? nullptr : &*found;
}

Result<std::uint64_t> whole(const Json& value, const std::string& name) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  if (value.is_number_integer() && value.get<std::int64_t>() >= 0) {
    return static_cast<std::uint64_t>(value.get<std::int64_t>());
  }
  return invalid(
      "BAD_NUMBER",
      "\"" + name + "\" is " + dumped(value) + ": needed a whole number, not negative, below 2^64",
      name);
}

Result<std::uint64_t> count_at(const Json& line, const std::string& name) {
  const Json* value = member(line, name);
  if (value == nullptr) return missing(name);
  return whole(*value, name);
}

Result<std::uint64_t> count_or(const Json& line, const std::string& name, std::uint64_t fallback) {
  return member(line, name) == nullptr ? fallback : count_at(line, name);
}

Result<std::optional<std::uint64_t>> optional_count(const Json& line, const std::string& name) {
  if (member(line, name) == nullptr) return std::optional<std::uint64_t>();
  const auto count = count_at(line, name);
  if (!count) return count.error();
  return std::optional(*count);
}

Result<rules::Date> date_at(const Json& line, const std::string& name) {
  const Json* value = member(line, name);
  if (value == nullptr) return missing(name);
  if (!value->is_string()) {
    return invalid("BAD_DATE", "\"" + name + "\" is " + dumped(*value) + ": needed a day as a text",
                   "«" + name + "» — " + dumped(*value) + ", а нужен день, записанный текстом",
                   name);
  }
  auto day = rules::parse_date(value->get_ref<const std::string&>());
  if (day) return day;
  Error error = day.error();
  error.message = "\"" + name + "\": " + error.message;
  error.russian = "«" + name + "»: " + error.russian;
  error.where = name;
  return error;
}

Error unknown_value(const char* code, const std::string& name, const Json& value,
                    const std::string& known) {
  return invalid(code, "\"" + name + "\" is " + dumped(value) + ": needed " + known,
                 name + ": " + dumped(value));
}

Result<std::string> rule_at(const Json& line, const std::string& name) {
  const Json* value = member(line, name);
  if (value == nullptr) return std::string();
  if (value->is_string()) return value->get<std::string>();
  return unknown_value("BAD_RULE", name, *value, "a text such as \">= 1/2 of members\"");
}

Result<std::string> word_at(const Json& line, const std::string& name,
                            const std::array<std::string_view, 2>& known) {
  const Json* value = member(line, name);
  if (value == nullptr) return std::string();
  for (const std::string_view word : known) {
    if (*value == word) return std::string(word);
  }
  return unknown_value("UNKNOWN_WORD", name, *value,
                       std::string(known[0]) + " or " + std::string(known[1]));
}

Result<bool> flag_or(const Json& line, const std::string& name, bool fallback) {
  const Json* value = member(line, name);
  if (value == nullptr) return fallback;
  if (!value->is_boolean())
    return invalid("BAD_FLAG", "\"" + name + "\" is not true or false", name);
  return value->get<bool>();
}

}  // namespace tools::calc_members
