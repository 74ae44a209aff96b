// SPDX-License-Identifier: Apache-2.0
// How long an agreement keeps its parties: a later version or a prolongation that was not in force
// in time revives nothing backwards, so that what happened in between has one outcome for ever.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/agreements.h"
#include "projections/governance/body_rules.h"
#include "projections/governance/membership.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

Date day_of(const char* iso) { return *rules::date_from_iso(iso); }

Truth member(const ChronicleBuilder& b, const char* day, const char* on = "2026-11-20") {
  const Chronicle chronicle = b.chronicle();
  Truth out = Truth::kNo;
  for (const Membership& one :
       memberships_of(memberships(chronicle, day_of(on)), support::org(1))) {
    out = rules::disjunction(out, one.on(day_of(day)));
  }
  return out;
}

/// An agreement of two until 2025-06-30.
ChronicleBuilder until_june(const char* charter, std::string* paper) {
  ChronicleBuilder b(charter, {}, "2017-01-01");
  *paper = support::register_agreement(b, 2, {}, R"({"kind":"UNTIL","until":@d:2025-06-30})");
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, *paper, slot, "2024-01-25");
  return b;
}

/// With a second version to the end of 2030, signed by both on a day; empty: by nobody.
ChronicleBuilder with_version_two(const std::string& signed_on, bool claimed) {
  std::string first;
  ChronicleBuilder b = until_june("tula", &first);
  const auto second =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6001,"version":2,"title_as_written":"Соглашение",
          "kind":"COOPERATION",{},"term":{{"kind":"UNTIL","until":@d:2030-12-31}},
          "levels":["FIRST"],"document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(3, 32)));
  for (const unsigned slot : {1u, 2u}) {
    if (!signed_on.empty()) support::sign_slot(b, second, slot, signed_on);
  }
  if (claimed) b.complete(R"("AGREEMENTS")", "2017-01-01");
  return b;
}

TEST(TU_12_Versions, OneThatNobodySignedKeepsNoMemberAfterTheEndOfTheOneBefore) {
  const ChronicleBuilder b = with_version_two("", true);
  EXPECT_EQ(member(b, "2025-06-30"), Truth::kYes);
  EXPECT_EQ(member(b, "2025-07-01"), Truth::kNo);
  EXPECT_EQ(member(b, "2026-03-01"), Truth::kNo);
  const ChronicleBuilder open = with_version_two("", false);
  EXPECT_EQ(member(open, "2025-06-30"), Truth::kYes);
  EXPECT_EQ(member(open, "2025-07-01"), Truth::kUndetermined) << "it may have been signed";
}

TEST(TU_12_Versions, OneSignedAfterTheEndBeginsAnotherMembershipAndFillsNoGap) {
  const ChronicleBuilder b = with_version_two("2025-10-01", true);
  EXPECT_EQ(member(b, "2025-06-30"), Truth::kYes);
  EXPECT_EQ(member(b, "2025-08-01"), Truth::kNo);
  EXPECT_EQ(member(b, "2025-10-01"), Truth::kYes);
}

TEST(TU_12_Versions, OneSignedInTimeGoesOnToItsOwnEnd) {
  for (const char* signed_on : {"2025-05-01", "2025-07-01"}) {
    const ChronicleBuilder b = with_version_two(signed_on, true);
    EXPECT_EQ(member(b, "2025-07-01"), Truth::kYes) << signed_on;
    EXPECT_EQ(member(b, "2030-12-31"), Truth::kYes) << signed_on;
    EXPECT_EQ(member(b, "2031-01-01"), Truth::kNo) << signed_on;
  }
}

TEST(TU_12_Versions, OneSignedOnAnUnknownDayLeavesOpenWhetherItCameInTime) {
  const ChronicleBuilder b = with_version_two("@u", true);
  EXPECT_EQ(member(b, "2025-06-30"), Truth::kYes);
  EXPECT_EQ(member(b, "2025-08-01"), Truth::kUndetermined);
}

/// Prolonged to the end of 2027 by a paper of both.
ChronicleBuilder prolonged(const char* signed_on) {
  std::string paper;
  ChronicleBuilder b = until_june("smolensk", &paper);
  const auto more =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["TERM"],"wording":{{
          "title":"Продление"}},"document":"{}",{},"term":{{"kind":"UNTIL",
          "until":@d:2027-12-31}}}})",
                        paper, ledger::test::hex_of(2, 32), support::parties_json(2)));
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, more, slot, signed_on);
  return b;
}

TEST(TU_12_Term, ATerminationAfterTheEndOfTheTermEndsNothingMore) {
  ChronicleBuilder b("tula");
  for (const std::uint64_t one : {1u, 2u}) b.organisation(one, "EMPLOYER");
  const auto made =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6009,"version":1,"title_as_written":"Соглашение",
          "kind":"COOPERATION",{},"term":{{"kind":"UNTIL","until":@d:2024-02-15}},
          "document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(3, 32)));
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, made, slot, "2023-08-15");
  b.add(
      "AgreementTerminated",
      fmt::format(R"({{"agreement":"{}","terminated_on":@d:2024-02-28,"ground":"OTHER"}})", made));
  const Chronicle chronicle = b.chronicle();
  for (const char* on : {"2024-02-16", "2024-03-01"}) {
    EXPECT_EQ(agreements(chronicle, day_of(on)).at(0).state, ForceState::kExpired) << on;
  }
}

TEST(SM_6_2_Amendments, AProlongationAfterTheEndRevivesNothingBackwards) {
  const ChronicleBuilder b = prolonged("2025-10-01");
  for (const char* on : {"2025-08-05", "2026-01-12"}) {
    EXPECT_EQ(member(b, "2025-06-30", on), Truth::kYes) << on;
    EXPECT_EQ(member(b, "2025-08-01", on), Truth::kNo) << on;
  }
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(agreements(chronicle, day_of("2025-08-05")).at(0).state, ForceState::kExpired);
}

TEST(SM_6_2_Amendments, AfterAProlongationThatCameTooLateTheForceIsOpenAndTheReasonIsSaid) {
  const ChronicleBuilder b = prolonged("2025-10-01");
  const Chronicle chronicle = b.chronicle();
  const Agreement seen = agreements(chronicle, day_of("2026-01-12")).at(0);
  EXPECT_EQ(seen.state, ForceState::kUndetermined);
  EXPECT_EQ(rules::to_text(*seen.last_day), "2025-06-30");
  EXPECT_TRUE(
      std::any_of(seen.grounds.missing.begin(), seen.grounds.missing.end(),
                  [](const Missing& what) { return what.what == "force of the prolongation"; }));
  EXPECT_EQ(member(b, "2025-09-30"), Truth::kNo);
  EXPECT_EQ(member(b, "2025-10-01"), Truth::kUndetermined);
  EXPECT_EQ(member(b, "2028-01-01"), Truth::kNo);
}

TEST(SM_6_2_Amendments, AProlongationInTimeGoesOnWithoutAGap) {
  for (const char* signed_on : {"2025-06-20", "2025-07-01"}) {
    const ChronicleBuilder b = prolonged(signed_on);
    EXPECT_EQ(member(b, "2025-08-01", "2026-01-12"), Truth::kYes) << signed_on;
    EXPECT_EQ(member(b, "2028-01-01"), Truth::kNo) << signed_on;
  }
}

TEST(SM_6_2_Amendments, AProlongationByALengthIsOpenBetweenTheTwoWaysToCountIt) {
  std::string paper;
  ChronicleBuilder b = until_june("smolensk", &paper);
  const auto more =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["TERM"],"wording":{{
          "title":"Продление на год"}},"document":"{}",{},"term":{{"kind":"LENGTH","length":{{
          "count":1,"unit":"YEARS"}}}}}})",
                        paper, ledger::test::hex_of(2, 32), support::parties_json(2)));
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, more, slot, "2025-06-10");
  EXPECT_EQ(member(b, "2026-06-10"), Truth::kYes);
  EXPECT_EQ(member(b, "2026-06-11"), Truth::kUndetermined) << "a year from the prolongation";
  EXPECT_EQ(member(b, "2026-06-30"), Truth::kUndetermined) << "a year more than before";
  EXPECT_EQ(member(b, "2026-07-01"), Truth::kNo);
}

TEST(SM_6_2_Amendments, AShorterTermEndsNothingBeforeADayWithinBoundsOnWhichItBegan) {
  std::string paper;
  ChronicleBuilder b = until_june("smolensk", &paper);
  const auto shorter =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["TERM"],"wording":{{
          "title":"Сокращение срока"}},"document":"{}",{},"term":{{"kind":"UNTIL",
          "until":@d:2025-04-15}}}})",
                        paper, ledger::test::hex_of(2, 32), support::parties_json(2)));
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, shorter, slot, "@m:2025-04");
  EXPECT_EQ(member(b, "2025-04-15"), Truth::kYes);
  EXPECT_EQ(member(b, "2025-04-20"), Truth::kUndetermined) << "it may have begun on the 25th";
  EXPECT_EQ(member(b, "2025-04-30"), Truth::kNo);
}

TEST(TU_19_Rules, OfAVersionThatAnotherHasReplacedHoldUpToThatOneAndNotUpToALaterTermination) {
  ChronicleBuilder b("tula", {}, "2017-01-01");
  const auto first = support::concluded_agreement(
      b, 2, "2024-01-25",
      R"(,"council_rules":[{"kind":"SECTORAL_COUNCIL","organ_of_cluster":true,
      "seats":"REPRESENTATIVES_OF_ALL","seats_from":"PARTICIPANTS","composed_by":"RULE_ITSELF",
      "ballot":"OPEN","convened_by":"CHAIR","agenda_by":"CHAIR",
      "ballots_opened_by":"NOT_STATED"}])");
  const auto second =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6001,"version":2,"title_as_written":"Соглашение",
          "kind":"COOPERATION",{},"term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],
          "document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(3, 32)));
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, second, slot, "2025-02-01");
  b.add("AgreementTerminated", fmt::format(R"({{"agreement":"{}","terminated_on":@d:2026-01-31,
      "ground":"MUTUAL"}})",
                                           first));
  const Chronicle chronicle = b.chronicle();
  const auto agreed = agreed_rules(chronicle, day_of("2026-11-20"));
  ASSERT_EQ(agreed.size(), 1u);
  EXPECT_EQ(rules::to_text(agreed[0].last_day.value_or(FuzzyDate{})), "2025-01-31");
}

TEST(TU_14_Termination, OfAnAgreementWhoseTermWasOverKeepsNoMemberLonger) {
  std::string paper;
  ChronicleBuilder b = until_june("tula", &paper);
  b.add("AgreementTerminated", fmt::format(R"({{"agreement":"{}","terminated_on":@d:2025-10-01,
      "ground":"TERM_ENDED"}})",
                                           paper));
  EXPECT_EQ(member(b, "2025-06-30"), Truth::kYes);
  EXPECT_EQ(member(b, "2025-07-01"), Truth::kNo);
}

}  // namespace
}  // namespace projections::governance
