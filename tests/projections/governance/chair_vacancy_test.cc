// SPDX-License-Identifier: Apache-2.0
// When a chair who left the office more than once on paper was out of it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/bodies.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

/// A chair since 2021-04-05 with these records of leaving, in the order of recording.
ChairTerm left_on(const std::vector<std::string>& days) {
  support::TomskCouncil t(4);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  for (const std::string& day : days) {
    t.b.add("OfficeVacated",
            fmt::format(R"({{"body":"{}","seat":@o:1,"office":"CHAIR","vacated_on":{},
                "ground":"RESIGNED"}})",
                        t.council, day));
  }
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  ChairTerm term = council.chairs(council.bodies().at(0)).at(0);
  // The chronicle goes; what is asked below are days.
  term.decision.reset();
  term.vacated.reset();
  return term;
}

TEST(ChairsVacancy, TheFirstByItsDayEndsTheTermThoughALaterOneWasRecordedFirst) {
  const ChairTerm term = left_on({"@d:2025-11-20", "@d:2022-03-10"});
  EXPECT_EQ(term.in_office(rules::date(2022, 3, 10)), Truth::kYes);
  EXPECT_EQ(term.in_office(rules::date(2022, 3, 11)), Truth::kNo);
  EXPECT_EQ(rules::to_text(*term.vacated_on), "2022-03-10");
}

TEST(ChairsVacancy, OneWithoutADayDoesNotHideAKnownOneAndLeavesTheTimeBeforeOpen) {
  for (const std::vector<std::string>& days :
       {std::vector<std::string>{"@u", "@d:2022-03-10"}, {"@d:2022-03-10", "@u"}}) {
    const ChairTerm term = left_on(days);
    EXPECT_EQ(term.in_office(rules::date(2022, 3, 11)), Truth::kNo);
    EXPECT_EQ(term.in_office(rules::date(2021, 12, 1)), Truth::kUndetermined);
  }
}

/// Whether the chair of 2021-04-05 is in office on the day, after an order of 2022-02-10 that puts
/// the chair's organisation out of the cluster.
Truth in_office_after_order(const support::CharterEdits& edits, Date day) {
  support::TomskCouncil t(4, edits);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  t.b.order("2022-02-10", {}, {1});
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  return council.chairs(council.bodies().at(0)).at(0).in_office(day);
}

TEST(ChairsVacancy, AnExclusionOfWhichItIsOpenWhetherItWorksLeavesTheChairOpenFromThenOn) {
  const support::CharterEdits unregulated = {
      {R"("exclusion": "ORDER")", R"("exclusion": "NOT_STATED")"}};
  EXPECT_EQ(in_office_after_order(unregulated, rules::date(2022, 2, 1)), Truth::kYes);
  EXPECT_EQ(in_office_after_order(unregulated, rules::date(2022, 2, 20)), Truth::kUndetermined);
  EXPECT_EQ(in_office_after_order({}, rules::date(2022, 2, 20)), Truth::kNo);
}

/// Whether the chair of 2021-04-05 is in office on the day, after the paper says of this seat that
/// it was elected on 2022-03-10, by a vote of which nothing is recorded.
Truth still_in_office(std::uint64_t elected, Date day) {
  support::TomskCouncil t(4);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  t.b.decision(
      1, t.b.meeting(1, t.council, "2022-03-10"), "", "ELECTION",
      fmt::format(R"(,"body":"{0}","offices":[{{"body":"{0}","seat":@o:{1},"office":"CHAIR",
                   "mode":"ELECTED"}}])",
                  t.council, elected));
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  return council.chairs(council.bodies().at(0)).at(0).in_office(day);
}

TEST(ChairsSuccession, OfWhichItIsNotKnownWhetherItCameLeavesTheChairOpenFromThatDayOn) {
  EXPECT_EQ(still_in_office(2, rules::date(2022, 3, 10)), Truth::kYes);
  EXPECT_EQ(still_in_office(2, rules::date(2022, 3, 11)), Truth::kUndetermined);
  EXPECT_EQ(still_in_office(1, rules::date(2022, 3, 11)), Truth::kYes) << "the same seat again";
}

}  // namespace
}  // namespace projections::governance
