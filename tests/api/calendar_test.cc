// SPDX-License-Identifier: Apache-2.0
// Calendars as other programs read them.
#include "api/calendar.h"

#include <gtest/gtest.h>

#include <sstream>

namespace api {
namespace {

constexpr std::uint64_t kStampUs = 1'700'000'000'000'000;

constexpr int kMoscow = 180;

CalendarEntry entry() {
  return {.uid = "a1@ledger.example",
          .summary = "Отчёт, за год; важный",
          .text = "open",
          .category = "deadline",
          .first_day = "2024-02-28",
          .last_day = "2024-02-29",
          .url = "https://ledger.example/v1/events/5",
          .sequence = 7,
          .cancelled = false};
}

TEST(Calendar, ATermIsAnAllDayEventThatEndsOnTheDayAfterItsLast) {
  const std::string text = calendar_text("ledger.example", {entry()}, kStampUs, kMoscow);
  for (const char* line :
       {"BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "UID:a1@ledger.example\r\n",
        "DTSTAMP:20231114T221320Z\r\n", "DTSTART;VALUE=DATE:20240228\r\n",
        "DTEND;VALUE=DATE:20240301\r\n", "SEQUENCE:7\r\n", "STATUS:CONFIRMED\r\n",
        "SUMMARY:Отчёт\\, за год\\; важный\r\n", "END:VCALENDAR\r\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
  EXPECT_EQ(calendar_text("ledger.example", {entry()}, kStampUs, kMoscow), text);
}

TEST(Calendar, NoLineIsLongerThan75OctetsAndNoLetterIsCut) {
  CalendarEntry one = entry();
  for (int i = 0; i < 40; ++i) one.summary += " заседание";
  std::istringstream text(calendar_text("ledger.example", {one}, kStampUs, kMoscow));
  for (std::string line; std::getline(text, line);) {
    EXPECT_LE(line.size(), 76U) << line;  // with its CR
    const auto begin = static_cast<unsigned char>(line[line.front() == ' ' ? 1 : 0]);
    EXPECT_NE(begin & 0xC0, 0x80) << line;
  }
}

TEST(Calendar, ACancelledTermSaysSo) {
  CalendarEntry one = entry();
  one.cancelled = true;
  EXPECT_NE(calendar_text("x", {one}, kStampUs, kMoscow).find("STATUS:CANCELLED\r\n"),
            std::string::npos);
}

TEST(Calendar, WithoutEntriesHasTheComponentThatTheStandardWants) {
  const std::string text = calendar_text("x", {}, kStampUs, kMoscow);
  EXPECT_NE(text.find("BEGIN:VTIMEZONE\r\nTZID:UTC+03:00\r\nBEGIN:STANDARD\r\n"
                      "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\n"
                      "END:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"),
            std::string::npos)
      << text;
  EXPECT_NE(calendar_text("x", {}, kStampUs, -570).find("TZID:UTC-09:30\r\n"), std::string::npos);
}

TEST(Calendar, IsASnapshotAndNoSchedulingMessage) {
  EXPECT_EQ(calendar_text("x", {entry()}, kStampUs, kMoscow).find("METHOD:"), std::string::npos);
}

}  // namespace
}  // namespace api
