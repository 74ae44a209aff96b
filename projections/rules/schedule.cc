// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/schedule.h"

#include <algorithm>
#include <string_view>

namespace projections::rules {
namespace {

namespace fb = ledger::fb;

Date day_of(const flatbuffers::String* text) {
  const auto day = text == nullptr ? std::nullopt : date_from_iso(text->string_view());
  LEDGER_CHECK(day.has_value());  // check_body has seen to it
  return *day;
}

Occurrence in_period(std::string name, const Period& period, const Calendar& calendar) {
  return {std::move(name), period, 1,
          deadline_on(FuzzyDate::on(period.last), Shift::kNone, calendar)};
}

Occurrence on_day(Date day, const Calendar& calendar) {
  return {to_iso(day), std::nullopt, 1,
          deadline_on(FuzzyDate::on(day), Shift::kNextWorkingDay, calendar)};
}

std::vector<Occurrence> whole_periods(const fb::Frequency& rule, const Period& within,
                                      AcademicYearStart start, const Calendar& calendar) {
  std::vector<Occurrence> out;
  const auto kind = static_cast<PeriodKind>(rule.per());
  Period period = period_holding(kind, within.first, start);
  for (; period.last <= within.last; period = next_period(kind, period, start)) {
    if (period.first < within.first) continue;
    out.push_back(in_period(period_name(kind, period), period, calendar));
    out.back().times = rule.times();
  }
  return out;
}

/// From the first whole period after `since` to the one that holds `on`; at least the first, so
/// that a duty is seen from the day on which it was given.
std::vector<Occurrence> periods_since(const fb::Frequency& rule, Date since, Date on,
                                      AcademicYearStart start, const Calendar& calendar) {
  const Recurring recurring{rule.times(), static_cast<PeriodKind>(rule.per()),
                            FirstPeriod::kFirstFull};
  auto periods = duty_periods(recurring, since, std::nullopt, on, start);
  if (periods.empty()) {
    const Period holding = period_holding(recurring.per, since, start);
    periods.push_back(holding.first < since ? next_period(recurring.per, holding, start) : holding);
  }
  std::vector<Occurrence> out;
  for (const Period& period : periods) {
    out.push_back(in_period(period_name(recurring.per, period), period, calendar));
    out.back().times = rule.times();
  }
  return out;
}

std::vector<Occurrence> recurring(const fb::Schedule& schedule, const ScheduleRules& rules,
                                  const Calendar& calendar) {
  const fb::Frequency& rule = *schedule.at_least();
  if (rules.within) return whole_periods(rule, *rules.within, rules.academic_year, calendar);
  return periods_since(rule, *rules.since, rules.on, rules.academic_year, calendar);
}

Length after_of(const fb::Length& length) {
  return {length.count(), static_cast<LengthUnit>(length.unit())};
}

}  // namespace

Scheduled scheduled(const fb::Schedule& schedule, const ScheduleRules& rules,
                    std::span<const FuzzyDate> events, const Calendar& calendar) {
  Scheduled out;
  if (schedule.awaited() != nullptr) out.awaited = schedule.awaited()->str();
  const auto of_period = [&](PeriodKind kind, const Period& period) {
    out.occurrences.push_back(in_period(period_name(kind, period), period, calendar));
  };
  const int year = schedule.year().value_or(0);
  switch (schedule.kind()) {
    case fb::ScheduleKind::ON:
      out.occurrences.push_back(on_day(day_of(schedule.day()), calendar));
      break;
    case fb::ScheduleKind::UNTIL: {
      const Date day = day_of(schedule.day());
      out.occurrences.push_back(on_day(rules.until_inclusive ? day : day - days(1), calendar));
      break;
    }
    case fb::ScheduleKind::MONTH:
      of_period(PeriodKind::kMonth, month_period(year, schedule.month().value_or(1)));
      break;
    case fb::ScheduleKind::QUARTER:
      of_period(PeriodKind::kQuarter, quarter_period(year, schedule.quarter().value_or(1)));
      break;
    case fb::ScheduleKind::PERIOD: {
      const Period period{day_of(schedule.from()), day_of(schedule.to())};
      out.occurrences.push_back(
          in_period(to_iso(period.first) + ".." + to_iso(period.last), period, calendar));
      break;
    }
    case fb::ScheduleKind::ACADEMIC_YEAR:
      of_period(PeriodKind::kAcademicYear, academic_year_period(year, rules.academic_year));
      break;
    case fb::ScheduleKind::CALENDAR_YEAR:
      of_period(PeriodKind::kCalendarYear, calendar_year_period(year));
      break;
    case fb::ScheduleKind::AT_LEAST:
      out.state = ScheduleState::kUnbounded;
      if (!rules.within && !rules.since) break;
      out.state = ScheduleState::kScheduled;
      out.occurrences = recurring(schedule, rules, calendar);
      break;
    case fb::ScheduleKind::AFTER_EVENT:
      for (const FuzzyDate& event : events) {
        out.occurrences.push_back(
            {to_text(event), std::nullopt, 1,
             deadline(event, after_of(*schedule.after()), Shift::kNextWorkingDay, calendar)});
      }
      break;
    case fb::ScheduleKind::EXTERNAL:
    case fb::ScheduleKind::NONE:
    case fb::ScheduleKind::UNSPECIFIED:
      out.state = ScheduleState::kUnscheduled;
      break;
  }
  return out;
}

bool after_own_meeting(const fb::Schedule& schedule) {
  if (schedule.kind() != fb::ScheduleKind::AFTER_EVENT || schedule.awaited() == nullptr) {
    return false;
  }
  constexpr std::string_view kWords[] = {"заседания",
                                         "заседание",
                                         "этого заседания",
                                         "настоящего заседания",
                                         "проведения заседания",
                                         "дня заседания",
                                         "совещания",
                                         "совещание",
                                         "этого совещания",
                                         "настоящего совещания",
                                         "проведения совещания",
                                         "meeting",
                                         "the meeting",
                                         "this meeting"};
  const std::string_view awaited = schedule.awaited()->string_view();
  return std::find(std::begin(kWords), std::end(kWords), awaited) != std::end(kWords);
}

std::vector<Period> duty_periods(const Recurring& duty, Date since,
                                 const std::optional<Date>& until, Date on,
                                 AcademicYearStart academic_year) {
  std::vector<Period> out;
  Period period = period_holding(duty.per, since, academic_year);
  if (duty.first == FirstPeriod::kFirstFull && period.first < since) {
    period = next_period(duty.per, period, academic_year);
  }
  while (period.first <= on && (!until || period.last <= *until)) {
    out.push_back(period);
    period = next_period(duty.per, period, academic_year);
  }
  return out;
}

PeriodVerdict judge_period(const Period& period, std::uint32_t times,
                           std::span<const FuzzyDate> done, Date on) {
  PeriodVerdict out;
  const Period so_far{period.first, std::min(period.last, on)};
  for (const FuzzyDate& each : done) {
    const Truth there = inside(each, so_far);
    out.done += there == Truth::kYes ? 1 : 0;
    out.possible += there == Truth::kUndetermined ? 1 : 0;
  }
  if (out.done >= times) {
    out.state = PeriodState::kMet;
  } else if (on <= period.last) {
    out.state = PeriodState::kOpen;
  } else {
    out.state =
        out.done + out.possible >= times ? PeriodState::kUndetermined : PeriodState::kMissed;
  }
  return out;
}

}  // namespace projections::rules
