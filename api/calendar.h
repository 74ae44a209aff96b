// SPDX-License-Identifier: Apache-2.0
// Calendars for other programs: iCalendar (RFC 5545), by libical. Terms are whole days, which need
// no time zone. The same entries give the same bytes for ever.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace api {

struct CalendarEntry {
  std::string uid;             ///< the same for ever
  std::string summary;         ///< one line
  std::string text;            ///< more words; may be empty
  std::string category;        ///< one word
  std::string first_day;       ///< YYYY-MM-DD
  std::string last_day;        ///< the same day or a later one, included
  std::string url;             ///< empty: none
  std::uint64_t sequence = 0;  ///< grows when the entry changes, never back
  bool cancelled = false;
};

/// `stamp_us`: when what the calendar says was known, in microseconds since 1970-01-01T00:00:00Z;
/// `zone_minutes`: of the zone whose days these are, east of UTC. It is told in a VTIMEZONE, so
/// that a calendar without entries has the component that RFC 5545 section 3.4 wants of every one.
std::string calendar_text(const std::string& name, const std::vector<CalendarEntry>& entries,
                          std::uint64_t stamp_us, int zone_minutes);

}  // namespace api
