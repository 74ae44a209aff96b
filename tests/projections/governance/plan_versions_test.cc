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
#include "tests/support/finding_cases.h"

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

TEST(TO_3a_PlanVersions, ARowThatWasSetLaterTakesThePlaceOfAnotherFromItsOwnDayOn) {
  Versions v;
  const auto plan = v.submit(1, "2022-12-20", false);
  v.approve(plan, "@d:2022-12-26");
  const auto set = [&](unsigned month, const char* on, const std::string& more) {
    support::How how;
    how.occurred = on;
    return v.b.add("PlanItemSet",
                   fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"1","wording":{{
                       "title":"x"}},"components":[{{"number":1,"title":"x","schedule":{{
                       "kind":"MONTH","year":2023,"month":{}}}}}]{}}})",
                               plan, month, more),
                   how);
  };
  const auto first = set(3, "2022-12-20", {});
  set(9, "2023-06-01", fmt::format(R"(,"replaces":"{}")", first));
  EXPECT_EQ(v.rows(rules::date(2023, 3, 1)), "1 open");
  EXPECT_EQ(v.rows(rules::date(2023, 5, 31)), "1 overdue");
  EXPECT_EQ(v.rows(rules::date(2023, 6, 1)), "1 open");
}

/// "approved not-approved" of a plan on which a council of four votes so, "" with no ballot at all:
/// whether it is approved, and how many findings say that it is not.
std::string voted_on(const std::string& votes) {
  support::TomskCouncil t(4);
  const auto plan =
      t.b.add("PlanSubmitted",
              fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
          "CALENDAR_YEAR","from":"2023-01-01","to":"2023-12-31","submitted_on":@d:2022-12-01,
          "document":"{}"}})",
                          ledger::test::hex_of(4, 32)));
  const auto decided = votes.empty()
                           ? t.b.decision(1, t.b.meeting(1, t.council, "2022-12-05"), "", "PLAN")
                           : t.decide(1, "2022-12-05", votes, "PLAN");
  t.b.add(
      "PlanApproved",
      fmt::format(R"({{"plan":"{}","decision":"{}","approved_on":@d:2022-12-05}})", plan, decided));
  const Chronicle chronicle = t.b.chronicle();
  const Date on = rules::date(2023, 5, 2);
  std::size_t found = 0;
  for (const Finding& one : findings(chronicle, on)) found += one.code() == "PLAN_NOT_APPROVED";
  const Plan told = plans(Council(chronicle, on)).at(0);
  return fmt::format("{} {}", static_cast<int>(told.approved), found);
}

TEST(TO_3a_PlanVersions, OnlyAnAdoptedDecisionApprovesAPlan) {
  const auto says = [](Truth approved, int found) {
    return fmt::format("{} {}", static_cast<int>(approved), found);
  };
  EXPECT_EQ(voted_on("ffff"), says(Truth::kYes, 0));
  EXPECT_EQ(voted_on("faaa"), says(Truth::kNo, 1)) << "rejected";
  EXPECT_EQ(voted_on("f---"), says(Truth::kNo, 1)) << "void: no quorum";
  EXPECT_EQ(voted_on(""), says(Truth::kUndetermined, 0)) << "no vote is recorded";
}

}  // namespace
}  // namespace projections::governance
