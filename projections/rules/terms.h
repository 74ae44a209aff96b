// SPDX-License-Identifier: Apache-2.0
// Periods by chapter 11 of the Civil Code: counting begins on the day after the event (191), years
// and months end on the same number or on the last day of a month that lacks it (192), a last day
// that is not working moves to the next working day where the rule says so (193).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/rules/calendar.h"
#include "projections/rules/dates.h"
#include "projections/rules/imprecise.h"

namespace projections::rules {

/// Values as in fb::LengthUnit.
enum class LengthUnit : std::uint8_t {
  kCalendarDays = 1,
  kWorkingDays,
  kWeeks,
  kMonths,
  kQuarters,
  kYears
};

struct Length {
  std::uint32_t count = 0;
  LengthUnit unit{};
  bool operator==(const Length&) const = default;
};

/// Values as in fb::ShiftRule.
enum class Shift : std::uint8_t { kNextWorkingDay = 1, kNone };

/// The last day of a period that began after `from`, without any shift. Working days need a
/// calendar. Errors: UNKNOWN_CALENDAR; DATE_OUT_OF_RANGE beyond the year 2199.
ledger::Result<Date> end_of(Date from, const Length& length, const Calendar& calendar);

/// When something is due. Where the start is imprecise the days have bounds; where a calendar is
/// missing the day is without bounds and `unknown_calendar` names the year.
struct Deadline {
  FuzzyDate start;
  FuzzyDate nominal_due;    ///< by the period alone
  FuzzyDate effective_due;  ///< after the shift to a working day
  std::optional<int> unknown_calendar;
  bool provisional = false;                ///< rests on a calendar that is not official yet
  std::vector<CalendarVersion> calendars;  ///< publications that the answer rests on

  bool shifted() const { return nominal_due != effective_due; }
};

Deadline deadline(const FuzzyDate& start, const Length& length, Shift shift,
                  const Calendar& calendar);
/// The same for a day that is given instead of counted, e.g. "Срок: 25.12.2022".
Deadline deadline_on(const FuzzyDate& due, Shift shift, const Calendar& calendar);

/// How a duty stands on a day.
enum class DutyState : std::uint8_t {
  kOpen,          ///< not done, the term runs
  kMet,           ///< done by the nominal date
  kMetByShift,    ///< done after the nominal date, by the effective one (article 193)
  kLateOpen,      ///< not done, the term is over
  kLateDone,      ///< done after the term
  kUndetermined,  ///< a date or a calendar is missing
};

struct DutyVerdict {
  DutyState state{};
  std::optional<std::int64_t> days_left;          ///< calendar days from `on` to the effective date
  std::optional<std::int64_t> working_days_late;  ///< of working days after it, where known
};

/// `done`: nothing if it was not done as far as is known; otherwise the day, maybe imprecise.
DutyVerdict judge_duty(const Deadline& deadline, const std::optional<FuzzyDate>& done, Date on,
                       const Calendar& calendar);

/// A term of office or of an agreement that begins on `from`: the last day, and the first day on
/// which it is over. No shift: a state is not an act.
struct Tenure {
  Date last_day;
  Date expired_from;
};
ledger::Result<Tenure> tenure(Date from, const Length& length, const Calendar& calendar);
struct FuzzyTenure {
  FuzzyDate last_day;
  FuzzyDate expired_from;
};
FuzzyTenure tenure(const FuzzyDate& from, const Length& length, const Calendar& calendar);

/// Exit by notice, counted forward from receipt: the earliest last day as participant, and the
/// first day outside.
struct NoticeEnd {
  FuzzyDate last_day_at_earliest;
  FuzzyDate out_from;
};
NoticeEnd notice_end(const FuzzyDate& received, const Length& notice, Shift shift,
                     const Calendar& calendar);

}  // namespace projections::rules
