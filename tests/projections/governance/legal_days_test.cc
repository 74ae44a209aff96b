// SPDX-License-Identifier: Apache-2.0
// What counts for a membership is the order of legal days and then of recording: the category of an
// organisation (TO 1), the act to which a consent was given (TO 2).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/membership.h"
#include "tests/support/chronicle_builder.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

std::vector<Membership> of(const Chronicle& chronicle, std::uint64_t number) {
  return memberships_of(memberships(chronicle, support::kToday), support::org(number));
}

void recategorised(ChronicleBuilder& b, const char* category, const char* from) {
  support::How region;
  region.of_region = true;
  b.add("OrganisationChanged",
        fmt::format(R"({{"organisation":@o:1,"kind":"RECATEGORISED","from":{},
            "category":{{"category":"{}"}}}})",
                    from, category),
        region);
}

CategoryOn category(const ChronicleBuilder& b, const char* day) {
  return category_of(b.chronicle(), support::org(1), *rules::date_from_iso(day));
}

TEST(TO_1_Categories, OfTwoChangesTheOneOfTheLaterDayHoldsWhicheverWasRecordedLast) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-03-01");
  recategorised(b, "NPO", "@d:2021-01-11");
  recategorised(b, "UNIVERSITY", "@d:2019-01-14");
  EXPECT_EQ(category(b, "2021-03-17").category, fb::OrganisationCategory::NPO);
  EXPECT_TRUE(category(b, "2021-03-17").certain);
  EXPECT_EQ(category(b, "2020-01-01").category, fb::OrganisationCategory::UNIVERSITY);
  b.order("2021-03-17", {1});
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(of(chronicle, 1).at(0).effective, Truth::kYes);
  EXPECT_EQ(of(chronicle, 1).at(0).category, fb::OrganisationCategory::NPO);
}

TEST(TO_1_Categories, AChangeOfUnknownDayLeavesTheCategoryOpenUnlessItChangesNothing) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-03-01");
  recategorised(b, "UNIVERSITY", "@u");
  recategorised(b, "NPO", "@d:2021-01-11");
  EXPECT_FALSE(category(b, "2021-03-17").certain);
  ChronicleBuilder same;
  same.organisation(1, "EMPLOYER");
  same.consent(1, "CONSENT", "2021-03-01");
  recategorised(same, "NPO", "@u");
  recategorised(same, "NPO", "@d:2021-01-11");
  EXPECT_TRUE(category(same, "2021-03-17").certain);
}

TEST(TO_1_Categories, OfTwoChangesOfOneDayTheOneRecordedLastHolds) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-03-01");
  recategorised(b, "UNIVERSITY", "@d:2021-01-11");
  recategorised(b, "NPO", "@d:2021-01-11");
  EXPECT_EQ(category(b, "2021-01-11").category, fb::OrganisationCategory::NPO);
  EXPECT_TRUE(category(b, "2021-01-11").certain);
}

TEST(TO_2_Order, AConsentToAnotherOrderIsNoneToThisOne) {
  for (const bool claimed : {false, true}) {
    ChronicleBuilder b;
    b.organisation(1, "EMPLOYER");
    if (claimed) b.complete(R"("MEMBERSHIP")", "2021-01-01");
    const auto first = b.order("2021-03-17", {1});
    b.consent(1, "CONSENT", "2021-03-10", fmt::format(R"(,"to":"{}")", first));
    b.order("2021-06-01", {}, {1});
    b.order("2022-01-10", {1});
    const Chronicle chronicle = b.chronicle();
    const auto all = of(chronicle, 1);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].consent, ConsentState::kGiven);
    EXPECT_EQ(all[1].consent, ConsentState::kNotRecorded);
    EXPECT_EQ(all[1].effective, claimed ? Truth::kNo : Truth::kUndetermined);
    EXPECT_EQ(all[1].code, claimed ? "NO_CONSENT" : "");
    bool told = false;
    for (const Missing& what : all[1].grounds.missing) {
      told |= what.sentence.english.ends_with("is to another act");
    }
    EXPECT_TRUE(told);
  }
}

TEST(TO_2_Order, ARefusalOfAnotherOrderDoesNotTakeBackAConsentToThisOne) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-03-01");
  const auto first = b.order("2021-03-17", {1});
  b.order("2021-06-01", {}, {1});
  b.consent(1, "REFUSAL", "2021-07-01", fmt::format(R"(,"to":"{}")", first));
  b.order("2022-01-10", {1});
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(of(chronicle, 1).at(1).consent, ConsentState::kGiven);
}

/// An order of a day that works from another one.
void order_from(ChronicleBuilder& b, const std::string& dated, const std::string& from) {
  support::How how;
  how.effective = from;
  b.add("OrderIssued",
        fmt::format(R"({{"act":{{"kind":"ORDER","issuer":@o:100,"printed":[{{"place":"HEADER",
            "date":@d:{}}}]}},"wording":{{"title":"x"}},"included":[@o:1]}})",
                    dated),
        how);
}

TEST(TO_2_Order, AConsentOfTheDayOfAnOrderThatWorksFromAnEarlierDayIsInTime) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-09-24");
  order_from(b, "2021-09-24", "2021-09-04");
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(of(chronicle, 1).at(0).consent, ConsentState::kGiven);
  EXPECT_EQ(of(chronicle, 1).at(0).on(*rules::date_from_iso("2021-09-04")), Truth::kYes);
}

TEST(TO_2_Order, AConsentAfterTheOrderIsLateThoughTheOrderDoesNotWorkYet) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.complete(R"("MEMBERSHIP")", "2021-01-01");
  b.consent(1, "CONSENT", "2021-03-20");
  order_from(b, "2021-03-17", "2021-04-01");
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(of(chronicle, 1).at(0).consent, ConsentState::kGivenLate);
  EXPECT_EQ(of(chronicle, 1).at(0).code, "NO_CONSENT");
}

TEST(TO_2_Order, ARefusalBetweenAnOrderAndItsFirstDayTakesNothingBack) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-03-01");
  b.consent(1, "REFUSAL", "2021-03-20");
  order_from(b, "2021-03-17", "2021-04-01");
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(of(chronicle, 1).at(0).consent, ConsentState::kGiven);
}

TEST(TO_2_Order, AConsentToADecisionLeavesOpenWhetherItIsToTheOrderThatFollowed) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  const auto decided = b.decision(1, "", "", "ACCESSION", R"(,"admits":[@o:1])");
  b.consent(1, "CONSENT", "2021-03-10", fmt::format(R"(,"to":"{}")", decided));
  b.order("2021-03-17", {1});
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(of(chronicle, 1).at(0).consent, ConsentState::kUndetermined);
  EXPECT_EQ(of(chronicle, 1).at(0).on(support::kToday), Truth::kUndetermined);
}

}  // namespace
}  // namespace projections::governance
