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

}  // namespace
}  // namespace projections::governance
