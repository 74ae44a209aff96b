// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/terms.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/ru_calendar.h"

namespace {

using namespace projections::rules;  // NOLINT: the subject of this file

FuzzyDate on(const char* text) { return FuzzyDate::on(*date_from_iso(text)); }

Deadline thirty_days(const char* from) {
  return deadline(on(from), {30, LengthUnit::kCalendarDays}, Shift::kNextWorkingDay,
                  support::ru_calendar());
}

std::string both(const Deadline& due) {
  return to_text(due.nominal_due) + " " + to_text(due.effective_due);
}

TEST(Terms, ThirtyCalendarDaysOfTheWorkedExamples) {
  EXPECT_EQ(both(thirty_days("2023-08-01")), "2023-08-31 2023-08-31");
  EXPECT_EQ(both(thirty_days("2024-12-02")), "2025-01-01 2025-01-09");
  EXPECT_EQ(both(thirty_days("2024-10-03")), "2024-11-02 2024-11-02");
  EXPECT_EQ(both(thirty_days("2023-12-22")), "2024-01-21 2024-01-22");
  EXPECT_EQ(both(thirty_days("2026-01-16")), "2026-02-15 2026-02-16");
}

TEST(Terms, AMissingCalendarLeavesTheNominalDayAsTheEarliest) {
  const Deadline due = thirty_days("2026-12-15");
  EXPECT_EQ(both(due), "2027-01-14 2027-01-14..");
  EXPECT_EQ(due.unknown_calendar, 2027);
  const DutyVerdict early =
      judge_duty(due, on("2027-01-14"), date(2027, 2, 1), support::ru_calendar());
  EXPECT_EQ(early.state, DutyState::kMet);
  const DutyVerdict later =
      judge_duty(due, on("2027-01-15"), date(2027, 2, 1), support::ru_calendar());
  EXPECT_EQ(later.state, DutyState::kUndetermined);
}

TEST(Terms, AnImpreciseStartGivesADeadlineWithBounds) {
  const Deadline due =
      deadline(FuzzyDate::within(month_period(2023, 8)), {10, LengthUnit::kWorkingDays},
               Shift::kNone, support::ru_calendar());
  EXPECT_EQ(to_text(due.effective_due), "2023-08-15..2023-09-14");
  EXPECT_EQ(judge_duty(due, std::nullopt, date(2023, 8, 15), support::ru_calendar()).state,
            DutyState::kOpen);
  EXPECT_EQ(judge_duty(due, std::nullopt, date(2023, 9, 1), support::ru_calendar()).state,
            DutyState::kUndetermined);
  EXPECT_EQ(judge_duty(due, std::nullopt, date(2023, 9, 15), support::ru_calendar()).state,
            DutyState::kLateOpen);
  EXPECT_EQ(
      to_text(deadline(FuzzyDate{}, {1, LengthUnit::kMonths}, Shift::kNone, support::ru_calendar())
                  .nominal_due),
      "?");
}

TEST(Terms, ADutyIsLateFromTheDayAfterItsEffectiveDay) {
  const Deadline due =
      deadline_on(on("2022-12-25"), Shift::kNextWorkingDay, support::ru_calendar());
  EXPECT_EQ(both(due), "2022-12-25 2022-12-26");
  const auto state = [&](const char* done) {
    return judge_duty(due, on(done), date(2023, 1, 31), support::ru_calendar()).state;
  };
  EXPECT_EQ(state("2022-12-25"), DutyState::kMet);
  EXPECT_EQ(state("2022-12-26"), DutyState::kMetByShift);
  EXPECT_EQ(state("2022-12-27"), DutyState::kLateDone);
  EXPECT_EQ(judge_duty(due, std::nullopt, date(2022, 12, 26), support::ru_calendar()).days_left, 0);
  EXPECT_EQ(judge_duty(due, std::nullopt, date(2022, 12, 27), support::ru_calendar()).state,
            DutyState::kLateOpen);
}

TEST(Terms, TulaPipelineIsLateByOneWorkingDay) {
  const Deadline copies = deadline(on("2025-12-30"), {3, LengthUnit::kWorkingDays}, Shift::kNone,
                                   support::ru_calendar());
  EXPECT_EQ(to_text(copies.effective_due), "2026-01-14");
  const DutyVerdict sent =
      judge_duty(copies, on("2026-01-15"), date(2026, 2, 1), support::ru_calendar());
  EXPECT_EQ(sent.state, DutyState::kLateDone);
  EXPECT_EQ(sent.working_days_late, 1);
  EXPECT_EQ(copies.calendars.size(), 2u);  // both years were touched
}

TEST(Terms, FiveYearsEndOnTheSameDayAndAreNotShifted) {
  const auto last = [](const char* from) {
    const auto term = tenure(*date_from_iso(from), {5, LengthUnit::kYears}, support::ru_calendar());
    return to_iso(term->last_day) + " " + to_iso(term->expired_from);
  };
  EXPECT_EQ(last("2020-02-29"), "2025-02-28 2025-03-01");
  EXPECT_EQ(last("2021-02-15"), "2026-02-15 2026-02-16");
}

TEST(Terms, NoticeRunsForwardFromReceiptAndKeepsItsBounds) {
  const Length two{2, LengthUnit::kMonths};
  for (const char* received : {"2023-12-29", "2023-12-30", "2023-12-31"}) {
    const NoticeEnd end = notice_end(on(received), two, Shift::kNone, support::ru_calendar());
    EXPECT_EQ(to_text(end.last_day_at_earliest), "2024-02-29") << received;
    EXPECT_EQ(to_text(end.out_from), "2024-03-01");
  }
  const NoticeEnd december = notice_end(FuzzyDate::within(month_period(2023, 12)), two,
                                        Shift::kNone, support::ru_calendar());
  EXPECT_EQ(to_text(december.out_from), "2024-02-02..2024-03-01");
}

TEST(Terms, APeriodBeyondTheCalendarIsRefusedAndNamesTheLimit) {
  const auto far =
      end_of(date(2190, 1, 1), {4'000'000'000, LengthUnit::kYears}, support::ru_calendar());
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().reason, "DATE_OUT_OF_RANGE");
  EXPECT_FALSE(
      end_of(date(2190, 1, 1), {4'000'000'000, LengthUnit::kCalendarDays}, support::ru_calendar()));
  EXPECT_FALSE(
      end_of(date(2020, 1, 1), {4'000'000'000, LengthUnit::kWorkingDays}, support::ru_calendar()));
}

/// Every rule with an imprecise start encloses what it gives for each day between the bounds.
TEST(Terms, BoundsHoldForEveryDayBetweenThem) {
  const unsigned seed = 4127;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    const Date from = date(2017, 1, 1) + days(static_cast<int>(random() % 3200));
    const Date to = from + days(static_cast<int>(random() % 20));
    const Length length{static_cast<std::uint32_t>(random() % 40 + 1),
                        static_cast<LengthUnit>(random() % 4 + 1)};
    const Deadline whole =
        deadline(FuzzyDate{from, to}, length, Shift::kNextWorkingDay, support::ru_calendar());
    for (Date day = from; day <= to; day += days(1)) {
      const Deadline one =
          deadline(FuzzyDate::on(day), length, Shift::kNextWorkingDay, support::ru_calendar());
      if (!one.effective_due.known() || !whole.effective_due.not_after) continue;
      EXPECT_LE(*whole.effective_due.not_before, *one.effective_due.day());
      EXPECT_GE(*whole.effective_due.not_after, *one.effective_due.day());
    }
  }
}

}  // namespace
