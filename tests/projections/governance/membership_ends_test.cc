// SPDX-License-Identifier: Apache-2.0
// Several ends of one membership: one that is certain and one that is open keep beside each other.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/findings.h"
#include "projections/governance/membership.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::member_on;

std::vector<Membership> all_of(const ChronicleBuilder& b, std::uint64_t number) {
  const Chronicle chronicle = b.chronicle();
  return memberships_of(memberships(chronicle, support::kToday), support::org(number));
}

/// A notice received on 30.06.2023 and an order of 10.07 that the charter gives no rule for.
ChronicleBuilder noticed_and_ordered(bool order_first) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 2, "2017-12-01");
  if (order_first) b.order("2023-07-10", {}, {1});
  b.add("WithdrawalNoticeRecorded",
        R"({"organisation":@o:1,"act":"GIVEN","to":{"kind":"BODY","body":
            {"kind":"COORDINATION_COUNCIL"}},"received_on":@d:2023-06-30,"form":"WRITTEN"})");
  if (!order_first) b.order("2023-07-10", {}, {1});
  return b;
}

TEST(TO_2_Exclusion, ByAnOrderWithoutADayHasCertainlyComeOnceItIsRecorded) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.order("@u", {}, {1});
  EXPECT_EQ(member_on(b, 1, "2023-01-01"), Truth::kUndetermined);
  EXPECT_EQ(member_on(b, 1, "2026-11-21"), Truth::kNo) << "it was recorded the day before";
}

TEST(TO_2_Exclusion,
     AnOrganisationThatIsLiquidatedNobodyKnowsWhenIsNoParticipantOnceThatIsRecorded) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.add("OrganisationChanged", R"({"organisation":@o:1,"kind":"LIQUIDATED","from":@u})");
  EXPECT_EQ(member_on(b, 1, "2023-01-01"), Truth::kUndetermined);
  EXPECT_EQ(member_on(b, 1, "2026-11-20"), Truth::kNo);
}

TEST(SM_6_5_Notice, ACertainEndStandsBesideAnEarlierOneThatIsOpenWhicheverWasRecordedFirst) {
  for (const bool order_first : {false, true}) {
    const ChronicleBuilder b = noticed_and_ordered(order_first);
    EXPECT_EQ(member_on(b, 1, "2023-07-10"), Truth::kYes);
    EXPECT_EQ(member_on(b, 1, "2023-07-11"), Truth::kUndetermined) << "the order is not regulated";
    EXPECT_EQ(member_on(b, 1, "2023-08-30"), Truth::kUndetermined);
    EXPECT_EQ(member_on(b, 1, "2023-08-31"), Truth::kNo) << "out by the notice in any case";
    const Membership one = all_of(b, 1).at(0);
    EXPECT_EQ(rules::to_text(*one.last_day), "2023-08-30");
    EXPECT_EQ(one.end->ground, EndGround::kNotice);
    EXPECT_EQ(one.further_ends.at(0).ground, EndGround::kOrder);
  }
}

TEST(SM_6_5_Notice, AnOpenEndBesideACertainOneIsStillFound) {
  const ChronicleBuilder b = noticed_and_ordered(false);
  const Chronicle chronicle = b.chronicle();
  const auto found = findings(chronicle, support::kToday);
  EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                          [](const Finding& one) { return one.code() == "UNREGULATED_ACTION"; }));
}

/// Of three to the end of 2027 one was excluded in 2024, and no protocol is recorded.
ChronicleBuilder excluded_without_protocol() {
  ChronicleBuilder b("tula");
  const auto paper =
      support::register_agreement(b, 3, {}, R"({"kind":"UNTIL","until":@d:2027-12-31})");
  for (const unsigned slot : {1u, 2u, 3u}) support::sign_slot(b, paper, slot, "2024-01-25");
  b.add("AgreementAmended",
        fmt::format(R"({{"supplementary":@t:6101,"agreement":"{}","kinds":["EXCLUSION"],"wording":{{
            "title":"Исключение"}},"document":"{}","excluded":[@o:3],"effective":@d:2024-09-02}})",
                    paper, ledger::test::hex_of(2, 32)));
  return b;
}

TEST(TU_13_1_Exclusion, ThatIsOpenIsNotLostToTheLaterEndOfTheAgreement) {
  const ChronicleBuilder b = excluded_without_protocol();
  EXPECT_EQ(member_on(b, 3, "2024-09-02"), Truth::kYes);
  EXPECT_EQ(member_on(b, 3, "2026-03-01"), Truth::kUndetermined);
  EXPECT_EQ(member_on(b, 3, "2028-01-01"), Truth::kNo);
  EXPECT_EQ(rules::to_text(*all_of(b, 3).at(0).last_day), "2027-12-31");
  EXPECT_EQ(member_on(b, 2, "2026-03-01"), Truth::kYes);
}

TEST(TU_8_3_Newcomer, WhoIsTakenInAgainIsAMemberThoughItsExclusionIsOpen) {
  ChronicleBuilder b("tula");
  const auto paper = support::concluded_agreement(b, 3, "2024-01-25");
  b.add("AgreementAmended",
        fmt::format(R"({{"supplementary":@t:6101,"agreement":"{}","kinds":["EXCLUSION"],"wording":{{
            "title":"Исключение"}},"document":"{}","excluded":[@o:3],"effective":@d:2024-09-02}})",
                    paper, ledger::test::hex_of(2, 32)));
  support::inclusion(b, paper, 3, "2025-06-02");
  EXPECT_EQ(member_on(b, 3, "2025-06-01"), Truth::kUndetermined);
  EXPECT_EQ(member_on(b, 3, "2025-06-03"), Truth::kYes);
}

TEST(TO_2_Order, AnInclusionAfterTheNoticeLeavesOpenWhetherItStaysBeyondItsLastDay) {
  const char* first = R"("member_on_first_day": true)";
  const char* notice = R"(, "withdrawal": {"notice": {"count": 2, "unit": "MONTHS"}, "to": {"kind":
      "BODY", "body": {"kind": "COORDINATION_COUNCIL"}}, "start": "RECEIPT", "form": "ANY"})";
  ChronicleBuilder b("tomsk", {{first, std::string(first) + notice}});
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.add("WithdrawalNoticeRecorded",
        R"({"organisation":@o:1,"act":"GIVEN","to":{"kind":"BODY","body":
            {"kind":"COORDINATION_COUNCIL"}},"received_on":@d:2021-08-02,"form":"WRITTEN"})");
  EXPECT_EQ(member_on(b, 1, "2021-10-03"), Truth::kNo);
  b.order("2021-09-30", {1});
  EXPECT_EQ(member_on(b, 1, "2021-10-02"), Truth::kYes);
  EXPECT_EQ(member_on(b, 1, "2021-10-03"), Truth::kUndetermined);
}

TEST(TO_2_Order, AnExclusionOfSomeDayOfTheMonthInWhichItCameBackLeavesItOpen) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.order("@m:2021-08", {}, {1});
  b.order("2021-08-11", {1});
  EXPECT_EQ(member_on(b, 1, "2021-07-31"), Truth::kYes);
  EXPECT_EQ(member_on(b, 1, "2021-09-01"), Truth::kUndetermined) << "excluded before or after it";
  const auto all = all_of(b, 1);
  ASSERT_EQ(all.size(), 2u);
  ASSERT_TRUE(all[1].end);
  EXPECT_EQ(all[1].end->effective, Truth::kUndetermined);
}

TEST(TO_2_Order, AnInclusionOfSomeDayOfTheMonthOfTheExclusionLeavesItOpen) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.order("@m:2021-08", {1});
  b.order("2021-08-10", {}, {1});
  EXPECT_EQ(member_on(b, 1, "2021-08-10"), Truth::kYes);
  EXPECT_EQ(member_on(b, 1, "2021-09-01"), Truth::kUndetermined) << "included before or after it";
}

TEST(TO_2_Order, AnInclusionOfSomeDayOfWhoIsAParticipantAllAlongChangesNothing) {
  ChronicleBuilder b;
  b.organisation(1);
  b.order("2021-03-17", {1});
  b.order("@m:2021-08", {1});
  EXPECT_EQ(all_of(b, 1).size(), 1u);
  b.order("2022-08-10", {}, {1});
  EXPECT_EQ(member_on(b, 1, "2022-08-11"), Truth::kNo);
}

}  // namespace
}  // namespace projections::governance
