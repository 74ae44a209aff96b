// SPDX-License-Identifier: Apache-2.0
#include "api/calendar.h"

#include <fmt/format.h>
#include <libical/ical.h>

#include <cstdlib>
#include <ctime>
#include <memory>

#include "ledger/result.h"

namespace api {
namespace {

using Component = std::unique_ptr<icalcomponent, decltype(&::icalcomponent_free)>;

constexpr std::uint64_t kMicroseconds = 1'000'000;

void put_name(icalcomponent* calendar, const std::string& name) {
  icalproperty* property = ::icalproperty_new_x(name.c_str());
  ::icalproperty_set_x_name(property, "X-WR-CALNAME");
  ::icalcomponent_add_property(calendar, property);
}

/// The end of an event of whole days is the day after its last one.
icaltimetype day_after(const std::string& day) {
  icaltimetype time =
      ::icaltime_from_string((day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2)).c_str());
  ::icaltime_adjust(&time, 1, 0, 0, 0);
  return time;
}

icaltimetype day_of(const std::string& day) {
  return ::icaltime_from_string((day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2)).c_str());
}

/// A zone that keeps one distance from UTC, as the days of the ledger do: "UTC+03:00".
icalcomponent* fixed_zone(int minutes) {
  constexpr int kSecondsPerMinute = 60;
  icalcomponent* standard = ::icalcomponent_new_xstandard();
  const auto put = [&](icalproperty* property) {
    ::icalcomponent_add_property(standard, property);
  };
  put(::icalproperty_new_dtstart(::icaltime_from_string("19700101T000000")));
  put(::icalproperty_new_tzoffsetfrom(minutes * kSecondsPerMinute));
  put(::icalproperty_new_tzoffsetto(minutes * kSecondsPerMinute));
  icalcomponent* zone = ::icalcomponent_new_vtimezone();
  const int distance = std::abs(minutes);
  const std::string name =
      fmt::format("UTC{}{:02}:{:02}", minutes < 0 ? '-' : '+', distance / 60, distance % 60);
  ::icalcomponent_add_property(zone, ::icalproperty_new_tzid(name.c_str()));
  ::icalcomponent_add_component(zone, standard);
  return zone;
}

icalcomponent* event_of(const CalendarEntry& entry, icaltimetype stamp) {
  icalcomponent* event = ::icalcomponent_new_vevent();
  const auto put = [&](icalproperty* property) { ::icalcomponent_add_property(event, property); };
  put(::icalproperty_new_uid(entry.uid.c_str()));
  put(::icalproperty_new_dtstamp(stamp));
  put(::icalproperty_new_sequence(static_cast<int>(entry.sequence)));
  put(::icalproperty_new_dtstart(day_of(entry.first_day)));
  put(::icalproperty_new_dtend(day_after(entry.last_day)));
  put(::icalproperty_new_summary(entry.summary.c_str()));
  if (!entry.text.empty()) put(::icalproperty_new_description(entry.text.c_str()));
  if (!entry.category.empty()) put(::icalproperty_new_categories(entry.category.c_str()));
  if (!entry.url.empty()) put(::icalproperty_new_url(entry.url.c_str()));
  put(::icalproperty_new_status(entry.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  put(::icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  return event;
}

}  // namespace

std::string calendar_text(const std::string& name, const std::vector<CalendarEntry>& entries,
                          std::uint64_t stamp_us, int zone_minutes) {
  const Component calendar(::icalcomponent_new_vcalendar(), &::icalcomponent_free);
  LEDGER_CHECK(calendar != nullptr);
  ::icalcomponent_add_property(calendar.get(), ::icalproperty_new_version("2.0"));
  ::icalcomponent_add_property(calendar.get(), ::icalproperty_new_prodid("-//letopis//EN"));
  // No METHOD: this is a snapshot and no scheduling message (RFC 5545, 3.7.2), which would need an
  // organiser and, where nothing is due, an event.
  put_name(calendar.get(), name);
  ::icalcomponent_add_component(calendar.get(), fixed_zone(zone_minutes));
  const auto seconds = static_cast<std::time_t>(stamp_us / kMicroseconds);
  const icaltimetype stamp =
      ::icaltime_from_timet_with_zone(seconds, 0, ::icaltimezone_get_utc_timezone());
  for (const CalendarEntry& entry : entries) {
    ::icalcomponent_add_component(calendar.get(), event_of(entry, stamp));
  }
  const std::unique_ptr<char, decltype(&::icalmemory_free_buffer)> text(
      ::icalcomponent_as_ical_string_r(calendar.get()), &::icalmemory_free_buffer);
  return text != nullptr ? text.get() : "";
}

}  // namespace api
