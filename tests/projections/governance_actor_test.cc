// SPDX-License-Identifier: Apache-2.0
// Authority derived from the ledger: who may author what, on the civil day of recording.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/governance_ledger.h"

namespace projections {
namespace {

using support::GovernanceLedger;
using support::kCoordinatorOrganisation;
using support::kMinistry;
using support::org_id;
using support::Said;
using support::TestKey;
using support::thing_id;

// The clock stands at 2023-11-14 22:13 UTC: 2023-11-15 in the cluster's zone.
class GovernanceActorTest : public ::testing::Test {
 protected:
  GovernanceLedger t;

  std::string consent(std::uint64_t organisation) {
    return fmt::format(R"({{"organisation":"{}","answer":"CONSENT","given_on":{}}})",
                       org_id(organisation), t.day("2023-11-01"));
  }
  std::string message(const Said& said) {
    const auto recorded = t.record(said);
    return recorded ? "accepted" : recorded.error().message;
  }
};

TEST_F(GovernanceActorTest, AnOrganisationConsentsItself) {
  EXPECT_EQ(t.refusal(t.native(t.head(1), "MembershipConsentRecorded", consent(2))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MembershipConsentRecorded", consent(2))), "accepted");
}

TEST_F(GovernanceActorTest, TheRefusalSaysWhatWasFoundAndWhatWasNeeded) {
  const std::string said = message(t.native(t.head(1), "MembershipConsentRecorded", consent(2)));
  EXPECT_NE(said.find("needs a key of the organisation " + org_id(2)), std::string::npos) << said;
  EXPECT_NE(said.find("the author is head of the organisation " + org_id(1)), std::string::npos)
      << said;
}

TEST_F(GovernanceActorTest, AHeadActsWhileInOffice) {
  t.must(t.native(t.ministry, "OfficeHolderChanged", t.head_of(2, "RELEASED", "2023-11-10")));
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MembershipConsentRecorded", consent(2))),
            "ACTOR_NOT_ALLOWED");
  t.must(t.native(t.head(2), "OfficeHolderChanged", t.head_of(2, "APPOINTED", "2023-11-11")));
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MembershipConsentRecorded", consent(2))), "accepted");
}

TEST_F(GovernanceActorTest, TheDayIsThatOfTheClustersZone) {
  t.must(t.native(t.head(2), "OfficeHolderChanged", t.head_of(2, "RELEASED", "2023-11-15")));
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MembershipConsentRecorded", consent(2))),
            "ACTOR_NOT_ALLOWED");  // the fifteenth has begun there, in Greenwich it has not
  t.must(t.native(t.head(3), "OfficeHolderChanged", t.head_of(3, "RELEASED", "2023-11-16")));
  EXPECT_EQ(t.refusal(t.native(t.head(3), "MembershipConsentRecorded", consent(3))), "accepted");
}

TEST_F(GovernanceActorTest, TheKeyOfAFormerHeadStaysBehind) {
  const auto person = [](std::uint64_t number) {
    return fmt::format(R"(,"person":{{"person":"{}"}})", thing_id(number));
  };
  t.must(t.native(t.head(4), "OfficeHolderChanged",
                  t.head_of(4, "APPOINTED", "2021-01-01", person(1))));
  EXPECT_EQ(t.refusal(t.native(t.head(4), "MembershipConsentRecorded", consent(4))), "accepted");
  t.test.clock->now += 10ULL * 86'400 * 1'000'000;
  t.must(t.native(t.head(4), "OfficeHolderChanged",
                  t.head_of(4, "APPOINTED", "2023-11-20", person(2))));
  EXPECT_EQ(t.refusal(t.native(t.head(4), "MembershipConsentRecorded", consent(4))),
            "ACTOR_NOT_ALLOWED");
  const TestKey next(800);
  t.add_key(next, t.head(4), 4, "HEAD");
  EXPECT_EQ(t.refusal(t.native(next, "MembershipConsentRecorded", consent(4))), "accepted");
}

TEST_F(GovernanceActorTest, AnActingHeadNeedsAnAuthorityDocument) {
  const TestKey acting(801);
  t.add_key(acting, t.head(3), 3, "ACTING_HEAD");
  t.must(t.native(t.head(3), "OfficeHolderChanged", t.head_of(3, "RELEASED", "2023-11-01")));
  t.must(t.native(t.head(3), "OfficeHolderChanged", t.head_of(3, "ACTING", "2023-11-02")));
  EXPECT_EQ(t.refusal(t.native(acting, "MembershipConsentRecorded", consent(3))),
            "ACTOR_NOT_ALLOWED");
  t.must(t.native(
      t.head(3), "OfficeHolderChanged",
      t.head_of(3, "ACTING", "2023-11-03",
                fmt::format(R"(,"authority":{{"kind":"ORDER","document":"{}"}})", t.paper))));
  EXPECT_EQ(t.refusal(t.native(acting, "MembershipConsentRecorded", consent(3))), "accepted");
}

TEST_F(GovernanceActorTest, ARepresentativeActsWithinDatesAndScope) {
  const TestKey envoy(802);
  t.add_key(envoy, t.head(2), 2, "REPRESENTATIVE");
  const auto power = [&](const std::string& scope, const std::string& from, const std::string& to) {
    return fmt::format(
        R"({{"organisation":"{}","person":{{"person":"{}"}},"scopes":["{}"],"power":
        {{"kind":"PAPER_POWER","from":{},"to":{}}}}})",
        org_id(2), thing_id(5), scope, t.day(from), t.day(to));
  };
  const Said act = t.native(envoy, "MembershipConsentRecorded", consent(2));
  EXPECT_EQ(t.refusal(act), "ACTOR_NOT_ALLOWED");
  t.must(t.native(t.head(2), "RepresentativeAuthorised",
                  power("ALL_ACTS", "2023-01-01", "2023-11-14")));
  EXPECT_EQ(t.refusal(act), "ACTOR_NOT_ALLOWED");  // ran out yesterday
  t.must(
      t.native(t.head(2), "RepresentativeAuthorised", power("VOTE", "2023-01-01", "2024-01-01")));
  EXPECT_EQ(t.refusal(act), "ACTOR_NOT_ALLOWED");  // to vote, not for this
  EXPECT_EQ(t.refusal(t.native(t.head(3), "RepresentativeAuthorised",
                               power("ALL_ACTS", "2023-01-01", "2024-01-01"))),
            "ACTOR_NOT_ALLOWED");
  t.must(t.native(t.head(2), "RepresentativeAuthorised",
                  power("ALL_ACTS", "2023-01-01", "2024-01-01")));
  EXPECT_EQ(t.refusal(act), "accepted");
}

TEST_F(GovernanceActorTest, ARoleOfTheRegionIsThatOfTheRegister) {
  const TestKey pretender(803);
  t.add_key(pretender, t.head(1), 1, "REGIONAL_OPERATOR");
  EXPECT_EQ(t.refusal(t.native(pretender, "OrderIssued", t.order(1, {}))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "OrderIssued", t.order(kMinistry, {}))), "accepted");
}

TEST_F(GovernanceActorTest, AChairsKeyNeedsAChairInOffice) {
  const TestKey chair(804);
  t.add_key(chair, t.head(1), 1, "COUNCIL_CHAIR", fmt::format(R"(,"seat":"{}")", org_id(1)));
  const Said convening = t.native(chair, "MeetingConvened", t.meeting(1, "2023-12-01"));
  EXPECT_EQ(t.refusal(convening), "ACTOR_NOT_ALLOWED");
  t.elect_chair();
  EXPECT_EQ(t.refusal(convening), "accepted");
}

TEST_F(GovernanceActorTest, AChairsTermRunsOut) {
  t.elect_chair("2018-11-14");
  const TestKey chair(804);
  t.add_key(chair, t.head(1), 1, "COUNCIL_CHAIR", fmt::format(R"(,"seat":"{}")", org_id(1)));
  EXPECT_EQ(t.refusal(t.native(chair, "MeetingConvened", t.meeting(1, "2023-12-01"))),
            "ACTOR_NOT_ALLOWED");  // five years from 2018-11-14 end on 2023-11-14
}

TEST_F(GovernanceActorTest, AMeetingToComeIsConvenedByTheChair) {
  t.elect_chair();
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MeetingConvened", t.meeting(1, "2023-12-01"))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "MeetingConvened", t.meeting(1, "2023-12-01"))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "MeetingConvened", t.meeting(1, "2023-12-01"))),
            "accepted");
}

TEST_F(GovernanceActorTest, AMeetingThatTookPlaceIsRecordedWhoeverConvenedIt) {
  t.elect_chair();
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MeetingConvened", t.meeting(1, "2023-11-01"))),
            "accepted");
}

TEST_F(GovernanceActorTest, WhileThereIsNoChairTheCharterSaysWhoConvenes) {
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MeetingConvened", t.meeting(1, "2023-12-01"))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "MeetingConvened", t.meeting(1, "2023-12-01"))),
            "accepted");
}

TEST_F(GovernanceActorTest, ARecorderBelongsToThePlace) {
  t.must(t.organisation(50));
  TestKey stranger(805);
  Said first = t.first_key(stranger, 50, R"("RECORD","ACT")", t.paper);
  t.must(first);
  Said said = t.told("AccessionApplied", fmt::format(R"({{"applicant":"{}","applied_on":{}}})",
                                                     org_id(50), t.day("2023-11-01")));
  said.author = &stranger;
  EXPECT_EQ(t.refusal(said), "ACTOR_NOT_ALLOWED");
  said.author = &t.secretary;
  EXPECT_EQ(t.refusal(said), "accepted");
  said.author = &stranger;
  EXPECT_EQ(t.refusal(said), "accepted");  // an applicant has to do with the cluster
}

TEST_F(GovernanceActorTest, OnlyTheOfficesOfAMeetingKeepItsRecord) {
  t.elect_chair();
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string opened = t.must(t.told("BallotOpened", t.ballot(1, held)));
  EXPECT_EQ(t.refusal(t.native(t.head(2), "BallotClosed", t.on_ballot(opened))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotClosed", t.on_ballot(opened))), "accepted");
  EXPECT_EQ(t.refusal(t.native(t.head(3), "MeetingClosed", t.meeting_closed(held))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "MeetingClosed", t.meeting_closed(held))), "accepted");
}

TEST_F(GovernanceActorTest, TheSeatThatPresidesKeepsTheRecordOfItsMeeting) {
  const std::string held = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  t.must(t.told(
      "AttendanceRecorded",
      t.attendance(held, {1, 2, 3},
                   fmt::format(R"(,"presiding":{{"seat":"{}","form":"IN_PERSON"}})", org_id(3)))));
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MeetingClosed", t.meeting_closed(held))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(3), "MeetingClosed", t.meeting_closed(held))), "accepted");
}

TEST_F(GovernanceActorTest, TheCoordinatorDoesNotReceiveForTheOperator) {
  const std::string notice =
      t.must(t.native(t.head(1), "NoticeDispatched",
                      fmt::format(R"({{"notice":"{}","kind":"OTHER","to":{{"kind":"ROLE","role":
                  {{"role":"REGIONAL_OPERATOR"}}}},"sent_on":{},"channel":"POST"}})",
                                  thing_id(1), t.day("2023-11-01"))));
  const std::string received =
      fmt::format(R"({{"notice":"{}","received_on":{}}})", notice, t.day("2023-11-03"));
  EXPECT_EQ(t.refusal(t.native(t.coordinator, "NoticeReceived", received)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "NoticeReceived", received)), "accepted");
}

TEST_F(GovernanceActorTest, WhoAgreesAProgrammeHoldsThatRole) {
  const std::string programme = t.must(t.told(
      "ProgrammeSubmitted",
      fmt::format(R"({{"programme":"{}","version":1,"wording":{{"title":"Программа"}},"from":{},
                  "to":{},"document":"{}"}})",
                  thing_id(2), t.day("2023-09-01"), t.day("2028-08-31"), t.paper)));
  const auto agreed = [&](const std::string& by) {
    return fmt::format(R"({{"programme":"{}","by":"{}","agreed_on":{},"conclusion":"AGREED"}})",
                       programme, by, t.day("2023-10-01"));
  };
  EXPECT_EQ(t.refusal(t.native(t.ministry, "ProgrammeAgreed", agreed("COORDINATOR"))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.coordinator, "ProgrammeAgreed", agreed("OPERATOR"))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.coordinator, "ProgrammeAgreed", agreed("COORDINATOR"))),
            "accepted");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "ProgrammeAgreed", agreed("OPERATOR"))), "accepted");
}

TEST_F(GovernanceActorTest, AnErasureIsSignedByTwo) {
  Said said = t.native(t.ministry, "PersonalDataErased",
                       fmt::format(R"({{"fields":[{{"index":3,"field":"payload.person.name"}}],
                                   "reason":"TERM_ENDED","document":"{}"}})",
                                   t.paper));
  EXPECT_EQ(t.refusal(said), "SECOND_SIGNATURE");
  said.cosigners = {&t.coordinator};
  EXPECT_EQ(t.refusal(said), "accepted");
}

}  // namespace
}  // namespace projections
