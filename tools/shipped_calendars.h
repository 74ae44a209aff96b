// SPDX-License-Identifier: Apache-2.0
// The calendars of working days that ship with the tool: tools/calendars/*.csv, built into the
// binary. Official years and provisional ones (whose decree is not published yet) stand apart.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"
#include "projections/rules/calendar.h"

namespace tools {

/// A day that differs from the plain week, with the act that says so.
struct ShippedDay {
  projections::rules::CalendarEntry entry;
  std::string title;   ///< of a holiday; may be empty
  std::string source;  ///< the law or the decree
};

struct ShippedYear {
  int year = 0;
  bool provisional = false;
  std::vector<ShippedDay> days;  ///< ascending by day

  /// Version: "shipped" with the year.
  projections::rules::CalendarYear calendar_year() const;
};

/// As in the schema, e.g. "HOLIDAY".
std::string_view kind_name(projections::rules::DayKind kind);

/// Columns date, kind, other_day, title, source, confidence; a field may be quoted. Errors: BAD_CSV
/// names the line.
ledger::Result<std::vector<ShippedYear>> read_calendar_csv(std::string_view text, bool provisional);

/// All that ship, ascending by year; official ones first where a year has both.
const std::vector<ShippedYear>& shipped_years();

/// The official years, and with `provisional` those that have no official calendar yet.
projections::rules::Calendar shipped_calendar(projections::rules::WeekRules rules,
                                              bool provisional);

}  // namespace tools
