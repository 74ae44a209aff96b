// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/schedule.h"

#include <gtest/gtest.h>

#include "tests/support/ru_calendar.h"

namespace {

using namespace projections::rules;  // NOLINT: the subject of this file
namespace fb = ledger::fb;

/// The fields of a schedule; what is absent stays absent.
struct Spec {
  fb::ScheduleKind kind;
  const char* day = nullptr;
  std::uint16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t quarter = 0;
  const char* from = nullptr;
  const char* to = nullptr;
  std::uint16_t times = 0;
  fb::PeriodKind per = fb::PeriodKind::UNSPECIFIED;
  std::uint16_t after = 0;
  fb::LengthUnit unit = fb::LengthUnit::UNSPECIFIED;
};

template <typename T>
flatbuffers::Optional<T> where_given(T value) {
  return value == 0 ? flatbuffers::Optional<T>() : flatbuffers::Optional<T>(value);
}

/// A schedule as one line: name, nominal due day, "/" effective one if it differs.
std::string lines(const Spec& spec, const ScheduleRules& rules = {},
                  const std::vector<FuzzyDate>& events = {}) {
  flatbuffers::FlatBufferBuilder builder;
  flatbuffers::Offset<fb::Frequency> frequency;
  flatbuffers::Offset<fb::Length> after;
  if (spec.times > 0) frequency = fb::CreateFrequency(builder, spec.times, spec.per);
  if (spec.after > 0) after = fb::CreateLength(builder, spec.after, spec.unit);
  builder.Finish(fb::CreateScheduleDirect(builder, spec.kind, spec.day, where_given(spec.year),
                                          where_given(spec.month), where_given(spec.quarter),
                                          spec.from, spec.to, frequency, after));
  const auto* table = flatbuffers::GetRoot<fb::Schedule>(builder.GetBufferPointer());
  const Scheduled result = scheduled(*table, rules, events, support::ru_calendar());
  if (result.state == ScheduleState::kUnscheduled) return "unscheduled";
  if (result.state == ScheduleState::kUnbounded) return "unbounded";
  std::string out;
  for (const Occurrence& each : result.occurrences) {
    out += (out.empty() ? "" : " ") + each.name + "=" + to_text(each.due.nominal_due);
    if (each.due.shifted()) out += "/" + to_text(each.due.effective_due);
    if (each.times > 1) out += "x" + std::to_string(each.times);
  }
  return out;
}

Spec at_least(std::uint16_t times, fb::PeriodKind per) {
  return {.kind = fb::ScheduleKind::AT_LEAST, .times = times, .per = per};
}

TEST(Schedule, APointDayMovesToAWorkingDay) {
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::ON, .day = "2022-12-25"}),
            "2022-12-25=2022-12-25/2022-12-26");
}

TEST(Schedule, UntilIncludesItsDayByParameter) {
  const Spec until{.kind = fb::ScheduleKind::UNTIL, .day = "2023-04-01"};
  EXPECT_EQ(lines(until), "2023-04-01=2023-04-01/2023-04-03");
  EXPECT_EQ(lines(until, {{}, false, {}}), "2023-03-31=2023-03-31");
}

TEST(Schedule, MonthsQuartersAndYearsEndOnTheirLastDayWithoutShift) {
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::MONTH, .year = 2022, .month = 12}),
            "2022-12=2022-12-31");  // a Saturday
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::QUARTER, .year = 2023, .quarter = 2}),
            "2023-Q2=2023-06-30");
  const Spec academic{.kind = fb::ScheduleKind::ACADEMIC_YEAR, .year = 2022};
  EXPECT_EQ(lines(academic), "2022/2023=2023-08-31");
  EXPECT_EQ(lines(academic, {{8, 15}, true, {}}), "2022/2023=2023-08-14");
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::CALENDAR_YEAR, .year = 2023}), "2023=2023-12-31");
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::PERIOD, .from = "2023-02-01", .to = "2023-02-25"}),
            "2023-02-01..2023-02-25=2023-02-25");
}

TEST(Schedule, RecurringDutiesAreTheWholePeriodsOfThePlan) {
  const Period plan{date(2022, 9, 1), date(2023, 8, 31)};
  EXPECT_EQ(lines(at_least(1, fb::PeriodKind::CALENDAR_QUARTER), {{}, true, plan}),
            "2022-Q4=2022-12-31 2023-Q1=2023-03-31 2023-Q2=2023-06-30");
  EXPECT_EQ(lines(at_least(2, fb::PeriodKind::CALENDAR_YEAR),
                  {{}, true, Period{date(2022, 1, 1), date(2022, 12, 31)}}),
            "2022=2022-12-31x2");
  EXPECT_EQ(lines(at_least(1, fb::PeriodKind::CALENDAR_MONTH)), "unbounded");
}

TEST(Schedule, ARecurringDutyOfADecisionRecursFromItsDayOn) {
  const auto since = [](Date decided, Date on) {
    return lines(at_least(1, fb::PeriodKind::CALENDAR_QUARTER), {{}, true, {}, decided, on});
  };
  EXPECT_EQ(since(date(2022, 12, 6), date(2022, 12, 6)), "2023-Q1=2023-03-31")
      << "what is left of a quarter is no duty, and the first whole one is seen at once";
  EXPECT_EQ(since(date(2022, 12, 6), date(2023, 7, 1)),
            "2023-Q1=2023-03-31 2023-Q2=2023-06-30 2023-Q3=2023-09-30");
  EXPECT_EQ(since(date(2023, 1, 1), date(2023, 1, 1)), "2023-Q1=2023-03-31");
}

TEST(Schedule, EachEventStartsItsOwnPeriod) {
  const Spec after{
      .kind = fb::ScheduleKind::AFTER_EVENT, .after = 1, .unit = fb::LengthUnit::WORKING_DAYS};
  EXPECT_EQ(lines(after), "");
  EXPECT_EQ(lines(after, {}, {FuzzyDate::on(date(2024, 11, 1)), FuzzyDate{}}),
            "2024-11-01=2024-11-02 ?=?");
}

TEST(Schedule, WhatAnotherActDatesIsUnscheduled) {
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::EXTERNAL}), "unscheduled");
  EXPECT_EQ(lines({.kind = fb::ScheduleKind::NONE}), "unscheduled");
}

std::string states(const Recurring& duty, Date since, const std::vector<FuzzyDate>& held, Date on) {
  std::string out;
  for (const Period& period : duty_periods(duty, since, std::nullopt, on, {})) {
    switch (judge_period(period, duty.times, held, on).state) {
      case PeriodState::kMet:
        out += '+';
        break;
      case PeriodState::kOpen:
        out += 'o';
        break;
      case PeriodState::kMissed:
        out += '-';
        break;
      case PeriodState::kUndetermined:
        out += '?';
        break;
    }
  }
  return out;
}

TEST(RecurringDuty, MonthlyMeetingsOfTheWorkedExample) {
  const Date composed = date(2021, 3, 17);
  std::vector<FuzzyDate> held;
  for (const Date day :
       {date(2021, 4, 5), date(2021, 5, 28), date(2021, 8, 2), date(2021, 8, 31)}) {
    held.push_back(FuzzyDate::on(day));
  }
  EXPECT_EQ(states({}, composed, held, date(2021, 9, 30)), "++--+o");
  EXPECT_EQ(states({}, composed, held, date(2021, 10, 1)), "++--+-o");
  held.push_back(FuzzyDate::on(date(2021, 6, 30)));  // if a failed meeting counted
  EXPECT_EQ(states({}, composed, held, date(2021, 9, 30)), "+++-+o");
}

TEST(RecurringDuty, ADayTooImpreciseLeavesThePeriodUndetermined) {
  const std::vector<FuzzyDate> held{FuzzyDate::within(quarter_period(2021, 2))};
  EXPECT_EQ(states({}, date(2021, 4, 1), held, date(2021, 6, 1)), "??o");
}

TEST(RecurringDuty, WhatMayComeAfterTheDayOfTheQuestionDoesNotMeetARunningPeriod) {
  const Recurring quarterly{1, PeriodKind::kQuarter, FirstPeriod::kFirst};
  const std::vector<FuzzyDate> held{FuzzyDate::within(quarter_period(2021, 2))};
  EXPECT_EQ(states(quarterly, date(2021, 4, 1), held, date(2021, 5, 1)), "o");
  EXPECT_EQ(states(quarterly, date(2021, 4, 1), held, date(2021, 6, 30)), "+");
  EXPECT_EQ(
      states(quarterly, date(2021, 4, 1), {FuzzyDate::on(date(2021, 5, 1))}, date(2021, 5, 1)),
      "+");
}

TEST(RecurringDuty, TheFirstPeriodIsWholeOrNotByParameter) {
  const Recurring quarterly{1, PeriodKind::kQuarter, FirstPeriod::kFirst};
  EXPECT_EQ(states(quarterly, date(2021, 2, 10), {}, date(2021, 4, 1)), "-o");
  const Recurring whole{1, PeriodKind::kQuarter, FirstPeriod::kFirstFull};
  EXPECT_EQ(states(whole, date(2021, 2, 10), {}, date(2021, 4, 1)), "o");
  EXPECT_EQ(duty_periods(whole, date(2021, 1, 1), date(2021, 5, 1), date(2022, 1, 1), {}).size(),
            1u);
}

}  // namespace
