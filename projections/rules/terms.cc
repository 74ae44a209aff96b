// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/terms.h"

#include <algorithm>

namespace projections::rules {
namespace {

constexpr std::uint32_t kLengthMax = 1'000'000;  // beyond it every period leaves the calendar

ledger::Result<Date> in_range(Date day, Date from) {
  if (day >= kFirstDate && day <= kLastDate) return day;
  return ledger::invalid("DATE_OUT_OF_RANGE",
                         "the period from " + to_iso(from) + " ends beyond the year 2199");
}

/// Keeps the bounds of what has an answer; notes the year that has none.
template <typename F>
FuzzyDate counted(const FuzzyDate& date, Deadline& notes, F function) {
  FuzzyDate out;
  const auto one = [&](const std::optional<Date>& bound) -> std::optional<Date> {
    if (!bound) return std::nullopt;
    const ledger::Result<Date> result = function(*bound);
    if (result) return *result;
    if (!notes.unknown_calendar) notes.unknown_calendar = unknown_year(result.error());
    return std::nullopt;
  };
  out.not_before = one(date.not_before);
  out.not_after = one(date.not_after);
  return out;
}

/// The years between the two outermost known bounds.
void note_calendars(Deadline& deadline, const FuzzyDate& from, const Calendar& calendar) {
  const auto first = from.not_before ? from.not_before : from.not_after;
  const FuzzyDate& due = deadline.effective_due;
  const auto last = due.not_after ? due.not_after : due.not_before;
  if (!first || !last) return;
  deadline.calendars = calendar.versions_between(*first, *last);
  deadline.provisional = std::any_of(deadline.calendars.begin(), deadline.calendars.end(),
                                     [](const CalendarVersion& each) { return each.provisional; });
}

void shift_due(Deadline& deadline, Shift shift, const Calendar& calendar) {
  deadline.effective_due = deadline.nominal_due;
  if (shift == Shift::kNone) return;
  deadline.effective_due =
      counted(deadline.nominal_due, deadline, [&](Date day) { return calendar.roll_forward(day); });
  // A shift only postpones, so the nominal day stays a bound where the calendar is missing.
  if (!deadline.effective_due.not_before) {
    deadline.effective_due.not_before = deadline.nominal_due.not_before;
  }
}

std::optional<std::int64_t> working_days_late(const FuzzyDate& due, Date day,
                                              const Calendar& calendar) {
  if (!due.known()) return std::nullopt;
  const auto count = calendar.working_days_between(*due.day(), day);
  if (!count) return std::nullopt;
  return *count;
}

DutyState state_of_done(const Deadline& deadline, const FuzzyDate& done) {
  if (on_or_before(done, deadline.nominal_due) == Truth::kYes) return DutyState::kMet;
  const Truth in_time = on_or_before(done, deadline.effective_due);
  if (in_time == Truth::kNo) return DutyState::kLateDone;
  if (in_time == Truth::kUndetermined) return DutyState::kUndetermined;
  return on_or_before(done, deadline.nominal_due) == Truth::kNo ? DutyState::kMetByShift
                                                                : DutyState::kMet;
}

DutyState state_of_undone(const Deadline& deadline, Date on) {
  switch (on_or_before(FuzzyDate::on(on), deadline.effective_due)) {
    case Truth::kYes:
      return DutyState::kOpen;
    case Truth::kNo:
      return DutyState::kLateOpen;
    case Truth::kUndetermined:
      break;
  }
  return DutyState::kUndetermined;
}

}  // namespace

ledger::Result<Date> end_of(Date from, const Length& length, const Calendar& calendar) {
  const std::uint32_t count = std::min(length.count, kLengthMax);
  switch (length.unit) {
    case LengthUnit::kWorkingDays:
      return calendar.add_working(from, count);
    case LengthUnit::kCalendarDays:
      return in_range(from + days(count), from);
    case LengthUnit::kWeeks:
      return in_range(from + std::chrono::weeks(count), from);
    case LengthUnit::kMonths:
      break;
    case LengthUnit::kQuarters:
      return end_of(from, {count * 3, LengthUnit::kMonths}, calendar);
    case LengthUnit::kYears:
      return end_of(from, {count * 12, LengthUnit::kMonths}, calendar);
  }
  // Twelve months in each of three hundred years: more leave the calendar.
  return in_range(add_months(from, std::min<std::uint32_t>(count, 3600)), from);
}

Deadline deadline(const FuzzyDate& start, const Length& length, Shift shift,
                  const Calendar& calendar) {
  Deadline out;
  out.start = start;
  out.nominal_due = counted(start, out, [&](Date day) { return end_of(day, length, calendar); });
  // A period of working days ends on a working day.
  shift_due(out, length.unit == LengthUnit::kWorkingDays ? Shift::kNone : shift, calendar);
  const bool counts_days = length.unit == LengthUnit::kWorkingDays;
  if (counts_days) note_calendars(out, start, calendar);
  if (!counts_days && shift == Shift::kNextWorkingDay) {
    note_calendars(out, out.nominal_due, calendar);
  }
  return out;
}

Deadline deadline_on(const FuzzyDate& due, Shift shift, const Calendar& calendar) {
  Deadline out;
  out.nominal_due = due;
  shift_due(out, shift, calendar);
  if (shift == Shift::kNextWorkingDay) note_calendars(out, due, calendar);
  return out;
}

DutyVerdict judge_duty(const Deadline& deadline, const std::optional<FuzzyDate>& done, Date on,
                       const Calendar& calendar) {
  DutyVerdict out;
  out.state = done ? state_of_done(deadline, *done) : state_of_undone(deadline, on);
  const auto due = deadline.effective_due.day();
  if (!done && due) out.days_left = (*due - on).count();
  if (out.state == DutyState::kLateOpen) {
    out.working_days_late = working_days_late(deadline.effective_due, on, calendar);
  }
  if (out.state == DutyState::kLateDone && done->known()) {
    out.working_days_late = working_days_late(deadline.effective_due, *done->day(), calendar);
  }
  return out;
}

ledger::Result<Tenure> tenure(Date from, const Length& length, const Calendar& calendar) {
  const auto last = end_of(from, length, calendar);
  if (!last) return last.error();
  return Tenure{*last, *last + days(1)};
}

FuzzyTenure tenure(const FuzzyDate& from, const Length& length, const Calendar& calendar) {
  const FuzzyDate last = deadline(from, length, Shift::kNone, calendar).nominal_due;
  return {last, mapped(last, [](Date day) { return day + days(1); })};
}

NoticeEnd notice_end(const FuzzyDate& received, const Length& notice, Shift shift,
                     const Calendar& calendar) {
  const FuzzyDate last = deadline(received, notice, shift, calendar).effective_due;
  return {last, mapped(last, [](Date day) { return day + days(1); })};
}

}  // namespace projections::rules
