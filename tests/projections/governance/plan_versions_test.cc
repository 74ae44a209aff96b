// SPDX-License-Identifier: Apache-2.0
// Versions of a plan: an approved one stands until another one is approved, and a draft beside it
// demands nothing (TO 3а).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "projections/governance/duties.h"
#include "projections/governance/findings.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"

namespace projections::governance {
namespace {

/// A plan of 2023 whose versions have a row for March, of the number of the version.
struct Versions {
  Versions() { b.complete(R"("EXECUTION")", "2022-12-01"); }

  std::string submit(unsigned version, const std::string& on, bool with_row = true) {
    const auto plan =
        b.add("PlanSubmitted",
              fmt::format(R"({{"plan":@t:6700,"version":{},"wording":{{"title":"План"}},"period":
            "CALENDAR_YEAR","from":"2023-01-01","to":"2023-12-31","submitted_on":@d:{},
            "document":"{}"}})",
                          version, on, ledger::test::hex_of(4, 32)));
    if (!with_row) return plan;
    b.add("PlanItemSet",
          fmt::format(R"({{"plan":"{}","row":@t:{},"printed_number":"{}","wording":{{"title":"x"}},
              "components":[{{"number":1,"title":"x","schedule":{{"kind":"MONTH","year":2023,
              "month":3}}}}]}})",
                      plan, 6'800 + version, version));
    return plan;
  }
  void approve(const std::string& plan, const std::string& on) {
    b.add("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":{}}})", plan, on));
  }
  /// "number state", a "?" for each thing that is missing.
  std::string rows(Date on) const {
    const Chronicle chronicle = b.chronicle();
    std::set<std::string> out;
    for (const Obligation& duty : duties_of(Council(chronicle, on))) {
      out.insert(duty.name + " " + std::string(name_of(duty.verdict.state)) +
                 std::string(duty.grounds.missing.size(), '?'));
    }
    std::string text;
    for (const std::string& one : out) text += (text.empty() ? "" : ", ") + one;
    return text;
  }
  std::size_t late_rows() const {
    const Chronicle chronicle = b.chronicle();
    std::size_t count = 0;
    for (const Finding& one : findings(chronicle, rules::date(2023, 5, 2))) {
      count += one.code() == "PLAN_ROW_LATE" ? 1 : 0;
    }
    return count;
  }

  support::ChronicleBuilder b;
};

TEST(TO_3a_PlanVersions, ADraftLeavesTheRowsOfTheApprovedPlanOwed) {
  Versions v;
  v.approve(v.submit(1, "2022-12-20"), "@d:2022-12-26");
  EXPECT_EQ(v.late_rows(), 1u);
  v.submit(2, "2023-04-03", /*with_row=*/false);
  EXPECT_EQ(v.late_rows(), 1u) << "an empty draft has taken the place of nothing";
  EXPECT_EQ(v.rows(rules::date(2023, 5, 2)), "1 overdue");
}

TEST(TO_3a_PlanVersions, ADraftBesideAnApprovedPlanDemandsNothing) {
  Versions v;
  v.approve(v.submit(1, "2022-12-20"), "@d:2022-12-26");
  v.submit(2, "2023-04-03");
  EXPECT_EQ(v.rows(rules::date(2023, 5, 2)), "1 overdue");
}

TEST(TO_3a_PlanVersions, ALaterVersionTakesThePlaceOnTheDayOfItsApproval) {
  Versions v;
  v.approve(v.submit(1, "2022-12-20"), "@d:2022-12-26");
  v.approve(v.submit(2, "2023-01-16"), "@d:2023-02-06");
  EXPECT_EQ(v.rows(rules::date(2023, 2, 5)), "1 open");
  EXPECT_EQ(v.rows(rules::date(2023, 2, 6)), "2 open");
}

TEST(TO_3a_PlanVersions, AnApprovedVersionIsNotDisplacedByALaterDraftWhicheverWasRecordedFirst) {
  Versions v;
  v.submit(3, "2023-04-03");
  v.approve(v.submit(2, "2023-01-16"), "@d:2023-02-06");
  v.submit(1, "2022-12-20");
  EXPECT_EQ(v.rows(rules::date(2023, 2, 5)), "2 open") << "of two drafts the later one";
  EXPECT_EQ(v.rows(rules::date(2023, 5, 2)), "2 overdue");
}

TEST(TO_3a_PlanVersions, AnApprovalWithoutADayLeavesOpenWhoseRowsAreLate) {
  Versions v;
  v.approve(v.submit(1, "2022-12-20"), "@d:2022-12-26");
  v.approve(v.submit(2, "2023-01-16"), "@u");
  EXPECT_EQ(v.rows(rules::date(2023, 5, 2)), "1 undetermined?, 2 undetermined?");
  EXPECT_EQ(v.late_rows(), 0u);
}

}  // namespace
}  // namespace projections::governance
