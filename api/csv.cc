// SPDX-License-Identifier: Apache-2.0
#include "api/csv.h"

#include <algorithm>

namespace api {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Null for what is not there.
const Json* value_at(const Json& item, std::string_view column) {
  const Json* value = &item;
  while (!column.empty()) {
    const auto dot = std::min(column.find('.'), column.size());
    if (!value->is_object()) return nullptr;
    const auto found = value->find(std::string(column.substr(0, dot)));
    if (found == value->end()) return nullptr;
    value = &*found;
    column = column.substr(std::min(dot + 1, column.size()));
  }
  return value;
}

std::string cell_text(const Json* value) {
  if (value == nullptr || value->is_null()) return {};
  if (value->is_string()) return value->get<std::string>();
  return dump(*value);
}

/// A spreadsheet takes what begins so for a formula, whoever wrote it.
bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string cell(std::string text, CsvForm form) {
  if (form == CsvForm::kExcel && looks_like_formula(text)) text.insert(0, 1, '\'');
  const char separator = form == CsvForm::kExcel ? ';' : ',';
  const bool plain = text.find_first_of("\"\r\n") == std::string::npos &&
                     text.find(separator) == std::string::npos;
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string csv_text(const Json& items, const std::vector<std::string>& columns, CsvForm form) {
  const char separator = form == CsvForm::kExcel ? ';' : ',';
  std::string text;
  if (form == CsvForm::kExcel) text += kByteOrderMark;
  const auto put_line = [&](auto cell_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += separator;
      text += cell(cell_of(columns[i]), form);
    }
    text += "\r\n";
  };
  put_line([](const std::string& column) { return column; });
  for (const Json& item : items) {
    put_line([&](const std::string& column) { return cell_text(value_at(item, column)); });
  }
  return text;
}

}  // namespace api
