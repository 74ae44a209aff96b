// SPDX-License-Identifier: Apache-2.0
// Which decisions give work: those that were adopted, and those of which nobody can say more.
#include "projections/governance/duties.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/explanation.h"
#include "projections/governance/findings.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

constexpr const char* kWork =
    R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:1}],
       "components":[{"number":1,"title":"Отчёт","schedule":{"kind":"UNTIL","day":"2021-12-01"}}])";

/// How many assignments a vote of ten leaves.
std::ptrdiff_t assigned(const std::string& votes) {
  support::TomskCouncil t(10);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  t.decide(1, "2021-05-05", votes, "RECOMMENDATION", kWork);
  const Chronicle chronicle = t.b.chronicle();
  const auto all = duties_of(Council(chronicle, rules::date(2026, 11, 20)));
  return std::count_if(all.begin(), all.end(), [](const Obligation& duty) {
    return duty.kind == ObligationKind::kAssignment;
  });
}

TEST(DutiesOfDecisions, AnAdoptedDecisionGivesWorkAndARejectedOneDoesNot) {
  EXPECT_EQ(assigned("ffffffffaa"), 1);
  EXPECT_EQ(assigned("ffaaaaaaaa"), 0);
}

TEST(DutiesOfDecisions, ADecisionWithoutAQuorumGivesNoWork) { EXPECT_EQ(assigned("ff"), 0); }

// --- terms that no day of the calendar gives -----------------------------------------------------

/// What a conference of 2022-12-06 assigns with this schedule.
struct Assigned {
  explicit Assigned(const std::string& schedule, const std::string& met = "2022-12-06") {
    b.plain_calendars(2022, 2024);
    b.complete(R"("EXECUTION")", "2020-01-01");
    meeting = b.meeting(1, "", met);
    decision = b.decision(1, meeting, "", "ASSIGNMENT",
                          fmt::format(R"(,"components":[{{"number":1,"title":"Отчёт",
                              "schedule":{}}}])",
                                      schedule));
  }
  void report(const std::string& done, const std::string& more = {}) {
    b.add("ExecutionReported",
          fmt::format(R"({{"duty":"{}","component":1,"done_on":@d:{}{}}})", decision, done, more));
  }
  /// "period due state", one after the other.
  std::string duties(Date on) const {
    const Chronicle chronicle = b.chronicle();
    std::string out;
    for (const Obligation& duty : duties_of(Council(chronicle, on))) {
      out += (out.empty() ? "" : ", ") + duty.period + " " +
             rules::to_text(duty.due.effective_due) + " " +
             std::string(name_of(duty.verdict.state));
    }
    return out;
  }
  std::string missing(Date on) const {
    const Chronicle chronicle = b.chronicle();
    const auto all = duties_of(Council(chronicle, on));
    return all.size() != 1 || all[0].grounds.missing.empty()
               ? std::string()
               : all[0].grounds.missing[0].sentence.english;
  }

  support::ChronicleBuilder b;
  std::string meeting, decision;
};

std::string after(const std::string& what) {
  return fmt::format(R"({{"kind":"AFTER_EVENT","after":{{"count":10,"unit":"WORKING_DAYS"}},
                         "awaited":"{}"}})",
                     what);
}

constexpr const char* kUntil = R"({"kind":"UNTIL","day":"2022-12-25"})";
constexpr const char* kQuarterly =
    R"({"kind":"AT_LEAST","at_least":{"times":1,"per":"CALENDAR_QUARTER"}})";

TEST(TermsOfDecisions, AfterTheMeetingRunsFromTheDayOfItsOwn) {
  Assigned a(after("заседания"));
  EXPECT_EQ(a.duties(rules::date(2022, 12, 20)), "2022-12-06 2022-12-20 open");
  EXPECT_EQ(a.duties(rules::date(2022, 12, 21)), "2022-12-06 2022-12-20 overdue");
  a.report("2022-12-20");
  EXPECT_EQ(a.duties(rules::date(2022, 12, 21)), "2022-12-06 2022-12-20 met")
      << "a report needs no event of its own";
}

TEST(TermsOfDecisions, AfterAMeetingWithoutADayIsUndeterminedAndSaysWhy) {
  const Assigned a(after("совещания"), "@u");
  EXPECT_EQ(a.duties(rules::date(2022, 12, 21)), "? ? undetermined");
  EXPECT_EQ(a.missing(rules::date(2022, 12, 21)),
            "the day of the meeting from which the term runs is not known");
}

TEST(TermsOfDecisions, AfterAnotherEventIsOwedAndUndeterminedUntilTheEventIsRecorded) {
  Assigned a(after("окончания практики"));
  const Date on = rules::date(2023, 7, 1);
  EXPECT_EQ(a.duties(on), " ? undetermined");
  EXPECT_EQ(a.missing(on),
            "the event from which the term runs is not recorded: окончания практики");
  a.report("2023-06-20", R"(,"event_on":@d:2023-06-05)");
  EXPECT_EQ(a.duties(on), "2023-06-05 2023-06-19 late");
}

TEST(TermsOfDecisions, AReportWithoutItsEventLeavesTheTermOpen) {
  Assigned a(after("окончания практики"));
  a.report("2023-06-20");
  EXPECT_EQ(a.duties(rules::date(2023, 7, 1)), "? ? undetermined");
  EXPECT_FALSE(a.missing(rules::date(2023, 7, 1)).empty());
}

TEST(TermsOfDecisions, AtLeastOnceAQuarterRecursFromTheDecisionOn) {
  Assigned a(kQuarterly);
  EXPECT_EQ(a.duties(rules::date(2022, 12, 6)), "2023-Q1 2023-03-31 open");
  a.report("2023-05-10");
  EXPECT_EQ(a.duties(rules::date(2023, 7, 1)),
            "2023-Q1 2023-03-31 overdue, 2023-Q2 2023-06-30 met, 2023-Q3 2023-09-30 open");
}

TEST(TermsOfDecisions, WhatRecursFromAnUnknownDaySaysWhatIsMissing) {
  const Assigned a(kQuarterly, "@u");
  EXPECT_EQ(a.duties(rules::date(2023, 7, 1)), " ? undetermined");
  EXPECT_EQ(a.missing(rules::date(2023, 7, 1)),
            "the day of the decision from which the duty recurs is not known");
}

TEST(TermsOfDecisions, AreNoneOnADayBeforeTheMeetingThatTookTheDecision) {
  for (const std::string& schedule :
       {std::string(kUntil), after("заседания"), std::string(kQuarterly)}) {
    const Assigned a(schedule);
    EXPECT_EQ(a.duties(rules::date(2022, 12, 5)), "") << schedule;
    EXPECT_NE(a.duties(rules::date(2022, 12, 6)), "") << schedule;
  }
}

TEST(TermsOfDecisions, AnEventThatIsStillToComeHasBegunNothing) {
  Assigned a(after("окончания практики"));
  a.report("2023-06-20", R"(,"event_on":@d:2023-06-05)");
  EXPECT_EQ(a.duties(rules::date(2023, 6, 4)), "");
  EXPECT_EQ(a.duties(rules::date(2023, 6, 5)), "2023-06-05 2023-06-19 open");
  EXPECT_EQ(a.duties(rules::date(2023, 6, 20)), "2023-06-05 2023-06-19 late");
}

TEST(TermsOfDecisions, WhatWasDoneLaterIsNotDoneYet) {
  Assigned a(kUntil);
  a.report("2022-12-20");
  EXPECT_EQ(a.duties(rules::date(2022, 12, 19)), "2022-12-25 2022-12-26 open");
  EXPECT_EQ(a.duties(rules::date(2022, 12, 20)), "2022-12-25 2022-12-26 met");
  Assigned often(kQuarterly);
  often.report("2023-02-10");
  EXPECT_EQ(often.duties(rules::date(2023, 2, 9)), "2023-Q1 2023-03-31 open");
  EXPECT_EQ(often.duties(rules::date(2023, 2, 10)), "2023-Q1 2023-03-31 met");
}

/// The names of the rows that are owed on a day of plans submitted on 2022-09-01 and 2023-02-01.
std::string rows_owed(Date on) {
  support::ChronicleBuilder b;
  for (const unsigned version : {1u, 2u}) {
    support::How submitted;
    submitted.occurred = version == 1 ? "2022-09-01" : "2023-02-01";
    const auto plan =
        b.add("PlanSubmitted",
              fmt::format(R"({{"plan":@t:6700,"version":{},"wording":{{"title":"План"}},"period":
            "ACADEMIC_YEAR","from":"2022-09-01","to":"2023-08-31","document":"{}"}})",
                          version, ledger::test::hex_of(4, 32)),
              submitted);
    b.add("PlanItemSet",
          fmt::format(R"({{"plan":"{}","row":@t:{},"printed_number":"{}","wording":{{"title":"x"}},
              "components":[{{"number":1,"title":"x","schedule":{{"kind":"MONTH","year":2023,
              "month":5}}}}]}})",
                      plan, 6'800 + version, version));
  }
  const Chronicle chronicle = b.chronicle();
  std::string out;
  for (const Obligation& duty : duties_of(Council(chronicle, on))) out += duty.name;
  return out;
}

TEST(RowsOfPlans, AreSeenBeforeTheirMonthsAndNotBeforeTheirPlan) {
  EXPECT_EQ(rows_owed(rules::date(2022, 8, 31)), "");
  EXPECT_EQ(rows_owed(rules::date(2022, 9, 1)), "1");
  EXPECT_EQ(rows_owed(rules::date(2023, 1, 31)), "1") << "nothing has displaced it yet";
  EXPECT_EQ(rows_owed(rules::date(2023, 2, 1)), "2");
}

// --- what a day was counted by
// --------------------------------------------------------------------

constexpr const char* kOn = R"({"kind":"ON","day":"2022-12-25"})";

Grounds grounds_of(const Assigned& a) {
  const Chronicle chronicle = a.b.chronicle();
  return duties_of(Council(chronicle, rules::date(2022, 12, 10))).at(0).grounds;
}

TEST(AssumedTerms, ADutyUntilADaySaysThatTheDayItselfIsAssumedToBeInTime) {
  const Grounds until = grounds_of(Assigned(kUntil));
  EXPECT_TRUE(until.depends_on_assumption);
  ASSERT_EQ(until.rules.size(), 1u);
  EXPECT_EQ(until.rules[0].basis.path, "calendar.until_inclusive");
  EXPECT_TRUE(until.rules[0].basis.assumed());
  EXPECT_TRUE(until.rules[0].charter) << "which charter assumes it";
  const Grounds on = grounds_of(Assigned(kOn));
  EXPECT_FALSE(on.depends_on_assumption) << "a point of time leaves nothing to assume";
  EXPECT_TRUE(on.rules.empty());
}

TEST(AssumedTerms, WhatTheCharterStatesIsARuleAndNoAssumption) {
  support::ChronicleBuilder b(
      "tomsk", {{R"({"path": "calendar.until_inclusive", "certainty": "ASSUMED"})",
                 R"({"path": "calendar.until_inclusive", "certainty": "STATED", "clause": "9"})"}});
  Assigned a(kUntil);
  a.b = std::move(b);
  a.b.decision(1, a.b.meeting(1, "", "2022-12-06"), "", "ASSIGNMENT",
               fmt::format(R"(,"components":[{{"number":1,"title":"x","schedule":{}}}])", kUntil));
  const Grounds grounds = grounds_of(a);
  EXPECT_FALSE(grounds.depends_on_assumption);
  EXPECT_EQ(grounds.rules.at(0).basis.clause, "9");
}

/// How certain an assignment until Friday 2022-12-23 is late, reported on a day.
fb::Certainty certainty_of_late(const std::string& reported, bool inclusive) {
  support::CharterEdits edits;
  if (!inclusive) edits = {{R"("until_inclusive": true)", R"("until_inclusive": false)"}};
  support::ChronicleBuilder b("tomsk", edits);
  b.plain_calendars(2022, 2023);
  const auto decision = b.decision(1, b.meeting(1, "", "2022-12-06"), "", "ASSIGNMENT",
                                   R"(,"components":[{"number":1,"title":"x",
                                      "schedule":{"kind":"UNTIL","day":"2022-12-23"}}])");
  b.add("ExecutionReported",
        fmt::format(R"({{"duty":"{}","component":1,"done_on":@d:{}}})", decision, reported));
  const Chronicle chronicle = b.chronicle();
  for (const Finding& one : findings(chronicle, rules::date(2023, 1, 20))) {
    if (one.code() == "ASSIGNMENT_LATE") return one.certainty;
  }
  return fb::Certainty::UNSPECIFIED;
}

TEST(AssumedTerms, LatenessRestsOnTheAssumptionOnlyWhereTheOtherReadingIsInTime) {
  EXPECT_EQ(certainty_of_late("2022-12-27", true), fb::Certainty::STATED);
  EXPECT_EQ(certainty_of_late("2022-12-27", false), fb::Certainty::STATED);
  EXPECT_EQ(certainty_of_late("2022-12-23", false), fb::Certainty::ASSUMED);
}

/// The finding about a due day that is a Sunday, with the days by which the assignment is late.
std::string late_by(bool claimed) {
  support::ChronicleBuilder b;
  b.plain_calendars(2022, 2023);
  if (claimed) b.complete(R"("EXECUTION")", "2020-01-01");
  b.decision(1, b.meeting(1, "", "2022-12-06"), "", "ASSIGNMENT",
             fmt::format(R"(,"components":[{{"number":1,"title":"x","schedule":{}}}])", kOn));
  const Chronicle chronicle = b.chronicle();
  for (const Finding& one : findings(chronicle, rules::date(2022, 12, 28))) {
    if (one.code() != "DUE_ON_NON_WORKING_DAY") continue;
    for (const auto& [name, value] : one.numbers) {
      if (name == "working_days_late") return value;
    }
    return "nothing said";
  }
  return "no finding";
}

TEST(DueOnNonWorkingDay, ClaimsNoLatenessWhereNobodyClaimsThatReportsAreComplete) {
  EXPECT_EQ(late_by(true), "2");
  EXPECT_EQ(late_by(false), "nothing said");
}

// --- the version of the charter that governs -----------------------------------------------------

const support::CharterEdits kQuarterlyMeetings = {
    {R"("at_least": {"times": 1, "per": "CALENDAR_MONTH"})",
     R"("at_least": {"times": 1, "per": "CALENDAR_QUARTER"})"}};

/// "period state" of the duties to meet of a council without a single meeting, from the period
/// `first` on.
std::string meetings_owed(const support::ChronicleBuilder& b, const std::string& first, Date on) {
  const Chronicle chronicle = b.chronicle();
  std::string out;
  for (const Obligation& duty : duties_of(Council(chronicle, on))) {
    if (duty.kind != ObligationKind::kMeeting || duty.period < first) continue;
    out += (out.empty() ? "" : ", ") + duty.period + " " + std::string(name_of(duty.verdict.state));
  }
  return out;
}

TEST(VersionsOfCharters, ALaterVersionLeavesTheMonthsBeforeItOwed) {
  support::TomskCouncil t(3);
  t.b.complete(R"("MEETINGS")", "2021-01-01");
  t.b.adopt("tomsk", kQuarterlyMeetings, 2, "2022-01-01");
  EXPECT_EQ(meetings_owed(t.b, "2021-10", rules::date(2022, 5, 2)),
            "2021-10 overdue, 2021-11 overdue, 2021-12 overdue, 2022-Q1 overdue, 2022-Q2 open");
}

TEST(VersionsOfCharters, APeriodInWhichTheVersionChangesIsOwedUnderThatOfItsEnd) {
  support::TomskCouncil t(3);
  t.b.complete(R"("MEETINGS")", "2021-01-01");
  t.b.adopt("tomsk", kQuarterlyMeetings, 2, "2021-11-15");
  EXPECT_EQ(meetings_owed(t.b, "2021-10", rules::date(2021, 11, 14)),
            "2021-10 overdue, 2021-11 open")
      << "the new version is not in force yet";
  EXPECT_EQ(meetings_owed(t.b, "2021-10", rules::date(2022, 1, 10)),
            "2021-10 overdue, 2021-Q4 overdue, 2022-Q1 open");
}

TEST(VersionsOfCharters, NothingIsOwedForThePeriodsBeforeTheFirstCharter) {
  support::ChronicleBuilder b("tomsk", {}, "2021-06-01");
  b.members(3);
  b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  b.complete(R"("MEETINGS")", "2021-01-01");
  EXPECT_EQ(meetings_owed(b, "", rules::date(2021, 7, 10)), "2021-06 overdue, 2021-07 open");
}

TEST(VersionsOfCharters, TheMonthInWhichTheFirstCharterCameIntoForceIsNoFullMonthOfTheDuty) {
  support::ChronicleBuilder b("tomsk", {}, "2021-03-29");
  b.members(3);
  b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2020-11-02");
  b.complete(R"("MEETINGS")", "2020-01-01");
  EXPECT_EQ(meetings_owed(b, "", rules::date(2021, 5, 2)), "2021-04 overdue, 2021-05 open");
}

TEST(VersionsOfCharters, ALaterVersionWithTheSameRuleLeavesTheMonthInWhichItBeganOwed) {
  support::TomskCouncil t(3);
  t.b.complete(R"("MEETINGS")", "2021-01-01");
  t.b.adopt("tomsk", {}, 2, "2021-05-20");
  EXPECT_EQ(meetings_owed(t.b, "", rules::date(2021, 6, 2)),
            "2021-04 overdue, 2021-05 overdue, 2021-06 open");
}

const support::CharterEdits kUntilExcluded = {
    {R"("until_inclusive": true)", R"("until_inclusive": false)"}};

TEST(VersionsOfCharters, AnAssignmentThatWasMetIsNotMadeLateByALaterVersion) {
  Assigned a(R"({"kind":"UNTIL","day":"2022-12-22"})");
  a.report("2022-12-22");
  const Date on = rules::date(2023, 2, 1);
  a.b.adopt("tomsk", kUntilExcluded, 2, "2023-01-01");
  EXPECT_EQ(a.duties(on), "2022-12-22 2022-12-22 met");
  a.b.adopt("tomsk", kUntilExcluded, 3, "2022-12-01");
  EXPECT_EQ(a.duties(on), "2022-12-21 2022-12-21 late")
      << "a version of before the decision governs it";
}

TEST(VersionsOfCharters, ARowOfAPlanFallsDueByTheVersionOfTheDayOnWhichItWasSubmitted) {
  const auto due = [](const std::string& effective) {
    support::ChronicleBuilder b;
    b.plain_calendars(2022, 2023);
    b.adopt("tomsk", kUntilExcluded, 2, effective);
    const auto plan =
        b.add("PlanSubmitted",
              fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
            "ACADEMIC_YEAR","from":"2022-09-01","to":"2023-08-31","submitted_on":@d:2022-09-05,
            "document":"{}"}})",
                          ledger::test::hex_of(4, 32)));
    b.add("PlanItemSet",
          fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"1","wording":{{"title":"x"}},
              "components":[{{"number":1,"title":"x","schedule":{}}}]}})",
                      plan, R"({"kind":"UNTIL","day":"2022-12-22"})"));
    const Chronicle chronicle = b.chronicle();
    const auto all = duties_of(Council(chronicle, rules::date(2023, 2, 1)));
    return all.size() == 1 ? rules::to_text(all[0].due.effective_due) : "not one duty";
  };
  EXPECT_EQ(due("2022-09-06"), "2022-12-22");
  EXPECT_EQ(due("2022-09-05"), "2022-12-21");
}

// --- the explanation of one duty -----------------------------------------------------------------

TEST(ExplainedDuties, AMonthIsExplainedByItsOwnFindingAndNotByThoseOfOtherMonths) {
  support::TomskCouncil t(3);
  t.b.complete(R"("MEETINGS")", "2021-01-01");
  const Chronicle chronicle = t.b.chronicle();
  const Council council(chronicle, rules::date(2021, 8, 2));
  for (const Obligation& duty : duties_of(council)) {
    if (duty.period != "2021-05") continue;
    const auto told = explain(council, ExplanationKind::kObligation, duty.key);
    ASSERT_TRUE(told);
    std::string periods;
    for (const Finding& one : told->findings) {
      if (one.code() == "MONTHLY_MEETING_MISSED") periods += one.period + " ";
    }
    EXPECT_EQ(periods, "2021-05 ");
    return;
  }
  FAIL() << "no duty of that month";
}

}  // namespace
}  // namespace projections::governance
