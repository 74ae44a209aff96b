// SPDX-License-Identifier: Apache-2.0
#include "tools/minutes_words.h"

#include <array>

#include "projections/rules/russian_number.h"
#include "tools/russian.h"

namespace tools {

using api::Json;

namespace {

struct UnitForms {
  std::string_view unit;
  std::string_view one;   ///< with 1
  std::string_view few;   ///< with 2
  std::string_view many;  ///< with 5
};
constexpr std::array kUnitForms{
    UnitForms{"CALENDAR_DAYS", "календарный день", "календарных дня", "календарных дней"},
    UnitForms{"WORKING_DAYS", "рабочий день", "рабочих дня", "рабочих дней"},
    UnitForms{"WEEKS", "неделя", "недели", "недель"},
    UnitForms{"MONTHS", "месяц", "месяца", "месяцев"},
    UnitForms{"QUARTERS", "квартал", "квартала", "кварталов"},
    UnitForms{"YEARS", "год", "года", "лет"}};

constexpr std::array kPeriods{
    NamedWord{"CALENDAR_MONTH", "в месяц"}, NamedWord{"CALENDAR_QUARTER", "в квартал"},
    NamedWord{"CALENDAR_YEAR", "в год"}, NamedWord{"ACADEMIC_YEAR", "в учебный год"}};
}  // namespace

std::string title_of(const Json& holder, const char* member) {
  return holder.contains(member) ? member_text(holder[member], "title") : std::string();
}

std::string begun_small(const std::string& text) {
  const auto end_of = [&text](std::size_t at) {
    if (at < text.size()) ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
    return at;
  };
  const std::size_t second = end_of(0);
  const std::string next = text.substr(second, end_of(second) - second);
  const bool abbreviation = !plain(next).empty() && plain(next) != next;
  return abbreviation ? text : plain(text.substr(0, second)) + text.substr(second);
}

std::string date_of(const Json& date) {
  const std::string from = member_text(date, "not_before");
  const std::string precision = member_text(date, "precision");
  if (precision == "DAY") return date_in_words(from);
  if (precision == "MONTH") return date_in_words(from.substr(0, 7));
  if (precision == "YEAR") return date_in_words(from.substr(0, 4));
  if (precision == "QUARTER" && from.size() == 10) {
    const int month = (from[5] - '0') * 10 + (from[6] - '0');
    return date_in_words(from.substr(0, 5) + "Q" + std::to_string((month + 2) / 3));
  }
  return date_in_words("");
}

std::string length_in_words(const Json& length) {
  const auto count = length.value("count", std::uint64_t{0});
  const std::string unit = member_text(length, "unit");
  for (const UnitForms& row : kUnitForms) {
    if (row.unit != unit) continue;
    return std::to_string(count) + " " +
           std::string(projections::rules::form_with(count, row.one, row.few, row.many));
  }
  return std::to_string(count);
}

std::string schedule_in_words(const Json& schedule) {
  if (auto printed = member_text(schedule, "printed"); !printed.empty()) return printed;
  const std::string kind = member_text(schedule, "kind");
  const auto number = [&](const char* member) {
    return schedule.contains(member) ? schedule[member].dump() : std::string();
  };
  if (kind == "ON") return date_in_words(member_text(schedule, "day"));
  if (kind == "UNTIL") return "до " + date_in_words(member_text(schedule, "day"));
  if (kind == "MONTH") {
    const std::string month = number("month");
    return date_in_words(number("year") + (month.size() == 1 ? "-0" : "-") + month);
  }
  if (kind == "QUARTER") return date_in_words(number("year") + "-Q" + number("quarter"));
  if (kind == "CALENDAR_YEAR") return number("year") + " год";
  if (kind == "ACADEMIC_YEAR") {
    const int year = schedule["year"].get<int>();
    return std::to_string(year) + "/" + std::to_string(year + 1) + " учебный год";
  }
  if (kind == "PERIOD") {
    return "с " + date_in_words(member_text(schedule, "from")) + " по " +
           date_in_words(member_text(schedule, "to"));
  }
  if (kind == "AT_LEAST") {
    const Json& rule = schedule["at_least"];
    const auto times = rule["times"].get<std::uint64_t>();
    const bool one = projections::rules::takes_singular(times);
    return "не реже " + std::to_string(times) + (one ? " раза " : " раз ") +
           word_in(kPeriods, member_text(rule, "per"));
  }
  if (kind == "AFTER_EVENT") {
    return length_in_words(schedule["after"]) + " после: " + member_text(schedule, "awaited");
  }
  if (kind == "EXTERNAL") return "по: " + member_text(schedule, "awaited");
  return "срок не указан";
}

}  // namespace tools
