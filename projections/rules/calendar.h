// SPDX-License-Identifier: Apache-2.0
// Working days. A calendar is made of published years, each with its days that differ from the
// plain week and with the event that published it. A rule that touches a year without a calendar
// has no answer: UNKNOWN_CALENDAR names the year, and nothing falls back to Monday to Friday.
// Civil Code articles 190-194; Labour Code articles 111 and 112.
#pragma once

#include <bitset>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/result.h"
#include "projections/rules/dates.h"

namespace projections::rules {

/// Values as in fb::CalendarDayKind.
enum class DayKind : std::uint8_t { kHoliday = 1, kDayOffTransfer, kWorkingWeekend, kPresidential };
/// Values as in fb::WeekKind.
enum class Week : std::uint8_t { kFiveDay = 1, kSixDay };

/// A day that differs from the plain week.
struct CalendarEntry {
  Date day;
  DayKind kind{};
  std::optional<Date> other_day;  ///< from which or to which the day was moved, where it is told
};

/// One year as published. `version` names the publication: the digest of the event, or what ships
/// with the tool.
struct CalendarYear {
  int year = 0;
  bool provisional = false;
  std::string version;
  std::vector<CalendarEntry> entries;
};

/// A charter's parameters of its calendar. In a six-day week Saturday is a working day, so a day
/// off that was moved away from a Saturday does not move.
struct WeekRules {
  Week week = Week::kFiveDay;
  bool presidential_days_count = false;  ///< whether those days are days off for periods
};

/// Which publication of a year an answer rests on.
struct CalendarVersion {
  int year = 0;
  std::string version;
  bool provisional = false;
  bool operator==(const CalendarVersion&) const = default;
};

/// A value. Years are independent of each other.
class Calendar {
 public:
  Calendar() = default;
  explicit Calendar(WeekRules rules) : rules_(rules) {}

  const WeekRules& rules() const { return rules_; }
  /// A later publication of a year takes the place of the earlier one. Errors: BAD_CALENDAR (a day
  /// of another year, a day twice, a working weekend on a weekday).
  ledger::Status publish(const CalendarYear& year);
  bool knows(int year) const { return years_.contains(year); }
  std::vector<CalendarVersion> versions() const;
  /// Of the known years that [first, last] touches, ascending.
  std::vector<CalendarVersion> versions_between(Date first, Date last) const;

  /// Each of these gives UNKNOWN_CALENDAR, with the year in `where`, when it needs such a year.
  ledger::Result<bool> is_working(Date day) const;
  /// The day itself if it is working, else the next working day (article 193).
  ledger::Result<Date> roll_forward(Date day) const;
  /// The last day of a period of working days that begins on the day after `from`. Zero: `from`.
  ledger::Result<Date> add_working(Date from, std::uint32_t count) const;
  /// Number of working days in (after, to]; negative when `to` is earlier.
  ledger::Result<std::int64_t> working_days_between(Date after, Date to) const;

 private:
  struct Days {
    std::bitset<366> working;
    CalendarVersion version;
  };

  bool plain_working(Date day) const;
  bool working(const CalendarEntry& entry) const;

  WeekRules rules_;
  std::map<int, Days> years_;
};

ledger::Error unknown_calendar(int year);
/// The year that an error of unknown_calendar() names; nothing for another error.
std::optional<int> unknown_year(const ledger::Error& error);

}  // namespace projections::rules
