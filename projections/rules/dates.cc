// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/dates.h"

#include <array>
#include <charconv>

namespace projections::rules {
namespace {

using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kRussianMonths{
    "января", "февраля", "марта",    "апреля",  "мая",    "июня",
    "июля",   "августа", "сентября", "октября", "ноября", "декабря"};
constexpr std::array<std::string_view, 12> kEnglishMonths{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

year_month_day civil(Date day) { return year_month_day{day}; }

/// All of `text` as a number of `least` to `most` digits.
std::optional<unsigned> number(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<Date> checked(std::optional<unsigned> y, std::optional<unsigned> m,
                            std::optional<unsigned> d) {
  if (!y || !m || !d) return std::nullopt;
  const year_month_day day = year(static_cast<int>(*y)) / month(*m) / std::chrono::day(*d);
  if (!day.ok() || Date{day} < kFirstDate || Date{day} > kLastDate) return std::nullopt;
  return Date{day};
}

/// Cuts `end` off the end of `text`.
bool cut_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (cut_end(text, " ") || cut_end(text, "\u00a0")) continue;
  while (text.starts_with(' ') || text.starts_with("\u00a0")) {
    text.remove_prefix(text.front() == ' ' ? 1 : 2);
  }
  return text;
}

/// "6.12.2022": day, month, year.
std::optional<Date> from_dotted(std::string_view text) {
  const std::size_t first = text.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return checked(number(text.substr(second + 1), 4, 4),
                 number(text.substr(first + 1, second - first - 1), 1, 2),
                 number(text.substr(0, first), 1, 2));
}

/// "6 декабря 2022", the day also as «6».
std::optional<Date> from_words(std::string_view text) {
  for (std::size_t i = 0; i < kRussianMonths.size(); ++i) {
    const std::size_t at = text.find(kRussianMonths[i]);
    if (at == std::string_view::npos) continue;
    std::string_view day = trimmed(text.substr(0, at));
    if (day.starts_with("«") && cut_end(day, "»")) day.remove_prefix(std::string_view("«").size());
    return checked(number(trimmed(text.substr(at + kRussianMonths[i].size())), 4, 4),
                   static_cast<unsigned>(i + 1), number(trimmed(day), 1, 2));
  }
  return std::nullopt;
}

std::string digits(unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string year_digits(Date day) { return digits(static_cast<unsigned>(year_of(day)), 4); }
unsigned day_of_month(Date day) { return static_cast<unsigned>(civil(day).day()); }

}  // namespace

int year_of(Date day) { return static_cast<int>(civil(day).year()); }
unsigned month_of_year(Date day) { return static_cast<unsigned>(civil(day).month()); }

std::optional<Date> date_from_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return checked(number(text.substr(0, 4), 4, 4), number(text.substr(5, 2), 2, 2),
                 number(text.substr(8, 2), 2, 2));
}

ledger::Result<Date> parse_date(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (const auto day = date_from_iso(rest)) return *day;
  if (cut_end(rest, "года") || cut_end(rest, "год") || cut_end(rest, "г.") || cut_end(rest, "г")) {
    rest = trimmed(rest);
  }
  if (const auto day = from_dotted(rest)) return *day;
  if (const auto day = from_words(rest)) return *day;
  const std::string found(text.substr(0, 60));
  return ledger::invalid("BAD_DATE",
                         "\"" + found +
                             "\" is not a day between 1900 and 2199 written 2022-12-06, "
                             "06.12.2022 or 6 декабря 2022 г.",
                         "«" + found +
                             "» — не день с 1900 по 2199 год, записанный как 2022-12-06, "
                             "06.12.2022 или 6 декабря 2022 г.",
                         "");
}

ledger::Result<Date> day_in_question(std::string_view text, std::string where) {
  if (const auto day = date_from_iso(text)) return *day;
  const std::string found(text.substr(0, 60));
  auto error = ledger::invalid(
      "BAD_DAY", "\"" + found + "\" is no day: a day is written YYYY-MM-DD, from 1900 to 2199",
      std::move(where));
  error.russian = "«" + found + "» — не день: день пишется ГГГГ-ММ-ДД, от 1900 до 2199";
  return error;
}

std::string to_iso(Date day) {
  return year_digits(day) + "-" + digits(month_of_year(day), 2) + "-" +
         digits(day_of_month(day), 2);
}

std::string to_russian_words(Date day) {
  return std::to_string(day_of_month(day)) + " " +
         std::string(kRussianMonths[month_of_year(day) - 1]) + " " + year_digits(day) + " г.";
}

std::string to_english_words(Date day) {
  return std::to_string(day_of_month(day)) + " " +
         std::string(kEnglishMonths[month_of_year(day) - 1]) + " " + year_digits(day);
}

Date add_months(Date day, std::int64_t count) {
  const year_month_day moved = civil(day) + months(count);
  return moved.ok() ? Date{moved} : Date{moved.year() / moved.month() / std::chrono::last};
}

Date add_years(Date day, std::int64_t years) { return add_months(day, years * 12); }

Period month_period(int year, unsigned month) {
  const Date first = date(year, month, 1);
  return {first, add_months(first, 1) - days(1)};
}

Period quarter_period(int year, unsigned quarter) {
  const Date first = date(year, quarter * 3 - 2, 1);
  return {first, add_months(first, 3) - days(1)};
}

Period calendar_year_period(int year) { return {date(year, 1, 1), date(year, 12, 31)}; }

Period academic_year_period(int year, AcademicYearStart start) {
  const Date first = date(year, start.month, start.day);
  return {first, add_months(first, 12) - days(1)};
}

Period period_holding(PeriodKind kind, Date day, AcademicYearStart start) {
  const int year = year_of(day);
  const unsigned month = month_of_year(day);
  switch (kind) {
    case PeriodKind::kMonth:
      return month_period(year, month);
    case PeriodKind::kQuarter:
      return quarter_period(year, (month + 2) / 3);
    case PeriodKind::kCalendarYear:
      return calendar_year_period(year);
    case PeriodKind::kAcademicYear:
      break;
  }
  const Period this_year = academic_year_period(year, start);
  return day < this_year.first ? academic_year_period(year - 1, start) : this_year;
}

Period next_period(PeriodKind kind, const Period& period, AcademicYearStart start) {
  return period_holding(kind, period.last + days(1), start);
}

std::string period_name(PeriodKind kind, const Period& period) {
  const std::string year = year_digits(period.first);
  switch (kind) {
    case PeriodKind::kMonth:
      return year + "-" + digits(month_of_year(period.first), 2);
    case PeriodKind::kQuarter:
      return year + "-Q" + std::to_string((month_of_year(period.first) + 2) / 3);
    case PeriodKind::kCalendarYear:
      return year;
    case PeriodKind::kAcademicYear:
      break;
  }
  return year_of(period.first) == year_of(period.last) ? year
                                                       : year + "/" + year_digits(period.last);
}

}  // namespace projections::rules
