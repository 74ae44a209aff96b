// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/calendar.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace projections::rules {
namespace {

constexpr std::string_view kUnknownCalendar = "UNKNOWN_CALENDAR";

std::size_t day_of_year(Date day) {
  return static_cast<std::size_t>((day - date(year_of(day), 1, 1)).count());
}

ledger::Error bad_calendar(int year, Date day, const std::string& why) {
  return ledger::invalid("BAD_CALENDAR",
                         "calendar of " + std::to_string(year) + ": " + to_iso(day) + " " + why,
                         to_iso(day));
}

}  // namespace

bool Calendar::plain_working(Date day) const {
  const std::chrono::weekday weekday{day};
  if (weekday == std::chrono::Sunday) return false;
  return weekday != std::chrono::Saturday || rules_.week == Week::kSixDay;
}

bool Calendar::working(const CalendarEntry& entry) const {
  switch (entry.kind) {
    case DayKind::kHoliday:
      return false;
    case DayKind::kWorkingWeekend:
      return true;
    case DayKind::kPresidential:
      return plain_working(entry.day) && !rules_.presidential_days_count;
    case DayKind::kDayOffTransfer:
      break;
  }
  const bool from_saturday =
      entry.other_day && std::chrono::weekday{*entry.other_day} == std::chrono::Saturday;
  return rules_.week == Week::kSixDay && from_saturday && plain_working(entry.day);
}

ledger::Status Calendar::publish(const CalendarYear& year) {
  if (year.year < year_of(kFirstDate) || year.year > year_of(kLastDate)) {
    return ledger::invalid("BAD_CALENDAR", "there is no calendar of the year " +
                                               std::to_string(year.year) + ": needed 1900 to 2199");
  }
  Days days_of_year{{}, {year.year, year.version, year.provisional}};
  const Period whole = calendar_year_period(year.year);
  for (Date day = whole.first; day <= whole.last; day += days(1)) {
    days_of_year.working[day_of_year(day)] = plain_working(day);
  }
  std::set<Date> moved;
  std::set<Date> presidential;
  for (const CalendarEntry& entry : year.entries) {
    if (!whole.contains(entry.day)) {
      return bad_calendar(year.year, entry.day, "belongs to another year");
    }
    const bool decree = entry.kind == DayKind::kPresidential;
    if (!(decree ? presidential : moved).insert(entry.day).second) {
      return bad_calendar(year.year, entry.day, "stands twice");
    }
    if (decree && !rules_.presidential_days_count) continue;
    if (!decree && presidential.contains(entry.day) && rules_.presidential_days_count) continue;
    days_of_year.working[day_of_year(entry.day)] = working(entry);
  }
  years_.insert_or_assign(year.year, std::move(days_of_year));
  return ledger::Ok{};
}

std::vector<CalendarVersion> Calendar::versions() const {
  return versions_between(kFirstDate, kLastDate);
}

std::vector<CalendarVersion> Calendar::versions_between(Date first, Date last) const {
  std::vector<CalendarVersion> out;
  for (const auto& [year, known] : years_) {
    if (year_of(first) <= year && year <= year_of(last)) out.push_back(known.version);
  }
  return out;
}

ledger::Result<bool> Calendar::is_working(Date day) const {
  const auto found = years_.find(year_of(day));
  if (found == years_.end()) return unknown_calendar(year_of(day));
  return found->second.working[day_of_year(day)];
}

ledger::Result<Date> Calendar::roll_forward(Date day) const {
  for (;; day += days(1)) {
    const auto working = is_working(day);
    if (!working) return working.error();
    if (*working) return day;
  }
}

ledger::Result<Date> Calendar::add_working(Date from, std::uint32_t count) const {
  Date day = from;
  while (count > 0) {
    day += days(1);
    const auto working = is_working(day);
    if (!working) return working.error();
    if (*working) --count;
  }
  return day;
}

ledger::Result<std::int64_t> Calendar::working_days_between(Date after, Date to) const {
  const Date low = std::min(after, to);
  const Date high = std::max(after, to);
  std::int64_t count = 0;
  for (Date day = low + days(1); day <= high; day += days(1)) {
    const auto working = is_working(day);
    if (!working) return working.error();
    count += *working ? 1 : 0;
  }
  return after <= to ? count : -count;
}

ledger::Error unknown_calendar(int year) {
  const std::string text = std::to_string(year);
  return ledger::not_found(std::string(kUnknownCalendar),
                           "no calendar of working days is published for " + text,
                           "на " + text + " год не опубликован календарь рабочих дней", text);
}

std::optional<int> unknown_year(const ledger::Error& error) {
  if (error.reason != kUnknownCalendar) return std::nullopt;
  int year = 0;
  std::from_chars(error.where.data(), error.where.data() + error.where.size(), year);
  return year;
}

}  // namespace projections::rules
