// SPDX-License-Identifier: Apache-2.0
// Nobody acts upon another place's meetings, ballots, papers and duties: version 2 of the rules.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "projections/internal/governance_case.h"
#include "projections/internal/identity_authority.h"
#include "tests/support/bodies.h"
#include "tests/support/governance_ledger.h"

namespace projections {
namespace {

using ledger::Body;
using ledger::Id;
using ledger::Referenced;
using ledger::Scope;
using ledger::ScopeKind;
using support::cluster_id;
using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::region_id;
using support::Said;
using support::TestKey;
using support::thing_id;

// --- every type of events ------------------------------------------------------------------------

/// What the rule says of an event in a cluster all of whose references lead to this place.
std::string decided(const Body& body, const Scope& referenced, bool native) {
  std::vector<Referenced> all;
  for (const ledger::Reference& ref : body.refs()) {
    if (!ref.where.starts_with("payload.")) continue;
    for (const ledger::fb::Payload type : ledger::test::all_payload_types()) {
      const bool wanted = ref.allowed->contains(type) && internal::belongs_to_a_place(type);
      if (!wanted) continue;
      all.push_back({&ref, type, referenced});
      break;
    }
  }
  if (all.empty()) return "nothing referred to";
  const ledger::Rows rows;
  const internal::GovernanceState state(rows);
  internal::Place place;
  place.scope = body.scope();
  place.cluster = body.scope().id;
  const ledger::Candidate candidate{body, 1, 1, {}, {}, nullptr, all};
  const internal::Case c{state, candidate, place, PayloadRef(body), native, native, false};
  const auto fits = internal::check_places(c);
  return fits ? "accepted" : fits.error().reason;
}

TEST(PlacesOfReferences, NoTypeOfEventNamesWhatBelongsToAStrangersCluster) {
  const Scope strange{ScopeKind::kCluster, Id{}};
  std::set<std::string> judged;
  for (const ledger::fb::Payload type : ledger::test::all_payload_types()) {
    if (type == ledger::fb::Payload::EventReconfirmed) continue;  // a matter of its key
    for (unsigned variant = 0; variant < 4; ++variant) {
      const auto body = ledger::check_body(
          ledger::test::sample_body(type, ledger::test::SampleSize::kMaximal, variant));
      ASSERT_TRUE(body);
      if (body->scope().kind != ScopeKind::kCluster) continue;
      for (const bool native : {true, false}) {
        const std::string said = decided(*body, strange, native);
        if (said == "nothing referred to") continue;
        judged.insert(std::string(body->payload_name()));
        EXPECT_EQ(said, "PLACE_MISMATCH") << body->payload_name() << " " << variant;
        EXPECT_EQ(decided(*body, body->scope(), native), "accepted") << body->payload_name();
      }
    }
  }
  for (const char* name : {"BallotClosed",
                           "BallotCounted",
                           "VoteCast",
                           "MeetingClosed",
                           "MeetingConvened",
                           "AttendanceRecorded",
                           "BodyComposed",
                           "OfficeVacated",
                           "BallotOpened",
                           "DecisionDeclared",
                           "ProtocolRegistered",
                           "ProtocolSigned",
                           "ProtocolApproved",
                           "ObjectionRecorded",
                           "AgreementRegistered",
                           "AgreementAmended",
                           "AgreementSigned",
                           "AgreementTerminated",
                           "NoticeDispatched",
                           "NoticeReceived",
                           "ProgrammeSubmitted",
                           "ProgrammeAgreed",
                           "ProgrammeChanged",
                           "IndicatorReported",
                           "PlanSubmitted",
                           "PlanApproved",
                           "PlanItemSet",
                           "ExecutionReported",
                           "ExecutionJudged",
                           "TermChanged",
                           "OrderIssued",
                           "MembershipConsentRecorded",
                           "WithdrawalNoticeRecorded",
                           "CharterAdopted"}) {
    EXPECT_TRUE(judged.contains(name)) << name;
  }
}

// --- in a ledger ---------------------------------------------------------------------------------

/// A second cluster of the region, whose operator is organisation 9.
class GovernancePlaceTest : public ::testing::Test {
 protected:
  GovernancePlaceTest() {
    Said second = t.cluster(2, 1);
    second.scope_kind = "REGION";
    second.scope_id = region_id(1);
    t.must(second);
    t.must(t.organisation(9));
    Said key = t.first_key(stranger, 9, R"("ADMINISTER","ACT")", t.paper);
    for (std::string* text : {&key.payload, &key.possession_capacity}) {
      text->replace(text->find("SECRETARY"), 9, "CLUSTER_OPERATOR");
    }
    t.must(key);
    t.must(there(t.native(t.ministry, "OfficeHolderChanged",
                          fmt::format(R"({{"organisation":"{}","role":"CLUSTER_OPERATOR",
                                      "change":"APPOINTED","from":{}}})",
                                      org_id(9), t.day("2021-01-01")))));
  }

  void upgrade(std::uint32_t version = 2) {
    Said said;
    said.type = "RulesUpgraded";
    said.payload = fmt::format(R"({{"version":{}}})", version);
    t.must(said);
  }
  /// Of a name in the event at this index, in the first cluster.
  Said erasure(std::uint64_t index) {
    Said said = t.native(t.ministry, "PersonalDataErased",
                         fmt::format(R"({{"fields":[{{"index":{},"field":"payload.person.name"}}],
                                     "reason":"TERM_ENDED","document":"{}"}})",
                                     index, t.paper));
    said.cosigners = {&t.coordinator};
    return said;
  }
  static Said there(Said said) {
    said.scope_id = cluster_id(2);
    return said;
  }
  static Said in_region(Said said) {
    said.scope_kind = "REGION";
    said.scope_id = region_id(1);
    return said;
  }

  TestKey stranger{830};
  GovernanceLedger t;
};

TEST_F(GovernancePlaceTest, AStrangerClosesNoBallotAndNoMeetingOfAnotherCluster) {
  upgrade();
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  const std::string counted = fmt::format(
      R"({{"ballot":"{}","votes_for":0,"votes_against":5,"chair_choice":"NOT_STATED",
      "words":"NONE"}})",
      ballot);
  EXPECT_EQ(t.refusal(there(t.native(stranger, "BallotClosed", t.on_ballot(ballot)))),
            "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(there(t.native(stranger, "BallotCounted", counted))), "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(there(t.told("BallotCounted", counted))), "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(there(t.native(stranger, "MeetingClosed", t.meeting_closed(held)))),
            "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 1))), "accepted");
  EXPECT_EQ(t.refusal(t.told("BallotClosed", t.on_ballot(ballot))), "accepted");
}

TEST_F(GovernancePlaceTest, WhatTheFirstVersionLetInStaysDecidedAsItWas) {
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  EXPECT_EQ(t.refusal(there(t.native(stranger, "BallotClosed", t.on_ballot(ballot)))), "accepted");
}

TEST_F(GovernancePlaceTest, TheRegionWorksUponAClusterInTheClusterAlone) {
  upgrade();
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  EXPECT_EQ(t.refusal(in_region(t.native(t.ministry, "BallotClosed", t.on_ballot(ballot)))),
            "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "BallotClosed", t.on_ballot(ballot))), "accepted");
}

TEST_F(GovernancePlaceTest, TheRegionCitesWhatBelongsToItsCluster) {
  upgrade();
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string notice = fmt::format(
      R"({{"notice":"{}","kind":"OTHER","to":{{"kind":"ALL_PARTICIPANTS"}},"sent_on":{},
      "channel":"POST","concerns":["{}"]}})",
      thing_id(1), t.day("2023-11-01"), held);
  EXPECT_EQ(t.refusal(there(t.native(stranger, "NoticeDispatched", notice))), "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(in_region(t.native(t.ministry, "NoticeDispatched", notice))), "accepted");
}

TEST_F(GovernancePlaceTest, AnErasureIsOfEventsThatAreThereAndOfItsOwnPlace) {
  const std::uint64_t elsewhere = t.size() - 1;  // in the second cluster
  upgrade(2);
  EXPECT_EQ(t.refusal(erasure(elsewhere)), "accepted") << "the second version asked nothing of it";
  EXPECT_EQ(t.refusal(erasure(1'000'000)), "accepted");
  upgrade(3);
  EXPECT_EQ(t.refusal(erasure(elsewhere)), "PLACE_MISMATCH");
  EXPECT_EQ(t.refusal(erasure(0)), "PLACE_MISMATCH") << "the ledger's own";
  EXPECT_EQ(t.refusal(erasure(1'000'000)), "ERASED_UNKNOWN");
  EXPECT_EQ(t.refusal(erasure(t.size())), "ERASED_UNKNOWN") << "its own index";
  EXPECT_EQ(t.refusal(there(erasure(elsewhere))), "accepted");
  (void)t.held_meeting(1, "2023-11-10");
  EXPECT_EQ(t.refusal(erasure(t.size() - 1)), "accepted");
  const auto result = t.test.log->check({t.sign(erasure(elsewhere))});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().where, "payload.fields[0].index");
}

TEST_F(GovernancePlaceTest, TheRefusalNamesTheFieldAndTheEvent) {
  upgrade();
  const std::string held = t.held_meeting(1, "2023-11-10");
  const auto refused = t.record(there(t.native(stranger, "MeetingClosed", t.meeting_closed(held))));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "payload.meeting");
  EXPECT_EQ(refused.error().message,
            "the MeetingConvened " + held +
                " belongs to another place than the event (rule A2 of RULES.md)");
}

// --- the other rules of version 2 ----------------------------------------------------------------

TEST_F(GovernancePlaceTest, AConsentGivenAfterTheDayOfTheOrderDoesNotMakeItLawful) {
  upgrade();
  const auto ordered = [&](std::uint64_t organisation, const std::string& consented_on) {
    t.must(t.organisation(organisation));
    t.must(t.told("MembershipConsentRecorded",
                  fmt::format(R"({{"organisation":"{}","answer":"CONSENT","given_on":{}}})",
                              org_id(organisation), t.day(consented_on))));
    const std::string lists = fmt::format(R"(,"included":["{}"])", org_id(organisation));
    return t.refusal(t.native(t.ministry, "OrderIssued", t.order(kMinistry, lists)));
  };
  EXPECT_EQ(ordered(21, "2021-03-18"), "NO_CONSENT");  // the order is of the seventeenth
  EXPECT_EQ(ordered(22, "2021-03-17"), "accepted");
}

TEST_F(GovernancePlaceTest, ABallotNamesARuleOfItsOwnBody) {
  upgrade();
  const std::string held = t.held_meeting(1, "2023-11-10");
  const auto ballot = [&](std::uint64_t number, const std::string& rule) {
    return t.told("BallotOpened", t.ballot(number, held, fmt::format(R"(,"rule":"{}")", rule)));
  };
  EXPECT_EQ(t.refusal(ballot(1, "foo.bar")), "BALLOT_RULE");
  EXPECT_EQ(t.refusal(ballot(1, "bodies.EXPERT_COUNCIL")), "BALLOT_RULE");
  EXPECT_EQ(t.refusal(ballot(1, "bodies.COORDINATION_COUNCIL.questions.PLAN")), "BALLOT_RULE");
  EXPECT_EQ(t.refusal(ballot(1, "bodies.COORDINATION_COUNCIL")), "accepted");
}

}  // namespace
}  // namespace projections
