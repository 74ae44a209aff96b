// SPDX-License-Identifier: Apache-2.0
// What is counted where several records tell of one vote: a choice among several, votes that may or
// may not count, the paper's counts beside the roll call and the attendance, votes of people who
// share a voice, a ballot at which nobody met (TO 4, 7, 10; SM 5.2; GK 181.2).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "projections/governance/judgement.h"
#include "projections/governance/told_on.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::TomskCouncil;

/// What tests look at after the chronicle is gone.
struct Outcomes {
  Truth adopted{};
  std::optional<rules::Tally> tally;
  std::optional<ledger::Id> candidate;
  std::optional<rules::Votes> votes;
  bool counts_differ = false, readings_disagree = false;
  std::string derivation, missing;
};

Outcomes last_of(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const Ballot ballot = ballots(Council(chronicle, support::kToday)).back();
  Outcomes out{ballot.adopted,
               ballot.tally,
               ballot.candidate,
               ballot.votes,
               ballot.counts_differ,
               ballot.readings_disagree,
               ballot.derivation.english,
               {}};
  for (const Missing& one : ballot.grounds.missing) out.missing += one.what + ";";
  return out;
}

DecisionState state_of_last(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  return decisions(Council(chronicle, support::kToday)).back().state;
}

/// The numbers of the only finding of this code.
std::map<std::string, std::string> numbers_of(const ChronicleBuilder& b, std::string_view code) {
  std::map<std::string, std::string> out;
  const Chronicle chronicle = b.chronicle();
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != code) continue;
    EXPECT_TRUE(out.empty()) << code;
    out.insert(one.numbers.begin(), one.numbers.end());
  }
  return out;
}

// --- a choice among several ----------------------------------------------------------------------

/// One letter for each seat from 1 on: a digit is a vote for that candidate, "a" one against all.
void vote_for(ChronicleBuilder& b, const std::string& ballot, const std::string& choices) {
  std::uint64_t seat = 0;
  for (const char letter : choices) {
    ++seat;
    const bool chosen = letter >= '0' && letter <= '9';
    const std::string more =
        chosen ? fmt::format(R"(,"candidate":@o:{})", letter - '0') : std::string();
    b.add("VoteCast", fmt::format(R"({{"ballot":"{}","seat":@o:{},"choice":"{}"{}}})", ballot, seat,
                                  chosen          ? "FOR"
                                  : letter == 'a' ? "AGAINST"
                                                  : "ABSTAIN",
                                  more));
  }
}

/// An election among the seats 2, 3 and 4 by ten, the chair in seat 1.
ChronicleBuilder elected_among(const std::string& choices,
                               const support::CharterEdits& edits = {}) {
  TomskCouncil t(10, edits);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(10));
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3,@o:4])");
  vote_for(t.b, ballot, choices);
  t.b.close(ballot);
  return std::move(t.b);
}

TEST(TO_7_2_CastingVote, ThatSettlesNoTieWithAbstentionsSettlesNoneBesideOtherVotesEither) {
  const support::CharterEdits deny = {
      {R"("with_abstentions": "ALLOW")", R"("with_abstentions": "DENY")"}};
  const auto remarks = [](const ChronicleBuilder& b) {
    return support::count_findings(b, "UNREGULATED_ACTION");
  };
  const ChronicleBuilder half = elected_among("2222233333", deny);
  EXPECT_EQ(last_of(half).candidate, support::org(2)) << "nobody voted otherwise";
  const ChronicleBuilder literal = elected_among("2222333344");
  EXPECT_EQ(last_of(literal).candidate, support::org(2)) << "the chair's choice";
  EXPECT_EQ(remarks(literal), remarks(half) + 1) << "that this is a reading";
  const ChronicleBuilder strict = elected_among("2222333344", deny);
  EXPECT_EQ(last_of(strict).adopted, Truth::kNo) << "four of ten have no half";
  EXPECT_EQ(remarks(strict), remarks(half));
}

TEST(TO_7_2_CastingVote, IsRemarkedOnWithNoNegativeNumberOfOthersWhereThePaperContradictsItself) {
  TomskCouncil t(20);
  t.b.elect(t.council, 1, 20, "2021-04-05");
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(20));
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3,@o:4])");
  vote_for(t.b, ballot, "2");
  t.b.counted(ballot, R"(,"votes_for":4,"abstained":8,"choices":[
      {"candidate":@o:2,"votes_for":5},{"candidate":@o:3,"votes_for":5}])");
  t.b.close(ballot);
  const Chronicle chronicle = t.b.chronicle();
  bool remarked = false;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    for (const auto& [name, number] : one.numbers) {
      if (name != "others") continue;
      EXPECT_EQ(number, "0");
      remarked = true;
    }
  }
  EXPECT_TRUE(remarked);
}

TEST(TO_7_1_Choice, IsNotMadeByAMajorityOfThoseForSomebodyWhereOthersAreAgainstAll) {
  const support::CharterEdits cast = {{R"("relation": "MORE_THAN", "base": "PRESENT")",
                                       R"("relation": "MORE_THAN", "base": "VOTES_CAST")"}};
  EXPECT_EQ(last_of(elected_among("2222333sss", cast)).candidate, support::org(2))
      << "four of seven";
  EXPECT_EQ(last_of(elected_among("2222333aaa", cast)).adopted, Truth::kNo) << "four of ten";
}

TEST(TO_7_1_Choice, ThatIsStatedAsMadeAndWasNotIsFoundWithTheVotesForTheLeader) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(9));
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3])");
  vote_for(t.b, ballot, "2222333ss");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "ELECTION");
  const auto numbers = numbers_of(t.b, "RESULT_MISMATCH");
  ASSERT_TRUE(numbers.contains("most"));
  EXPECT_EQ(numbers.at("most"), "4");
  EXPECT_EQ(numbers.at("needed"), "5");
  EXPECT_EQ(numbers.at("base"), "9");
  EXPECT_FALSE(numbers.contains("for")) << "seven are for somebody";
}

TEST(TO_3c_Election, OfWhomTheBallotDidNotNameIsNotAdoptedThoughItsOnlyCandidateWon) {
  const auto election_of = [](std::uint64_t seat) {
    TomskCouncil t(5);
    t.decide(1, "2021-04-05", "fffff", "ELECTION",
             fmt::format(R"(,"body":"{0}","offices":[{{"body":"{0}","seat":@o:{1},
                 "office":"CHAIR","mode":"ELECTED"}}])",
                         t.council, seat),
             R"(,"candidates":[@o:2])");
    EXPECT_EQ(last_of(t.b).candidate, support::org(2));
    EXPECT_EQ(support::count_findings(t.b, "RESULT_MISMATCH"), seat == 2 ? 0u : 1u);
    return state_of_last(t.b);
  };
  EXPECT_EQ(election_of(2), DecisionState::kAdoptedUnformalised);
  EXPECT_EQ(election_of(3), DecisionState::kRejected);
}

TEST(TO_10_Bases, OfAChoiceAreThoseOfItsLeaderAndNotOfAllVotesTogether) {
  TomskCouncil t(4);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
  const auto ballot = t.b.ballot(1, "", "OTHER",
                                 fmt::format(R"(,"body":"{}","closes":@d:2021-05-20,
                                     "options":[{{"number":1,"title":"А"}},
                                                {{"number":2,"title":"Б"}}])",
                                             experts));
  for (std::uint64_t seat = 1; seat <= 7; ++seat) {
    t.b.add("VoteCast", fmt::format(R"({{"ballot":"{}","seat":@t:{},"choice":"FOR","option":{}}})",
                                    ballot, seat, seat <= 4 ? 1 : 2));
  }
  t.b.close(ballot);
  EXPECT_EQ(last_of(t.b).adopted, Truth::kYes) << "four of the seven votes cast";
  EXPECT_TRUE(last_of(t.b).readings_disagree) << "and not six of the eleven members";
}

TEST(SM_5_2_OneVoice, OfAChoiceAmongSeveralIsOneHoweverManyPeopleAParticipantHas) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 3, "2023-08-15");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15",
                              R"(,"seats":[{"seat":@t:31,"organisation":@o:3},
                                 {"seat":@t:32,"organisation":@o:3}])");
  const auto met = b.meeting(1, council, "2023-09-15");
  b.add("AttendanceRecorded",
        fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}},
            {{"seat":@o:2,"form":"IN_PERSON"}},{{"seat":@t:31,"form":"IN_PERSON"}},
            {{"seat":@t:32,"form":"IN_PERSON"}}]}})",
                    met));
  const auto ballot = b.ballot(1, met, "ELECTION", R"(,"candidates":[@o:1,@o:2])");
  for (const char* one : {"@o:1", "@t:31", "@t:32"}) {
    b.add("VoteCast", fmt::format(R"({{"ballot":"{}","seat":{},"choice":"FOR","candidate":@o:{}}})",
                                  ballot, one, std::string_view(one) == "@o:1" ? 1 : 2));
  }
  b.close(ballot);
  EXPECT_EQ(last_of(b).adopted, Truth::kNo) << "one voice for each of the two, of three present";
}

// --- votes of which it is open whether they count
// --------------------------------------------------

/// Seven named as present and two more only counted; the rest of the votes may be those of the two.
ChronicleBuilder with_two_unnamed(const std::string& votes,
                                  const std::string& more_of_ballot = {}) {
  TomskCouncil t(9, {{R"("relation": "MORE_THAN", "base": "PRESENT")",
                      R"("relation": "MORE_THAN", "base": "VOTES_CAST")"}});
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(7), R"(,"present_stated":9)");
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION", more_of_ballot);
  if (more_of_ballot.empty()) {
    t.b.votes(ballot, votes);
  } else {
    vote_for(t.b, ballot, votes);
  }
  t.b.close(ballot);
  return std::move(t.b);
}

TEST(OpenVotes, LeaveOpenWhatOneOfThemAloneWouldChange) {
  EXPECT_EQ(last_of(with_two_unnamed("ffffaaafa")).adopted, Truth::kUndetermined)
      << "4:3, 5:4, or 4:4";
  EXPECT_EQ(last_of(with_two_unnamed("fffffaafa")).adopted, Truth::kYes) << "5:3 at the least";
}

TEST(OpenVotes, LeaveOpenATieThatSomeOfThemMakeAndTheChairSettles) {
  const auto adopted = [](const std::string& votes) {
    TomskCouncil t(10);
    t.b.elect(t.council, 1, 10, "2021-04-05");
    const auto held = t.b.meeting(1, t.council, "2021-05-05");
    t.b.attendance(held, support::first_seats(7), R"(,"present_stated":10)");
    const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
    t.b.votes(ballot, votes);
    t.b.close(ballot);
    return last_of(t.b).adopted;
  };
  EXPECT_EQ(adopted("fnnnnnnfaa"), Truth::kUndetermined) << "1:1 or 2:2 by the chair, or 1:2";
  EXPECT_EQ(adopted("annnnnnffa"), Truth::kNo) << "1:1 against the chair, or 2:1 of seven";
}

TEST(OpenVotes, LeaveAChoiceOpenThatTheyMayChange) {
  const std::string two = R"(,"candidates":[@o:2,@o:3])";
  EXPECT_EQ(last_of(with_two_unnamed("222233333", two)).adopted, Truth::kUndetermined)
      << "4:3 for the first, or 5:4 for the second";
  EXPECT_EQ(last_of(with_two_unnamed("222222333", two)).candidate, support::org(2));
}

TEST(TO_7_1_Choice, HoldsWhereItIsMadeHoweverManyWereThere) {
  const auto chosen = [](const std::string& votes) {
    TomskCouncil t(9);
    const auto held = t.b.meeting(1, t.council, "2021-05-05");
    t.b.attendance(held, support::first_seats(7), R"(,"present_stated":8)");
    const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3])");
    vote_for(t.b, ballot, votes);
    t.b.close(ballot);
    return last_of(t.b);
  };
  EXPECT_EQ(chosen("2222233").candidate, support::org(2)) << "five of seven, or of eight";
  EXPECT_EQ(chosen("2222333").adopted, Truth::kUndetermined) << "four of seven, or of eight";
  EXPECT_EQ(chosen("222333s").adopted, Truth::kUndetermined)
      << "a tie, and nobody is on record who could settle it";
}

TEST(OpenVotes, MayBeTheConsentThatIsMissing) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  const auto held = b.meeting(1, council, "2018-02-01");
  b.attendance(held, {1, 2}, R"(,"present_stated":3)");
  const auto ballot = b.ballot(1, held, "ACCESSION");
  b.votes(ballot, "fff");
  b.close(ballot);
  const Outcomes open = last_of(b);
  EXPECT_EQ(open.adopted, Truth::kUndetermined) << "the third may be the one who is only counted";
  EXPECT_NE(open.missing.find("votes;"), std::string::npos) << open.missing;
}

// --- the paper beside the roll call
// ----------------------------------------------------------------

TEST(TO_7_1_Counts, DoNotBringBackAVoteThatDoesNotCount) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(8));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, "ffffaa");
  t.b.votes(ballot, "f", 9);
  t.b.counted(ballot, R"(,"votes_for":5,"votes_against":2,"abstained":0)");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  const Outcomes seen = last_of(t.b);
  EXPECT_EQ(seen.adopted, Truth::kNo) << "four of eight: the ninth was not there";
  EXPECT_FALSE(seen.counts_differ) << "the paper adds up the same votes";
  EXPECT_EQ(support::count_findings(t.b, "SEAT_ABSENT"), 1u);
  EXPECT_EQ(support::count_findings(t.b, "RESULT_MISMATCH"), 1u);
  EXPECT_EQ(support::count_findings(t.b, "COUNTS_CONFLICT"), 0u);
}

/// Nine present; a roll call, if there is one, and what the paper counts.
ChronicleBuilder counted_beside(const std::string& roll, const std::string& counts) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(9));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, roll);
  t.b.counted(ballot, counts);
  t.b.close(ballot);
  return std::move(t.b);
}

TEST(TO_7_1_Counts, ThatCannotBeOfTheVotesByNameAreFoundWithBoth) {
  const ChronicleBuilder b =
      counted_beside("fffffaaa", R"(,"votes_for":7,"votes_against":1,"abstained":0)");
  const auto numbers = numbers_of(b, "COUNTS_CONFLICT");
  ASSERT_FALSE(numbers.empty());
  EXPECT_EQ(numbers.at("named_for"), "5");
  EXPECT_EQ(numbers.at("named_against"), "3");
  EXPECT_EQ(numbers.at("told_for"), "7");
  EXPECT_EQ(numbers.at("told_against"), "1");
  EXPECT_EQ(last_of(b).votes->in_favour, 5u) << "what is recorded by name stands";
}

TEST(TO_7_1_Counts, OfVotesOfWhichOnlySomeAreNamedContradictNothing) {
  const std::string counts = R"(,"votes_for":6,"votes_against":3,"abstained":0)";
  EXPECT_EQ(support::count_findings(counted_beside("ffa", counts), "COUNTS_CONFLICT"), 0u);
  EXPECT_EQ(support::count_findings(counted_beside("ffaaaa", counts), "COUNTS_CONFLICT"), 1u)
      << "four are named against, and three are told";
}

TEST(TO_7_1_Counts, WhatThePaperDoesNotTellDiffersFromNothing) {
  const ChronicleBuilder b = counted_beside("fffffaaa", R"(,"votes_for":5)");
  EXPECT_FALSE(last_of(b).counts_differ);
  EXPECT_EQ(support::count_findings(b, "COUNTS_CONFLICT"), 0u);
}

TEST(TO_7_1_Words, OfUnanimityAreContradictedByARollCallThatIsNot) {
  EXPECT_EQ(numbers_of(counted_beside("fffffaaa", R"(,"words":"UNANIMOUS")"), "COUNTS_CONFLICT")
                .at("told"),
            "unanimous");
  const ChronicleBuilder all = counted_beside("fffffffff", R"(,"words":"UNANIMOUS")");
  EXPECT_EQ(support::count_findings(all, "COUNTS_CONFLICT"), 0u);
}

TEST(TO_7_1_Counts, OfAnotherNumberPresentThanTheAttendanceHasAreFound) {
  const std::string counts = R"(,"votes_for":5,"votes_against":2,"abstained":0,"present":)";
  const auto numbers = numbers_of(counted_beside({}, counts + "7"), "COUNTS_CONFLICT");
  ASSERT_FALSE(numbers.empty());
  EXPECT_EQ(numbers.at("told"), "7");
  EXPECT_EQ(numbers.at("present"), "9");
  EXPECT_EQ(support::count_findings(counted_beside({}, counts + "9"), "COUNTS_CONFLICT"), 0u);
}

TEST(TO_7_1_Words, OfUnanimityDoNotAskHowManyThereWere) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(7), R"(,"present_stated":8)");
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.counted(ballot, R"(,"words":"UNANIMOUS")");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  const Outcomes seen = last_of(t.b);
  EXPECT_EQ(seen.adopted, Truth::kYes) << "seven or eight, all of them in favour";
  EXPECT_EQ(seen.missing, "");
  EXPECT_EQ(seen.derivation, "unanimously by those present, at least 7: adopted");
  EXPECT_EQ(state_of_last(t.b), DecisionState::kAdoptedUnformalised);
}

/// Three participants at a meeting, the third with two people; what the paper counts.
Truth of_people(int in_favour, int against) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01",
                              R"(,"seats":[{"seat":@t:31,"organisation":@o:3},
                                 {"seat":@t:32,"organisation":@o:3}])");
  const auto held = b.meeting(1, council, "2018-02-01");
  b.add("AttendanceRecorded",
        fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}},
            {{"seat":@o:2,"form":"IN_PERSON"}},{{"seat":@t:31,"form":"IN_PERSON"}},
            {{"seat":@t:32,"form":"IN_PERSON"}}]}})",
                    held));
  const auto ballot = b.ballot(1, held, "OTHER");
  b.counted(ballot,
            fmt::format(R"(,"votes_for":{},"votes_against":{},"abstained":0)", in_favour, against));
  b.close(ballot);
  EXPECT_EQ(support::count_findings(b, "COUNTS_CONFLICT"), 0u);
  return last_of(b).adopted;
}

TEST(SM_5_2_OneVoice, OfPeopleWhomThePaperCountsTheOutcomeHoldsWhereItHangsOnNobodysSecondVote) {
  EXPECT_EQ(of_people(4, 0), Truth::kYes);
  EXPECT_EQ(of_people(3, 1), Truth::kYes) << "2:1 or 3:0 of three voices";
  EXPECT_EQ(of_people(2, 2), Truth::kUndetermined) << "1:2 or 2:1";
  EXPECT_EQ(of_people(1, 3), Truth::kNo);
}

// --- where nobody meets, and at which question
// -----------------------------------------------------

/// A decision of six participants by a ballot in which the first of them took part; `convened`: at
/// a meeting that is held by ballot, of which no attendance is told.
ChronicleBuilder by_ballot(const std::string& votes, bool convened = false) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 6, "2023-08-15");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
  if (convened) {
    const auto held =
        b.add("MeetingConvened",
              fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}","wording":{{
                  "title":"Заседание"}},"convened_by":{{"by":"CHAIR"}},"agenda_state":"SENT",
                  "form":"BY_BALLOT","takes_place_on":@d:2023-09-15}})",
                          council));
    const auto ballot = b.ballot(1, held, "OTHER");
    b.votes(ballot, votes);
    b.close(ballot);
    b.decision(1, held, ballot, "OTHER");
    return b;
  }
  const auto ballot =
      b.ballot(1, "", "OTHER", fmt::format(R"(,"body":"{}","closes":@d:2023-09-15)", council));
  b.votes(ballot, votes);
  b.close(ballot);
  support::How how;
  how.occurred = "2023-09-15";
  b.add("DecisionDeclared",
        fmt::format(R"({{"decision":@t:4001,"body":"{}","ballot":"{}","kind":"OTHER",
            "wording":{{"title":"x"}},"stated_result":"ADOPTED"}})",
                    council, ballot),
        how);
  return b;
}

TEST(GK_181_2_Quorum, IsDemandedOfABallotAtWhichNobodyMetAsWell) {
  const ChronicleBuilder two = by_ballot("ff");
  EXPECT_EQ(state_of_last(two), DecisionState::kVoidNoQuorum) << "two of six took part";
  const auto numbers = numbers_of(two, "NO_QUORUM");
  ASSERT_FALSE(numbers.empty());
  EXPECT_EQ(numbers.at("present"), "2");
  EXPECT_EQ(numbers.at("total"), "6");
  EXPECT_EQ(numbers.at("needed"), "3");
  EXPECT_EQ(state_of_last(by_ballot("ffa")), DecisionState::kAdoptedUnformalised);
}

TEST(TO_10_Opinion, OfWhichOnlySomeVotesAreNamedIsByTheCounts) {
  TomskCouncil t(4);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
  const auto ballot =
      t.b.ballot(1, "", "OPINION", fmt::format(R"(,"body":"{}","closes":@d:2021-05-20)", experts));
  t.b.votes(ballot, "fa", 1, 't');
  t.b.counted(ballot, R"(,"votes_for":5,"votes_against":2,"abstained":0)");
  t.b.close(ballot);
  EXPECT_EQ(last_of(t.b).adopted, Truth::kYes) << "five of the seven who took part";
  EXPECT_EQ(support::count_findings(t.b, "COUNTS_CONFLICT"), 0u);
}

/// An opinion of eleven experts of which the paper tells this beside the roll call.
ChronicleBuilder opinion_told(const std::string& votes, const std::string& counts) {
  TomskCouncil t(4);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
  const auto ballot =
      t.b.ballot(1, "", "OPINION", fmt::format(R"(,"body":"{}","closes":@d:2021-05-20)", experts));
  t.b.votes(ballot, votes, 1, 't');
  t.b.counted(ballot, counts);
  t.b.close(ballot);
  return std::move(t.b);
}

TEST(TO_10_Opinion, ThatIsUnanimousByOneKnowsNotHowManyIsNotOneOfNobody) {
  const Outcomes seen = last_of(opinion_told({}, R"(,"words":"UNANIMOUS")"));
  EXPECT_EQ(seen.adopted, Truth::kUndetermined);
  EXPECT_FALSE(seen.votes) << "how many voted is not told";
}

TEST(TO_10_Opinion, IsByTheCountsWhereOneOfThoseNamedDidNotVote) {
  const std::string counts = R"(,"votes_for":2,"votes_against":1,"abstained":0)";
  EXPECT_EQ(last_of(opinion_told("fan", counts)).adopted, Truth::kYes) << "two of three";
}

TEST(GK_181_2_Quorum, OfAMeetingThatIsHeldByBallotIsOfThoseWhoVoted) {
  EXPECT_EQ(state_of_last(by_ballot("ff", /*convened=*/true)), DecisionState::kVoidNoQuorum);
  EXPECT_EQ(state_of_last(by_ballot("ffa", /*convened=*/true)),
            DecisionState::kAdoptedUnformalised);
}

TEST(GK_181_2_Quorum, OfABallotIsTheSameInItsJudgementWhetherOrNotAMeetingWasConvened) {
  for (const bool convened : {false, true}) {
    const ChronicleBuilder b = by_ballot("ff", convened);
    const Chronicle chronicle = b.chronicle();
    const auto ballot = chronicle.own<fb::BallotOpened>().back().digest();
    const auto judged = judge(chronicle, ballot, "2026-11-20");
    ASSERT_TRUE(judged);
    std::map<std::string, std::string> parts;
    for (const auto& part : judged->parts) parts.emplace(part.name, part.value);
    EXPECT_EQ(parts["quorum"], "no") << convened;
    EXPECT_EQ(parts["present"], "2") << convened;
  }
}

TEST(TO_4_Quorum, IsThatOfTheQuestionAtWhichTheVoteWasWhereTheDecisionNamesNone) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  std::string left;
  for (std::uint64_t seat = 5; seat <= 9; ++seat) {
    left += fmt::format(R"({}{{"seat":@o:{},"agenda_item":2,"change":"LEFT"}})",
                        left.empty() ? "" : ",", seat);
  }
  t.b.attendance(held, support::first_seats(9), fmt::format(R"(,"changes":[{}])", left));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION", R"(,"agenda_item":2)");
  t.b.votes(ballot, "ffff");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  EXPECT_EQ(state_of_last(t.b), DecisionState::kVoidNoQuorum) << "four of nine had stayed";
}

TEST(LegalDay, ABallotThatIsNotClosedShowsItsVotesAndHasNoOutcome) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-05-05");
  t.b.attendance(held, support::first_seats(9));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, "f");
  const auto told = [&] {
    const Chronicle chronicle = t.b.chronicle();
    const Ballot one = ballots_told(Council(chronicle, support::kToday)).back();
    EXPECT_EQ(one.votes->in_favour, 1u);
    return std::pair(one.adopted, one.derivation.english);
  };
  EXPECT_EQ(told().first, Truth::kUndetermined) << "eight may still vote";
  EXPECT_EQ(told().second, "the ballot is not closed");
  t.b.close(ballot);
  EXPECT_EQ(told().first, Truth::kNo) << "one of nine";
}

}  // namespace
}  // namespace projections::governance
