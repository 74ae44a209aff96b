// SPDX-License-Identifier: Apache-2.0
// The expected results of the rule arithmetic, worked out by hand: tests/data/rule_vectors.json.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "projections/rules/quorum.h"
#include "projections/rules/tally.h"
#include "projections/rules/terms.h"
#include "tests/paths.h"
#include "tests/support/ru_calendar.h"

namespace {

using nlohmann::json;
using namespace projections::rules;  // NOLINT: the subject of this file

const json& vectors() {
  static const json value =
      json::parse(std::ifstream(std::string(kSourceDir) + "/tests/data/rule_vectors.json"));
  return value;
}

Date day_of(const json& text) { return *date_from_iso(text.get<std::string>()); }

TEST(RuleVectors, QuorumIsAsWorkedOut) {
  for (const json& each : vectors()["quorum"]) {
    std::string rule = each["rule"];
    rule.resize(rule.find(" of members"));
    const auto answer = quorum(*parse_threshold(rule), {each["present"], each["members"]});
    ASSERT_TRUE(answer) << each;
    EXPECT_EQ(answer->needed, each["needed"]) << each;
    EXPECT_EQ(answer->met, each["met"]) << each;
  }
}

TEST(RuleVectors, TallyIsAsWorkedOut) {
  for (const json& each : vectors()["tally"]) {
    const Votes votes{each["for"], each["against"], each["abstain"]};
    const Electorate who{each["present"], each["members"], each["members"]};
    std::optional<Choice> chair;
    if (each["chair_vote"] == "for") chair = Choice::kFor;
    if (each["chair_vote"] == "against") chair = Choice::kAgainst;
    const bool unanimous = each["base"] == "unanimous";
    const Threshold share = unanimous ? Threshold{1, 1, Relation::kAtLeast} : Threshold{};
    const std::uint64_t base = unanimous ? each["members"] : each["base"];
    const auto answer = tally_of_base(votes, who, base, share, CastingRule{}, chair);
    ASSERT_TRUE(answer) << each;
    EXPECT_EQ(answer->adopted, each["adopted"]) << each;
    EXPECT_EQ(name_of(answer->by), each["by"]) << each;
    if (each.contains("needed")) {
      EXPECT_EQ(answer->needed, each["needed"]) << each;
    }
  }
}

TEST(RuleVectors, WorkingDaysAreAsWorkedOut) {
  for (const json& each : vectors()["working_days"]) {
    const auto due = support::ru_calendar().add_working(day_of(each["from"]), each["days"]);
    if (each["due"].is_null()) {
      ASSERT_FALSE(due) << each;
      EXPECT_EQ(unknown_year(due.error()), 2027) << each;
    } else {
      ASSERT_TRUE(due) << each;
      EXPECT_EQ(to_iso(*due), each["due"]) << each;
    }
  }
}

TEST(RuleVectors, CalendarDaysAreAsWorkedOut) {
  for (const json& each : vectors()["calendar_days"]) {
    const Length length{each["days"], LengthUnit::kCalendarDays};
    const Deadline due = deadline(FuzzyDate::on(day_of(each["from"])), length,
                                  Shift::kNextWorkingDay, support::ru_calendar());
    EXPECT_EQ(to_text(due.nominal_due), each["nominal_due"]) << each;
    EXPECT_EQ(to_text(due.effective_due), each["effective_due"]) << each;
  }
}

TEST(RuleVectors, NoticeOfTwoMonthsIsAsWorkedOut) {
  for (const json& each : vectors()["months_notice"]) {
    const NoticeEnd end =
        notice_end(FuzzyDate::on(day_of(each["received"])), {2, LengthUnit::kMonths}, Shift::kNone,
                   support::ru_calendar());
    EXPECT_EQ(to_text(end.last_day_at_earliest), each["last_day_as_participant_at_earliest"]);
    EXPECT_EQ(to_text(end.out_from), each["out_from"]) << each;
  }
}

TEST(RuleVectors, TermOfYearsIsAsWorkedOut) {
  for (const json& each : vectors()["years_term"]) {
    const auto term = tenure(day_of(each["elected"]), Length{each["years"], LengthUnit::kYears},
                             support::ru_calendar());
    ASSERT_TRUE(term) << each;
    EXPECT_EQ(to_iso(term->last_day), each["last_day"]) << each;
    EXPECT_EQ(to_iso(term->expired_from), each["expired_from"]) << each;
  }
}

TEST(RuleVectors, WorkingDayIsAsWorkedOut) {
  for (const json& each : vectors()["is_working"]) {
    EXPECT_EQ(*support::ru_calendar().is_working(day_of(each["date"])), each["working"]) << each;
  }
}

}  // namespace
