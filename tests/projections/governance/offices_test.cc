// SPDX-License-Identifier: Apache-2.0
// Who holds a role of a place on a day: by the days of the changes, whenever they were recorded.
#include "projections/governance/offices.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/findings.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

std::string change(ChronicleBuilder& b, const char* role, std::uint64_t organisation,
                   const char* what, const std::string& from, const std::string& more = {},
                   bool of_region = false) {
  support::How how;
  how.of_region = of_region;
  return b.add("OfficeHolderChanged",
               fmt::format(R"({{"organisation":@o:{},"role":"{}","change":"{}","from":@d:{}{}}})",
                           organisation, role, what, from, more),
               how);
}

std::vector<ledger::Id> holders(const ChronicleBuilder& b, fb::Role role, Date on) {
  std::vector<ledger::Id> out;
  for (const RoleHolder& one : role_holders(b.chronicle(), role, on)) {
    out.push_back(one.organisation);
  }
  return out;
}

std::size_t found_times(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  const auto found = findings(chronicle, support::kToday);
  return static_cast<std::size_t>(std::count_if(
      found.begin(), found.end(), [&](const Finding& one) { return one.code() == code; }));
}

using Ids = std::vector<ledger::Id>;

TEST(TU_4z_Operator, IsWhoCameLastByTheDayAndNotByTheRecording) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 3, "2023-08-15");
  b.organisation(50, "EMPLOYER");
  change(b, "CLUSTER_OPERATOR", 1, "APPOINTED", "2024-01-10");
  change(b, "CLUSTER_OPERATOR", 50, "APPOINTED", "2023-09-01");
  EXPECT_EQ(holders(b, fb::Role::CLUSTER_OPERATOR, rules::date(2023, 10, 1)),
            Ids{support::org(50)});
  EXPECT_EQ(holders(b, fb::Role::CLUSTER_OPERATOR, support::kToday), Ids{support::org(1)});
  EXPECT_EQ(found_times(b, "OPERATOR_NOT_MEMBER"), 0u) << "the outsider was the operator before";
  change(b, "CLUSTER_OPERATOR", 50, "RELEASED", "2024-01-09");
  EXPECT_EQ(holders(b, fb::Role::CLUSTER_OPERATOR, support::kToday), Ids{support::org(1)})
      << "the release of the one before is none of the present one";
  change(b, "CLUSTER_OPERATOR", 50, "APPOINTED", "2025-01-10");
  EXPECT_EQ(found_times(b, "OPERATOR_NOT_MEMBER"), 1u);
}

TEST(TU_4d_Operator, OfTheRegionIsTheDeclaredOneUntilAnotherComes) {
  ChronicleBuilder b("tula");
  b.organisation(1);
  change(b, "REGIONAL_OPERATOR", 1, "APPOINTED", "2024-01-01", {}, /*of_region=*/true);
  EXPECT_EQ(holders(b, fb::Role::REGIONAL_OPERATOR, rules::date(2023, 12, 31)),
            Ids{support::org(support::kOperator)});
  EXPECT_EQ(holders(b, fb::Role::REGIONAL_OPERATOR, rules::date(2024, 1, 1)), Ids{support::org(1)});
}

TEST(TO_Order3_Supervisor, IsVacantAfterTheLastDayOfTheOnlyOne) {
  ChronicleBuilder b;
  b.complete(R"("OFFICES")", "2020-10-26");
  change(b, "SUPERVISING_OFFICIAL", 100, "APPOINTED", "2020-10-26", R"(,"to":@d:2025-12-31)");
  EXPECT_EQ(found_times(b, "SUPERVISOR_VACANT"), 1u);
  change(b, "SUPERVISING_OFFICIAL", 101, "APPOINTED", "2026-01-01");
  change(b, "SUPERVISING_OFFICIAL", 100, "RELEASED", "2025-12-31");
  EXPECT_EQ(found_times(b, "SUPERVISOR_VACANT"), 0u) << "the release was recorded last";
}

TEST(TU_14_Termination, TwoLinesOfOnePartyAreNotTwoParties) {
  const auto terminated = [](const char* lines) {
    ChronicleBuilder b("tula");
    const auto paper = support::concluded_agreement(b, 2, "2023-08-15");
    b.add("AgreementTerminated",
          fmt::format(R"({{"agreement":"{}","terminated_on":@d:2025-01-31,"ground":"MUTUAL",
              "slots":[{}]}})",
                      paper, lines));
    return found_times(b, "TERMINATION_NOT_BY_ALL");
  };
  EXPECT_EQ(terminated(R"({"slot":1,"party":1,"acting_as":"HEAD"},
                          {"slot":2,"party":1,"acting_as":"HEAD"})"),
            1u);
  EXPECT_EQ(terminated(R"({"slot":1,"party":1,"acting_as":"HEAD"},
                          {"slot":2,"party":2,"acting_as":"HEAD"})"),
            0u);
}

}  // namespace
}  // namespace projections::governance
