// SPDX-License-Identifier: Apache-2.0
// Tables for people who open them in a Russian Excel by a double click: a line per item, columns
// with Russian titles, days as 31.12.2023, instants as 31.12.2023 09:30 UTC, words instead of
// codes. What is for programs (ids, sources, grounds) is left to the other forms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"

namespace api {

/// One column of such a table.
struct PeopleColumn {
  std::string_view title;
  std::string_view path;  ///< of its values in an item, as in ListFilter; several stand in one cell
  /// The Russian word for a code; null: as it is.
  std::string (*word)(std::string_view code) = nullptr;
};

/// "31.12.2023" of "2023-12-31".
std::string day_for_people(std::string_view iso);

/// The columns of items of a shape; empty for a shape that no list shows.
const std::vector<PeopleColumn>& people_columns(std::string_view shape);

/// The items in these columns: semicolons, UTF-8 with a byte order mark, no cell of somebody else's
/// that a spreadsheet would take for a formula.
std::string people_table(const Json& items, const std::vector<PeopleColumn>& columns);

}  // namespace api
