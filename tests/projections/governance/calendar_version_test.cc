// SPDX-License-Identifier: Apache-2.0
// A published year that another publication replaces: open deadlines move, each names the version
// that it was counted by, and as known before they stand where they stood.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/meetings.h"
#include "projections/governance/obligations.h"
#include "tests/support/chronicle_builder.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

std::string publish(ChronicleBuilder& b, const std::string& status,
                    const std::vector<std::string>& holidays, const std::string& replaces = {}) {
  std::string entries;
  for (const std::string& day : holidays) {
    entries += fmt::format(R"({}{{"day":"{}","kind":"HOLIDAY"}})", entries.empty() ? "" : ",", day);
  }
  support::How how;
  how.of_region = true;
  return b.add(
      "CalendarYearPublished",
      fmt::format(R"({{"calendar":"ru","year":2027,"status":"{}","entries":[{}]{}}})", status,
                  entries, replaces.empty() ? "" : fmt::format(R"(,"replaces":"{}")", replaces)),
      how);
}

/// An assignment of a conference with a term of 2027-01-08, a Friday.
void assign(ChronicleBuilder& b) {
  const auto meeting = b.meeting(1, "", "2026-10-05");
  b.decision(1, meeting, "", "ASSIGNMENT",
             R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:1}],
                 "components":[{"number":1,"title":"Отчёт","schedule":{"kind":"UNTIL",
                                "day":"2027-01-08"}}])");
}

Obligation the_duty(const Chronicle& chronicle) {
  const Council council(chronicle, support::kToday);
  for (const Obligation& one : obligations(council)) {
    if (one.kind == ObligationKind::kAssignment) return one;
  }
  ADD_FAILURE() << "no duty";
  return {};
}

TEST(CalendarVersions, AReplacedYearMovesOpenDeadlinesWhichNameTheVersionTheyUse) {
  ChronicleBuilder b;
  b.members(2);
  assign(b);
  const Obligation unknown = the_duty(b.chronicle());
  EXPECT_EQ(unknown.due.unknown_calendar, 2027) << "never Monday to Friday";
  EXPECT_TRUE(unknown.due.calendars.empty());

  const std::string first = publish(b, "PROVISIONAL", {"2027-01-08"});
  const std::uint64_t then = b.size();
  const Obligation provisional = the_duty(b.chronicle());
  EXPECT_EQ(rules::to_text(provisional.due.effective_due), "2027-01-11");
  EXPECT_TRUE(provisional.due.provisional);
  ASSERT_EQ(provisional.due.calendars.size(), 1u);
  EXPECT_EQ(provisional.due.calendars[0].version, first);

  const std::string second = publish(b, "OFFICIAL", {"2027-01-08", "2027-01-11"}, first);
  const Obligation official = the_duty(b.chronicle());
  EXPECT_EQ(official.key, provisional.key) << "it is the same duty";
  EXPECT_EQ(rules::to_text(official.due.nominal_due), "2027-01-08");
  EXPECT_EQ(rules::to_text(official.due.effective_due), "2027-01-12");
  EXPECT_FALSE(official.due.provisional);
  ASSERT_EQ(official.due.calendars.size(), 1u);
  EXPECT_EQ(official.due.calendars[0].version, second);

  const Obligation before = the_duty(b.chronicle(then));
  EXPECT_EQ(before.due.calendars[0].version, first) << "as known then";
  EXPECT_EQ(before.due.effective_due, provisional.due.effective_due);
}

TEST(CalendarVersions, ACalendarIsSharedByReadingsOfTheFactsAndByNobodyWhoKnowsOtherOnes) {
  ChronicleBuilder b;
  b.members(1);
  publish(b, "PROVISIONAL", {"2027-01-08"});
  const std::uint64_t first = b.size();
  publish(b, "OFFICIAL", {"2027-01-11"});
  const std::uint64_t second = b.size();
  b.head(1, "RELEASED", "2026-10-05");
  const Chronicle now = b.chronicle();
  const rules::Calendar& calendar = calendar_of(now, nullptr);
  EXPECT_EQ(&calendar, &calendar_of(now.read_otherwise({}), nullptr));
  EXPECT_EQ(&calendar, &calendar_of(now.as_known_at(second), nullptr)) << "the same publications";
  const Chronicle then = now.as_known_at(first);
  const auto day_off = [](const rules::Calendar& of, Date day) { return !*of.is_working(day); };
  EXPECT_TRUE(day_off(calendar_of(then, nullptr), rules::date(2027, 1, 8)));
  EXPECT_FALSE(day_off(calendar, rules::date(2027, 1, 8)));
  const Chronicle before = now.as_known_at(0);
  EXPECT_FALSE(calendar_of(before, nullptr).knows(2027));
}

TEST(CalendarVersions, AnOfficialYearIsNotReplacedByALaterProvisionalOne) {
  ChronicleBuilder b;
  b.members(2);
  assign(b);
  const std::string official = publish(b, "OFFICIAL", {"2027-01-08"});
  publish(b, "PROVISIONAL", {});
  const Obligation duty = the_duty(b.chronicle());
  ASSERT_EQ(duty.due.calendars.size(), 1u);
  EXPECT_EQ(duty.due.calendars[0].version, official);
  EXPECT_EQ(rules::to_text(duty.due.effective_due), "2027-01-11");
}

}  // namespace
}  // namespace projections::governance
