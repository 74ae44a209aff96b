// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/dates.h"

#include <gtest/gtest.h>

#include "projections/rules/imprecise.h"

namespace {

using namespace projections::rules;  // NOLINT: the subject of this file

std::string read(std::string_view text) {
  const auto day = parse_date(text);
  return day ? to_iso(*day) : day.error().reason;
}

TEST(Dates, RussianAndIsoSpellingsOfOneDayAreTheSameDay) {
  for (const char* text : {"2022-12-06", "06.12.2022", "6.12.2022", "6 декабря 2022 г.",
                           "6 декабря 2022 года", "«06» декабря 2022 г.", " 6 декабря 2022 "}) {
    EXPECT_EQ(read(text), "2022-12-06") << text;
  }
  EXPECT_EQ(to_russian_words(date(2022, 12, 6)), "6 декабря 2022 г.");
}

TEST(Dates, WhatIsNoDayIsRefused) {
  for (const char* text : {"", "2022-02-29", "2022-2-1", "31.04.2022", "1899-12-31", "2200-01-01",
                           "6 декабрь 2022", "2022-12-06T00:00:00Z", "06.12.22", "декабрь 2022"}) {
    EXPECT_EQ(read(text), "BAD_DATE") << text;
  }
}

TEST(Dates, MonthsEndOnTheSameNumberOrOnTheLastDay) {
  EXPECT_EQ(to_iso(add_months(date(2023, 12, 31), 2)), "2024-02-29");
  EXPECT_EQ(to_iso(add_months(date(2022, 12, 31), 2)), "2023-02-28");
  EXPECT_EQ(to_iso(add_months(date(2024, 2, 29), 2)), "2024-04-29");
  EXPECT_EQ(to_iso(add_months(date(2024, 2, 29), -12)), "2023-02-28");
  EXPECT_EQ(to_iso(add_years(date(2021, 2, 28), 3)), "2024-02-28");
}

TEST(Dates, AnAcademicYearBeginsWhereTheCharterSays) {
  const Period usual = period_holding(PeriodKind::kAcademicYear, date(2023, 8, 31), {9, 1});
  EXPECT_EQ(usual, (Period{date(2022, 9, 1), date(2023, 8, 31)}));
  EXPECT_EQ(period_name(PeriodKind::kAcademicYear, usual), "2022/2023");
  const Period other = period_holding(PeriodKind::kAcademicYear, date(2023, 8, 31), {8, 15});
  EXPECT_EQ(other.first, date(2023, 8, 15));
}

TEST(Dates, PeriodsFollowEachOtherWithoutAGap) {
  for (const PeriodKind kind : {PeriodKind::kMonth, PeriodKind::kQuarter, PeriodKind::kCalendarYear,
                                PeriodKind::kAcademicYear}) {
    Period period = period_holding(kind, date(2017, 1, 1), {9, 1});
    for (int i = 0; i < 50; ++i) {
      const Period next = next_period(kind, period, {9, 1});
      EXPECT_EQ(next.first, period.last + days(1));
      EXPECT_EQ(period_holding(kind, period.last, {9, 1}), period);
      period = next;
    }
  }
}

TEST(FuzzyDates, AComparisonIsUndeterminedExactlyWhereTheBoundsOverlap) {
  const FuzzyDate may = FuzzyDate::within(month_period(2023, 5));
  EXPECT_EQ(before(may, FuzzyDate::on(date(2023, 6, 1))), Truth::kYes);
  EXPECT_EQ(before(may, FuzzyDate::on(date(2023, 5, 1))), Truth::kNo);
  EXPECT_EQ(before(may, FuzzyDate::on(date(2023, 5, 31))), Truth::kUndetermined);
  EXPECT_EQ(on_or_before(may, FuzzyDate::on(date(2023, 5, 31))), Truth::kYes);
  EXPECT_EQ(before(FuzzyDate{}, may), Truth::kUndetermined);
  EXPECT_EQ(same_day(may, FuzzyDate::on(date(2023, 6, 1))), Truth::kNo);
  EXPECT_EQ(inside(may, quarter_period(2023, 2)), Truth::kYes);
}

/// Every pair of intervals in a short month against all days in them.
TEST(FuzzyDates, ThreeValuedOrderAgreesWithEveryPairOfDays) {
  const Date base = date(2023, 5, 1);
  const auto interval = [&](int from, int to) {
    return FuzzyDate{base + days(from), base + days(to)};
  };
  for (int a = 0; a < 4; ++a) {
    for (int b = a; b < 4; ++b) {
      for (int c = 0; c < 4; ++c) {
        for (int d = c; d < 4; ++d) {
          bool some = false;
          bool all = true;
          for (int x = a; x <= b; ++x) {
            for (int y = c; y <= d; ++y) {
              some = some || x < y;
              all = all && x < y;
            }
          }
          const Truth expected = all ? Truth::kYes : some ? Truth::kUndetermined : Truth::kNo;
          EXPECT_EQ(before(interval(a, b), interval(c, d)), expected);
        }
      }
    }
  }
}

TEST(FuzzyDates, TheLastSignatureNamesTheSignaturesWithoutADay) {
  std::vector<NamedDate> dates{{"slot 1", FuzzyDate::on(date(2023, 8, 15))},
                               {"slot 2", FuzzyDate::within(month_period(2023, 7))},
                               {"slot 3", FuzzyDate::within(month_period(2023, 8))}};
  const Combined last = latest(dates);
  EXPECT_EQ(to_text(last.date), "2023-08-15..2023-08-31");
  EXPECT_EQ(last.missing, std::vector<std::string>{"slot 3"});
  dates[2].date = FuzzyDate{};
  EXPECT_EQ(to_text(latest(dates).date), "2023-08-15..");
  dates.pop_back();
  EXPECT_EQ(to_text(latest(dates).date), "2023-08-15");
  EXPECT_TRUE(latest(dates).missing.empty());
  EXPECT_EQ(to_text(earliest(dates).date), "2023-07-01..2023-07-31");
  EXPECT_EQ(to_text(latest({}).date), "?");
}

}  // namespace
