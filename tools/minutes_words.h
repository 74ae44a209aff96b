// SPDX-License-Identifier: Apache-2.0
// Words of a printed protocol: dates, terms and the names of enumeration values in Russian.
#pragma once

#include <string>
#include <string_view>

#include "tools/fact_book.h"

namespace tools {

/// An enumeration value by its name in the schema.
struct NamedWord {
  std::string_view name;
  std::string_view word;
};

std::string word_in(const auto& table, std::string_view name) {
  for (const NamedWord& row : table) {
    if (row.name == name) return std::string(row.word);
  }
  return {};
}

/// The title of a Wording; empty if there is none.
std::string title_of(const api::Json& holder, const char* member = "wording");
/// The text as it goes on after a comma: its first letter is small, unless an abbreviation begins
/// it.
std::string begun_small(const std::string& text);
/// A LegalDate in words.
std::string date_of(const api::Json& date);
/// "1 рабочий день", "2 года", "5 лет" of a Length.
std::string length_in_words(const api::Json& length);
/// When something is due, in the paper's words where they are kept.
std::string schedule_in_words(const api::Json& schedule);

}  // namespace tools
