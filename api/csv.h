// SPDX-License-Identifier: Apache-2.0
// Tables of an answer's items as CSV: RFC 4180, or as a Russian Excel opens it by a double click
// (semicolons, UTF-8 with a byte order mark, no cell that would be taken for a formula).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"

namespace api {

enum class CsvForm { kPlain, kExcel };

/// A first line with the columns, then a line per item. A column "a.b" is the member b of the
/// member a; what is null or absent is an empty cell, a list is its JSON.
std::string csv_text(const Json& items, const std::vector<std::string>& columns, CsvForm form);

}  // namespace api
