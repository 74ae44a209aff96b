// SPDX-License-Identifier: Apache-2.0
#include "tools/shipped_calendars.h"

#include <algorithm>
#include <array>
#include <map>

#include "tools/calendar_data.h"

namespace tools {
namespace {

namespace rules = projections::rules;

constexpr std::array<std::string_view, 4> kKinds{"HOLIDAY", "DAY_OFF_TRANSFER", "WORKING_WEEKEND",
                                                 "PRESIDENTIAL_NON_WORKING"};

/// The fields of one line; quotes around a field, doubled inside it.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

ledger::Error bad_line(std::size_t number, const std::string& why) {
  return ledger::invalid("BAD_CSV", "line " + std::to_string(number) + " of a calendar: " + why,
                         std::to_string(number));
}

ledger::Result<ShippedDay> day_of(const std::vector<std::string>& fields, std::size_t number) {
  if (fields.size() != 6) return bad_line(number, "six fields are needed");
  const auto day = rules::date_from_iso(fields[0]);
  if (!day) return bad_line(number, "\"" + fields[0] + "\" is not a day");
  const auto kind = std::find(kKinds.begin(), kKinds.end(), fields[1]);
  if (kind == kKinds.end()) return bad_line(number, "\"" + fields[1] + "\" is not a kind of day");
  ShippedDay out;
  out.entry.day = *day;
  out.entry.kind = static_cast<rules::DayKind>(kind - kKinds.begin() + 1);
  out.entry.other_day = rules::date_from_iso(fields[2]);
  if (!fields[2].empty() && !out.entry.other_day) {
    return bad_line(number, "\"" + fields[2] + "\" is not a day");
  }
  out.title = fields[3];
  out.source = fields[4];
  return out;
}

std::vector<ShippedYear> read_shipped() {
  std::vector<ShippedYear> out;
  for (const auto& [text, provisional] :
       {std::pair{kRuCalendar, false}, std::pair{kRuCalendarProvisional, true}}) {
    const auto years = read_calendar_csv(text, provisional);
    LEDGER_CHECK(static_cast<bool>(years));  // a test reads them
    out.insert(out.end(), years->begin(), years->end());
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ShippedYear& a, const ShippedYear& b) { return a.year < b.year; });
  return out;
}

}  // namespace

std::string_view kind_name(rules::DayKind kind) {
  return kKinds[static_cast<std::size_t>(kind) - 1];
}

rules::CalendarYear ShippedYear::calendar_year() const {
  rules::CalendarYear out{year, provisional, "shipped:" + std::to_string(year), {}};
  for (const ShippedDay& day : days) out.entries.push_back(day.entry);
  return out;
}

ledger::Result<std::vector<ShippedYear>> read_calendar_csv(std::string_view text,
                                                           bool provisional) {
  std::map<int, ShippedYear> years;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number == 1 || line.empty()) continue;
    const auto day = day_of(fields_of(line), number);
    if (!day) return day.error();
    const int year = rules::year_of(day->entry.day);
    ShippedYear& of_year =
        years.try_emplace(year, ShippedYear{year, provisional, {}}).first->second;
    of_year.days.push_back(*day);
  }
  std::vector<ShippedYear> out;
  for (auto& [year, shipped] : years) out.push_back(std::move(shipped));
  return out;
}

const std::vector<ShippedYear>& shipped_years() {
  static const std::vector<ShippedYear> years = read_shipped();
  return years;
}

rules::Calendar shipped_calendar(rules::WeekRules week, bool provisional) {
  rules::Calendar out(week);
  for (const ShippedYear& year : shipped_years()) {
    if (year.provisional && (!provisional || out.knows(year.year))) continue;
    const auto published = out.publish(year.calendar_year());
    LEDGER_CHECK(static_cast<bool>(published));  // a test publishes them
  }
  return out;
}

}  // namespace tools
