// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/calendar.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "projections/rules/terms.h"
#include "tests/support/ru_calendar.h"
#include "tools/shipped_calendars.h"

namespace {

using namespace projections::rules;  // NOLINT: the subject of this file

/// Days off by the slow way: a set of all of them, from the shipped days.
const std::set<Date>& days_off() {
  static const std::set<Date> value = [] {
    std::set<Date> out;
    for (const tools::ShippedYear& year : tools::shipped_years()) {
      if (year.provisional) continue;
      const Period whole = calendar_year_period(year.year);
      for (Date day = whole.first; day <= whole.last; day += days(1)) {
        const std::chrono::weekday weekday{day};
        if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) out.insert(day);
      }
      for (const tools::ShippedDay& day : year.days) {
        if (day.entry.kind == DayKind::kWorkingWeekend) out.erase(day.entry.day);
        if (day.entry.kind == DayKind::kHoliday || day.entry.kind == DayKind::kDayOffTransfer) {
          out.insert(day.entry.day);
        }
      }
    }
    return out;
  }();
  return value;
}

std::string due(const char* from, std::uint32_t count,
                const Calendar& of = support::ru_calendar()) {
  const auto day = of.add_working(*date_from_iso(from), count);
  return day ? to_iso(*day) : day.error().reason + " " + day.error().where;
}

TEST(Calendar, EveryOfficialYearHasItsNumberOfWorkingDays) {
  for (int year = 2017; year <= 2026; ++year) {
    const auto count =
        support::ru_calendar().working_days_between(date(year, 1, 1), date(year, 12, 31));
    ASSERT_TRUE(count) << year;
    EXPECT_EQ(*count, year == 2020 || year == 2024 ? 248 : 247) << year;
  }
}

TEST(Calendar, WorkedExamplesOfWorkingDays) {
  EXPECT_EQ(due("2024-12-27", 10), "2025-01-21");
  EXPECT_EQ(due("2020-10-26", 10), "2020-11-10");
  EXPECT_EQ(due("2024-10-30", 3), "2024-11-02");
  EXPECT_EQ(due("2025-12-30", 5), "2026-01-16");
  EXPECT_EQ(due("2023-12-22", 30), "2024-02-12");
  EXPECT_EQ(due("2026-12-21", 10), "UNKNOWN_CALENDAR 2027");
  EXPECT_EQ(due("2016-12-30", 1), "UNKNOWN_CALENDAR 2016");
  EXPECT_EQ(due("2023-08-15", 0), "2023-08-15");
}

TEST(Calendar, AProvisionalYearIsUsedOnlyWhereItIsAskedForAndSaysSo) {
  const Calendar with = tools::shipped_calendar({}, true);
  EXPECT_EQ(due("2026-12-21", 10, with), "2027-01-13");
  const Deadline over = deadline(FuzzyDate::on(date(2026, 12, 21)), {10, LengthUnit::kWorkingDays},
                                 Shift::kNone, with);
  EXPECT_TRUE(over.provisional);
  ASSERT_EQ(over.calendars.size(), 2u);
  EXPECT_EQ(over.calendars[1].version, "shipped:2027");
  const Deadline within = deadline(FuzzyDate::on(date(2026, 11, 2)), {10, LengthUnit::kWorkingDays},
                                   Shift::kNone, with);
  EXPECT_FALSE(within.provisional);
}

TEST(Calendar, PresidentialDaysAreDaysOffOnlyByParameter) {
  const Calendar counted = tools::shipped_calendar({Week::kFiveDay, true}, false);
  EXPECT_EQ(due("2021-10-28", 3), "2021-11-02");
  EXPECT_EQ(due("2021-10-28", 3, counted), "2021-11-09");
}

TEST(Calendar, ASixDayWeekWorksOnSaturdaysAndKeepsDaysThatWereMovedFromThem) {
  const Calendar six = tools::shipped_calendar({Week::kSixDay, false}, false);
  EXPECT_TRUE(*six.is_working(date(2023, 8, 19)));
  EXPECT_FALSE(*six.is_working(date(2023, 8, 20)));
  EXPECT_TRUE(*six.is_working(date(2024, 12, 30)));  // moved from Saturday 28.12.2024
  EXPECT_FALSE(*six.is_working(date(2022, 5, 2)));   // moved from Sunday 01.05.2022
}

TEST(Calendar, ALaterPublicationOfAYearReplacesTheEarlierOne) {
  Calendar own;
  ASSERT_TRUE(own.publish({2030, true, "first", {{date(2030, 3, 8), DayKind::kHoliday, {}}}}));
  EXPECT_FALSE(*own.is_working(date(2030, 3, 8)));
  ASSERT_TRUE(own.publish({2030, false, "second", {}}));
  EXPECT_TRUE(*own.is_working(date(2030, 3, 8)));
  EXPECT_EQ(own.versions(), (std::vector<CalendarVersion>{{2030, "second", false}}));
}

TEST(Calendar, AYearWithAForeignOrADoubleDayIsRefused) {
  Calendar own;
  EXPECT_FALSE(own.publish({2030, false, "", {{date(2031, 1, 1), DayKind::kHoliday, {}}}}));
  EXPECT_FALSE(own.publish(
      {2030,
       false,
       "",
       {{date(2030, 1, 1), DayKind::kHoliday, {}}, {date(2030, 1, 1), DayKind::kHoliday, {}}}}));
  EXPECT_FALSE(own.knows(2030));
}

TEST(Calendar, AgreesWithCountingDayByDayOverTenYears) {
  const unsigned seed = 20260101;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const Date first = date(2017, 1, 1);
  const Date last = date(2026, 12, 31);
  for (int i = 0; i < 3000; ++i) {
    const Date from = first + days(static_cast<int>(random() % 3651));
    const auto count = static_cast<std::uint32_t>(random() % 60);
    Date slow = from;
    for (std::uint32_t left = count; left > 0 && slow <= last;) {
      slow += days(1);
      if (!days_off().contains(slow)) --left;
    }
    const auto fast = support::ru_calendar().add_working(from, count);
    if (slow > last) {
      EXPECT_FALSE(fast) << to_iso(from) << " + " << count;
      continue;
    }
    ASSERT_TRUE(fast) << to_iso(from) << " + " << count;
    EXPECT_EQ(to_iso(*fast), to_iso(slow)) << to_iso(from) << " + " << count;
    EXPECT_EQ(*support::ru_calendar().working_days_between(from, *fast), count);
    EXPECT_EQ(*support::ru_calendar().is_working(from), !days_off().contains(from));
  }
}

}  // namespace
