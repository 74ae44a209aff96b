// SPDX-License-Identifier: Apache-2.0
// Who counts as present at which question: people who leave and come back, people of whom a paper
// gives only the number, representatives with a power for another body (TO 3, 4; SM 5.1).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "projections/governance/meetings.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::first_seats;
using support::TomskCouncil;

Meeting only_meeting(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  return meetings(Council(chronicle, support::kToday)).at(0);
}

/// Seven of fourteen, at three questions; `changes` say who comes and goes.
Meeting meeting_with_changes(const std::string& changes) {
  TomskCouncil t(14);
  const auto held = t.b.meeting(1, t.council, "2021-04-05",
                                R"(,"agenda":[{"number":1,"wording":{"title":"а"}},
                                   {"number":2,"wording":{"title":"б"}},
                                   {"number":3,"wording":{"title":"в"}}])");
  t.b.attendance(held, first_seats(7), R"(,"changes":[)" + changes + "]");
  return only_meeting(t.b);
}

std::string change(std::uint64_t seat, unsigned item, const char* what) {
  return fmt::format(R"({{"seat":@o:{},"agenda_item":{},"change":"{}"}})", seat, item, what);
}

TEST(TO_4_Quorum, IsThereAgainWhenWhoLeftComesBackInWhateverOrderThePaperListsIt) {
  const std::string joined = change(7, 3, "JOINED"), left = change(7, 2, "LEFT");
  for (const std::string& listed : {joined + "," + left, left + "," + joined}) {
    const Meeting meeting = meeting_with_changes(listed);
    ASSERT_EQ(meeting.items.size(), 3u);
    EXPECT_EQ(meeting.quorum.present, 7u) << "at the beginning";
    EXPECT_EQ(meeting.items[0].quorum.met, Truth::kYes);
    EXPECT_EQ(meeting.items[1].quorum.present, 6u);
    EXPECT_EQ(meeting.items[1].quorum.met, Truth::kNo);
    EXPECT_EQ(meeting.items[2].quorum.met, Truth::kYes);
  }
}

TEST(TO_4_Quorum, WhoFirstComesLaterWasNotThereAtTheBeginningThoughTheyLeaveAfterwards) {
  const Meeting meeting = meeting_with_changes(change(7, 3, "LEFT") + "," + change(7, 2, "JOINED"));
  ASSERT_EQ(meeting.items.size(), 3u);
  EXPECT_EQ(meeting.items[0].quorum.met, Truth::kNo);
  EXPECT_EQ(meeting.items[1].quorum.met, Truth::kYes);
  EXPECT_EQ(meeting.items[2].quorum.met, Truth::kNo);
}

// --- numbers -------------------------------------------------------------------------------------

/// A decision of fourteen at which the paper names the first `named` and says how many came.
TomskCouncil told(std::uint64_t named, std::uint64_t number) {
  TomskCouncil t(14);
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  t.b.attendance(held, first_seats(named), fmt::format(R"(,"present_stated":{})", number));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, std::string(named, 'f'));
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  return t;
}

TEST(TO_4_Quorum, IsOpenWhereThePaperNamesFewerThanItSaysWerePresent) {
  const TomskCouncil open = told(6, 7);
  const Meeting meeting = only_meeting(open.b);
  EXPECT_EQ(meeting.unresolved, 1u);
  EXPECT_EQ(meeting.quorum.met, Truth::kUndetermined) << "6 or 7 of 14";
  EXPECT_EQ(meeting.quorum.present, 6u);
  EXPECT_EQ(meeting.quorum.present_open, 1u);
  ASSERT_FALSE(meeting.quorum.grounds.missing.empty());
  EXPECT_EQ(meeting.quorum.grounds.missing.back().what, "attendance");
  EXPECT_EQ(support::count_findings(open.b, "NO_QUORUM"), 0u);
  EXPECT_EQ(support::count_findings(open.b, "RESULT_MISMATCH"), 0u);
  EXPECT_EQ(support::count_findings(open.b, "ATTENDANCE_UNRESOLVED"), 1u);
}

TEST(TO_4_Quorum, IsThatOfTheNamesWhereTheNumberIsNoLarger) {
  const TomskCouncil six = told(6, 6);
  EXPECT_EQ(only_meeting(six.b).quorum.met, Truth::kNo);
  EXPECT_GT(support::count_findings(six.b, "NO_QUORUM"), 0u);
  EXPECT_EQ(support::count_findings(six.b, "ATTENDANCE_UNRESOLVED"), 0u);
  EXPECT_EQ(only_meeting(told(7, 8).b).quorum.met, Truth::kYes) << "one more makes it no less";
}

TEST(TO_4_Quorum, IsOpenWhereThePaperNamesAQuorumAndSaysThatFewerWerePresent) {
  const TomskCouncil open = told(7, 6);
  const Meeting meeting = only_meeting(open.b);
  EXPECT_EQ(meeting.quorum.met, Truth::kUndetermined) << "seven names, six by the number";
  ASSERT_FALSE(meeting.quorum.grounds.missing.empty());
  EXPECT_EQ(meeting.quorum.grounds.missing.back().what, "number present");
  EXPECT_EQ(support::count_findings(open.b, "NO_QUORUM"), 0u);
  EXPECT_EQ(only_meeting(told(7, 7).b).quorum.met, Truth::kYes);
  EXPECT_EQ(only_meeting(told(9, 8).b).quorum.met, Truth::kYes) << "eight of fourteen are enough";
}

TEST(TO_4_Quorum, OfPeopleGivenByNumberAloneIsCountedFromTheNumber) {
  TomskCouncil t(14);
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  t.b.attendance(held, {}, R"(,"present_stated":7)");
  EXPECT_EQ(only_meeting(t.b).quorum.met, Truth::kYes);
  EXPECT_EQ(support::count_findings(t.b, "ATTENDANCE_UNRESOLVED"), 0u);
}

/// A council of fourteen of whose decision the paper names who presided, with an absent list or
/// not.
TomskCouncil presided(bool others_absent) {
  TomskCouncil t(14);
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  std::string absent;
  for (std::uint64_t seat = 2; others_absent && seat <= 14; ++seat) {
    absent +=
        fmt::format(R"({}{{"seat":@o:{},"reason":"NOT_STATED"}})", absent.empty() ? "" : ",", seat);
  }
  const std::string list =
      absent.empty() ? std::string() : fmt::format(R"(,"absent":[{}])", absent);
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","presiding":{{"seat":@o:1,"form":"IN_PERSON"}}{}}})",
                      held, list));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, others_absent ? "f" : "ffffffff");
  t.b.close(ballot);
  t.b.decision(1, held, ballot, "RECOMMENDATION");
  return t;
}

TEST(TO_4_Quorum, IsOpenWhereThePaperNamesOnlyWhoPresided) {
  const TomskCouncil open = presided(/*others_absent=*/false);
  const Meeting meeting = only_meeting(open.b);
  EXPECT_EQ(meeting.quorum.met, Truth::kUndetermined);
  ASSERT_FALSE(meeting.quorum.grounds.missing.empty());
  EXPECT_EQ(meeting.quorum.grounds.missing.back().what, "attendance");
  for (const char* code : {"NO_QUORUM", "SEAT_ABSENT", "RESULT_MISMATCH", "COUNTS_CONFLICT"}) {
    EXPECT_EQ(support::count_findings(open.b, code), 0u) << code;
  }
  const TomskCouncil alone = presided(/*others_absent=*/true);
  EXPECT_EQ(only_meeting(alone.b).quorum.met, Truth::kNo) << "all others are named as absent";
  EXPECT_EQ(support::count_findings(alone.b, "NO_QUORUM"), 1u);
}

TEST(TO_4_Quorum, OfPeopleGivenByNumberIsTheSameWhereThePaperNamesWhoPresided) {
  for (const std::uint64_t number : {6U, 7U}) {
    TomskCouncil t(14);
    const auto held = t.b.meeting(1, t.council, "2021-04-05");
    t.b.attendance(
        held, {},
        fmt::format(R"(,"presiding":{{"seat":@o:1,"form":"IN_PERSON"}},"present_stated":{})",
                    number));
    const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
    t.b.counted(ballot, R"(,"words":"UNANIMOUS")");
    t.b.close(ballot);
    const Chronicle chronicle = t.b.chronicle();
    const Council council(chronicle, support::kToday);
    const Ballot found = ballots(council).back();
    EXPECT_EQ(found.meeting->quorum.met, number == 7 ? Truth::kYes : Truth::kNo);
    EXPECT_EQ(found.meeting->quorum.present, number);
    EXPECT_EQ(found.adopted, Truth::kYes) << "of those who were present";
    ASSERT_TRUE(found.votes);
    EXPECT_EQ(found.votes->in_favour, number);
  }
}

/// A question put to fourteen by a paper that lists nobody present; `more` is the rest of its
/// attendance. The first seats vote, or the paper counts.
TomskCouncil unlisted(const std::string& more, const std::string& votes,
                      const std::string& counts = {}) {
  TomskCouncil t(14);
  t.b.elect(t.council, 1, 14, "2021-04-01");
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  t.b.add("AttendanceRecorded", fmt::format(R"({{"meeting":"{}"{}}})", held, more));
  const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
  t.b.votes(ballot, votes);
  if (!counts.empty()) t.b.counted(ballot, counts);
  t.b.close(ballot);
  return t;
}

Truth adopted_of_last(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  return ballots(Council(chronicle, support::kToday)).back().adopted;
}

constexpr const char* kSecondPresides = R"(,"presiding":{"seat":@o:2,"form":"IN_PERSON"})";

TEST(TO_7_1_Votes, ByNameCountWhereThePaperTellsHowManyCameAndNamesOnlyWhoPresided) {
  const std::string nine = std::string(kSecondPresides) + R"(,"present_stated":9)";
  EXPECT_EQ(adopted_of_last(unlisted(nine, "fffffaaaa").b), Truth::kYes) << "five of nine";
  EXPECT_EQ(adopted_of_last(unlisted(nine, "ffffaaaaa").b), Truth::kNo) << "four of nine";
  const TomskCouncil ten = unlisted(nine, "fffffaaaaa");
  EXPECT_EQ(support::count_findings(ten.b, "COUNTS_CONFLICT"), 1u) << "ten votes of nine present";
}

TEST(TO_7_2_CastingVote, IsOfTheChairWhoseVoteIsNamedThoughAnotherPresided) {
  const std::string eight = std::string(kSecondPresides) + R"(,"present_stated":8)";
  EXPECT_EQ(adopted_of_last(unlisted(eight, "ffffaaaa").b), Truth::kYes);
  EXPECT_EQ(adopted_of_last(unlisted(eight, "aaaaffff").b), Truth::kNo);
}

TEST(TO_7_1_Votes, OfASeatThatThePaperNamesAsAbsentDoNotCountThoughItListsNobodyPresent) {
  const std::string absent = R"(,"absent":[{"seat":@o:5,"reason":"EXCUSED"}])";
  for (const char* number : {"", R"(,"present_stated":9)"}) {
    const TomskCouncil t = unlisted(kSecondPresides + absent + number, "fffff");
    EXPECT_EQ(support::count_findings(t.b, "SEAT_ABSENT"), 1u) << number;
  }
}

TEST(TO_4_Quorum, ANumberOfThosePresentHoldsThoseWhomThePaperNamesWithoutASeat) {
  const std::string counts = R"(,"votes_for":5,"votes_against":4,"abstained":0)";
  const std::string person = R"({"person":{"person":@p:50},"form":"IN_PERSON"})";
  const std::string presiding = R"(,"presiding":)" + person;
  const std::string listed = R"(,"present":[)" + person + "]";
  for (const std::string& named : {std::string(), presiding, presiding + listed}) {
    EXPECT_EQ(adopted_of_last(unlisted(named + R"(,"present_stated":9)", {}, counts).b),
              Truth::kYes)
        << "five of nine " << named;
  }
}

TEST(TO_7_1_Counts, OfMoreVotesThanAnybodyCanHaveGivenAreFoundThoughThePaperNamesNoSeat) {
  const std::string listed = R"(,"present":[{"person":{"person":@p:50},"form":"IN_PERSON"},
      {"person":{"person":@p:51},"form":"IN_PERSON"}])";
  const auto votes = [&](const char* in_favour) {
    return unlisted(listed, {},
                    fmt::format(R"(,"votes_for":{},"votes_against":0,"abstained":0)", in_favour));
  };
  EXPECT_EQ(adopted_of_last(votes("5").b), Truth::kUndetermined) << "five votes of two present";
  EXPECT_EQ(support::count_findings(votes("5").b, "COUNTS_CONFLICT"), 1u);
  EXPECT_EQ(adopted_of_last(votes("2").b), Truth::kYes);
}

TEST(TO_6_Agenda, MayBeLeftByAMeetingOfEverybodyThoughThePaperGivesOnlyTheirNumber) {
  const auto found = [](const std::string& attendance) {
    TomskCouncil t(14);
    const auto held = t.b.meeting(1, t.council, "2021-04-05",
                                  R"(,"agenda":[{"number":1,"wording":{"title":"а"}}])");
    t.b.add("AttendanceRecorded", fmt::format(R"({{"meeting":"{}"{}}})", held, attendance));
    const auto ballot = t.b.ballot(1, held, "RECOMMENDATION");
    t.b.close(ballot);
    t.b.decision(1, held, ballot, "RECOMMENDATION", R"(,"agenda_item":2)");
    return support::count_findings(t.b, "OFF_AGENDA_DECISION");
  };
  EXPECT_EQ(found(R"(,"present_stated":14)"), 0u);
  EXPECT_EQ(found(R"(,"present_stated":13)"), 1u);
  EXPECT_EQ(found(kSecondPresides), 0u) << "who else came is not told";
}

TEST(TO_7_1_Choice, IsMadeOfNoMoreThanAllSeatsWhereWhoPresidedHasNone) {
  TomskCouncil t(14);
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","presiding":{{"person":{{"person":@p:50}},
              "form":"IN_PERSON"}}}})",
                      held));
  const auto ballot = t.b.ballot(1, held, "ELECTION", R"(,"candidates":[@o:2,@o:3])");
  for (std::uint64_t seat = 1; seat <= 10; ++seat) {
    t.b.add("VoteCast",
            fmt::format(R"({{"ballot":"{}","seat":@o:{},"choice":"FOR","candidate":@o:{}}})",
                        ballot, seat, seat <= 8 ? 2 : 3));
  }
  t.b.close(ballot);
  EXPECT_EQ(adopted_of_last(t.b), Truth::kYes) << "eight of fourteen at most";
  EXPECT_EQ(support::count_findings(t.b, "COUNTS_CONFLICT"), 0u);
}

TEST(TO_4_Quorum, ThatIsMissedByThoseWhoArePresentAtMostNamesThemBeside) {
  const TomskCouncil six = told(5, 6);
  const Chronicle chronicle = six.b.chronicle();
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "NO_QUORUM") continue;
    const std::map<std::string, std::string> numbers(one.numbers.begin(), one.numbers.end());
    EXPECT_EQ(numbers.at("present"), "5");
    EXPECT_EQ(numbers.at("present_at_most"), "6");
    return;
  }
  ADD_FAILURE() << "six of fourteen are no quorum";
}

TEST(TO_4_Quorum, ThatAQuestionHasOfItsOwnIsDemandedWhateverTheGeneralOneIsFor) {
  const auto decided = [](const char* kind) {
    TomskCouncil t(4, {{R"("casting_vote": {"holder": "CHAIR")",
                        R"("quorum_for": ["PLAN"], "questions": [{"decisions": ["COMPOSITION"],
                           "quorum": {"numerator": 1, "denominator": 1, "relation": "AT_LEAST",
                           "base": "MEMBERS_TOTAL"}, "clause": "5"}],
                           "casting_vote": {"holder": "CHAIR")"}});
    t.decide(1, "2021-05-05", "fff-", kind);
    const Chronicle chronicle = t.b.chronicle();
    return std::string(name_of(decisions(Council(chronicle, support::kToday)).at(0).state));
  };
  EXPECT_EQ(decided("COMPOSITION"), "void_no_quorum") << "three of four, where all have to come";
  EXPECT_EQ(decided("RECOMMENDATION"), "adopted_not_formalised") << "no quorum is worded for it";
}

// --- powers --------------------------------------------------------------------------------------

/// Seven of fourteen, the seventh by a representative whose power is for the council, for another
/// body or for none in particular.
Meeting represented(const char* power_for) {
  TomskCouncil t(14);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-03-20", ChronicleBuilder::seats(1, 3));
  const std::string named = power_for;
  const std::string body = named == "council"   ? fmt::format(R"(,"body":"{}")", t.council)
                           : named == "experts" ? fmt::format(R"(,"body":"{}")", experts)
                                                : std::string();
  t.b.add("RepresentativeAuthorised",
          fmt::format(R"({{"organisation":@o:7,"person":{{"person":@p:70}},"scopes":["ATTEND"],
              "power":{{"kind":"ORDER","number":"1","from":@d:2021-03-20}}{}}})",
                      body));
  const auto held = t.b.meeting(1, t.council, "2021-04-05");
  std::string present;
  for (int seat = 1; seat <= 6; ++seat) {
    present += fmt::format(R"({{"seat":@o:{},"form":"IN_PERSON"}},)", seat);
  }
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","present":[{}{{"seat":@o:7,"form":"IN_PERSON",
              "acting":{{"acting_as":"REPRESENTATIVE"}}}}]}})",
                      held, present));
  return only_meeting(t.b);
}

TEST(TO_3_Council, APowerForOneBodyMakesNoQuorumInAnother) {
  EXPECT_EQ(represented("council").quorum.met, Truth::kYes);
  EXPECT_EQ(represented("any").quorum.met, Truth::kYes) << "the power names no body";
  const Meeting other = represented("experts");
  EXPECT_EQ(other.quorum.met, Truth::kNo);
  EXPECT_EQ(other.quorum.present, 6u);
  ASSERT_EQ(other.attendees.size(), 7u);
  const auto seventh = std::find_if(other.attendees.begin(), other.attendees.end(),
                                    [](const Presence& one) { return !one.code.empty(); });
  ASSERT_NE(seventh, other.attendees.end());
  EXPECT_EQ(seventh->code, "AUTHORITY_NOT_EVIDENCED");
}

TEST(TU_4v_Representation, APowerForAnotherBodyLeavesTheParticipantUnrepresentedInTheCouncil) {
  const auto unrepresented = [](bool in_the_council) {
    ChronicleBuilder b("tula");
    support::concluded_agreement(b, 2, "2023-08-15");
    const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2023-08-15");
    const auto experts =
        b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2023-08-15", ChronicleBuilder::seats(1, 3));
    b.add("RepresentativeAuthorised",
          fmt::format(R"({{"organisation":@o:2,"person":{{"person":@p:20}},"scopes":["VOTE"],
              "power":{{"kind":"ORDER","number":"1","from":@d:2023-08-15}},"body":"{}"}})",
                      in_the_council ? council : experts));
    const Chronicle chronicle = b.chronicle();
    const Council now(chronicle, support::kToday);
    return now.body(now.bodies().at(0), support::kToday)->unrepresented.size();
  };
  EXPECT_EQ(unrepresented(true), 1u) << "participant 1 alone";
  EXPECT_EQ(unrepresented(false), 2u);
}

}  // namespace
}  // namespace projections::governance
