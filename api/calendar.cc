// SPDX-License-Identifier: Apache-2.0
#include "api/calendar.h"

#include <libical/ical.h>

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
                          std::uint64_t stamp_us) {
  const Component calendar(::icalcomponent_new_vcalendar(), &::icalcomponent_free);
  LEDGER_CHECK(calendar != nullptr);
  ::icalcomponent_add_property(calendar.get(), ::icalproperty_new_version("2.0"));
  ::icalcomponent_add_property(calendar.get(), ::icalproperty_new_prodid("-//letopis//EN"));
  ::icalcomponent_add_property(calendar.get(), ::icalproperty_new_method(ICAL_METHOD_PUBLISH));
  put_name(calendar.get(), name);
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
