// SPDX-License-Identifier: Apache-2.0
// Where the periods of a charter begin and where its duties end: each point that a charter may name
// begins a duty from the facts, each end is found, and what nobody computes is refused.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/decisions.h"
#include "projections/governance/duties.h"
#include "projections/governance/findings.h"
#include "projections/rules/charter_check.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using Point = fb::DutyPoint;

std::string letter_to_all(ChronicleBuilder& b, std::uint64_t number, const std::string& kind,
                          const std::string& concerns, const std::string& sent,
                          const std::string& received = {}) {
  const auto digest = b.add(
      "NoticeDispatched", fmt::format(R"({{"notice":@t:{},"kind":"{}","to":{{"kind":"ROLE","role":{{
                "role":"REGIONAL_OPERATOR"}}}},"sent_on":@d:{},"channel":"POST",
                "concerns":["{}"]}})",
                                      7'000 + number, kind, sent, concerns));
  if (!received.empty()) {
    b.add("NoticeReceived",
          fmt::format(R"({{"notice":"{}","received_on":@d:{}}})", digest, received));
  }
  return digest;
}

/// The council of the invented charter, which met on 2024-02-05, a Monday.
struct Met {
  explicit Met(const support::CharterEdits& edits = {}) : b("invented", edits, "2017-01-01") {
    b.plain_calendars(2023, 2025);
    agreement = support::concluded_agreement(b, 2, "2024-01-10");
    for (const std::uint64_t number : {1, 2}) {
      b.head(number, "APPOINTED", "2020-09-01",
             fmt::format(R"(,"person":{{"person":@p:{}}})", number));
    }
    council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2024-01-10");
    meeting = b.meeting(1, council, "2024-02-05");
    b.attendance(meeting, {1, 2});
  }
  ChronicleBuilder b;
  std::string agreement, council, meeting;
};

/// Every duty that bears the name of the charter's second deadline.
std::vector<Obligation> copies_owed(const ChronicleBuilder& b, Date on = support::kToday) {
  const Chronicle chronicle = b.chronicle();
  auto all = duties_of(Council(chronicle, on));
  std::erase_if(all, [](const Obligation& duty) { return duty.name != "protocol_copy"; });
  return all;
}

std::string state_of(const ChronicleBuilder& b) {
  const auto owed = copies_owed(b);
  return owed.size() != 1 ? std::to_string(owed.size()) + " duties"
                          : rules::to_text(owed[0].due.effective_due) + " " +
                                std::string(name_of(owed[0].verdict.state));
}

std::size_t count_of(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  const auto all = findings(chronicle, support::kToday);
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Finding& one) { return one.code() == code; }));
}

/// Seven working days of a six-day week after the date of the protocol.
TEST(DutyPoints, TheCopyOfAProtocolIsOwedFromItsDate) {
  const auto copied = [](const char* sent) {
    Met met;
    const auto paper = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
    letter_to_all(met.b, 1, "PROTOCOL_COPY", paper, sent);
    EXPECT_EQ(count_of(met.b, "PROTOCOL_COPY_LATE"), std::string_view(sent) > "2024-02-13" ? 1u : 0)
        << sent;
    return state_of(met.b);
  };
  EXPECT_EQ(copied("2024-02-13"), "2024-02-13 met");
  EXPECT_EQ(copied("2024-02-14"), "2024-02-13 late");
}

TEST(DutyPoints, ACopyThatIsNotRecordedIsMissedOnlyWhereLettersAreClaimedInFull) {
  Met met;
  met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  EXPECT_EQ(state_of(met.b), "2024-02-13 undetermined");
  met.b.complete(R"("NOTICES")", "2024-01-01");
  EXPECT_EQ(state_of(met.b), "2024-02-13 overdue");
}

TEST(DutyPoints, AProtocolIsOneThingInAllItsVersions) {
  Met met;
  const auto first = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  letter_to_all(met.b, 1, "PROTOCOL_COPY", first, "2024-02-08");
  met.b.add("ProtocolRegistered",
            fmt::format(R"({{"protocol":@t:5001,"number":"1","dated":@d:2024-02-05,"meeting":"{}",
                "document":"{}","replaces":"{}"}})",
                        met.meeting, ledger::test::hex_of(60'000'009, 32), first));
  EXPECT_EQ(state_of(met.b), "2024-02-13 met") << "one duty, done by the copy of the first";
}

TEST(DutyPoints, ThePaperOfAConferenceIsNoProtocolOfACouncil) {
  Met met;
  met.b.protocol(1, "1", met.b.meeting(2, "", "2024-02-06"), {}, "2024-02-06");
  EXPECT_TRUE(copies_owed(met.b).empty());
}

TEST(DutyPoints, NothingIsOwedOnADayBeforeTheOneOnWhichThePeriodBegins) {
  Met met;
  met.b.protocol(1, "1", met.meeting, {}, "2024-02-06");
  EXPECT_TRUE(copies_owed(met.b, rules::date(2024, 2, 5)).empty());
  EXPECT_EQ(copies_owed(met.b, rules::date(2024, 2, 6)).size(), 1u);
}

TEST(DutyPoints, ALetterThatIsSentLaterHasEndedNothingYet) {
  Met met;
  letter_to_all(met.b, 1, "PROTOCOL_COPY", met.b.protocol(1, "1", met.meeting, {}, "2024-02-05"),
                "2024-02-12");
  const auto state_on = [&](Date on) {
    return std::string(name_of(copies_owed(met.b, on).at(0).verdict.state));
  };
  EXPECT_EQ(state_on(rules::date(2024, 2, 11)), "open");
  EXPECT_EQ(state_on(rules::date(2024, 2, 12)), "met");
}

const support::CharterEdits kFromTheSignature = {
    {R"("start": "PROTOCOL_REGISTERED")", R"("start": "PROTOCOL_SIGNED_BY_CHAIR")"}};

TEST(DutyPoints, EveryProtocolThatTheChairSignedBeginsAPeriodWhateverItDecides) {
  Met met(kFromTheSignature);
  const auto paper = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  EXPECT_TRUE(copies_owed(met.b).empty());
  met.b.sign(paper, "SECRETARY", 2, "2024-02-06");
  EXPECT_TRUE(copies_owed(met.b).empty()) << "the secretary is not the chair";
  met.b.sign(paper, "CHAIR", 1, "2024-02-07");
  EXPECT_EQ(state_of(met.b), "2024-02-15 undetermined") << "seven working days after the signature";
}

TEST(DutyPoints, WhoSignsInTheChairsPlaceWithoutBeingTheChairBeginsNoPeriod) {
  Met met(kFromTheSignature);
  met.b.elect(met.council, 1, 2, "2024-01-15",
              R"(,"term":{"kind":"LENGTH","length":{"count":2,"unit":"YEARS"}})");
  const auto paper = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  met.b.sign(paper, "CHAIR", 2, "2024-02-06");
  EXPECT_EQ(copies_owed(met.b).size(), 1u) << "that of the election alone";
  met.b.sign(paper, "CHAIR", 1, "2024-02-12");
  ASSERT_EQ(copies_owed(met.b).size(), 2u);
  EXPECT_EQ(copies_owed(met.b).at(1).due.start, FuzzyDate::on(rules::date(2024, 2, 12)));
}

TEST(DutyPoints, AProtocolThatWasSignedInTwoVersionsBeginsOnePeriodWithTheFirstSignature) {
  Met met(kFromTheSignature);
  const auto first = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  met.b.sign(first, "CHAIR", 1, "2024-02-07");
  const auto second = met.b.add(
      "ProtocolRegistered",
      fmt::format(R"({{"protocol":@t:5001,"number":"1","dated":@d:2024-02-05,"meeting":"{}",
                "document":"{}","replaces":"{}"}})",
                  met.meeting, ledger::test::hex_of(60'000'009, 32), first));
  met.b.sign(second, "CHAIR", 1, "2024-02-12");
  EXPECT_EQ(state_of(met.b), "2024-02-15 undetermined");
  letter_to_all(met.b, 1, "PROTOCOL_COPY", first, "2024-02-14");
  EXPECT_EQ(state_of(met.b), "2024-02-15 met");
}

TEST(DutyPoints, ThePaperOfAConferenceThatAChairSignedBeginsNoPeriod) {
  Met met(kFromTheSignature);
  const auto paper = met.b.protocol(1, "1", met.b.meeting(2, "", "2024-02-06"), {}, "2024-02-06");
  met.b.sign(paper, "CHAIR", 1, "2024-02-07");
  EXPECT_TRUE(copies_owed(met.b).empty());
}

/// A decision that names only its ballot, at a meeting that was put off by a week, is of the day on
/// which the meeting took place: as a decision, as the beginning of a duty, as what its own term
/// runs from.
TEST(DayOfADecision, IsThatOfTheMeetingOfItsBallotForEverythingThatAsks) {
  const support::CharterEdits from_the_decision = {
      {R"("start": "PROTOCOL_REGISTERED")", R"("start": "INCLUSION_DECIDED")"}};
  Met met(from_the_decision);
  const auto planned = met.b.meeting(2, met.council, "2024-03-04");
  const auto asked = met.b.ballot(1, planned, "ACCESSION");
  met.b.meeting(2, met.council, "2024-03-11");
  met.b.decision(1, "", asked, "ACCESSION", R"(,"admits":[@o:3],"components":[{"number":1,
      "title":"x","schedule":{"kind":"AFTER_EVENT","after":{"count":10,"unit":"WORKING_DAYS"},
      "awaited":"заседания"}}])");
  const Chronicle chronicle = met.b.chronicle();
  const Council council(chronicle, support::kToday);
  EXPECT_EQ(rules::to_text(decisions(council).at(0).day), "2024-03-11");
  std::map<ObligationKind, std::string> begun;
  for (const Obligation& duty : obligations(council)) {
    const bool ours = duty.name == "protocol_copy" || duty.kind == ObligationKind::kAssignment;
    if (ours) begun[duty.kind] = rules::to_text(duty.due.start);
  }
  EXPECT_EQ(begun[ObligationKind::kDeadline], "2024-03-11");
  EXPECT_EQ(begun[ObligationKind::kAssignment], "2024-03-11");
}

/// Something has happened of every kind that a charter can name.
ChronicleBuilder everything(Point start, Point stop) {
  const std::string from = fmt::format(R"("start": "{}")", fb::EnumNameDutyPoint(start));
  const std::string to = fmt::format(R"("stop": "{}")", fb::EnumNameDutyPoint(stop));
  Met met(
      {{R"("start": "PROTOCOL_REGISTERED")", from}, {R"("stop": "PROTOCOL_COPY_DISPATCHED")", to}});
  ChronicleBuilder& b = met.b;
  const auto admitted = b.decision(1, met.meeting, "", "ACCESSION", R"(,"admits":[@o:3])");
  const auto changed = b.decision(2, met.meeting, "", "AMENDMENT");
  const auto paper = b.protocol(1, "1", met.meeting, {admitted, changed}, "2024-02-06");
  b.sign(paper, "CHAIR", 1, "2024-02-07");
  letter_to_all(b, 1, "AGREEMENT_COPY", met.agreement, "2024-02-08");
  letter_to_all(b, 2, "PROTOCOL_COPY", paper, "2024-02-09");
  const auto added = support::inclusion(b, met.agreement, 3, "2024-02-12");
  letter_to_all(b, 3, "SUPPLEMENTARY_COPY", added, "2024-02-13");
  letter_to_all(b, 4, "INCLUSION", added, "2024-02-14", "2024-02-15");
  b.order("2024-02-16", {3});
  const auto programme =
      b.add("ProgrammeSubmitted",
            fmt::format(R"({{"programme":@t:6500,"version":1,"wording":{{"title":"Программа"}},
                "from":@d:2024-01-01,"to":@d:2025-12-31,{},"document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(3, 32)));
  const auto entered =
      b.add("ProgrammeChanged",
            fmt::format(R"({{"programme":"{}","kinds":["PARTICIPANTS"],"wording":{{"title":"x"}},
                "entered_on":@d:2024-02-19,"basis":"{}"}})",
                        programme, paper));
  const auto asked = letter_to_all(b, 5, "INDICATOR_PROPOSAL", entered, "2024-02-20", "2024-02-21");
  letter_to_all(b, 6, "CONCLUSION", asked, "2024-02-22");
  const auto plan = b.add("PlanSubmitted",
                          fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},
                "period":"CALENDAR_YEAR","from":"2024-01-01","to":"2024-12-31","document":"{}"}})",
                                      ledger::test::hex_of(4, 32)));
  b.add("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":@d:2024-02-26}})", plan));
  b.decision(3, b.meeting(2, met.council, "2024-02-28"), "", "ACCESSION", R"(,"admits":[@o:3])");
  return std::move(met.b);
}

TEST(DutyPoints, EveryStartThatTheCheckAdmitsBeginsAPeriod) {
  for (const Point start : fb::EnumValuesDutyPoint()) {
    if (!rules::starts_periods(start)) continue;
    EXPECT_FALSE(copies_owed(everything(start, Point::PLAN_APPROVED)).empty())
        << fb::EnumNameDutyPoint(start);
  }
}

/// An end with a beginning before it, and the day on which the duty was done.
struct Ending {
  Point start, stop;
  const char* done;
};

const std::vector<Ending> kEndings = {
    {Point::CLUSTER_DECIDED, Point::AGREEMENT_CONCLUDED, "2024-01-10"},
    {Point::INCLUSION_DECIDED, Point::SUPPLEMENTARY_CONCLUDED, "2024-02-12"},
    {Point::MEETING_HELD, Point::PROTOCOL_SIGNED_BY_CHAIR, "2024-02-07"},
    {Point::ORDER_ISSUED, Point::INCLUSION_DECIDED, "2024-02-28"},
    {Point::SUPPLEMENTARY_CONCLUDED, Point::INCLUSION_NOTICE_DISPATCHED, "2024-02-14"},
    {Point::SUPPLEMENTARY_CONCLUDED, Point::INCLUSION_NOTICE_RECEIVED, "2024-02-15"},
    {Point::INCLUSION_NOTICE_RECEIVED, Point::ORDER_ISSUED, "2024-02-16"},
    {Point::INCLUSION_DECIDED, Point::ORDER_ISSUED, "2024-02-16"},
    {Point::AGREEMENT_CONCLUDED, Point::AGREEMENT_COPY_DISPATCHED, "2024-02-08"},
    {Point::SUPPLEMENTARY_CONCLUDED, Point::SUPPLEMENTARY_COPY_DISPATCHED, "2024-02-13"},
    {Point::PROTOCOL_REGISTERED, Point::PROTOCOL_COPY_DISPATCHED, "2024-02-09"},
    {Point::PROTOCOL_REGISTERED, Point::PROGRAMME_CHANGED, "2024-02-19"},
    {Point::PROGRAMME_CHANGED, Point::INDICATOR_PROPOSAL_RECEIVED, "2024-02-21"},
    {Point::INDICATOR_PROPOSAL_RECEIVED, Point::CONCLUSION_DISPATCHED, "2024-02-22"},
    {Point::AGREEMENT_CONCLUDED, Point::MEETING_HELD, "2024-02-05"},
    {Point::MEETING_HELD, Point::PROTOCOL_REGISTERED, "2024-02-06"},
    {Point::MEETING_HELD, Point::PLAN_APPROVED, "2024-02-26"},
};

TEST(DutyPoints, EveryEndIsFoundWhereItHappened) {
  std::set<Point> ends;
  for (const Ending& one : kEndings) {
    ends.insert(one.stop);
    const auto owed = copies_owed(everything(one.start, one.stop));
    const std::string name =
        fmt::format("{} to {}", fb::EnumNameDutyPoint(one.start), fb::EnumNameDutyPoint(one.stop));
    ASSERT_FALSE(owed.empty()) << name;
    ASSERT_TRUE(owed[0].done) << name;
    EXPECT_EQ(rules::to_text(*owed[0].done), one.done) << name;
  }
  for (const Point point : fb::EnumValuesDutyPoint()) {
    EXPECT_EQ(ends.contains(point), rules::ends_duties(point)) << fb::EnumNameDutyPoint(point);
  }
}

// --- terms that the charter states for a body ----------------------------------------------------

const support::CharterEdits kNoProtocolTerm = {
    {R"("deadline": {"count": 5, "unit": "WORKING_DAYS"},)", ""}};

constexpr std::string_view kProtocolTerm = "bodies.SECTORAL_COUNCIL.protocol.deadline";

/// "due state" of the duty to draw up the protocol of the only meeting, with the findings of it.
std::string protocol_term(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  std::string out;
  for (const Obligation& duty : duties_of(Council(chronicle, support::kToday))) {
    if (duty.name != kProtocolTerm) continue;
    EXPECT_EQ(duty.grounds.rules.at(0).basis.clause, "9");
    out += rules::to_text(duty.due.effective_due) + " " + std::string(name_of(duty.verdict.state));
  }
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() == "DUTY_LATE") out += " DUTY_LATE " + one.clause;
  }
  return out;
}

TEST(ProtocolTerm, DoneOnADayOffAfterItIsLateByCalendarDaysWhereNoWorkingDayPassed) {
  Met met;
  const auto paper = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  met.b.sign(paper, "PRESIDING", 1, "2024-02-06");
  met.b.sign(paper, "SECRETARY", 2, "2024-02-11");
  const Chronicle chronicle = met.b.chronicle();
  std::string late;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "DUTY_LATE") continue;
    for (const auto& [name, value] : one.numbers) {
      if (name.ends_with("days_late")) late += name + " " + value + ";";
    }
  }
  EXPECT_EQ(late, "working_days_late 0;calendar_days_late 1;") << "a Sunday";
}

TEST(ProtocolTerm, IsNotKeptByTheSignatureOfSomebodyWhoIsNotTheChair) {
  const auto kept = [](std::uint64_t seat) {
    support::TomskCouncil t(4, {{R"("protocol": {"signers": ["CHAIR"])",
                                 R"("protocol": {"deadline": {"count": 5, "unit": "WORKING_DAYS"},
                                    "signers": ["CHAIR"])"}});
    t.b.plain_calendars(2021, 2022);
    t.b.complete(R"("DECISIONS")", "2021-03-01");
    t.b.elect(t.council, 1, 4, "2021-04-05");
    const auto decided = t.decide(1, "2021-05-05", "ffff", "RECOMMENDATION");
    t.b.sign(t.b.protocol(1, "2", t.meeting, {decided}, "2021-05-05"), "CHAIR", seat, "2021-05-06");
    const Chronicle chronicle = t.b.chronicle();
    std::string out;
    for (const Obligation& duty : duties_of(Council(chronicle, rules::date(2021, 6, 1)))) {
      if (!duty.name.ends_with("protocol.deadline")) continue;
      out += std::string(name_of(duty.verdict.state)) + ";";
    }
    return out;
  };
  EXPECT_EQ(kept(1), "met;met;");
  EXPECT_EQ(kept(3), "met;overdue;");
}

/// Five working days of a six-day week after the meeting, for both of those who sign.
TEST(ProtocolTerm, IsKeptWithTheLastOfTheSignaturesThatTheCharterDemands) {
  const auto completed = [](const char* second) {
    Met met;
    const auto paper = met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
    met.b.sign(paper, "PRESIDING", 1, "2024-02-06");
    met.b.sign(paper, "SECRETARY", 2, second);
    return protocol_term(met.b);
  };
  EXPECT_EQ(completed("2024-02-10"), "2024-02-10 met") << "a working Saturday";
  EXPECT_EQ(completed("2024-02-12"), "2024-02-10 late DUTY_LATE 9");
}

TEST(ProtocolTerm, AProtocolThatIsNotSignedIsMissedOnlyWhereDecisionsAreClaimedInFull) {
  Met met;
  met.b.protocol(1, "1", met.meeting, {}, "2024-02-05");
  EXPECT_EQ(protocol_term(met.b), "2024-02-10 undetermined");
  met.b.complete(R"("DECISIONS")", "2024-01-01");
  EXPECT_EQ(protocol_term(met.b), "2024-02-10 overdue DUTY_LATE 9");
}

TEST(ProtocolTerm, IsNoDutyOnADayBeforeTheMeeting) {
  Met met;
  met.b.add("MeetingClosed", fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})", met.meeting));
  const Chronicle chronicle = met.b.chronicle();
  const auto owed = [&](Date on) {
    const auto all = duties_of(Council(chronicle, on));
    return std::count_if(all.begin(), all.end(),
                         [](const Obligation& duty) { return duty.name == kProtocolTerm; });
  };
  EXPECT_EQ(owed(rules::date(2024, 2, 4)), 0);
  EXPECT_EQ(owed(rules::date(2024, 2, 5)), 1);
}

TEST(ProtocolTerm, IsNoDutyWhereTheCharterStatesNone) {
  Met met(kNoProtocolTerm);
  EXPECT_EQ(protocol_term(met.b), "");
}

TEST(ProtocolTerm, AMeetingWithoutAQuorumOwesNoProtocol) {
  Met met;
  met.b.attendance(met.meeting, {1});
  EXPECT_EQ(protocol_term(met.b), "") << "one of two is not two thirds";
}

/// The finding about a meeting of 2024-03-11 of which the members were told on this day.
std::string told(const std::string& sent, const std::string& more = {}) {
  Met met(kNoProtocolTerm);
  const auto first =
      met.b.meeting(2, met.council, "2024-03-11", sent.empty() ? sent : ",\"sent_on\":" + sent);
  if (!more.empty()) met.b.meeting(2, met.council, "2024-03-11", more);
  const Chronicle chronicle = met.b.chronicle();
  std::string out;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "DUTY_LATE") continue;
    EXPECT_FALSE(one.detail.russian.empty());
    out += one.period + " " + one.clause;
    for (const auto& [name, value] : one.numbers) {
      if (name == "meeting_at_earliest") out += " " + value;
    }
  }
  return out;
}

TEST(ConveningNotice, IsLateWhereTheMembersWereToldLessThanItsDaysBefore) {
  EXPECT_EQ(told("@d:2024-03-04"), "") << "seven days before";
  EXPECT_EQ(told("@d:2024-03-05"), "convening_notice 5 2024-03-12");
}

TEST(ConveningNotice, OfWhichNoSendingIsRecordedSaysNothing) {
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told("@u"), "");
  EXPECT_EQ(told("@m:2024-03"), "") << "a month may hold a day in time";
}

TEST(ConveningNotice, WasGivenByTheFirstVersionThatNamesTheDay) {
  EXPECT_EQ(told("@d:2024-03-01", ",\"sent_on\":@d:2024-03-09"), "")
      << "an agenda that changed later";
}

}  // namespace
}  // namespace projections::governance
