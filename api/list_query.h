// SPDX-License-Identifier: Apache-2.0
// What a reader may ask of a list that is computed whole: filters, a range of days, words to look
// for, an order. Works on the items as they are told, so that what can be asked for is what can be
// seen. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.h"

namespace api {

/// A parameter that an item satisfies when one of the values at one of the paths is the given one.
/// A path has dots between members; lists on the way stand for each of their elements.
struct ListFilter {
  std::string_view parameter;
  std::vector<std::string_view> paths;
  /// The values that it takes; empty: a name in hex.
  std::vector<std::string> words = {};
  std::size_t hex_bytes = 16;  ///< of such a name
  /// Instead of both, what tells whether a register number's digits agree with each other.
  bool (*right)(std::string_view) = nullptr;
};

/// Which days belong to an item: those from the earliest day of the value at `first` to the latest
/// of the one at `last`; where both are one path, those of each value there by itself. A bound that
/// is not known, or an end that has not come, is open, and so is an item without a value. Of an
/// item of parts, at the path `each`, one part is enough, and the paths begin at the part.
struct ListDays {
  std::string_view first;
  std::string_view last;
  std::string_view each = {};
};

struct ListOrder {
  std::string_view name;
  std::string_view path;
};

/// What can be asked of one list.
struct ListForm {
  std::vector<ListFilter> filters = {};
  std::optional<ListDays> days = {};         ///< `from_day`, `to_day`
  std::vector<std::string_view> texts = {};  ///< paths that `q` looks at
  std::vector<ListOrder> orders = {};        ///< of `sort`; with "-" before the name descending

  /// The parameters, in the order in which they are documented.
  std::vector<std::string> parameters() const;
  /// The values that a parameter takes; empty if they are not a list of words.
  std::vector<std::string> words_of(std::string_view parameter) const;
};

/// One question, checked.
struct ListQuestion {
  std::vector<std::pair<const ListFilter*, std::string>> wanted;
  std::string from_day;  ///< empty: not asked for
  std::string to_day;
  std::string words;
  const ListOrder* order = nullptr;  ///< null: as the list is computed
  bool descending = false;
};

/// kInvalid UNKNOWN_WORD, BAD_ID, BAD_REGISTER_NUMBER, BAD_DAY, DAYS_REVERSED, BAD_WORDS naming the
/// parameter. Borrows the form.
ledger::Result<ListQuestion> list_question(const ListForm& form, const Pairs& query);

/// kInvalid BAD_ID: the parameter is no id of so many bytes in hex.
ledger::Error bad_id(std::string_view parameter, std::size_t bytes);

/// The indexes of the items that the question asks for, in its order: unknown values come last,
/// equal ones stay as they are.
std::vector<std::size_t> picked(const ListForm& form, const ListQuestion& question,
                                const Json& items);

/// Every value at a path, lists flattened; no nulls.
std::vector<const Json*> values_at(const Json& item, std::string_view path);

}  // namespace api
