// SPDX-License-Identifier: Apache-2.0
#include "tools/toml_text.h"

#include "ledger/bytes.h"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 1  // bare keys in Cyrillic
// Its inline functions differ by that option, so they need a namespace that no other file uses.
#define toml toml_with_cyrillic_keys
#include <fmt/format.h>
#include <toml++/toml.h>

#include <optional>

namespace tools {
namespace {

using api::Json;
using ledger::Error;
using ledger::invalid;
using ledger::Result;

/// Copies a TOML tree and remembers the first thing that JSON has no word for.
class Copier {
 public:
  explicit Copier(api::JsonText& out) : out_(out) {}

  Json copy(const toml::node& node, const std::string& pointer) {
    out_.lines[pointer] = node.source().begin.line;
    if (const auto* table = node.as_table()) return copy_table(*table, pointer);
    if (const auto* array = node.as_array()) return copy_array(*array, pointer);
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* day = node.as_date()) return day_text(day->get());
    const bool fraction = node.is_floating_point();
    complain(fraction ? invalid("FRACTION", "numbers here are whole", pointer)
                      : invalid("BAD_TOML", "a day is written without the time of day", pointer));
    return nullptr;
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  static std::string day_text(const toml::date& day) {
    return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
  }
  Json copy_table(const toml::table& table, const std::string& pointer) {
    Json out = Json::object();
    // toml++ sorts keys; the order of the file is that of the lines.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::string, const toml::node*>>
        ordered;
    for (const auto& [key, value] : table) {
      const auto& at = key.source().begin;
      ordered.emplace(std::pair(at.line, at.column), std::pair(std::string(key.str()), &value));
    }
    for (const auto& [at, member] : ordered) {
      out[member.first] = copy(*member.second, api::pointer_to(pointer, member.first));
    }
    return out;
  }
  Json copy_array(const toml::array& array, const std::string& pointer) {
    Json out = Json::array();
    for (const auto& item : array) {
      out.push_back(copy(item, api::pointer_to(pointer, out.size())));
    }
    return out;
  }
  void complain(Error error) {
    if (!error_) error_ = std::move(error);
  }

  api::JsonText& out_;
  std::optional<Error> error_;
};

}  // namespace

Result<api::JsonText> read_toml(std::string_view text, std::string source) {
  if (!ledger::is_utf8(text)) {
    return invalid("BAD_UTF8", "the file is not UTF-8: save it in that encoding", source);
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const auto& error = parsed.error();
    return invalid("BAD_TOML", std::string(error.description()),
                   source + ":" + std::to_string(error.source().begin.line));
  }
  api::JsonText out;
  out.source = std::move(source);
  Copier copier(out);
  out.value = copier.copy(parsed.table(), "");
  if (copier.error()) return out.locate(*copier.error());
  return out;
}

}  // namespace tools
