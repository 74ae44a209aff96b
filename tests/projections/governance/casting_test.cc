// SPDX-License-Identifier: Apache-2.0
// A tie whose casting vote the paper does not tell, a chair appointed again without a name, and
// unanimity of participants from counts of people (TO 3c, 7; SM 5.2).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::TomskCouncil;

/// What tests look at after the chronicle is gone.
struct Seen {
  Truth adopted{};
  CastingVoteState casting;
  std::string derivation, missing;
  std::optional<ledger::Id> candidate;
  std::size_t mismatches = 0;
};

Seen last_ballot(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  const Ballot ballot = ballots(council).back();
  Seen out{ballot.adopted, ballot.casting, ballot.derivation.english, {}, ballot.candidate, 0};
  for (const Missing& one : ballot.grounds.missing) out.missing += one.what + ";";
  for (const Finding& one : findings(chronicle, support::kToday)) {
    out.mismatches += one.code() == "RESULT_MISMATCH" ? 1 : 0;
  }
  return out;
}

/// Ten present, the chair in seat 1; `counts` of the ballot, `votes` of the seats from 2 on.
Seen counted(const std::string& counts, const std::string& votes = {},
             const support::CharterEdits& edits = {}) {
  TomskCouncil t(10, edits);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, votes, 2);
  t.b.counted(ballot, counts);
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  return last_ballot(t.b);
}

const std::string kFiveToFive = R"(,"votes_for":5,"votes_against":5,"abstained":0)";

TEST(TO_7_2_CastingVote, OfAChairWhoIsOnlyCountedLeavesATieOpen) {
  const Seen open = counted(kFiveToFive);
  EXPECT_EQ(open.adopted, Truth::kUndetermined);
  EXPECT_TRUE(open.casting.unknown_choice);
  EXPECT_FALSE(open.casting.unknown_holder);
  EXPECT_NE(open.derivation.find("undetermined"), std::string::npos) << open.derivation;
  EXPECT_EQ(open.derivation.find("not adopted"), std::string::npos) << open.derivation;
  EXPECT_NE(open.missing.find("casting vote;"), std::string::npos) << open.missing;
  EXPECT_EQ(open.mismatches, 0u) << "nothing differs from what is not determined";
}

TEST(TO_7_2_CastingVote, ThatThePaperTellsSettlesATieOfCounts) {
  EXPECT_EQ(counted(kFiveToFive + R"(,"chair_choice":"FOR")").adopted, Truth::kYes);
  EXPECT_EQ(counted(kFiveToFive + R"(,"chair_choice":"AGAINST")").adopted, Truth::kNo);
  const std::string four = R"(,"votes_for":4,"votes_against":4,"abstained":0)";
  const Seen silent = counted(four + R"(,"chair_choice":"NOT_VOTING")");
  EXPECT_EQ(silent.adopted, Truth::kNo);
  EXPECT_EQ(silent.mismatches, 1u);
}

TEST(TO_7_2_CastingVote, IsOpenWhereOnlyAPartOfTheVotesIsNamedAndNotTheChairs) {
  EXPECT_EQ(counted(kFiveToFive, "fa").adopted, Truth::kUndetermined);
  EXPECT_EQ(counted(kFiveToFive, "fffffaaaa").adopted, Truth::kUndetermined)
      << "nine are named; the tenth is the chair, who is not said to be against";
}

TEST(TO_7_2_CastingVote, IsNotAskedForWhereItWouldNotSettleTheTie) {
  const std::string abstained = R"(,"votes_for":4,"votes_against":4,"abstained":2)";
  EXPECT_EQ(counted(abstained).adopted, Truth::kUndetermined);
  const support::CharterEdits deny = {
      {R"("with_abstentions": "ALLOW")", R"("with_abstentions": "DENY")"}};
  EXPECT_EQ(counted(abstained, {}, deny).adopted, Truth::kNo);
}

TEST(TO_7_2_CastingVote, OfAChairWhoMayBeAmongThoseWithoutASeatInThePaperIsOpen) {
  const auto tie = [](const std::string& more) {
    TomskCouncil t(10);
    t.b.elect(t.council, 1, 10, "2021-04-05");
    const auto held = t.b.meeting(1, t.council, "2021-05-05");
    t.b.attendance(held, {2, 3, 4, 5, 6, 7, 8, 9, 10}, more);
    const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
    t.b.votes(ballot, "ffffaaaa", 2);
    t.b.close(ballot);
    return last_ballot(t.b).adopted;
  };
  EXPECT_EQ(tie(R"(,"present_stated":10)"), Truth::kUndetermined);
  EXPECT_EQ(tie(R"(,"present_stated":10,"absent":[{"seat":@o:1,"reason":"EXCUSED"}])"), Truth::kNo);
  EXPECT_EQ(tie({}), Truth::kNo);
}

TEST(TO_7_2_CastingVote, OfWhoPresidedIsOpenWhereThePaperDoesNotSayWhoDid) {
  const auto tie = [](const std::string& presiding) {
    TomskCouncil t(8, {{R"("casting_vote": {"holder": "CHAIR")",
                        R"("casting_vote": {"holder": "PRESIDING")"}});
    t.b.organisation(77);
    const auto held = t.b.meeting(1, t.council, "2021-05-05");
    t.b.attendance(held, {1, 2, 3, 4, 5, 6, 7, 8}, presiding);
    const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
    t.b.votes(ballot, "ffffaaaa");
    t.b.close(ballot);
    return last_ballot(t.b).adopted;
  };
  EXPECT_EQ(tie({}), Truth::kUndetermined);
  EXPECT_EQ(tie(R"(,"presiding":{"person":{"person":@p:50},"form":"IN_PERSON"})"),
            Truth::kUndetermined)
      << "a person in whichever seat";
  EXPECT_EQ(tie(R"(,"presiding":{"seat":@o:1,"form":"IN_PERSON"})"), Truth::kYes);
  EXPECT_EQ(tie(R"(,"presiding":{"seat":@o:5,"form":"IN_PERSON"})"), Truth::kNo);
  EXPECT_EQ(tie(R"(,"presiding":{"organisation":@o:77,"form":"IN_PERSON"})"), Truth::kNo)
      << "who presided has no seat in the body, and no vote";
}

TEST(TO_7_2_CastingVote, IsNotGivenByARepresentativeWhoSignsTheVoteOfTheChairsSeat) {
  const auto tie = [](const support::How& of_chair) {
    TomskCouncil t(8);
    t.b.elect(t.council, 1, 8, "2021-04-05");
    const auto held = t.b.meeting(1, t.council, "2021-05-05");
    t.b.attendance(held, {1, 2, 3, 4, 5, 6, 7, 8});
    const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
    t.b.votes(ballot, "f", 1, 'o', of_chair);
    t.b.votes(ballot, "fffaaaa", 2);
    t.b.close(ballot);
    return last_ballot(t.b).adopted;
  };
  support::How signed_by;
  signed_by.grade = "SELF";
  signed_by.role = "HEAD";
  EXPECT_EQ(tie(signed_by), Truth::kYes);
  signed_by.role = "REPRESENTATIVE";
  EXPECT_EQ(tie(signed_by), Truth::kNo);
  signed_by.role = "ACTING_HEAD";
  EXPECT_EQ(tie(signed_by), Truth::kNo);
  signed_by.grade = "RECORDER";
  EXPECT_EQ(tie(signed_by), Truth::kYes) << "whoever records a vote does not give it";
}

/// Votes for two candidates, by counts.
Seen contested(int second, int third, const std::string& choice = {}) {
  TomskCouncil t(10);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3])");
  t.b.counted(ballot, fmt::format(R"(,"votes_for":{},"votes_against":0,"abstained":0,"choices":
                                     [{{"candidate":@o:2,"votes_for":{}}},
                                      {{"candidate":@o:3,"votes_for":{}}}]{})",
                                  second + third, second, third, choice));
  t.b.close(ballot);
  return last_ballot(t.b);
}

TEST(TO_7_2_CastingVote, OfAChairWhoIsOnlyCountedLeavesAnEqualChoiceOpen) {
  const Seen open = contested(5, 5);
  EXPECT_EQ(open.adopted, Truth::kUndetermined);
  EXPECT_FALSE(open.candidate);
  EXPECT_NE(open.derivation.find("casting vote"), std::string::npos) << open.derivation;
  EXPECT_EQ(contested(5, 5, R"(,"chair_choice":"FOR")").adopted, Truth::kUndetermined)
      << "for whom is not said";
  EXPECT_EQ(contested(4, 4, R"(,"chair_choice":"ABSTAIN")").adopted, Truth::kNo);
  EXPECT_EQ(contested(6, 4).candidate, support::org(2));
  EXPECT_EQ(contested(3, 3).adopted, Truth::kUndetermined);
}

TEST(TO_7_1_Choice, AMismatchDoesNotCallTheVotesForAllCandidatesThoseForOne) {
  TomskCouncil t(10);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3])");
  t.b.counted(ballot, R"(,"choices":[{"candidate":@o:2,"votes_for":4},
                                     {"candidate":@o:3,"votes_for":3}])");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "ELECTION");
  const Chronicle chronicle = t.b.chronicle();
  std::size_t found = 0;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "RESULT_MISMATCH") continue;
    ++found;
    EXPECT_NE(one.detail.english.find("4 votes for the leader"), std::string::npos)
        << one.detail.english;
    for (const auto& [name, value] : one.numbers) EXPECT_NE(name, "for") << value;
  }
  EXPECT_EQ(found, 1u);
}

/// An election among two in which five are present and one vote is recorded by name, for the
/// second.
Seen counted_choice(const std::string& counts) {
  TomskCouncil t(5);
  t.b.elect(t.council, 1, 5, "2021-04-05");
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, {1, 2, 3, 4, 5});
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3])");
  t.b.add("VoteCast",
          fmt::format(R"({{"ballot":"{}","seat":@o:3,"choice":"FOR","candidate":@o:3}})", ballot));
  t.b.counted(ballot, counts);
  t.b.close(ballot);
  return last_ballot(t.b);
}

TEST(TO_7_1_Choice, IsByTheCountsWhereTheyTellOfMoreThanTheVotesByName) {
  const Seen seen = counted_choice(R"(,"choices":[{"candidate":@o:2,"votes_for":3},
                                      {"candidate":@o:3,"votes_for":2}])");
  EXPECT_EQ(seen.candidate, support::org(2));
  EXPECT_NE(seen.derivation.find("3 votes for the leader"), std::string::npos) << seen.derivation;
}

TEST(TO_7_1_Choice, IsOpenWhereTheCountsDoNotTellWhomTheVotesAreFor) {
  EXPECT_EQ(counted_choice(R"(,"votes_for":5)").adopted, Truth::kUndetermined);
}

// --- the chair's seat ----------------------------------------------------------------------------

/// Whether the chair of 2021 is in office in March 2022, after an appointment of February.
Truth in_office_after(const std::string& person, std::size_t* lost = nullptr) {
  TomskCouncil t(4);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  t.b.head(1, "APPOINTED", "2022-02-01", person);
  t.b.meeting(1, t.council, "2022-03-01");
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, support::kToday);
  const ChairTerm term = council.chairs(council.bodies().at(0)).at(0);
  EXPECT_EQ(term.in_office(rules::date(2022, 1, 31)), Truth::kYes);
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (lost != nullptr && one.code() == "CHAIR_LOST_SEAT") ++*lost;
  }
  return term.in_office(rules::date(2022, 3, 1));
}

TEST(TO_3c_Chair, OfWhomNobodySaysThatAnotherCameIsNotCertainlyOutOfOffice) {
  std::size_t lost = 0;
  EXPECT_EQ(in_office_after({}, &lost), Truth::kUndetermined);
  EXPECT_EQ(lost, 0u);
  EXPECT_EQ(in_office_after(R"(,"person":{"person":@p:1})"), Truth::kYes) << "appointed again";
  EXPECT_EQ(in_office_after(R"(,"person":{"person":@p:77})", &lost), Truth::kNo);
  EXPECT_GT(lost, 0u);
}

// --- unanimity -----------------------------------------------------------------------------------

/// Three participants, the third with two seats; those present by the seat, and who voted.
Truth unanimity(const std::string& present, const std::string& counts) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01",
                              R"(,"seats":[{"seat":@t:31,"organisation":@o:3},
                                 {"seat":@t:32,"organisation":@o:3}])");
  const auto held = b.meeting(1, council, "2018-02-01");
  b.add("AttendanceRecorded", fmt::format(R"({{"meeting":"{}","present":[{}]}})", held, present));
  const auto ballot = b.ballot(1, held, "ACCESSION");
  b.counted(ballot, counts);
  b.close(ballot);
  return last_ballot(b).adopted;
}

TEST(SM_5_2_Unanimity, OfParticipantsDoesNotFollowFromACountOfPeople) {
  const auto seats = [](const std::vector<const char*>& which) {
    std::string out;
    for (const char* one : which) {
      out += fmt::format(R"({}{{"seat":@{},"form":"IN_PERSON"}})", out.empty() ? "" : ",", one);
    }
    return out;
  };
  const std::string all = seats({"o:1", "o:2", "t:31", "t:32"}),
                    three = seats({"o:1", "o:2", "t:31"});
  const auto in_favour = [](int count) {
    return fmt::format(R"(,"votes_for":{},"votes_against":0,"abstained":0)", count);
  };
  EXPECT_EQ(unanimity(all, in_favour(3)), Truth::kUndetermined)
      << "the one who did not vote may be a participant's only representative";
  EXPECT_EQ(unanimity(all, in_favour(4)), Truth::kYes) << "everybody";
  EXPECT_EQ(unanimity(three, in_favour(3)), Truth::kYes) << "one of each";
  EXPECT_EQ(unanimity(all, in_favour(2)), Truth::kNo) << "fewer than the participants";
  EXPECT_EQ(unanimity(all, R"(,"votes_for":3,"votes_against":1,"abstained":0)"), Truth::kNo);
  EXPECT_EQ(unanimity(all, R"(,"words":"UNANIMOUS")"), Truth::kYes);
  const std::string two = seats({"o:1", "o:2"});
  EXPECT_EQ(unanimity(two, in_favour(3)), Truth::kUndetermined) << "three votes of two present";
  EXPECT_EQ(unanimity(two, in_favour(2)), Truth::kNo);
}

}  // namespace
}  // namespace projections::governance
