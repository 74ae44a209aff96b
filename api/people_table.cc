// SPDX-License-Identifier: Apache-2.0
#include "api/people_table.h"

#include <algorithm>

#include "api/csv.h"
#include "api/list_query.h"
#include "projections/rules/dates.h"

namespace api {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr char kSeparator = ';';

bool is_day(const Json& value) {
  return value.is_string() && value.get_ref<const std::string&>().size() == 10 &&
         projections::rules::date_from_iso(value.get_ref<const std::string&>()).has_value();
}

/// "2023-12-31T09:30:00Z", as instants stand in JSON.
bool is_instant(std::string_view text) {
  return text.size() >= 20 && text[10] == 'T' && text.back() == 'Z' &&
         projections::rules::date_from_iso(text.substr(0, 10)).has_value();
}

/// Of a date with bounds.
std::string bounds_for_people(const Json& date) {
  const auto bound = [&](const char* name) {
    const auto found = date.find(name);
    return found != date.end() && is_day(*found) ? day_for_people(found->get<std::string>())
                                                 : std::string();
  };
  const std::string first = bound("not_before");
  const std::string last = bound("not_after");
  if (first == last) return first;
  if (first.empty()) return "не позднее " + last;
  return last.empty() ? "не ранее " + first : first + " – " + last;
}

/// Numbers of registers and papers, which a spreadsheet would round, strip or take for a day: a
/// formula that is the text itself keeps them.
bool looks_like_number(std::string_view text) {
  const bool digit = text.find_first_of("0123456789") != std::string_view::npos;
  return digit && text.find_first_not_of("0123456789-/.") == std::string_view::npos;
}

std::string cell_for_people(const Json& value, const PeopleColumn& column) {
  if (is_day(value)) return day_for_people(value.get<std::string>());
  if (value.is_object()) return bounds_for_people(value);
  if (value.is_boolean()) return value.get<bool>() ? "да" : "нет";
  if (!value.is_string()) return dump(value);
  const std::string& text = value.get_ref<const std::string&>();
  if (is_instant(text)) return day_for_people(text) + " " + text.substr(11, 5) + " UTC";
  return column.word == nullptr ? text : column.word(text);
}

std::string cell_of(const Json& item, const PeopleColumn& column) {
  const auto values = values_at(item, column.path);
  std::vector<std::string> texts;
  for (const Json* value : values) {
    std::string text = cell_for_people(*value, column);
    if (text.empty() || std::find(texts.begin(), texts.end(), text) != texts.end()) continue;
    texts.push_back(std::move(text));
  }
  if (texts.empty()) return {};
  const bool verbatim = values.front()->is_string() && !is_day(*values.front());
  if (texts.size() == 1 && verbatim && looks_like_number(texts.front())) {
    return "=\"" + texts.front() + "\"";
  }
  std::string cell = texts.front();
  if (csv_looks_like_formula(cell)) cell.insert(0, 1, '\'');
  for (std::size_t i = 1; i < texts.size(); ++i) cell += ", " + texts[i];
  return cell;
}

}  // namespace

std::string day_for_people(std::string_view iso) {
  return std::string(iso.substr(8, 2))
      .append(".")
      .append(iso.substr(5, 2))
      .append(".")
      .append(iso.substr(0, 4));
}

std::string people_table(const Json& items, const std::vector<PeopleColumn>& columns) {
  std::vector<std::string> line;
  for (const PeopleColumn& column : columns) line.emplace_back(column.title);
  std::string text(kByteOrderMark);
  text += csv_line(line, kSeparator);
  for (const Json& item : items) {
    line.clear();
    for (const PeopleColumn& column : columns) line.push_back(cell_of(item, column));
    text += csv_line(line, kSeparator);
  }
  return text;
}

}  // namespace api
