// SPDX-License-Identifier: Apache-2.0
// Civil dates: reading and printing, months with the end clamped, and the periods of the calendar.
// A date here is a day between kFirstDate and kLastDate, without a clock and without a zone.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace projections::rules {

/// A day of the civil calendar. Days are added as `date + std::chrono::days(n)`.
using Date = std::chrono::sys_days;
using std::chrono::days;

inline constexpr Date kFirstDate{std::chrono::year(1900) / 1 / 1};
inline constexpr Date kLastDate{std::chrono::year(2199) / 12 / 31};

constexpr Date date(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)};
}

int year_of(Date day);
unsigned month_of_year(Date day);  ///< 1 to 12

/// Strictly YYYY-MM-DD, a real day in range; nothing for anything else.
std::optional<Date> date_from_iso(std::string_view text);

/// "2022-12-06", "06.12.2022", "6.12.2022" or "6 декабря 2022", with or without «г.» or «года».
/// Errors: BAD_DATE (names the text and the forms that are understood).
ledger::Result<Date> parse_date(std::string_view text);

/// The day that somebody asks about, as date_from_iso() reads it. kInvalid BAD_DAY naming `where`.
ledger::Result<Date> day_in_question(std::string_view text, std::string where);

std::string to_iso(Date day);            ///< 2022-12-06
std::string to_russian_words(Date day);  ///< 6 декабря 2022 г.
std::string to_english_words(Date day);  ///< 6 December 2022

/// The same day of the month `months` later (or earlier), or the last day of a month that lacks
/// it: the rule of article 192(3) of the Civil Code.
Date add_months(Date day, std::int64_t months);
Date add_years(Date day, std::int64_t years);

/// Both days belong to the period.
struct Period {
  Date first;
  Date last;
  bool operator==(const Period&) const = default;

  bool contains(Date day) const { return first <= day && day <= last; }
};

/// Values as in fb::PeriodKind.
enum class PeriodKind : std::uint8_t { kMonth = 1, kQuarter, kCalendarYear, kAcademicYear };

/// The day on which an academic year begins, a charter's parameter.
struct AcademicYearStart {
  unsigned month = 9;
  unsigned day = 1;  ///< 1 to 28
};

Period month_period(int year, unsigned month);
Period quarter_period(int year, unsigned quarter);  ///< 1 to 4
Period calendar_year_period(int year);
/// The academic year that begins in `year`.
Period academic_year_period(int year, AcademicYearStart start);

/// The period of that kind that holds the day, the one after it, and a name such as "2023-Q2".
Period period_holding(PeriodKind kind, Date day, AcademicYearStart start);
Period next_period(PeriodKind kind, const Period& period, AcademicYearStart start);
std::string period_name(PeriodKind kind, const Period& period);

}  // namespace projections::rules
