// SPDX-License-Identifier: Apache-2.0
// Schedules as acts write them, turned into days on which something is due; and duties that recur
// in every month, quarter or year. What only another act or event can date stays without a day.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/schema/event_body_generated.h"
#include "projections/rules/terms.h"

namespace projections::rules {

/// What a schedule needs beside itself.
struct ScheduleRules {
  AcademicYearStart academic_year;
  bool until_inclusive = true;   ///< whether the day of "until" still is in time
  std::optional<Period> within;  ///< of the plan: a recurring duty recurs in it
  /// Without `within` a recurring duty recurs from this day, that of its decision, up to `on`.
  std::optional<Date> since = std::nullopt;
  Date on{};
};

/// One due day. In `period` the thing may be done; an ON or UNTIL has no first day.
struct Occurrence {
  std::string name;  ///< "2023-Q2", "2022-12-25", or the day of the event that it follows
  std::optional<Period> period;
  std::uint32_t times = 1;  ///< how often within the period
  Deadline due;
};

enum class ScheduleState {
  kScheduled,    ///< `occurrences` are the due days; for AFTER_EVENT those of the events so far
  kUnscheduled,  ///< an outside act or no term at all
  kUnbounded,    ///< recurs, and neither a period nor the day of a decision bounds it
};

struct Scheduled {
  ScheduleState state{};
  std::vector<Occurrence> occurrences;
  std::string awaited;  ///< what gives the day, in the words of the paper; may be empty
};

/// ON and UNTIL move to the next working day; a month, a quarter, a year and a period end on their
/// last day even if it is not working. AT_LEAST: the whole periods inside `within`, for parts are
/// no duties; without it those from `since` on, and the first of them before it has begun.
/// AFTER_EVENT: one for each of `events`.
Scheduled scheduled(const ledger::fb::Schedule& schedule, const ScheduleRules& rules,
                    std::span<const FuzzyDate> events, const Calendar& calendar);

/// Whether the term of a decision runs from the meeting that took it: an AFTER_EVENT that awaits
/// the meeting and names no other one ("заседания", "совещания", "the meeting").
bool after_own_meeting(const ledger::fb::Schedule& schedule);

/// Values as in fb::FirstPeriod.
enum class FirstPeriod : std::uint8_t { kFirstFull = 1, kFirst };

/// A duty to do something `times` times in each period.
struct Recurring {
  std::uint32_t times = 1;
  PeriodKind per = PeriodKind::kMonth;
  FirstPeriod first = FirstPeriod::kFirstFull;
};

/// The periods of the duty from `since` to the one that holds `on`. With `until`, the last day of
/// the duty, a period that ends after it is none.
std::vector<Period> duty_periods(const Recurring& duty, Date since,
                                 const std::optional<Date>& until, Date on,
                                 AcademicYearStart academic_year);

enum class PeriodState : std::uint8_t { kMet, kOpen, kMissed, kUndetermined };

struct PeriodVerdict {
  PeriodState state{};
  std::uint32_t done = 0;      ///< certainly in the period, and by the day of the question
  std::uint32_t possible = 0;  ///< with a date too imprecise to tell
};

/// Two in one period do not make up for none in the next. Missed from the day after the period.
/// What may be later than `on` does not meet a period that still runs.
PeriodVerdict judge_period(const Period& period, std::uint32_t times,
                           std::span<const FuzzyDate> done, Date on);

}  // namespace projections::rules
