// SPDX-License-Identifier: Apache-2.0
#include "api/list_query.h"

#include <algorithm>
#include <numeric>

#include "api/collation.h"
#include "api/reasons.h"
#include "projections/rules/dates.h"

namespace api {
namespace {

constexpr std::size_t kWordsBytesMax = 200;

void collect(const Json& value, std::string_view path, std::vector<const Json*>& found) {
  if (value.is_array()) {
    for (const Json& one : value) collect(one, path, found);
    return;
  }
  if (path.empty()) {
    if (!value.is_null()) found.push_back(&value);
    return;
  }
  if (!value.is_object()) return;
  const auto dot = std::min(path.find('.'), path.size());
  const auto member = value.find(std::string(path.substr(0, dot)));
  if (member != value.end()) {
    collect(*member, path.substr(std::min(dot + 1, path.size())), found);
  }
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool has_value(const Json& item, const ListFilter& filter, const std::string& wanted) {
  return std::any_of(filter.paths.begin(), filter.paths.end(), [&](std::string_view path) {
    const auto values = values_at(item, path);
    return std::any_of(values.begin(), values.end(),
                       [&](const Json* value) { return text_of(*value) == wanted; });
  });
}

/// A bound of a day or of a date with bounds; empty if it is open.
std::string bound_of(const Json& value, const char* name) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return {};
  const auto bound = value.find(name);
  return bound == value.end() || !bound->is_string() ? std::string() : bound->get<std::string>();
}

/// Whether the days from one value to another touch the range, or may.
bool touch(const Json& first, const Json& last, const ListQuestion& question) {
  const std::string end = bound_of(last, "not_after");
  if (!question.from_day.empty() && !end.empty() && end < question.from_day) return false;
  return question.to_day.empty() || bound_of(first, "not_before") <= question.to_day;
}

/// The same of an item, or of one of its parts.
bool part_has_days(const Json& part, const ListDays& days, const ListQuestion& question) {
  const auto firsts = values_at(part, days.first);
  if (days.first == days.last) {
    return firsts.empty() || std::any_of(firsts.begin(), firsts.end(), [&](const Json* value) {
             return touch(*value, *value, question);
           });
  }
  const Json open;
  const auto lasts = values_at(part, days.last);
  return touch(firsts.empty() ? open : *firsts.front(), lasts.empty() ? open : *lasts.front(),
               question);
}

/// Whether some day of the item is in the range, or may be.
bool has_days(const Json& item, const ListDays& days, const ListQuestion& question) {
  if (days.each.empty()) return part_has_days(item, days, question);
  const auto parts = values_at(item, days.each);
  return parts.empty() || std::any_of(parts.begin(), parts.end(), [&](const Json* part) {
           return part_has_days(*part, days, question);
         });
}

bool has_words(const Json& item, const ListForm& form, const WordSearch& words) {
  std::vector<std::string> texts;
  for (const std::string_view path : form.texts) {
    for (const Json* value : values_at(item, path)) texts.push_back(text_of(*value));
  }
  return words.found_in(texts);
}

/// What an item is put in order by.
struct OrderKey {
  bool unknown = true;
  double number = 0;
  std::string text;

  bool operator<(const OrderKey& other) const {
    return number != other.number ? number < other.number : text < other.text;
  }
};

OrderKey order_key(const Json& item, std::string_view path) {
  OrderKey key;
  const auto values = values_at(item, path);
  if (values.empty()) return key;
  const Json& value = *values.front();
  if (value.is_number()) {
    key.number = value.get<double>();
    key.unknown = false;
  } else if (value.is_object()) {
    const std::string first = bound_of(value, "not_before");
    const std::string last = bound_of(value, "not_after");
    key.text = (first.empty() ? last : first) + " " + last;
    key.unknown = first.empty() && last.empty();
  } else {
    key.text = collation_key(text_of(value));
    key.unknown = false;
  }
  return key;
}

void put_in_order(const ListQuestion& question, const Json& items,
                  std::vector<std::size_t>& indexes) {
  std::vector<OrderKey> keys(items.size());
  for (const std::size_t i : indexes) keys[i] = order_key(items[i], question.order->path);
  std::stable_sort(indexes.begin(), indexes.end(), [&](std::size_t a, std::size_t b) {
    if (keys[a].unknown || keys[b].unknown) return !keys[a].unknown && keys[b].unknown;
    return question.descending ? keys[b] < keys[a] : keys[a] < keys[b];
  });
}

ledger::Error unknown_word(const std::vector<std::string>& words, std::string_view parameter) {
  std::string all;
  for (const std::string& word : words) all.append(all.empty() ? "" : ", ").append(word);
  const std::string name(parameter);
  return in_russian(ledger::invalid("UNKNOWN_WORD", name + " is one of " + all, name),
                    name + " — одно из слов: " + all);
}

ledger::Status check_value(const ListFilter& filter, std::string_view value) {
  if (filter.right != nullptr) {
    if (filter.right(value)) return ledger::Ok{};
    return in_russian(
        ledger::invalid("BAD_REGISTER_NUMBER",
                        "the digits of an INN, of which there are 10 or 12, and of an OGRN, 13 or "
                        "15, agree with each other; these do not",
                        std::string(filter.parameter)),
        "цифры ИНН, которых 10 или 12, и ОГРН, 13 или 15, сходятся между собой; эти не сходятся");
  }
  if (!filter.words.empty()) {
    const bool known =
        std::find(filter.words.begin(), filter.words.end(), value) != filter.words.end();
    if (!known) return unknown_word(filter.words, filter.parameter);
    return ledger::Ok{};
  }
  const bool hex = std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (hex && value.size() == 2 * filter.hex_bytes) return ledger::Ok{};
  return bad_id(filter.parameter, filter.hex_bytes);
}

ledger::Result<std::string> day_in(const Pairs& query, const char* parameter) {
  const auto text = query.get(parameter);
  if (!text) return std::string();
  if (auto day = projections::rules::day_in_question(*text, parameter); !day) return day.error();
  return std::string(*text);
}

ledger::Status read_days(const Pairs& query, ListQuestion& question) {
  auto from = day_in(query, "from_day");
  if (!from) return from.error();
  auto to = day_in(query, "to_day");
  if (!to) return to.error();
  question.from_day = std::move(*from);
  question.to_day = std::move(*to);
  if (!question.to_day.empty() && question.to_day < question.from_day) {
    return ledger::invalid("DAYS_REVERSED", "to_day is before from_day", "to_day");
  }
  return ledger::Ok{};
}

ledger::Status read_words(const Pairs& query, ListQuestion& question) {
  const auto words = query.get("q");
  if (!words) return ledger::Ok{};
  const bool blank = search_words(*words).empty();
  if (blank || words->size() > kWordsBytesMax) {
    return ledger::invalid(
        "BAD_WORDS",
        "q has at least one word and at most " + std::to_string(kWordsBytesMax) + " bytes of UTF-8",
        "q");
  }
  question.words = std::string(*words);
  return ledger::Ok{};
}

ledger::Status read_order(const ListForm& form, const Pairs& query, ListQuestion& question) {
  const auto sort = query.get("sort");
  if (!sort) return ledger::Ok{};
  question.descending = sort->starts_with("-");
  const std::string_view name = sort->substr(question.descending ? 1 : 0);
  for (const ListOrder& order : form.orders) {
    if (order.name == name) question.order = &order;
  }
  if (question.order == nullptr) return unknown_word(form.words_of("sort"), "sort");
  return ledger::Ok{};
}

}  // namespace

ledger::Error bad_id(std::string_view parameter, std::size_t bytes) {
  const std::string name(parameter);
  const std::string digits = std::to_string(2 * bytes);
  return in_russian(
      ledger::invalid("BAD_ID", name + " is written with " + digits + " lower-case hex digits",
                      name),
      name + " записывается строчными шестнадцатеричными цифрами, их " + digits);
}

std::vector<const Json*> values_at(const Json& item, std::string_view path) {
  std::vector<const Json*> found;
  collect(item, path, found);
  return found;
}

std::vector<std::string> ListForm::parameters() const {
  std::vector<std::string> names;
  for (const ListFilter& filter : filters) names.emplace_back(filter.parameter);
  if (days) names.insert(names.end(), {"from_day", "to_day"});
  if (!texts.empty()) names.emplace_back("q");
  if (!orders.empty()) names.emplace_back("sort");
  return names;
}

std::vector<std::string> ListForm::words_of(std::string_view parameter) const {
  std::vector<std::string> words;
  if (parameter == "sort") {
    for (const ListOrder& order : orders) {
      words.emplace_back(order.name);
      words.push_back("-" + std::string(order.name));
    }
  }
  for (const ListFilter& filter : filters) {
    if (filter.parameter == parameter) words = filter.words;
  }
  return words;
}

ledger::Result<ListQuestion> list_question(const ListForm& form, const Pairs& query) {
  ListQuestion question;
  for (const ListFilter& filter : form.filters) {
    const auto value = query.get(filter.parameter);
    if (!value) continue;
    if (auto known = check_value(filter, *value); !known) return known.error();
    question.wanted.emplace_back(&filter, std::string(*value));
  }
  if (form.days) {
    if (auto read = read_days(query, question); !read) return read.error();
  }
  if (auto read = read_words(query, question); !read) return read.error();
  if (auto read = read_order(form, query, question); !read) return read.error();
  return question;
}

std::vector<std::size_t> picked(const ListForm& form, const ListQuestion& question,
                                const Json& items) {
  const WordSearch words(question.words);
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Json& item = items[i];
    const bool right = std::all_of(
        question.wanted.begin(), question.wanted.end(),
        [&](const auto& wanted) { return has_value(item, *wanted.first, wanted.second); });
    if (!right || (form.days && !has_days(item, *form.days, question))) continue;
    if (words.empty() || has_words(item, form, words)) indexes.push_back(i);
  }
  if (question.order != nullptr) put_in_order(question, items, indexes);
  return indexes;
}

}  // namespace api
