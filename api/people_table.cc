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

/// In small letters, Latin and Cyrillic.
std::string small(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool capital =
        c == '\xd0' && i + 1 < text.size() && text[i + 1] >= '\x90' && text[i + 1] <= '\xaf';
    if (capital) {
      const auto letter = static_cast<unsigned char>(text[++i]);
      out += letter < 0xa0 ? '\xd0' : '\xd1';
      out += static_cast<char>(letter < 0xa0 ? letter + 0x20 : letter - 0x20);
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return out;
}

/// Whether a spreadsheet reads the word as a part of a number, a sum, a day or a time.
bool counts(std::string_view word) {
  constexpr std::string_view kWhole[] = {"e", "am", "pm", "a", "p", "$", "р", "руб", "₽", "€"};
  constexpr std::string_view kMonths[] = {
      "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  return std::find(std::begin(kWhole), std::end(kWhole), word) != std::end(kWhole) ||
         std::any_of(std::begin(kMonths), std::end(kMonths),
                     [&](std::string_view month) { return word.starts_with(month); });
}

/// Numbers of registers and papers, which a spreadsheet would round, strip or take for another
/// number, a sum, a day or a time: digits with signs of separation, and no other words than those
/// of such things. A formula that is the text itself keeps them.
bool looks_like_number(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kSigns = "0123456789 -+/.,:%()\xc2\xa0";
  if (text.find_first_of(kDigits) == std::string_view::npos) return false;
  const std::string all = small(text);
  std::string_view rest = all;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kSigns), rest.size()));
    if (rest.empty()) return true;
    const auto end = std::min(rest.find_first_of(kSigns), rest.size());
    if (!counts(rest.substr(0, end))) return false;
    rest.remove_prefix(end);
  }
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
