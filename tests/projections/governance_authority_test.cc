// SPDX-License-Identifier: Apache-2.0
// Who has standing in a place and upon an entry of a register: version 3 of the rules. Each case is
// accepted under the second version, so that a rule that went missing shows.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/two_clusters.h"

namespace projections {
namespace {

using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::Said;
using support::TestKey;
using support::thing_id;
using support::TwoClusters;

std::string vacated(const GovernanceLedger& t, std::uint64_t seat) {
  return fmt::format(R"({{"body":"{}","seat":"{}","office":"CHAIR","vacated_on":{},
                     "ground":"RESIGNED"}})",
                     t.council, org_id(seat), t.day("2023-10-20"));
}

std::string application(const GovernanceLedger& t, std::uint64_t applicant) {
  return fmt::format(R"({{"applicant":"{}","applied_on":{}}})", org_id(applicant),
                     t.day("2023-11-01"));
}

std::string post(const GovernanceLedger& t, std::uint64_t organisation, const char* role,
                 const char* change, const char* from) {
  return fmt::format(R"({{"organisation":"{}","role":"{}","change":"{}","from":{}}})",
                     org_id(organisation), role, change, t.day(from));
}

constexpr const char* kDisposition =
    R"({"finding_key":"0101010101010101010101010101010101010101010101010101010101010101",
    "facts_digest":"0202020202020202020202020202020202020202020202020202020202020202",
    "code":"COPY_LATE","disposition":"REJECTED","wording":{"title":"Не нарушение"}})";

// --- heads and recorders -------------------------------------------------------------------------

TEST(StandingInAPlace, TheHeadOfAStrangerVacatesNoOfficeAndConvenesNothing) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    t.elect_chair();
    const std::string expected = version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED";
    EXPECT_EQ(t.refusal(t.native(two.stranger, "MeetingConvened", t.meeting(1, "2023-11-10"))),
              expected);
    EXPECT_EQ(t.refusal(t.native(two.stranger, "OfficeVacated", vacated(t, 1))), expected);
  }
}

TEST(StandingInAPlace, AParticipantVacatesItsOwnSeatsOfficeAndTheRecorderAnyOnes) {
  TwoClusters two(3);
  GovernanceLedger& t = two.t;
  t.elect_chair();
  EXPECT_EQ(t.refusal(t.native(t.head(2), "MeetingConvened", t.meeting(1, "2023-11-10"))),
            "accepted");
  EXPECT_EQ(t.refusal(t.native(t.head(2), "OfficeVacated", vacated(t, 1))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "OfficeVacated", vacated(t, 1))), "accepted");
  EXPECT_EQ(t.refusal(t.told("OfficeVacated", vacated(t, 1))), "accepted");
}

TEST(StandingInAPlace, AnApplicantIsNoParticipant) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const std::string agreement = two.agreement();
    const std::string ended =
        fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"CLUSTER_ENDED"}})",
                    agreement, t.day("2023-11-02"));
    EXPECT_EQ(t.refusal(t.native(two.stranger, "AgreementTerminated", ended)), "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(t.native(two.stranger, "AccessionApplied", application(t, 9))), "accepted");
    EXPECT_EQ(t.refusal(t.native(two.stranger, "AgreementTerminated", ended)),
              version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(t.native(t.head(1), "AgreementTerminated", ended)), "accepted");
  }
}

TEST(StandingInAPlace, AStrangerIncludesItselfByNoSupplementaryAgreementOfItsOwn) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const auto amended = [&](std::uint64_t number, const std::string& paper) {
      return fmt::format(
          R"({{"supplementary":"{}","agreement":"{}","kinds":["INCLUSION"],"included":["{}"],
          "wording":{{"title":"О новом участнике"}},"parties":[{{"number":1,"organisation":"{}"}}],
          "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}],"document":"{}"}})",
          thing_id(6'000 + number), two.agreement(), org_id(9), org_id(9), paper);
    };
    const std::string paper = t.must(t.told("DocumentRegistered", t.document(60).payload));
    EXPECT_EQ(t.refusal(t.native(two.stranger, "AgreementAmended", amended(1, paper))),
              version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(t.told("AgreementAmended", amended(2, paper))), "accepted");
  }
}

TEST(StandingInAPlace, ANewcomerJoinsByAnAgreementWithThoseWhoAreThere) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const std::string paper = t.must(t.told("DocumentRegistered", t.document(61).payload));
    const auto amended = [&](std::uint64_t number, const std::string& others) {
      return t.native(t.head(1), "AgreementAmended",
                      fmt::format(R"({{"supplementary":"{}","agreement":"{}",
                                  "kinds":["INCLUSION"],"included":["{}"],
                                  "wording":{{"title":"О новом участнике"}},
                                  "parties":[{{"number":1,"organisation":"{}"}}{}],
                                  "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}],
                                  "document":"{}"}})",
                                  thing_id(6'100 + number), two.agreement(), org_id(9), org_id(9),
                                  others, paper));
    };
    EXPECT_EQ(t.refusal(amended(1, {})), version == 2 ? "accepted" : "PARTY_UNKNOWN");
    EXPECT_EQ(
        t.refusal(amended(2, fmt::format(R"(,{{"number":2,"organisation":"{}"}})", org_id(2)))),
        "accepted");
  }
}

TEST(StandingInAPlace, ALetterIsReceivedByItsAddresseeThoughThatIsAStranger) {
  TwoClusters two(3);
  GovernanceLedger& t = two.t;
  const auto sent = [&](std::uint64_t number, const std::string& to) {
    return t.must(t.told("NoticeDispatched",
                         fmt::format(R"({{"notice":"{}","kind":"OTHER","to":{},"sent_on":{},
                                     "channel":"POST"}})",
                                     thing_id(number), to, t.day("2023-11-01"))));
  };
  const auto received = [&](const std::string& notice) {
    return t.native(
        two.stranger, "NoticeReceived",
        fmt::format(R"({{"notice":"{}","received_on":{}}})", notice, t.day("2023-11-03")));
  };
  const std::string to_all = sent(1, R"({"kind":"ALL_PARTICIPANTS"})");
  const std::string to_it =
      sent(2, fmt::format(R"({{"kind":"ORGANISATION","organisation":"{}"}})", org_id(9)));
  EXPECT_EQ(t.refusal(received(to_all)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(received(to_it)), "accepted");
}

TEST(StandingInAPlace, TheRecorderOfAnApplicantTellsNothingOfTheCluster) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    t.must(t.native(two.stranger, "AccessionApplied", application(t, 9)));
    Said told = t.native(two.stranger, "MeetingConvened", t.meeting(1, "2023-11-10"));
    told.grade = "RECORDER";
    EXPECT_EQ(t.refusal(told), version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    told.author = &t.secretary;
    told.payload = t.meeting(2, "2023-11-11");
    EXPECT_EQ(t.refusal(told), "accepted");
  }
}

TEST(StandingInAPlace, TheRefusalNamesThePlaceTheAuthorAndTheRule) {
  TwoClusters two(3);
  const auto refused =
      two.t.record(two.t.native(two.stranger, "MeetingConvened", two.t.meeting(1, "2023-11-10")));
  ASSERT_FALSE(refused);
  const std::string place = support::cluster_id(1);
  EXPECT_NE(refused.error().message.find("has standing here (the cluster " + place + ")"),
            std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().message.find("of the organisation " + org_id(9)), std::string::npos);
  EXPECT_NE(refused.error().russian.find("(кластер " + place + ")"), std::string::npos);
  EXPECT_NE(refused.error().message.find("on record from its recorder or from who runs it"),
            std::string::npos)
      << "one's own word on record is no appointment";
  EXPECT_TRUE(refused.error().message.ends_with("(rule A1 of RULES.md)"));
}

// --- posts ---------------------------------------------------------------------------------------

TEST(PostsOfAPlace, AnAuditorIsBelievedWhereTheAppointmentIsOnRecordAndNotByItsOwnKey) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const TestKey foreign{861}, own{862};
    t.add_key(foreign, two.stranger, 9, "AUDITOR");
    t.add_key(own, t.head(1), 1, "AUDITOR");
    const std::string expected = version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED";
    EXPECT_EQ(t.refusal(t.native(foreign, "FindingDispositioned", kDisposition)), expected);
    EXPECT_EQ(t.refusal(t.native(own, "FindingDispositioned", kDisposition)), expected);
    t.must(t.native(t.head(1), "OfficeHolderChanged",
                    post(t, 1, "AUDITOR", "APPOINTED", "2023-01-01")));
    EXPECT_EQ(t.refusal(t.native(own, "FindingDispositioned", kDisposition)), expected)
        << "its own word is no appointment by the place";
    Said by_stranger = t.native(two.stranger, "OfficeHolderChanged",
                                post(t, 9, "AUDITOR", "APPOINTED", "2023-01-01"));
    by_stranger.grade = "RECORDER";
    (void)t.refusal(by_stranger);  // its own post, and no word of this place
    t.must(t.told("OfficeHolderChanged", post(t, 1, "AUDITOR", "APPOINTED", "2023-01-01")));
    EXPECT_EQ(t.refusal(t.native(own, "FindingDispositioned", kDisposition)), "accepted");
    EXPECT_EQ(t.refusal(t.native(foreign, "FindingDispositioned", kDisposition)), expected);
    t.must(t.told("OfficeHolderChanged", post(t, 1, "AUDITOR", "RELEASED", "2023-11-01")));
    EXPECT_EQ(t.refusal(t.native(own, "FindingDispositioned", kDisposition)), expected);
  }
}

TEST(PostsOfAPlace, AnAuditorInOfficeWhenTheRecordOpensIsBelieved) {
  TwoClusters two(3);
  GovernanceLedger& t = two.t;
  const TestKey auditor{862};
  t.add_key(auditor, t.head(1), 1, "AUDITOR");
  const std::string opening =
      fmt::format(R"({{"as_of":{},"offices":[{{"organisation":"{}","role":"AUDITOR"}}]}})",
                  t.day("2023-01-01"), org_id(1));
  EXPECT_EQ(t.refusal(t.native(auditor, "FindingDispositioned", kDisposition)),
            "ACTOR_NOT_ALLOWED");
  t.must(t.native(t.ministry, "OpeningState", opening));
  EXPECT_EQ(t.refusal(t.native(auditor, "FindingDispositioned", kDisposition)), "accepted");
}

TEST(PostsOfAPlace, AWithdrawnAppointmentIsNone) {
  TwoClusters two(3);
  GovernanceLedger& t = two.t;
  const TestKey auditor{862};
  t.add_key(auditor, t.head(1), 1, "AUDITOR");
  const std::string appointed =
      t.must(t.told("OfficeHolderChanged", post(t, 1, "AUDITOR", "APPOINTED", "2023-01-01")));
  EXPECT_EQ(t.refusal(t.native(auditor, "FindingDispositioned", kDisposition)), "accepted");
  t.must(t.told("EventCorrected", fmt::format(R"({{"target":"{}","reason":"NOT_HAPPENED",
                                              "wording":{{"title":"x"}}}})",
                                              appointed)));
  EXPECT_EQ(t.refusal(t.native(auditor, "FindingDispositioned", kDisposition)),
            "ACTOR_NOT_ALLOWED");
}

TEST(PostsOfAPlace, TheSecretaryThatAnApplicantMakesItselfKeepsNoRecord) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const TestKey sneak{863};
    t.add_key(sneak, two.stranger, 9, "SECRETARY");
    t.must(t.native(two.stranger, "AccessionApplied", application(t, 9)));
    EXPECT_EQ(t.refusal(t.native(sneak, "MeetingConvened", t.meeting(1, "2023-11-10"))),
              version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(t.native(t.secretary, "MeetingConvened", t.meeting(2, "2023-11-11"))),
              "accepted")
        << "of the region's operator";
    t.must(t.native(t.ministry, "OfficeHolderChanged",
                    post(t, 9, "SECRETARY", "APPOINTED", "2023-01-01")));
    EXPECT_EQ(t.refusal(t.native(sneak, "MeetingConvened", t.meeting(3, "2023-11-12"))), "accepted")
        << "appointed by who runs the region";
  }
}

TEST(PostsOfAPlace, ASupervisingOfficialHasAnAppointmentOnRecord) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const TestKey official{864};
    t.add_key(official, two.stranger, 9, "SUPERVISING_OFFICIAL");
    const Said applied = t.native(official, "AccessionApplied", application(t, 9));
    EXPECT_EQ(t.refusal(applied), version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    t.must(t.native(two.stranger, "OfficeHolderChanged",
                    post(t, 9, "SUPERVISING_OFFICIAL", "APPOINTED", "2023-01-01")));
    EXPECT_EQ(t.refusal(applied), "accepted");
    t.must(t.native(two.stranger, "OfficeHolderChanged",
                    post(t, 9, "SUPERVISING_OFFICIAL", "RELEASED", "2023-11-01")));
    EXPECT_EQ(t.refusal(applied), version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
  }
}

// --- registers -----------------------------------------------------------------------------------

TEST(EntriesOfRegisters, AnOrganisationIsChangedByItselfOrWhereItWasRegistered) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    t.must(t.organisation(31));
    t.must(TwoClusters::in_region(t.organisation(32)));
    const auto liquidated = [&](std::uint64_t number, const TestKey* author) {
      Said said;
      said.type = "OrganisationChanged";
      said.payload = fmt::format(R"({{"organisation":"{}","kind":"LIQUIDATED","from":{}}})",
                                 org_id(number), t.day("2023-11-01"));
      said.author = author;
      return said;
    };
    EXPECT_EQ(t.refusal(liquidated(31, &t.ministry)),
              version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(liquidated(31, nullptr)), "accepted") << "the operator of the ledger";
    EXPECT_EQ(t.refusal(liquidated(32, &t.ministry)), "accepted") << "registered in its region";
    EXPECT_EQ(t.refusal(liquidated(kMinistry, &t.ministry)), "accepted") << "itself";
    EXPECT_EQ(t.refusal(TwoClusters::in_region(liquidated(2, &t.ministry))), "accepted")
        << "registered before, and of its region";
  }
}

TEST(EntriesOfRegisters, ACalendarIsPublishedByTheOperatorOfItsPlace) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const auto calendar = [](const TestKey* author, const std::string& more = {}) {
      Said said;
      said.type = "CalendarYearPublished";
      said.payload = fmt::format(R"({{"calendar":"ru","year":2023,"entries":[{{"day":"2023-01-01",
                                 "kind":"HOLIDAY"}}],"status":"OFFICIAL"{}}})",
                                 more);
      said.author = author;
      return said;
    };
    const std::string published = t.must(calendar(nullptr));
    const std::string instead = fmt::format(R"(,"replaces":"{}")", published);
    EXPECT_EQ(t.refusal(calendar(&t.ministry, instead)),
              version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(TwoClusters::in_region(calendar(&t.ministry, instead))),
              version == 2 ? "accepted" : "PLACE_MISMATCH");
    EXPECT_EQ(t.refusal(TwoClusters::in_region(calendar(&t.ministry))), "accepted");
    EXPECT_EQ(t.refusal(calendar(nullptr, instead)), "accepted");
  }
}

TEST(EntriesOfRegisters, ARegionIsDeclaredByTheOperatorOfTheLedger) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    Said declared = t.region(2, kMinistry);
    declared.author = &t.ministry;
    EXPECT_EQ(t.refusal(declared), version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(t.region(3, kMinistry)), "accepted");
  }
}

TEST(EntriesOfRegisters, ThePostOfAnOrganisationIsNotToldInARegionThatItHasNothingToDoWith) {
  for (const unsigned version : {2U, 3U}) {
    TwoClusters two(version);
    GovernanceLedger& t = two.t;
    const TestKey other{865};
    two.second_region(other);
    const Said released = TwoClusters::in_region(
        t.native(other, "OfficeHolderChanged", t.head_of(1, "RELEASED", "2023-11-01")), 2);
    EXPECT_EQ(t.refusal(released), version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED");
    EXPECT_EQ(t.refusal(TwoClusters::in_region(t.native(t.ministry, "OfficeHolderChanged",
                                                        t.head_of(1, "APPOINTED", "2023-11-02")))),
              "accepted");
    t.must(t.organisation(41));
    EXPECT_EQ(
        t.refusal(TwoClusters::in_region(
            t.native(other, "OfficeHolderChanged", t.head_of(41, "APPOINTED", "2023-11-02")), 2)),
        "accepted")
        << "one that is of no region yet";
  }
}

}  // namespace
}  // namespace projections
