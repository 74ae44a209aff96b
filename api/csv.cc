// SPDX-License-Identifier: Apache-2.0
#include "api/csv.h"

#include <algorithm>

namespace api {
namespace {

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
  return value->is_string() ? value->get<std::string>() : dump(*value);
}

std::string quoted_cell(const std::string& text, char separator) {
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

bool csv_looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string csv_line(const std::vector<std::string>& cells, char separator) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += separator;
    line += quoted_cell(cells[i], separator);
  }
  return line + "\r\n";
}

std::string csv_text(const Json& items, const std::vector<std::string>& columns) {
  std::string text = csv_line(columns, ',');
  std::vector<std::string> line(columns.size());
  for (const Json& item : items) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      line[i] = cell_text(value_at(item, columns[i]));
    }
    text += csv_line(line, ',');
  }
  return text;
}

}  // namespace api
