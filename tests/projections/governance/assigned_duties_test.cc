// SPDX-License-Identifier: Apache-2.0
// What decisions assign, by the days of what happened and not by the order of recording: changes of
// terms, judgements of reports, several reports, several events of one day.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "ledger/hash.h"
#include "projections/governance/decisions.h"
#include "projections/governance/duties.h"
#include "projections/governance/findings.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

std::string day_json(const std::string& day) { return day.starts_with("@") ? day : "@d:" + day; }

std::string on_day(const std::string& day) {
  return fmt::format(R"({{"kind":"ON","day":"{}"}})", day);
}

constexpr const char* kAfterEvent = R"({"kind":"AFTER_EVENT","after":{"count":1,"unit":
    "WORKING_DAYS"},"awaited":"мероприятие"})";

/// An assignment of a conference of 2022-12-06, in force under plain calendars.
struct Assigned {
  explicit Assigned(const std::string& schedule, const std::string& addressees = {},
                    const std::string& claimed_from = "2022-12-01") {
    b.plain_calendars(2022, 2024);
    for (const std::uint64_t number : {1, 2}) b.organisation(number);
    if (!claimed_from.empty()) b.complete(R"("EXECUTION")", claimed_from);
    decision = b.decision(1, b.meeting(1, "", "2022-12-06"), "", "ASSIGNMENT",
                          fmt::format(R"(,"components":[{{"number":1,"title":"Отчёт",
                              "schedule":{}}}]{})",
                                      schedule, addressees));
  }
  std::string report(const std::string& done, const std::string& more = {}) {
    return b.add("ExecutionReported", fmt::format(R"({{"duty":"{}","component":1,"done_on":{}{}}})",
                                                  decision, day_json(done), more));
  }
  std::string of_event(const std::string& event, const std::string& done, int organisation = 1) {
    return report(done,
                  fmt::format(R"(,"event_on":@d:{},"organisation":@o:{})", event, organisation));
  }
  void judge(const std::string& report, const std::string& verdict, const std::string& on) {
    b.add("ExecutionJudged", fmt::format(R"({{"report":"{}","verdict":"{}","judged_on":{}}})",
                                         report, verdict, day_json(on)));
  }
  /// An extension to a day; with none, a cancellation.
  void change(const std::string& to, const std::string& occurred, const std::string& more = {}) {
    support::How how;
    how.occurred = occurred;
    const std::string what =
        to.empty() ? R"("CANCELLED")" : R"("EXTENDED","schedule":)" + on_day(to);
    b.add("TermChanged", fmt::format(R"({{"duty":"{}","change":{}{}}})", decision, what, more),
          how);
  }
  std::vector<Obligation> duties(Date on) const {
    const Chronicle chronicle = b.chronicle();
    return duties_of(Council(chronicle, on));
  }
  /// "due state what-is-missing" of each duty, in the order in which they fall due.
  std::string states(Date on) const {
    std::string out;
    for (const Obligation& duty : duties(on)) {
      out += (out.empty() ? "" : ", ") + rules::to_text(duty.due.effective_due) + " " +
             std::string(name_of(duty.verdict.state));
      for (const Missing& one : duty.grounds.missing) out += " (" + one.what + ")";
    }
    return out;
  }

  support::ChronicleBuilder b;
  std::string decision;
};

constexpr const char* kDue = "2022-12-15";  // a Thursday
constexpr Date kBeforeChange = rules::date(2023, 1, 9);
constexpr Date kAtChange = rules::date(2023, 1, 10);

// --- changes of the term -------------------------------------------------------------------------

TEST(ChangesOfTerms, AnExtensionDoesNotHoldBeforeItsDay) {
  Assigned a(on_day(kDue));
  a.change("2023-02-15", "2023-01-10");
  EXPECT_EQ(a.states(kBeforeChange), "2022-12-15 overdue");
  EXPECT_EQ(a.states(kAtChange), "2023-02-15 open");
}

TEST(ChangesOfTerms, TheLastExtensionByItsDayHoldsThoughItWasRecordedFirst) {
  Assigned a(on_day(kDue));
  a.change("2023-04-14", "2023-02-01");
  a.change("2023-02-15", "2023-01-10");
  EXPECT_EQ(a.states(rules::date(2023, 1, 20)), "2023-02-15 open");
  EXPECT_EQ(a.states(rules::date(2023, 3, 1)), "2023-04-14 open");
}

TEST(ChangesOfTerms, OfTwoExtensionsOfOneDayTheOneThatWasRecordedLastHolds) {
  Assigned a(on_day(kDue));
  a.change("2023-04-14", "2023-01-10");
  a.change("2023-02-15", "2023-01-10");
  EXPECT_EQ(a.states(kAtChange), "2023-02-15 open");
}

TEST(ChangesOfTerms, AnExtensionWithoutADayLeavesOpenWhatWouldBeLateWithoutIt) {
  Assigned a(on_day(kDue));
  a.change("2023-02-15", "");
  EXPECT_EQ(a.states(kBeforeChange), "2023-02-15 undetermined (day of the change of the term)");
  EXPECT_EQ(a.states(support::kToday), "2023-02-15 overdue") << "it was recorded by then";
  a.report("2022-12-14");
  EXPECT_EQ(a.states(kBeforeChange), "2023-02-15 met") << "in time by either term";
}

TEST(ChangesOfTerms, AChangeIsOfTheDayOfTheDecisionOnWhichItRests) {
  Assigned a(on_day(kDue));
  const auto basis = a.b.decision(2, a.b.meeting(2, "", "2023-01-10"), "", "OTHER");
  a.change("2023-02-15", "", fmt::format(R"(,"basis":"{}")", basis));
  EXPECT_EQ(a.states(kBeforeChange), "2022-12-15 overdue");
  EXPECT_EQ(a.states(kAtChange), "2023-02-15 open");
}

TEST(ChangesOfTerms, ACancellationDoesNotHoldBeforeItsDay) {
  Assigned a(on_day(kDue));
  a.change("", "2023-01-10");
  EXPECT_FALSE(a.duties(kBeforeChange).at(0).cancelled);
  EXPECT_TRUE(a.duties(kAtChange).at(0).cancelled);
}

TEST(ChangesOfTerms, ACancellationWithoutADayLeavesOpenWhetherTheDutyIsLate) {
  Assigned a(on_day(kDue));
  a.change("", "");
  EXPECT_EQ(a.states(kBeforeChange), "2022-12-15 undetermined (day of the change of the term)");
  EXPECT_FALSE(a.duties(kBeforeChange).at(0).cancelled);
  EXPECT_TRUE(a.duties(support::kToday).at(0).cancelled);
}

// --- judgements of reports -----------------------------------------------------------------------

TEST(JudgedReports, AReturnDoesNotUndoAReportBeforeItsDay) {
  Assigned a(on_day(kDue));
  a.judge(a.report("2022-12-14"), "RETURNED", "2023-01-10");
  EXPECT_EQ(a.states(kBeforeChange), "2022-12-15 met");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 overdue");
}

TEST(JudgedReports, TheLastJudgementByItsDayCountsThoughItWasRecordedFirst) {
  Assigned a(on_day(kDue));
  const auto report = a.report("2022-12-14");
  a.judge(report, "ACCEPTED", "2023-02-01");
  a.judge(report, "RETURNED", "2023-01-10");
  EXPECT_EQ(a.states(rules::date(2023, 1, 20)), "2022-12-15 overdue");
  EXPECT_EQ(a.states(rules::date(2023, 2, 1)), "2022-12-15 met");
}

TEST(JudgedReports, AReturnOfAnUnknownDayLeavesTheDutyOpenUntilItWasRecorded) {
  Assigned a(on_day(kDue));
  a.judge(a.report("2022-12-14"), "RETURNED", "@u");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 undetermined (judgement of the report)");
  EXPECT_EQ(a.states(support::kToday), "2022-12-15 overdue");
}

// --- several reports -----------------------------------------------------------------------------

TEST(SeveralReports, OneWithoutADayDoesNotHideOneInTimeInEitherOrder) {
  for (const bool unknown_first : {true, false}) {
    Assigned a(on_day(kDue));
    if (unknown_first) a.report("@u");
    a.report("2022-12-14");
    if (!unknown_first) a.report("@u");
    EXPECT_EQ(a.states(kAtChange), "2022-12-15 met");
    EXPECT_EQ(rules::to_text(*a.duties(kAtChange).at(0).done), "2022-12-14");
  }
}

TEST(SeveralReports, OneWithoutADayLeavesOpenWhetherAnotherThatWasLateWasTheFirst) {
  Assigned a(on_day(kDue));
  a.report("2022-12-20");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 late");
  a.report("@u");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 undetermined (done_on)");
}

/// An assignment of a council of four that another decision of it, by these votes, puts off; of no
/// votes nothing is recorded.
std::string put_off_by(const char* votes) {
  support::TomskCouncil t(4);
  t.b.plain_calendars(2021, 2022);
  t.b.complete(R"("EXECUTION")", "2021-03-01");
  const auto decided = t.decide(1, "2021-04-05", "ffff", "RECOMMENDATION",
                                fmt::format(R"(,"components":[{{"number":1,"title":"Отчёт",
                                    "schedule":{}}}])",
                                            on_day("2021-05-17")));
  const auto unrecorded = [&] {
    const auto held = t.b.meeting(2, t.council, "2021-05-05");
    t.b.attendance(held, support::first_seats(4));
    return t.b.decision(2, held, {}, "RECOMMENDATION");
  };
  const auto later =
      *votes == '\0' ? unrecorded() : t.decide(2, "2021-05-05", votes, "RECOMMENDATION");
  t.b.add("TermChanged", fmt::format(R"({{"duty":"{}","change":"EXTENDED","schedule":{},
              "basis":"{}"}})",
                                     decided, on_day("2021-06-15"), later));
  const Chronicle chronicle = t.b.chronicle();
  for (const Obligation& duty : duties_of(Council(chronicle, rules::date(2021, 5, 20)))) {
    if (duty.kind == ObligationKind::kAssignment) return std::string(name_of(duty.verdict.state));
  }
  return "none";
}

TEST(ChangesOfTerms, ADecisionThatWasNotAdoptedPutsNothingOff) {
  EXPECT_EQ(put_off_by("ffff"), "open");
  EXPECT_EQ(put_off_by("faaa"), "overdue");
  EXPECT_EQ(put_off_by("f---"), "overdue") << "no quorum";
}

TEST(ChangesOfTerms, ADecisionOfWhichItIsNotKnownWhetherItWasAdoptedPutsNothingOffForCertain) {
  EXPECT_EQ(put_off_by(""), "undetermined") << "of the vote nothing is recorded";
}

TEST(SeveralReports, OneOfAMonthIsNotYetCertainWithinThatMonth) {
  Assigned a(on_day("2023-01-31"));
  a.report("@m:2022-12");
  EXPECT_EQ(a.states(rules::date(2022, 12, 20)), "2023-01-31 undetermined (done_on)");
  EXPECT_EQ(a.states(rules::date(2023, 1, 2)), "2023-01-31 met");
}

TEST(SeveralReports, OfNobodyIsLateOnlyWhereReportsAreClaimedFromTheDecisionOn) {
  EXPECT_EQ(Assigned(on_day(kDue), {}, "2022-12-06").states(kAtChange), "2022-12-15 overdue");
  EXPECT_EQ(Assigned(on_day(kDue), {}, "2022-12-07").states(kAtChange),
            "2022-12-15 undetermined (coverage of EXECUTION)")
      << "it may have been done on the day before the claim";
}

TEST(SeveralReports, OneParticipantsIsNotThatOfAllParticipants) {
  const char* all = R"(,"addressees":[{"kind":"ALL_PARTICIPANTS"}])";
  Assigned a(on_day(kDue), all);
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 overdue");
  a.report("2022-12-14", R"(,"organisation":@o:1)");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 undetermined (reports of all participants)");
  a.report("2022-12-14");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 met") << "a report that speaks for all of them";
}

TEST(SeveralReports, TheReturnThatMakesADutyLateStandsInItsEvidence) {
  Assigned a(on_day(kDue));
  a.judge(a.report("2022-12-14"), "RETURNED", "2022-12-16");
  a.report("2022-12-20");
  EXPECT_EQ(a.states(kAtChange), "2022-12-15 late");
  EXPECT_GE(a.duties(kAtChange).at(0).grounds.evidence.events().size(), 4u)
      << "the decision, the report, its return, the report again";
}

constexpr const char* kOfAll = R"(,"addressees":[{"kind":"ALL_PARTICIPANTS"}])";

/// Of two participants, of whom the first reports on 2022-12-12 and the second, if at all, on
/// `second`.
std::string states_of_two(const std::string& second, Date on) {
  Assigned a(on_day(kDue), kOfAll);
  a.b.order("2021-03-17", {1, 2});
  a.report("2022-12-12", R"(,"organisation":@o:1)");
  if (!second.empty()) a.report(second, R"(,"organisation":@o:2)");
  return a.states(on);
}

TEST(SeveralReports, OfAllParticipantsOneByOneAreThatOfAllWithTheLastOfThem) {
  EXPECT_EQ(states_of_two("", rules::date(2022, 12, 15)), "2022-12-15 open");
  EXPECT_EQ(states_of_two("", kAtChange), "2022-12-15 overdue") << "one of two has not done it";
  EXPECT_EQ(states_of_two("2022-12-14", kAtChange), "2022-12-15 met");
  EXPECT_EQ(states_of_two("2022-12-20", rules::date(2022, 12, 16)), "2022-12-15 overdue");
  EXPECT_EQ(states_of_two("2022-12-20", kAtChange), "2022-12-15 late");
  EXPECT_EQ(states_of_two("@m:2022-12", kAtChange), "2022-12-15 undetermined (done_on)");
}

TEST(SeveralReports, WhoseADutyOfAllParticipantsIsIsToldAndNotNobodys) {
  Assigned a(on_day(kDue), kOfAll);
  a.b.order("2021-03-17", {1, 2});
  const auto duties = a.duties(kAtChange);
  ASSERT_EQ(duties.size(), 1u);
  ASSERT_EQ(duties[0].responsible.size(), 1u);
  EXPECT_TRUE(duties[0].responsible[0].everybody);
  EXPECT_FALSE(duties[0].responsible[0].organisation);
}

TEST(SeveralReports, OfAllParticipantsBindThoseWhoWereParticipantsWhenItWasDecided) {
  Assigned newcomer(on_day(kDue), kOfAll);
  newcomer.b.order("2021-03-17", {1});
  newcomer.b.order("2022-12-10", {2});
  newcomer.report("2022-12-12", R"(,"organisation":@o:1)");
  EXPECT_EQ(newcomer.states(kAtChange), "2022-12-15 met") << "the other one came later";

  Assigned leaver(on_day(kDue), kOfAll);
  leaver.b.order("2021-03-17", {1, 2});
  leaver.b.order("2022-12-10", {}, {2});
  leaver.report("2022-12-12", R"(,"organisation":@o:1)");
  EXPECT_EQ(leaver.states(kAtChange), "2022-12-15 undetermined (reports of all participants)");
}

TEST(SeveralReports, ADependencyIsCarriedOutWhenEachOfThoseItNamesHasReported) {
  Assigned a(on_day(kDue), R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:1},
      {"kind":"ORGANISATION","organisation":@o:2}])");
  a.b.decision(2, "", "", "ASSIGNMENT", fmt::format(R"(,"depends_on":["{}"])", a.decision));
  const auto carried_out = [&] {
    const Chronicle chronicle = a.b.chronicle();
    return decisions(Council(chronicle, kAtChange)).at(1).depends_on.at(0).carried_out;
  };
  a.report("2022-12-12", R"(,"organisation":@o:1)");
  EXPECT_EQ(carried_out(), Truth::kUndetermined) << "one of two";
  a.report("2022-12-13", R"(,"organisation":@o:2)");
  EXPECT_EQ(carried_out(), Truth::kYes);
}

// --- after an event ------------------------------------------------------------------------------

constexpr Date kInJune = rules::date(2023, 6, 2);

TEST(AfterAnEvent, TheReportOfOneOrganisationIsNotThatOfAnother) {
  Assigned a(kAfterEvent, R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:1},
      {"kind":"ORGANISATION","organisation":@o:2}])");
  a.of_event("2023-02-01", "2023-02-02", 2);
  const auto state_of = [&](std::uint64_t organisation) {
    std::string out;
    for (const Obligation& duty : a.duties(kInJune)) {
      if (duty.responsible.at(0).organisation != support::org(organisation)) continue;
      out += std::string(name_of(duty.verdict.state)) + ";";
    }
    return out;
  };
  EXPECT_EQ(state_of(2), "met;");
  EXPECT_EQ(state_of(1), "undetermined;") << "nobody says that it was its event";
  a.of_event("2023-02-01", "2023-02-09", 1);
  EXPECT_EQ(state_of(2), "met;");
  EXPECT_EQ(state_of(1), "late;") << "by its own report, once";
}

TEST(AfterAnEvent, WhatWasReturnedAndDoneAgainInTimeIsMetAndOneDuty) {
  Assigned a(kAfterEvent);
  a.judge(a.of_event("2023-02-01", "2023-02-02"), "RETURNED", "2023-02-02");
  EXPECT_EQ(a.states(kInJune), "2023-02-02 overdue");
  a.judge(a.of_event("2023-02-01", "2023-02-02"), "ACCEPTED", "2023-02-03");
  EXPECT_EQ(a.states(kInJune), "2023-02-02 met");
}

TEST(AfterAnEvent, TwoEventsOfOneDayAreTwoDutiesWithKeysAndFindingsOfTheirOwn) {
  const auto late = [](const Assigned& a) {
    std::set<std::string> keys;
    const Chronicle chronicle = a.b.chronicle();
    for (const Finding& one : findings(chronicle, kInJune)) {
      if (one.code() == "ASSIGNMENT_LATE") keys.insert(ledger::to_hex(one.key));
    }
    return keys;
  };
  Assigned a(kAfterEvent);
  a.of_event("2023-02-01", "2023-02-07");
  const auto alone = a.duties(kInJune).at(0);
  const auto finding = late(a);
  EXPECT_EQ(alone.period, "2023-02-01");
  ASSERT_EQ(finding.size(), 1u);
  a.of_event("2023-02-01", "2023-02-09");
  std::map<std::string, ledger::Hash> keys;
  for (const Obligation& duty : a.duties(kInJune)) keys[duty.period] = duty.key;
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys.at("2023-02-01"), alone.key) << "the first keeps its key";
  EXPECT_TRUE(keys.contains("2023-02-01#2"));
  const auto both = late(a);
  EXPECT_EQ(both.size(), 2u);
  EXPECT_TRUE(both.contains(*finding.begin()));
}

}  // namespace
}  // namespace projections::governance
