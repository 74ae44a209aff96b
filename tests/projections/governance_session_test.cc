// SPDX-License-Identifier: Apache-2.0
// Meetings, ballots, votes and decisions before the rules: a native act against the charter is
// refused, the same told by a recorder is recorded.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/internal/sequencer.h"
#include "tests/support/governance_ledger.h"
#include "tests/support/memory_store.h"

namespace projections {
namespace {

using support::CharterSaid;
using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::Said;
using support::TestKey;
using support::thing_id;

class GovernanceSessionTest : public ::testing::Test {
 protected:
  GovernanceLedger t;

  Said vote(const std::string& ballot, std::uint64_t seat, const std::string& choice = "FOR",
            const std::string& more = {}) {
    return t.native(t.head(seat), "VoteCast", t.vote(ballot, seat, choice, more));
  }
  std::string open_ballot(const std::string& more = {}) {
    held = t.held_meeting(1, "2023-11-10");
    return t.must(t.told("BallotOpened", t.ballot(1, held, more)));
  }
  std::string held;
};

// --- votes ---------------------------------------------------------------------------------------

TEST_F(GovernanceSessionTest, ASeatVotesOnceWhateverTheGrade) {
  const std::string ballot = open_ballot();
  EXPECT_EQ(t.refusal(vote(ballot, 1)), "accepted");
  EXPECT_EQ(t.refusal(vote(ballot, 1, "AGAINST")), "DUPLICATE_VOTE");
  EXPECT_EQ(t.refusal(t.told("VoteCast", t.vote(ballot, 1))), "DUPLICATE_VOTE");
  EXPECT_EQ(t.refusal(t.history("VoteCast", t.vote(ballot, 1))), "DUPLICATE_VOTE");
}

TEST_F(GovernanceSessionTest, AfterTheClosingNothingCounts) {
  const std::string ballot = open_ballot();
  t.must(vote(ballot, 1));
  t.must(t.told("BallotClosed", t.on_ballot(ballot)));
  EXPECT_EQ(t.refusal(vote(ballot, 1)), "BALLOT_CLOSED");
  EXPECT_EQ(t.refusal(vote(ballot, 2)), "BALLOT_CLOSED");
  EXPECT_EQ(t.refusal(t.history("VoteCast", t.vote(ballot, 2))), "BALLOT_CLOSED");
  EXPECT_EQ(t.refusal(t.told("BallotClosed", t.on_ballot(ballot))), "BALLOT_CLOSED");
  EXPECT_EQ(t.refusal(t.told("BallotCounted", fmt::format(R"({{"ballot":"{}","votes_for":3,
                                         "chair_choice":"NOT_STATED","words":"NONE"}})",
                                                          ballot))),
            "BALLOT_CLOSED");
}

TEST_F(GovernanceSessionTest, VotesAreDroppedFromTheStateWhenTheBallotCloses) {
  const std::string ballot = open_ballot();
  for (const std::uint64_t seat : {1U, 2U, 3U}) t.must(vote(ballot, seat));
  const auto rows_of = [&](const std::string& prefix) {
    int rows = 0;
    const auto kept = ledger::internal::load_state(*support::open_memory_store(t.test.disk));
    EXPECT_TRUE(kept);
    kept->scan(prefix, [&](std::string_view, std::string_view) { return ++rows > 0; });
    return rows;
  };
  EXPECT_EQ(rows_of("agV"), 3);
  t.must(t.told("BallotClosed", t.on_ballot(ballot)));
  EXPECT_EQ(rows_of("agV"), 0);
  EXPECT_EQ(rows_of("agW"), 1);
  t.must(t.told("MeetingClosed", t.meeting_closed(held)));
  EXPECT_EQ(rows_of("agW"), 0);
}

TEST_F(GovernanceSessionTest, AnotherOrganisationDoesNotVoteForASeat) {
  const std::string ballot = open_ballot();
  EXPECT_EQ(t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 2))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.ministry, "VoteCast", t.vote(ballot, 2))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.secretary, "VoteCast", t.vote(ballot, 2))), "ACTOR_NOT_ALLOWED");
}

TEST_F(GovernanceSessionTest, ASeatThatTheBodyDoesNotHaveDoesNotVote) {
  const std::string ballot = open_ballot();
  EXPECT_EQ(t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 77))), "SEAT_UNKNOWN");
}

TEST_F(GovernanceSessionTest, AnAbsentSeatDoesNotVoteAndIsToldToHaveVoted) {
  held = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  t.must(t.told("AttendanceRecorded", t.attendance(held, {1, 2, 3})));
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  EXPECT_EQ(t.refusal(vote(ballot, 4)), "SEAT_ABSENT");
  EXPECT_EQ(t.refusal(t.told("VoteCast", t.vote(ballot, 4))), "accepted");
  EXPECT_EQ(t.refusal(vote(ballot, 3)), "accepted");
}

TEST_F(GovernanceSessionTest, AVoteOfAnAbsentSeatAndASecondOneAreRefusedWithTheClauseOfTheVoting) {
  held = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  t.must(t.told("AttendanceRecorded", t.attendance(held, {1, 2, 3})));
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  t.must(vote(ballot, 1));
  for (const std::uint64_t seat : {4u, 1u}) {
    const auto refused = t.record(vote(ballot, seat));
    ASSERT_FALSE(refused) << seat;
    EXPECT_NE(refused.error().message.find("(clause 7 of the charter)"), std::string::npos)
        << refused.error().message;
  }
}

TEST_F(GovernanceSessionTest, PresenceIsThatOfTheAgendaItem) {
  held = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  t.must(t.told("AttendanceRecorded",
                t.attendance(held, {1, 2, 3, 4},
                             fmt::format(R"(,"changes":[{{"seat":"{}","agenda_item":2,
                                         "change":"LEFT"}},{{"seat":"{}","agenda_item":3,
                                         "change":"JOINED"}}])",
                                         org_id(2), org_id(4)))));
  const auto ballot_on = [&](std::uint64_t number, int item) {
    return t.must(
        t.told("BallotOpened", t.ballot(number, held, fmt::format(R"(,"agenda_item":{})", item))));
  };
  const std::string first = ballot_on(1, 1);
  const std::string third = ballot_on(3, 3);
  EXPECT_EQ(t.refusal(vote(first, 2)), "accepted");
  EXPECT_EQ(t.refusal(vote(first, 4)), "SEAT_ABSENT");
  EXPECT_EQ(t.refusal(vote(third, 2)), "SEAT_ABSENT");
  EXPECT_EQ(t.refusal(vote(third, 4)), "accepted");
}

TEST_F(GovernanceSessionTest, AVoteIsForWhatTheBallotHas) {
  const std::string ballot =
      open_ballot(R"(,"options":[{"number":1,"title":"a"},{"number":2,"title":"b"}])");
  EXPECT_EQ(t.refusal(vote(ballot, 1, "FOR", R"(,"option":3)")), "BALLOT_CONTENT");
  EXPECT_EQ(t.refusal(vote(ballot, 1)), "BALLOT_CONTENT");
  EXPECT_EQ(t.refusal(vote(ballot, 1, "FOR", fmt::format(R"(,"candidate":"{}")", org_id(1)))),
            "BALLOT_CONTENT");
  EXPECT_EQ(t.refusal(t.told("VoteCast", t.vote(ballot, 1, "FOR", R"(,"option":9)"))),
            "BALLOT_CONTENT");
  EXPECT_EQ(t.refusal(vote(ballot, 1, "FOR", R"(,"option":2)")), "accepted");
  EXPECT_EQ(t.refusal(vote(ballot, 2, "ABSTAIN")), "accepted");
}

TEST_F(GovernanceSessionTest, ARepresentativeVotesWithThatPowerOnly) {
  const std::string ballot = open_ballot();
  const TestKey envoy(802);
  t.add_key(envoy, t.head(2), 2, "REPRESENTATIVE");
  const auto power = [&](const std::string& scope) {
    return t.native(t.head(2), "RepresentativeAuthorised",
                    fmt::format(R"({{"organisation":"{}","person":{{"person":"{}"}},
                                "scopes":["{}"],"power":{{"kind":"PAPER_POWER","from":{}}}}})",
                                org_id(2), thing_id(5), scope, t.day("2023-01-01")));
  };
  t.must(power("SEND_NOTICES"));
  EXPECT_EQ(t.refusal(t.native(envoy, "VoteCast", t.vote(ballot, 2))), "ACTOR_NOT_ALLOWED");
  t.must(power("VOTE"));
  EXPECT_EQ(t.refusal(t.native(envoy, "VoteCast", t.vote(ballot, 2))), "accepted");
}

// --- ballots -------------------------------------------------------------------------------------

TEST_F(GovernanceSessionTest, ASecretBallotUnderAnOpenRuleIsRefusedNativelyAndRecordedWhenTold) {
  t.elect_chair();
  held = t.held_meeting(1, "2023-11-10");
  std::string payload = t.ballot(1, held);
  payload.replace(payload.find(R"("openness":"OPEN")"), 17, R"("openness":"SECRET")");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotOpened", payload)), "SECRET_BALLOT");
  EXPECT_EQ(t.refusal(t.told("BallotOpened", payload)), "accepted");
}

TEST_F(GovernanceSessionTest, TheRefusalNamesTheClauseOfTheCharter) {
  t.elect_chair();
  held = t.held_meeting(1, "2023-11-10");
  std::string payload = t.ballot(1, held);
  payload.replace(payload.find(R"("openness":"OPEN")"), 17, R"("openness":"SECRET")");
  const auto refused = t.record(t.native(t.head(1), "BallotOpened", payload));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("(clause 7 of the charter)"), std::string::npos)
      << refused.error().message;
}

TEST_F(GovernanceSessionTest, AVoteInAClosedBallotIsRefusedWithTheClauseOfTheVoting) {
  const std::string ballot = open_ballot();
  t.must(t.told("BallotClosed", t.on_ballot(ballot)));
  const auto refused = t.record(vote(ballot, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "BALLOT_CLOSED");
  EXPECT_NE(refused.error().message.find("(clause 7 of the charter)"), std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().russian.find("голосование закрыто"), std::string::npos)
      << refused.error().russian;
  EXPECT_NE(refused.error().russian.find("(пункт 7 положения)"), std::string::npos);
}

TEST_F(GovernanceSessionTest, NoDecisionOutsideOfAMeetingWhereTheCharterHasNone) {
  t.elect_chair();
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotOpened", t.ballot(1, {}))), "FORM_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.told("BallotOpened", t.ballot(1, {}))), "accepted");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "MeetingConvened",
                               t.meeting(1, "2023-12-01", R"(,"form":"BY_BALLOT")"))),
            "FORM_NOT_ALLOWED");
}

TEST_F(GovernanceSessionTest, AConferenceDecidesNothingForABody) {
  t.elect_chair();
  const std::string conference = t.must(
      t.told("MeetingConvened",
             fmt::format(R"({{"meeting":"{}","kind":"CONFERENCE","wording":{{"title":"Совещание"}},
                  "convened_by":{{"by":"NOT_STATED"}},"takes_place_on":{},
                  "agenda_state":"SENT","form":"NOT_STATED"}})",
                         thing_id(2'500), t.day("2023-11-10"))));
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotOpened", t.ballot(1, conference))),
            "NOT_A_BODY_MEETING");
  const std::string decision =
      t.decision(1, fmt::format(R"(,"meeting":"{}","kind":"PLAN")", conference));
  EXPECT_EQ(t.refusal(t.native(t.head(1), "DecisionDeclared", decision)), "NOT_A_BODY_MEETING");
  EXPECT_EQ(t.refusal(t.told("DecisionDeclared", decision)), "accepted");
}

TEST_F(GovernanceSessionTest, ACandidateForTheChairHoldsASeat) {
  t.elect_chair();
  held = t.held_meeting(1, "2023-11-10");
  const auto election = [&](std::uint64_t candidate) {
    return t.ballot(candidate, held,
                    fmt::format(R"(,"kind":"ELECTION","candidates":["{}"])", org_id(candidate)));
  };
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotOpened", election(kMinistry))),
            "CHAIR_NOT_ELIGIBLE");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotOpened", election(2))), "accepted");
}

TEST(GovernanceBallot, IsOpenedByTheOfficeThatTheCharterNames) {
  CharterSaid charter;
  charter.council = R"("ballot":"OPEN","convened_by":"CHAIR","ballots_opened_by":"CHAIR")";
  GovernanceLedger t(charter);
  t.elect_chair();
  const std::string held = t.held_meeting(1, "2023-11-10");
  EXPECT_EQ(t.refusal(t.native(t.head(2), "BallotOpened", t.ballot(1, held))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BallotOpened", t.ballot(1, held))), "accepted");
}

TEST_F(GovernanceSessionTest, AnIdIsTakenOnceAndAChangeNamesWhatItReplaces) {
  const std::string first = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  EXPECT_EQ(t.refusal(t.told("MeetingConvened", t.meeting(1, "2023-11-12"))), "DUPLICATE_ID");
  EXPECT_EQ(t.refusal(t.history("MeetingConvened", t.meeting(1, "2023-11-12"))), "DUPLICATE_ID");
  const std::string other = t.must(t.told("MeetingConvened", t.meeting(2, "2023-11-12")));
  EXPECT_EQ(t.refusal(t.told("MeetingConvened",
                             t.meeting(1, "2023-11-13",
                                       fmt::format(R"(,"form":"REMOTE","replaces":"{}")", other)))),
            "REPLACES_ANOTHER");
  EXPECT_EQ(t.refusal(t.told("MeetingConvened",
                             t.meeting(1, "2023-11-13",
                                       fmt::format(R"(,"form":"REMOTE","replaces":"{}")", first)))),
            "accepted");
}

TEST_F(GovernanceSessionTest, ABallotsQuestionCannotBeSwappedUnderItsVotes) {
  const std::string ballot = open_ballot();
  const auto swapped = [&](const std::string& title) {
    std::string payload = t.ballot(1, held);
    payload.replace(payload.find("Вопрос"), std::string("Вопрос").size(), title);
    return t.told("EventCorrected",
                  fmt::format(R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"x"}},
                              "new_payload_type":"BallotOpened","new_payload":{}}})",
                              ballot, payload));
  };
  EXPECT_EQ(t.refusal(swapped("Опечатка исправлена")), "accepted");
  t.must(vote(ballot, 1));
  EXPECT_EQ(t.refusal(swapped("Другой вопрос")), "CORRECTION_FORBIDDEN");
}

// --- decisions -----------------------------------------------------------------------------------

class GovernanceDecisionTest : public GovernanceSessionTest {
 protected:
  /// The chair, head of organisation 1, declares an election on this ballot.
  Said election(const std::string& ballot, std::uint64_t seat, const std::string& more = {}) {
    ++number;
    return t.native(
        t.head(1), "DecisionDeclared",
        t.decision(number, fmt::format(R"(,"meeting":"{}","ballot":"{}","kind":"ELECTION",
                                       "offices":[{{"body":"{}","seat":"{}","office":"CHAIR",
                                       "mode":"ELECTED"{}}}])",
                                       held, ballot, t.council, org_id(seat), more)));
  }
  std::string ballot_of(const std::vector<std::string>& votes) {
    if (held.empty()) held = t.held_meeting(1, "2023-11-10");
    return t.closed_ballot(++number, held, votes, R"(,"kind":"ELECTION")");
  }
  std::string term(const std::string& from, const std::string& until) {
    return fmt::format(R"(,"from":{},"term":{{"kind":"UNTIL","until":{}}})", t.day(from),
                       t.day(until));
  }
  std::uint64_t number = 10;
};

TEST_F(GovernanceDecisionTest, AnElectionStandsOnABallotThatAdoptedIt) {
  t.elect_chair("2023-01-10");
  const std::string lost = ballot_of({"FOR", "AGAINST", "AGAINST", "AGAINST", "FOR"});
  EXPECT_EQ(t.refusal(election(lost, 2)), "DECISION_NOT_ADOPTED");
  const std::string open = t.must(t.told("BallotOpened", t.ballot(99, held)));
  EXPECT_EQ(t.refusal(election(open, 2)), "BALLOT_OPEN");
  const std::string won = ballot_of({"FOR", "FOR", "FOR", "AGAINST", "ABSTAIN"});
  EXPECT_EQ(t.refusal(election(won, 2)), "accepted");
}

TEST_F(GovernanceDecisionTest, WithoutAQuorumNothingIsAdopted) {
  t.elect_chair("2023-01-10");
  held = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  t.must(t.told("AttendanceRecorded", t.attendance(held, {1, 2})));
  EXPECT_EQ(t.refusal(election(ballot_of({"FOR", "FOR"}), 2)), "DECISION_NOT_ADOPTED");
}

TEST_F(GovernanceDecisionTest, TheChairIsAMemberOfTheBody) {
  t.elect_chair("2023-01-10");
  const std::string won = ballot_of({"FOR", "FOR", "FOR", "FOR", "FOR"});
  EXPECT_EQ(t.refusal(election(won, kMinistry)), "CHAIR_NOT_ELIGIBLE");
}

TEST_F(GovernanceDecisionTest, TheTermIsTheChartersAndTermsOfASeatDoNotOverlap) {
  t.elect_chair("2023-01-10");
  const std::string won = ballot_of({"FOR", "FOR", "FOR", "FOR", "FOR"});
  EXPECT_EQ(t.refusal(election(won, 2, term("2023-11-10", "2027-11-10"))), "TERM_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(election(won, 2, term("2023-11-10", "2028-11-11"))), "TERM_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(election(won, 1, term("2023-11-10", "2028-11-10"))), "TERM_OVERLAP");
  EXPECT_EQ(t.refusal(election(won, 2, term("2023-11-10", "2028-11-10"))), "accepted");
}

TEST_F(GovernanceDecisionTest, ToldDecisionsAreRecordedWhateverTheyClaim) {
  t.elect_chair("2023-01-10");
  const std::string lost = ballot_of({"AGAINST", "AGAINST", "AGAINST", "AGAINST", "FOR"});
  Said said = election(lost, kMinistry, term("2023-11-10", "2099-11-10"));
  said.author = &t.secretary;
  said.grade = "RECORDER";
  EXPECT_EQ(t.refusal(said), "accepted");
}

// --- composed bodies -----------------------------------------------------------------------------

constexpr const char* kExpertRules =
    R"(,{"kind":"EXPERT_COUNCIL","organ_of_cluster":true,"seats":"EXPLICIT",
    "seats_from":"EXPERTS","composed_by":"BODY_DECISION","composed_by_body":
    {"kind":"COORDINATION_COUNCIL"},"ballot":"OPEN","convened_by":"NOT_STATED",
    "agenda_by":"NOT_STATED","ballots_opened_by":"CHAIR","chair":{"mode":"APPOINTED",
    "by":{"kind":"COORDINATION_COUNCIL"},"term":{"count":5,"unit":"YEARS"},
    "term_relation":"AT_MOST"}},{"kind":"WORKING_GROUP","seats":"EXPLICIT",
    "seats_from":"PARENT_BODY","composed_by":"BODY_CHAIR","composed_by_body":
    {"kind":"EXPERT_COUNCIL"},"ballot":"NOT_STATED","convened_by":"NOT_STATED",
    "agenda_by":"NOT_STATED","ballots_opened_by":"NOT_STATED"})";

class GovernanceExpertTest : public ::testing::Test {
 protected:
  GovernanceExpertTest() : t(charter()) { t.elect_chair(); }
  static CharterSaid charter() {
    CharterSaid said;
    said.more_bodies = kExpertRules;
    return said;
  }
  static std::string seats(const std::vector<std::uint64_t>& numbers) {
    std::string list;
    for (const std::uint64_t number : numbers) {
      list += fmt::format(R"({}{{"seat":"{}"}})", list.empty() ? "" : ",", thing_id(number));
    }
    return fmt::format(R"(,"seats":[{}])", list);
  }
  std::string decided(std::uint64_t number, const std::vector<std::string>& votes) {
    const std::string held = t.held_meeting(number, "2023-11-10");
    const std::string ballot = t.closed_ballot(number, held, votes, R"(,"kind":"COMPOSITION")");
    return t.must(
        t.told("DecisionDeclared", t.decision(number, fmt::format(R"(,"meeting":"{}","ballot":"{}",
                                                        "kind":"COMPOSITION")",
                                                                  held, ballot))));
  }
  Said expert_council(const std::string& more) {
    return t.native(t.head(1), "BodyComposed",
                    t.body(2, "EXPERT_COUNCIL", "EXPLICIT", seats({11, 12, 13}) + more));
  }
  std::string on_decision(const std::string& digest) {
    return fmt::format(R"(,"decision":"{}")", digest);
  }
  GovernanceLedger t;
};

TEST_F(GovernanceExpertTest, AnExpertCouncilNeedsAnAdoptedDecisionOfTheCouncil) {
  EXPECT_EQ(t.refusal(expert_council({})), "DECISION_REQUIRED");
  const std::string lost = decided(1, {"AGAINST", "AGAINST", "AGAINST", "FOR", "FOR"});
  EXPECT_EQ(t.refusal(expert_council(on_decision(lost))), "DECISION_NOT_ADOPTED");
  const std::string won = decided(2, {"FOR", "FOR", "FOR", "FOR", "FOR"});
  EXPECT_EQ(t.refusal(expert_council(on_decision(won))), "accepted");
}

TEST_F(GovernanceExpertTest, AWorkingGroupIsFormedOfTheExpertsByTheirChair) {
  const std::string won = decided(2, {"FOR", "FOR", "FOR", "FOR", "FOR"});
  const std::string experts = t.must(expert_council(on_decision(won)));
  const std::string held = t.held_meeting(3, "2023-11-11");
  const std::string ballot =
      t.closed_ballot(3, held, {"FOR", "FOR", "FOR", "FOR", "FOR"}, R"(,"kind":"APPOINTMENT")");
  const auto appointment = [&](std::uint64_t number, unsigned years) {
    return t.native(
        t.head(1), "DecisionDeclared",
        t.decision(number, fmt::format(
                               R"(,"meeting":"{}","ballot":"{}","kind":"APPOINTMENT","offices":
                               [{{"body":"{}","seat":"{}","office":"CHAIR","mode":"APPOINTED",
                               "from":{},"term":{{"kind":"LENGTH","length":{{"count":{},
                               "unit":"YEARS"}}}}}}])",
                               held, ballot, experts, thing_id(11), t.day("2023-11-11"), years)));
  };
  EXPECT_EQ(t.refusal(appointment(31, 6)), "TERM_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(appointment(32, 4)), "accepted");
  const TestKey chair(810);
  t.add_key(chair, t.ministry, kMinistry, "EXPERT_CHAIR",
            fmt::format(R"(,"seat":"{}")", thing_id(11)));
  const auto group = [&](const std::vector<std::uint64_t>& of) {
    return t.body(3, "WORKING_GROUP", "EXPLICIT",
                  seats(of) + fmt::format(R"(,"parent":"{}")", experts));
  };
  EXPECT_EQ(t.refusal(t.native(t.head(1), "BodyComposed", group({12}))), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(t.native(chair, "BodyComposed", group({12, 14}))), "WORKING_GROUP_MEMBER");
  EXPECT_EQ(t.refusal(t.native(chair, "BodyComposed", group({12, 13}))), "accepted");
}

TEST_F(GovernanceExpertTest, ASeatIsListedOnceInABody) {
  const std::string won = decided(2, {"FOR", "FOR", "FOR", "FOR", "FOR"});
  EXPECT_EQ(t.refusal(t.told("BodyComposed", t.body(2, "EXPERT_COUNCIL", "EXPLICIT",
                                                    seats({11, 11}) + on_decision(won)))),
            "DUPLICATE_SEAT");
}

}  // namespace
}  // namespace projections
