// SPDX-License-Identifier: Apache-2.0
// Which decisions give work: those that were adopted, and those of which nobody can say more.
#include "projections/governance/duties.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

constexpr const char* kWork =
    R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:1}],
       "components":[{"number":1,"title":"Отчёт","schedule":{"kind":"UNTIL","day":"2021-12-01"}}])";

/// How many assignments a vote of ten leaves.
std::ptrdiff_t assigned(const std::string& votes) {
  support::TomskCouncil t(10);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  t.decide(1, "2021-05-05", votes, "RECOMMENDATION", kWork);
  const Chronicle chronicle = t.b.chronicle();
  const auto all = duties_of(Council(chronicle, rules::date(2026, 11, 20)));
  return std::count_if(all.begin(), all.end(), [](const Obligation& duty) {
    return duty.kind == ObligationKind::kAssignment;
  });
}

TEST(DutiesOfDecisions, AnAdoptedDecisionGivesWorkAndARejectedOneDoesNot) {
  EXPECT_EQ(assigned("ffffffffaa"), 1);
  EXPECT_EQ(assigned("ffaaaaaaaa"), 0);
}

TEST(DutiesOfDecisions, ADecisionWithoutAQuorumGivesNoWork) { EXPECT_EQ(assigned("ff"), 0); }

}  // namespace
}  // namespace projections::governance
