// SPDX-License-Identifier: Apache-2.0
// Who is present, by what right, and whether that is a quorum; which meetings count for the duty to
// meet: TO 3-6, the conference of PR, the worked examples of quorum and of the monthly meeting.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "projections/governance/meetings.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tools/meeting_outcomes.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::first_seats;
using support::How;

/// A council of heads with some members, and a meeting on 2021-04-05.
struct Session {
  explicit Session(std::uint64_t members, const std::string& charter = "tomsk",
                   const support::CharterEdits& edits = {})
      : b(charter, edits) {
    b.members(members);
    council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
    meeting = b.meeting(1, council, "2021-04-05");
  }
  Meeting held() const {
    const Chronicle chronicle = b.chronicle();
    return meetings(Council(chronicle, support::kToday)).at(0);
  }

  ChronicleBuilder b;
  std::string council;
  std::string meeting;
};

QuorumState quorum_of(std::uint64_t members, std::uint64_t present) {
  Session session(members);
  session.b.attendance(session.meeting, first_seats(present));
  return session.held().quorum;
}

TEST(TO_4_Quorum, SevenOfFourteenAreAQuorumAndSixAreNot) {
  const QuorumState seven = quorum_of(14, 7);
  EXPECT_EQ(seven.met, Truth::kYes);
  EXPECT_EQ(seven.needed, 7u);
  EXPECT_EQ(seven.present, 7u);
  EXPECT_EQ(seven.total, 14u);
  ASSERT_FALSE(seven.grounds.rules.empty());
  EXPECT_EQ(seven.grounds.rules[0].basis.clause, "4");
  EXPECT_EQ(seven.grounds.rules[0].basis.certainty, fb::Certainty::STATED);
  EXPECT_EQ(quorum_of(14, 6).met, Truth::kNo);
}

TEST(TO_4_Quorum, TheWorkedExamplesHoldOverEvents) {
  struct Row {
    std::uint64_t members, needed;
  };
  for (const Row row : {Row{15, 8}, Row{27, 14}, Row{28, 14}, Row{29, 15}, Row{2, 1}, Row{9, 5}}) {
    EXPECT_EQ(quorum_of(row.members, row.needed).met, Truth::kYes) << row.members;
    EXPECT_EQ(quorum_of(row.members, row.needed).needed, row.needed) << row.members;
    if (row.needed > 1) {
      EXPECT_EQ(quorum_of(row.members, row.needed - 1).met, Truth::kNo) << row.members;
    }
  }
}

TEST(Trap_28_EmptyBody, NobodyIsNeverAQuorumOfNobody) {
  Session session(0);
  session.b.attendance(session.meeting, {});
  EXPECT_EQ(session.held().quorum.met, Truth::kNo);
  EXPECT_EQ(quorum_of(4, 0).met, Truth::kNo);
}

TEST(TO_4_Quorum, WithoutAnAttendanceItIsUndeterminedAndSaysWhatIsMissing) {
  const QuorumState quorum = Session(14).held().quorum;
  EXPECT_EQ(quorum.met, Truth::kUndetermined);
  ASSERT_EQ(quorum.grounds.missing.size(), 1u);
  EXPECT_EQ(quorum.grounds.missing[0].what, "attendance");
}

TEST(TO_4_Quorum, ChangesWithTheAgendaItemAsPeopleLeaveAndJoin) {
  Session session(4);
  session.b.correct(session.meeting, "MeetingConvened",
                    fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}",
                        "wording":{{"title":"Заседание"}},"convened_by":{{"by":"CHAIR"}},
                        "agenda_state":"SENT","form":"IN_PERSON","takes_place_on":@d:2021-04-05,
                        "agenda":[{{"number":1,"wording":{{"title":"а"}}}},
                        {{"number":2,"wording":{{"title":"б"}}}},
                        {{"number":3,"wording":{{"title":"в"}}}}]}})",
                                session.council));
  session.b.attendance(session.meeting, {1, 2, 3},
                       R"(,"changes":[{"seat":@o:1,"agenda_item":2,"change":"LEFT"},
                          {"seat":@o:2,"agenda_item":2,"change":"LEFT"},
                          {"seat":@o:3,"agenda_item":3,"change":"JOINED"}])");
  const Meeting meeting = session.held();
  ASSERT_EQ(meeting.items.size(), 3u);
  EXPECT_EQ(meeting.items[0].quorum.present, 2u) << "the third joined later";
  EXPECT_EQ(meeting.items[0].quorum.met, Truth::kYes);
  EXPECT_EQ(meeting.items[1].quorum.present, 0u);
  EXPECT_EQ(meeting.items[1].quorum.met, Truth::kNo);
  EXPECT_EQ(meeting.items[2].quorum.present, 1u);
  EXPECT_EQ(meeting.items[2].quorum.met, Truth::kNo);
}

TEST(Trap_27_LateRecording, AQuorumFoundAfterTheClosingStandsBesideAVoidDecision) {
  support::TomskCouncil t(9);
  t.decide(1, "2021-04-05", "fff------", "RECOMMENDATION");
  t.b.attendance(t.meeting, first_seats(9));
  const Chronicle chronicle = t.b.chronicle();
  const Decision decision = decisions(Council(chronicle, support::kToday)).at(0);
  EXPECT_EQ(decision.state, DecisionState::kVoidNoQuorum);
  EXPECT_EQ(decision.quorum.met, Truth::kNo);
  EXPECT_EQ(decision.quorum.changed_late, Truth::kYes);
  const auto found = findings(chronicle, support::kToday);
  EXPECT_EQ(std::count_if(found.begin(), found.end(),
                          [](const Finding& one) { return one.code() == "OUTCOME_CHANGED_LATE"; }),
            2)
      << "of the votes counted and of the decision";
}

TEST(TO_4_Quorum, OfAMeetingThatIsStillToComeIsNoFindingOnAnEarlierDay) {
  support::TomskCouncil t(9);
  t.decide(1, "2021-04-05", "fff------", "RECOMMENDATION");
  const Chronicle chronicle = t.b.chronicle();
  const auto codes_on = [&](rules::Date day) {
    std::set<std::string> codes;
    for (const Finding& one : findings(chronicle, day)) codes.emplace(one.code());
    return codes;
  };
  EXPECT_TRUE(codes_on(rules::date(2021, 4, 5)).contains("NO_QUORUM"));
  EXPECT_FALSE(codes_on(rules::date(2021, 4, 4)).contains("NO_QUORUM"));
}

TEST(SM_5_2_Quorum, OfAnItemIsThatOfWhatItDecides) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  b.organisation(9, "EMPLOYER");
  b.add("AccessionApplied", R"({"applicant":@o:9,"applied_on":@d:2018-01-10})");
  const auto met =
      b.add("MeetingConvened", fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}",
          "wording":{{"title":"Заседание"}},"convened_by":{{"by":"CHAIR"}},"agenda_state":"SENT",
          "form":"IN_PERSON","takes_place_on":@d:2018-02-01,
          "agenda":[{{"number":1,"wording":{{"title":"а"}}}},
                    {{"number":2,"wording":{{"title":"б"}}}}]}})",
                                           council));
  b.attendance(met, {1, 2});
  const auto ballot = b.ballot(1, met, "ACCESSION", R"(,"agenda_item":2)");
  b.votes(ballot, "ff");
  b.close(ballot);
  b.decision(1, met, ballot, "ACCESSION", R"(,"agenda_item":2,"admits":[@o:9])");
  const Chronicle chronicle = b.chronicle();
  const Council now(chronicle, support::kToday);
  const Meeting meeting = meetings(now).at(0);
  ASSERT_EQ(meeting.items.size(), 2u);
  EXPECT_EQ(meeting.items[0].quorum.needed, 2u) << "half of three";
  EXPECT_EQ(meeting.items[1].quorum.needed, 3u) << "whoever joins needs all";
  EXPECT_EQ(meeting.items[1].quorum.met, Truth::kNo);
  EXPECT_EQ(decisions(now).at(0).quorum.needed, meeting.items[1].quorum.needed);
}

TEST(TO_3_Council, SizeFollowsMembership) {
  Session session(6);
  session.b.order("2021-04-01", {}, {5, 6});
  session.b.attendance(session.meeting, first_seats(2));
  const Meeting meeting = session.held();
  EXPECT_EQ(meeting.quorum.total, 4u);
  EXPECT_EQ(meeting.quorum.met, Truth::kYes);
}

TEST(Trap_26_DayOfMembership, WhoLeftIsNotCountedAndWhoJoinedThatDayIs) {
  Session session(3);
  session.b.organisation(7);
  session.b.head(7, "APPOINTED", "2020-09-01");
  session.b.order("2021-04-05", {7});
  session.b.order("2021-04-04", {}, {3});
  session.b.attendance(session.meeting, {1, 3, 7});
  const Meeting meeting = session.held();
  EXPECT_EQ(meeting.quorum.total, 3u) << "1, 2 and 7";
  EXPECT_EQ(meeting.quorum.present, 2u);
  EXPECT_EQ(meeting.strangers.size(), 1u) << "3 has no seat any more";
}

TEST(TO_3_Council, AVacantSeatCountsByTheParameterAndBothReadingsAreShown) {
  Session session(4);
  session.b.head(3, "RELEASED", "2021-03-20");
  session.b.head(4, "RELEASED", "2021-03-20");
  session.b.attendance(session.meeting, {1});
  const QuorumState strict = session.held().quorum;
  EXPECT_EQ(strict.total, 4u);
  EXPECT_EQ(strict.met, Truth::kNo);
  ASSERT_EQ(strict.readings.size(), 1u);
  EXPECT_EQ(strict.readings[0].turned, "bodies.COORDINATION_COUNCIL.vacant_seats_counted");
  EXPECT_EQ(strict.readings[0].total, 2u);
  EXPECT_EQ(strict.readings[0].met, Truth::kYes);
  EXPECT_TRUE(strict.grounds.depends_on_assumption);
}

/// Whether those present are enough where vacant seats do not count and nothing is recorded of who
/// heads the seventh member.
QuorumState with_a_head_unknown(std::uint64_t present, const char* from = nullptr) {
  Session session(6, "tomsk",
                  {{R"("vacant_seats_counted": true)", R"("vacant_seats_counted": false)"}});
  session.b.organisation(7);
  session.b.order("2021-03-18", {7});
  if (from != nullptr) session.b.head(7, "APPOINTED", from);
  session.b.attendance(session.meeting, first_seats(present));
  return session.held().quorum;
}

TEST(TO_3_Council, ASeatOfWhoseHolderNothingIsRecordedLeavesTheQuorumOpenWhereItDecides) {
  const QuorumState open = with_a_head_unknown(3);
  EXPECT_EQ(open.met, Truth::kUndetermined) << "3 of 6 or of 7";
  EXPECT_EQ(open.total, 6u);
  EXPECT_EQ(open.total_open, 1u);
  ASSERT_EQ(open.grounds.missing.size(), 1u);
  EXPECT_EQ(open.grounds.missing[0].what, "holders of seats");
  EXPECT_EQ(with_a_head_unknown(2).met, Truth::kNo);
  EXPECT_EQ(with_a_head_unknown(4).met, Truth::kYes);
  EXPECT_EQ(with_a_head_unknown(7).total_open, 0u) << "who was present holds the seat";
  EXPECT_EQ(with_a_head_unknown(3, "2020-09-01").met, Truth::kNo) << "the seat is filled";
}

/// The finding with this code about a decision of one of four, two of whose seats are vacant.
Finding about_one_of_four(std::string_view code, bool vacancies) {
  support::TomskCouncil t(4);
  for (const std::uint64_t gone : {3u, 4u}) {
    if (vacancies) t.b.head(gone, "RELEASED", "2021-03-20");
  }
  t.decide(1, "2021-04-05", "f---", "RECOMMENDATION", R"(,"stated_result":"ADOPTED")");
  for (Finding& one : findings(t.b.chronicle(), support::kToday)) {
    if (one.code() == code) return one;
  }
  ADD_FAILURE() << "no " << code;
  return {};
}

TEST(TO_4_Quorum, AVoidDecisionThatAnotherReadingWouldSaveIsCalledAnAssumptionWithBothReadings) {
  for (const char* code : {"NO_QUORUM", "RESULT_MISMATCH"}) {
    const Finding open = about_one_of_four(code, true);
    EXPECT_EQ(open.certainty, fb::Certainty::ASSUMED) << code;
    EXPECT_NE(open.detail.english.find("1 present of 4 members"), std::string::npos) << code;
    EXPECT_NE(open.detail.english.find("1 present of 2, needed 1"), std::string::npos) << code;
    EXPECT_NE(open.detail.russian.find("присутствует 1 из 2"), std::string::npos) << code;
    ASSERT_EQ(open.readings.size(), 1u) << code;
    EXPECT_EQ(open.readings[0].turned, "bodies.COORDINATION_COUNCIL.vacant_seats_counted") << code;
    const Finding certain = about_one_of_four(code, false);
    EXPECT_EQ(certain.certainty, fb::Certainty::STATED) << code;
    EXPECT_EQ(certain.detail.english.find("read otherwise"), std::string::npos) << code;
  }
}

TEST(TO_3_Council, WhereTheReadingsAgreeNothingDependsOnTheAssumption) {
  Session session(4);
  session.b.head(4, "RELEASED", "2021-03-20");
  session.b.attendance(session.meeting, {1, 2});
  const QuorumState quorum = session.held().quorum;
  EXPECT_EQ(quorum.met, Truth::kYes);
  EXPECT_FALSE(quorum.grounds.depends_on_assumption);
}

TEST(TO_3_Council, ADeputyWithoutAuthorityIsNotPresentAndOneWithItIs) {
  const auto present_with = [](const std::string& authority) {
    Session session(2);
    session.b.add("AttendanceRecorded",
                  fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON",
                      "acting":{{"acting_as":"DEPUTY_HEAD"{}}}}}]}})",
                              session.meeting, authority));
    return session.held();
  };
  const Meeting without = present_with("");
  EXPECT_EQ(without.quorum.present, 0u);
  ASSERT_EQ(without.attendees.size(), 1u);
  EXPECT_EQ(without.attendees[0].code, "AUTHORITY_NOT_EVIDENCED");
  EXPECT_EQ(without.quorum.met, Truth::kNo);
  EXPECT_TRUE(without.quorum.grounds.depends_on_assumption) << "the charter does not say so";
  EXPECT_EQ(present_with(R"(,"authority":{"kind":"ORDER","number":"5"})").quorum.present, 1u);
}

TEST(TO_3_Council, AnActingHeadNeedsAnAuthorityToo) {
  Session session(2);
  session.b.head(1, "ACTING", "2021-04-01");
  session.b.attendance(session.meeting, {1});
  EXPECT_EQ(session.held().quorum.present, 0u);
  Session other(2);
  other.b.head(1, "ACTING", "2021-04-01", R"(,"authority":{"kind":"ORDER","number":"9"})");
  other.b.attendance(other.meeting, {1});
  EXPECT_EQ(other.held().quorum.present, 1u);
}

TEST(TO_4_Forms, AMeetingByBallotIsNotAmongTheFormsOfTheCharter) {
  Session session(2);
  const auto absentee = session.b.meeting(2, session.council, "2021-05-05");
  session.b.correct(absentee, "MeetingConvened",
                    fmt::format(R"({{"meeting":@t:2002,"kind":"BODY_MEETING","body":"{}",
                        "wording":{{"title":"Заседание"}},"convened_by":{{"by":"CHAIR"}},
                        "agenda_state":"SENT","form":"BY_BALLOT","takes_place_on":@d:2021-05-05}})",
                                session.council));
  const Chronicle chronicle = session.b.chronicle();
  const auto all = meetings(Council(chronicle, support::kToday));
  EXPECT_EQ(all.at(0).form_allowed, Truth::kYes);
  EXPECT_EQ(all.at(1).form_allowed, Truth::kNo);
}

// --- convening, presiding ------------------------------------------------------------------------

Session with_chair() {
  Session session(4);
  session.b.elect(session.council, 1, 4, "2021-03-20");
  return session;
}

TEST(TO_5_Convening, SomebodyElseThanTheChairIsShownAndTheChairIsNot) {
  Session session = with_chair();
  const auto other = session.b.meeting(2, session.council, "2021-05-05");
  session.b.correct(other, "MeetingConvened",
                    fmt::format(R"({{"meeting":@t:2002,"kind":"BODY_MEETING","body":"{}",
                        "wording":{{"title":"Заседание"}},"convened_by":{{"by":"OPERATOR"}},
                        "agenda_by":{{"by":"ANY_MEMBER","seat":@o:3}},"agenda_state":"SENT",
                        "form":"IN_PERSON","takes_place_on":@d:2021-05-05}})",
                                session.council));
  const Chronicle chronicle = session.b.chronicle();
  const Council council(chronicle, support::kToday);
  const auto all = meetings(council);
  EXPECT_EQ(convening_of(council, all.at(0)).as_ruled, Truth::kYes);
  EXPECT_EQ(convening_of(council, all.at(2)).code, "CONVENED_BY_OTHER");
  EXPECT_EQ(agenda_of(council, all.at(2)).code, "AGENDA_NOT_BY_CHAIR");
}

TEST(TO_5_Convening, BeforeTheFirstChairTheParameterNamesWhoConvenes) {
  Session session(4);
  const Chronicle chronicle = session.b.chronicle();
  const Council council(chronicle, support::kToday);
  const ActOfChair act = convening_of(council, meetings(council).at(0));
  EXPECT_TRUE(act.chair_missing);
  EXPECT_EQ(act.stand_in, fb::StandIn::OPERATOR);
  EXPECT_TRUE(act.code.empty());
  ASSERT_FALSE(act.grounds.rules.empty());
  EXPECT_TRUE(act.grounds.rules[0].basis.assumed());
}

TEST(Presiding, IsTheChairOrAStandInOfAMissingOne) {
  Session session = with_chair();
  session.b.attendance(session.meeting, {2, 3}, R"(,"presiding":{"seat":@o:2,"form":"IN_PERSON"})");
  const Chronicle chronicle = session.b.chronicle();
  const Council council(chronicle, support::kToday);
  const Presiding presiding = presiding_of(council, meetings(council).at(0));
  EXPECT_EQ(presiding.is_chair, Truth::kNo);
  EXPECT_TRUE(presiding.act.chair_missing) << "the chair was not there";
  EXPECT_EQ(presiding.act.stand_in, fb::StandIn::MEMBERS_CHOOSE);
  EXPECT_EQ(presiding.act.as_ruled, Truth::kYes);
}

// --- which meetings count ------------------------------------------------------------------------

struct Year {
  explicit Year(const support::CharterEdits& edits = {}) : session(14, "tomsk", edits) {
    std::uint64_t number = 10;
    for (const char* day : {"2021-05-28", "2021-06-30", "2021-08-02", "2021-08-31"}) {
      const auto held = session.b.meeting(++number, session.council, day);
      session.b.attendance(held, first_seats(std::string_view(day) == "2021-06-30" ? 6 : 8));
    }
    session.b.attendance(session.meeting, first_seats(9));
    conference = session.b.meeting(99, "", "2022-12-06");
  }
  std::map<std::string, Truth> counting() const {
    const Chronicle chronicle = session.b.chronicle();
    std::map<std::string, Truth> out;
    for (const Meeting& one : meetings(Council(chronicle, support::kToday))) {
      out[rules::to_text(one.day)] = one.counts_for_duty;
    }
    return out;
  }
  Session session;
  std::string conference;
};

TEST(TO_5_MonthlyMeeting, AMeetingWithoutAQuorumDoesNotCountUnlessTheParameterSaysSo) {
  const auto strict = Year().counting();
  EXPECT_EQ(strict.at("2021-04-05"), Truth::kYes);
  EXPECT_EQ(strict.at("2021-06-30"), Truth::kNo);
  EXPECT_EQ(strict.at("2021-08-02"), Truth::kYes);
  EXPECT_EQ(strict.at("2021-08-31"), Truth::kYes);
  const auto lenient = Year(support::CharterEdits{{R"("counts_without_quorum": false)",
                                                   R"("counts_without_quorum": true)"}})
                           .counting();
  EXPECT_EQ(lenient.at("2021-06-30"), Truth::kYes);
}

/// A meeting of a council of nine with two questions, at which the seats 1 to 4 are present from
/// the beginning and `changes` say who comes and goes.
Session with_changes(const std::string& changes) {
  Session session(9);
  session.meeting = session.b.meeting(
      2, session.council, "2021-05-05",
      R"(,"agenda":[{"number":1,"wording":{"title":"а"}},{"number":2,"wording":{"title":"б"}}])");
  session.b.attendance(session.meeting, first_seats(4), R"(,"changes":[)" + changes + "]");
  return session;
}

std::string changed(std::uint64_t seat, unsigned item, const std::string& change) {
  return fmt::format(R"({{"seat":@o:{},"agenda_item":{},"change":"{}"}})", seat, item, change);
}

TEST(TO_5_MonthlyMeeting, AMeetingThatIsQuorateFromItsSecondQuestionOnIsHeldAndCounts) {
  const Session session = with_changes(changed(5, 2, "JOINED"));
  const Chronicle chronicle = session.b.chronicle();
  const Council council(chronicle, support::kToday);
  const Meeting meeting = meetings(council).at(1);
  EXPECT_EQ(meeting.quorum.met, Truth::kNo) << "at the beginning";
  ASSERT_EQ(meeting.items.size(), 2u);
  EXPECT_EQ(meeting.items[0].quorum.met, Truth::kNo) << "the first question stays without one";
  EXPECT_EQ(meeting.items[1].quorum.met, Truth::kYes);
  EXPECT_EQ(meeting.result, MeetingResult::kHeld);
  EXPECT_EQ(meeting.counts_for_duty, Truth::kYes);
  EXPECT_EQ(held_meetings(council).at(fb::BodyKind::COORDINATION_COUNCIL).at(1).quorate,
            Truth::kYes);
}

TEST(TO_5_MonthlyMeeting, AMeetingWithoutAQuorumAtAnyQuestionIsFailedWhoeverCameAndWent) {
  const Session session = with_changes(changed(1, 1, "LEFT") + "," + changed(5, 2, "JOINED"));
  const Chronicle chronicle = session.b.chronicle();
  const Meeting meeting = meetings(Council(chronicle, support::kToday)).at(1);
  EXPECT_EQ(meeting.result, MeetingResult::kFailedNoQuorum);
  EXPECT_EQ(meeting.counts_for_duty, Truth::kNo);
}

TEST(TO_5_MonthlyMeeting, MinutesSayAtWhichQuestionsTheQuorumWasThereThatTheOpeningLacked) {
  Session session = with_changes(changed(5, 2, "JOINED"));
  const std::string protocol = session.b.protocol(1, "1", session.meeting, {}, "2021-05-05");
  const tools::ToldOutcome told = tools::MeetingOutcomes(session.b.chronicle(), protocol).quorum();
  ASSERT_EQ(told.lines.size(), 3u);
  EXPECT_EQ(told.lines[0], "На открытии заседания:");
  EXPECT_EQ(told.lines[2], "Кворум был при рассмотрении вопросов повестки дня: 2.");
}

TEST(PR_Heading, AConferenceIsNoMeetingOfABody) {
  const Year year;
  EXPECT_EQ(year.counting().at("2022-12-06"), Truth::kNo);
  const Chronicle chronicle = year.session.b.chronicle();
  const auto all = meetings(Council(chronicle, support::kToday));
  const Meeting& conference = all.back();
  EXPECT_TRUE(conference.conference);
  EXPECT_FALSE(conference.quorum.applicable);
  EXPECT_EQ(conference.body, nullptr);
}

TEST(PR_Present, FourteenSurnamesProveNoQuorumOfAnything) {
  ChronicleBuilder b;
  const auto conference = b.meeting(1, "", "2022-12-06");
  std::string people;
  for (int i = 1; i <= 14; ++i) {
    people += fmt::format(R"({}{{"person":{{"person":@p:{}}},"form":"IN_PERSON"}})",
                          people.empty() ? "" : ",", i);
  }
  b.add("AttendanceRecorded",
        fmt::format(R"({{"meeting":"{}","present":[{}]}})", conference, people));
  const Chronicle chronicle = b.chronicle();
  const Meeting meeting = meetings(Council(chronicle, support::kToday)).at(0);
  EXPECT_FALSE(meeting.quorum.applicable);
  EXPECT_EQ(meeting.quorum.met, Truth::kUndetermined);
}

TEST(Meetings, PeopleWithoutASeatLeaveTheQuorumOpenOnlyWhereTheyMatter) {
  Session session(4);
  session.b.add("AttendanceRecorded",
                fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}},
                    {{"person":{{"person":@p:77}},"form":"IN_PERSON"}}]}})",
                            session.meeting));
  const QuorumState open = session.held().quorum;
  EXPECT_EQ(open.met, Truth::kUndetermined);
  EXPECT_EQ(open.present_open, 1u);
  Session enough(4);
  enough.b.add("AttendanceRecorded",
               fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}},
                   {{"person":{{"person":@p:2}},"form":"IN_PERSON"}}]}})",
                           enough.meeting));
  EXPECT_EQ(enough.held().quorum.met, Truth::kYes) << "the head of 2 is known by reference";
}

TEST(Meetings, AMovedMeetingIsOneMeetingWithItsLastDay) {
  Session session(4);
  session.b.add("MeetingConvened",
                fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}",
                    "wording":{{"title":"Заседание"}},"convened_by":{{"by":"CHAIR"}},
                    "agenda_state":"SENT","form":"IN_PERSON","takes_place_on":@d:2021-04-12,
                    "replaces":"{}"}})",
                            session.council, session.meeting));
  session.b.attendance(session.meeting, {1, 2});
  const Chronicle chronicle = session.b.chronicle();
  const auto all = meetings(Council(chronicle, support::kToday));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(rules::to_text(all[0].day), "2021-04-12");
  EXPECT_EQ(all[0].earlier.size(), 1u);
  EXPECT_EQ(all[0].quorum.met, Truth::kYes) << "attendance of the first convening";
}

TEST(Meetings, TheStatedOutcomeStandsBesideTheComputedOne) {
  Session session(14);
  session.b.attendance(session.meeting, first_seats(3));
  session.b.add("MeetingClosed",
                fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})", session.meeting));
  const Meeting meeting = session.held();
  EXPECT_EQ(meeting.result, MeetingResult::kFailedNoQuorum);
  EXPECT_TRUE(meeting.result_differs);
  EXPECT_EQ(meeting.held, Truth::kYes) << "it took place";
}

TEST(NoCode_FourthCharter, AQuorumOfTwoThirdsNeedsNoOtherCode) {
  Session session(
      9, "tomsk",
      {{R"("numerator": 1)", R"("numerator": 2)"}, {R"("denominator": 2)", R"("denominator": 3)"}});
  session.b.attendance(session.meeting, first_seats(5));
  EXPECT_EQ(session.held().quorum.needed, 6u);
  EXPECT_EQ(session.held().quorum.met, Truth::kNo);
}

TEST(TO_Order2_EntryIntoForce, BeforeTheCharterGeneralLawCounts) {
  ChronicleBuilder b("tomsk", {}, "2022-01-01");
  b.members(4);
  const auto council =
      b.body(1, "COORDINATION_COUNCIL", "EXPLICIT", "2021-03-17", ChronicleBuilder::seats(1, 4));
  const auto meeting = b.meeting(1, council, "2021-04-05");
  b.add("AttendanceRecorded",
        fmt::format(R"({{"meeting":"{}","present":[{{"seat":@t:1,"form":"IN_PERSON"}},
                        {{"seat":@t:2,"form":"IN_PERSON"}}]}})",
                    meeting));
  const Chronicle chronicle = b.chronicle();
  const QuorumState quorum = meetings(Council(chronicle, support::kToday)).at(0).quorum;
  EXPECT_EQ(quorum.met, Truth::kYes);
  ASSERT_FALSE(quorum.grounds.rules.empty());
  EXPECT_EQ(quorum.grounds.rules[0].basis.clause, "ГК 181.2");
  EXPECT_EQ(quorum.grounds.rules[0].basis.certainty, fb::Certainty::DEFAULT);
  EXPECT_FALSE(quorum.grounds.rules[0].charter);
}

// --- imprecise days ------------------------------------------------------------------------------

/// Five members until 2021-08-15, three from then on; a meeting on a day of any precision.
QuorumState quorum_on(const std::string& day, const std::vector<std::uint64_t>& present,
                      Date asked = support::kToday) {
  ChronicleBuilder b("tomsk");
  b.members(5);
  const std::string council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  b.order("2021-08-15", {}, {4, 5});
  b.attendance(b.meeting(1, council, day), present);
  const Chronicle chronicle = b.chronicle();
  return meetings(Council(chronicle, asked)).at(0).quorum;
}

TEST(ImpreciseDays, AQuorumHoldsWhenItHoldsOnEveryDayThatTheDateAllows) {
  EXPECT_EQ(quorum_on("2021-08-02", {1, 2}).met, Truth::kNo);
  EXPECT_EQ(quorum_on("2021-08-20", {1, 2}).met, Truth::kYes);
  const QuorumState open = quorum_on("@m:2021-08", {1, 2});
  EXPECT_EQ(open.met, Truth::kUndetermined);
  EXPECT_EQ(open.total, 3u);
  EXPECT_EQ(open.total_open, 2u);
  ASSERT_EQ(open.grounds.missing.size(), 1u);
  EXPECT_EQ(open.grounds.missing[0].what, "day of the meeting");
  EXPECT_EQ(quorum_on("@m:2021-08", {1, 2, 3}).met, Truth::kYes);
  EXPECT_EQ(quorum_on("@m:2021-09", {1, 2}).met, Truth::kYes);
}

TEST(ImpreciseDays, TheDayOfTheQuestionIsNotTakenForAnUnknownDay) {
  for (const Date asked : {rules::date(2021, 7, 1), rules::date(2021, 9, 1), support::kToday}) {
    EXPECT_EQ(quorum_on("@u", {1, 2}, asked).met, Truth::kUndetermined) << rules::to_iso(asked);
    EXPECT_EQ(quorum_on("@u", {1, 2, 3}, asked).met, Truth::kYes) << rules::to_iso(asked);
  }
}

TEST(ImpreciseDays, AHeadWhoMayHaveLeftMayBeNoneOfThosePresent) {
  const auto released = [](const std::string& day) {
    Session session(9);
    session.b.head(5, "RELEASED", day);
    session.b.attendance(session.meeting, first_seats(5));
    return session.held().quorum;
  };
  for (const char* day : {"2021-04-02", "@m:2021-04", "@u"}) {
    const QuorumState quorum = released(day);
    EXPECT_EQ(quorum.met, Truth::kUndetermined) << day;
    EXPECT_EQ(quorum.present, 4u) << day;
    EXPECT_EQ(quorum.present_open, 1u) << day;
  }
  EXPECT_EQ(released("@m:2021-05").met, Truth::kYes);
}

}  // namespace
}  // namespace projections::governance
