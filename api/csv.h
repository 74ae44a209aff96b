// SPDX-License-Identifier: Apache-2.0
// Tables of an answer's items as CSV (RFC 4180), for programs; people_table.h has those for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"

namespace api {

/// A spreadsheet takes what begins so for a formula, whoever wrote it.
bool csv_looks_like_formula(std::string_view text);

/// The cells, quoted where they have to be, and the end of the line (RFC 4180).
std::string csv_line(const std::vector<std::string>& cells, char separator);

/// A first line with the columns, then a line per item, with commas. A column "a.b" is the member b
/// of the member a; what is null or absent is an empty cell, a list is its JSON.
std::string csv_text(const Json& items, const std::vector<std::string>& columns);

}  // namespace api
