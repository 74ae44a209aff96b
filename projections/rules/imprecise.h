// SPDX-License-Identifier: Apache-2.0
// Dates as precise as their papers. A FuzzyDate is a day somewhere between two bounds, either of
// which may be unknown. Comparisons have three answers; arithmetic keeps the bounds; an answer that
// could not be given names the facts whose dates are missing. Nothing is ever guessed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "projections/rules/dates.h"

namespace ledger::fb {
struct LegalDate;
}
namespace projections {
struct DateValue;
}

namespace projections::rules {

enum class Truth { kNo, kYes, kUndetermined };

Truth truth_of(bool value);
Truth negation(Truth truth);
Truth conjunction(Truth a, Truth b);  ///< kNo wins, then kUndetermined
Truth disjunction(Truth a, Truth b);  ///< kYes wins, then kUndetermined

/// A day somewhere in [not_before, not_after]. Default: nothing is known.
struct FuzzyDate {
  std::optional<Date> not_before;
  std::optional<Date> not_after;
  bool operator==(const FuzzyDate&) const = default;

  static FuzzyDate on(Date day) { return {day, day}; }
  static FuzzyDate within(const Period& period) { return {period.first, period.last}; }

  /// The day, if both bounds are that day.
  std::optional<Date> day() const { return not_before == not_after ? not_before : std::nullopt; }
  bool known() const { return day().has_value(); }
};

FuzzyDate fuzzy(const DateValue& value);
FuzzyDate fuzzy(const std::optional<DateValue>& value);  ///< unknown if absent
FuzzyDate fuzzy(const ledger::fb::LegalDate* value);     ///< unknown if null

Truth before(const FuzzyDate& a, const FuzzyDate& b);        ///< a < b
Truth on_or_before(const FuzzyDate& a, const FuzzyDate& b);  ///< a <= b
Truth same_day(const FuzzyDate& a, const FuzzyDate& b);
Truth inside(const FuzzyDate& a, const Period& period);

/// Applies a non-decreasing function to both bounds.
template <typename F>
FuzzyDate mapped(const FuzzyDate& date, F function) {
  FuzzyDate out;
  if (date.not_before) out.not_before = function(*date.not_before);
  if (date.not_after) out.not_after = function(*date.not_after);
  return out;
}

/// "2023-05-04", "2023-05-01..2023-05-31", "..2023-05-31", "2023-05-01..", "?".
std::string to_text(const FuzzyDate& date);

/// A date under the name of the fact that gives it, e.g. "signature of slot 3".
struct NamedDate {
  std::string name;
  FuzzyDate date;
};

/// The latest (earliest) of several days, e.g. the day of the last signature: as precise as they
/// allow. `missing` names those whose imprecision leaves the answer imprecise; empty if it is
/// known. Unknown, without names, for no dates.
struct Combined {
  FuzzyDate date;
  std::vector<std::string> missing;
};
Combined latest(std::span<const NamedDate> dates);
Combined earliest(std::span<const NamedDate> dates);

}  // namespace projections::rules
