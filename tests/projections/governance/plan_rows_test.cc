// SPDX-License-Identifier: Apache-2.0
// The work plan of the archive, row by row, and the assignments of the conference: on which day
// each result is due, from the schedules that the archive records (PL 1.1-4.4, PR 1-7).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "projections/governance/meetings.h"
#include "projections/governance/plans.h"
#include "tests/paths.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"

namespace projections::governance {
namespace {

using nlohmann::json;
using support::ChronicleBuilder;

constexpr Date kInJuly = rules::date(2023, 7, 15);

/// The payloads of one type in the archive, in order.
std::vector<json> archived(const std::string& type) {
  std::ifstream file(std::filesystem::path(kSourceDir) / "tools/history/archive/tomsk.jsonl");
  std::vector<json> out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    const json event = json::parse(line);
    if (event["payload_type"] == type) out.push_back(event["payload"]);
  }
  return out;
}

std::string shipped_calendars() {
  std::ifstream file(std::filesystem::path(kSourceDir) / "tools/history/calendars.jsonl");
  return {std::istreambuf_iterator<char>(file), {}};
}

void publish_calendars(ChronicleBuilder& b) {
  support::How region;
  region.of_region = true;
  std::istringstream lines(shipped_calendars());
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    json payload = json::parse(line)["payload"];
    payload.erase("act");
    payload.erase("replaces");
    if (payload["year"] < 2022 || payload["year"] > 2024) continue;
    b.add("CalendarYearPublished", payload.dump(), region);
  }
}

/// The plan with the rows of the archive under the charter of Tomsk.
ChronicleBuilder plan_of_archive(const support::CharterEdits& edits = {}) {
  ChronicleBuilder b("tomsk", edits);
  publish_calendars(b);
  const std::string plan =
      b.add("PlanSubmitted",
            fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
          "ACADEMIC_YEAR","from":"2022-09-01","to":"2023-08-31","document":"{}"}})",
                        ledger::test::hex_of(4, 32)));
  std::uint64_t number = 6'800;
  for (const json& row : archived("PlanItemSet")) {
    b.add("PlanItemSet",
          fmt::format(R"({{"plan":"{}","row":@t:{},"printed_number":"{}","wording":{{"title":"x"}},
              "components":{}}})",
                      plan, ++number, row["printed_number"].get<std::string>(),
                      row["components"].dump()));
  }
  return b;
}

/// "nominal effective", "unscheduled" or the names of its periods, of every component in order.
std::vector<std::string> due_days(const std::string& printed, std::size_t which) {
  const ChronicleBuilder b = plan_of_archive();
  const Chronicle chronicle = b.chronicle();
  const Plan plan = plans(Council(chronicle, kInJuly)).at(0);
  std::vector<std::string> out;
  for (const ComponentState& one : rows_printed(plan, printed).at(which)->components) {
    if (one.scheduled.state != rules::ScheduleState::kScheduled) {
      out.push_back("unscheduled");
      continue;
    }
    std::string text;
    for (const rules::Occurrence& occurrence : one.scheduled.occurrences) {
      const std::string days = rules::to_text(occurrence.due.nominal_due) + " " +
                               rules::to_text(occurrence.due.effective_due);
      const bool recurring = one.kind == fb::ScheduleKind::AT_LEAST;
      text += (text.empty() ? "" : ", ") + (recurring ? occurrence.name : days);
    }
    out.push_back(text.empty() ? "no event yet" : text);
  }
  return out;
}

struct RowDue {
  const char* name;
  const char* printed;
  std::size_t which;
  std::vector<std::string> due;
};

const std::vector<RowDue> kRows = {
    {"PL_1_1", "1.1", 0, {"2023-02-28 2023-02-28"}},
    {"PL_1_2", "1.2", 0, {"2023-03-31 2023-03-31", "2023-03-31 2023-03-31"}},
    {"PL_2_1", "2.1", 0, {"2023-08-31 2023-08-31"}},
    {"PL_2_2", "2.2", 0, {"2023-08-31 2023-08-31"}},
    {"PL_2_3", "2.3", 0, {"2023-06-30 2023-06-30"}},
    {"PL_2_4", "2.4", 0, {"2023-03-31 2023-03-31"}},
    {"PL_2_5", "2.5", 0, {"2023-06-30 2023-06-30"}},
    {"PL_2_6", "2.6", 0, {"2023-08-31 2023-08-31", "2023-08-31 2023-08-31"}},
    {"PL_2_7", "2.7", 0, {"unscheduled"}},
    {"PL_2_8", "2.8", 0, {"2023-05-31 2023-05-31"}},
    {"PL_3_3_1", "3.3", 0, {"2022-12-31 2022-12-31", "no event yet"}},
    {"PL_3_3_2", "3.3", 1, {"2023-03-31 2023-03-31"}},
    {"PL_4_1", "4.1", 0, {"unscheduled", "unscheduled"}},
    {"PL_4_2", "4.2", 0, {"unscheduled", "unscheduled"}},
    {"PL_4_3", "4.3", 0, {"unscheduled", "unscheduled"}},
    {"PL_4_4", "4.4", 0, {"unscheduled", "unscheduled"}},
};

class RowOfThePlan : public testing::TestWithParam<RowDue> {};

TEST_P(RowOfThePlan, FallsDueAsItsScheduleSays) {
  EXPECT_EQ(due_days(GetParam().printed, GetParam().which), GetParam().due);
}

INSTANTIATE_TEST_SUITE_P(Archive, RowOfThePlan, testing::ValuesIn(kRows),
                         [](const auto& one) { return std::string(one.param.name) + "_Due"; });

TEST(PL_3_1_Quarters, AMeetingOfTheExpertCouncilIsOwedInEachWholeQuarterOfThePlan) {
  EXPECT_EQ(due_days("3.1", 0), std::vector<std::string>{"2022-Q4, 2023-Q1, 2023-Q2"});
}

TEST(PL_3_2_Quarters, ThePlanIsMetInAQuarterInWhichTheCharterIsBreachedTwice) {
  ChronicleBuilder b = plan_of_archive();
  b.members(4);
  b.complete(R"("MEETINGS")", "2021-01-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  b.attendance(b.meeting(1, council, "2023-05-10"), {1, 2, 3});
  const Chronicle chronicle = b.chronicle();
  std::map<std::string, std::string> quarter;
  for (const Obligation& duty : obligations(Council(chronicle, kInJuly))) {
    const bool ours = duty.kind == ObligationKind::kMeeting || duty.name == "3.2";
    if (ours) quarter[duty.period] = std::string(name_of(duty.verdict.state));
  }
  EXPECT_EQ(quarter.at("2023-Q2"), "met");
  EXPECT_EQ(quarter.at("2023-04"), "overdue");
  EXPECT_EQ(quarter.at("2023-05"), "met");
  EXPECT_EQ(quarter.at("2023-06"), "overdue");
}

/// "state assumed" of the row 3.2 in the second quarter of 2023, in which four members owe one
/// meeting and these came to the only one.
std::string second_quarter(const std::vector<std::uint64_t>& present,
                           const support::CharterEdits& edits = {}) {
  ChronicleBuilder b = plan_of_archive(edits);
  b.members(4);
  b.complete(R"("MEETINGS")", "2021-01-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  const auto met = b.meeting(1, council, "2023-05-10");
  if (!present.empty()) b.attendance(met, present);
  const Chronicle chronicle = b.chronicle();
  for (const Obligation& duty : obligations(Council(chronicle, kInJuly))) {
    if (duty.name != "3.2" || duty.period != "2023-Q2") continue;
    const bool assumed = duty.grounds.depends_on_assumption;
    return std::string(name_of(duty.verdict.state)) + (assumed ? " assumed" : "");
  }
  return "no duty";
}

const support::CharterEdits kQuorumlessCounts = {
    {R"("counts_without_quorum": false)", R"("counts_without_quorum": true)"}};

TEST(PL_3_2_Quarters, AMeetingWithoutAQuorumIsNoneThatTheRowCounts) {
  EXPECT_EQ(second_quarter({1, 2}), "met");
  EXPECT_EQ(second_quarter({1}), "overdue assumed");
  EXPECT_EQ(second_quarter({}), "undetermined") << "nobody knows whether it was held";
}

TEST(PL_3_2_Quarters, AMeetingWithoutAQuorumCountsWhereTheCharterCountsItForItsOwnDuty) {
  EXPECT_EQ(second_quarter({1}, kQuorumlessCounts), "met assumed");
  EXPECT_EQ(second_quarter({1, 2}, kQuorumlessCounts), "met");
}

/// The council of the worked year: failed on 30 June for want of a quorum, twice in August.
TEST(PL_3_2_Quarters, InTheWorkedYearThePlanIsMetWhileThreeMonthsOfTheCharterAreMissed) {
  ChronicleBuilder b;
  b.members(4);
  b.complete(R"("MEETINGS")", "2021-01-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "HEADS_OF_MEMBERS", "2021-03-17");
  std::uint64_t number = 0;
  for (const char* day : {"2021-04-05", "2021-05-28", "2021-06-30", "2021-08-02", "2021-08-31"}) {
    const bool failed = std::string_view(day) == "2021-06-30";
    b.attendance(b.meeting(++number, council, day),
                 failed ? std::vector<std::uint64_t>{1} : std::vector<std::uint64_t>{1, 2, 3});
  }
  const auto plan =
      b.add("PlanSubmitted",
            fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
                "CALENDAR_YEAR","from":"2021-01-01","to":"2021-12-31","document":"{}"}})",
                        ledger::test::hex_of(4, 32)));
  b.add("PlanItemSet",
        fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"1","wording":{{"title":"x"}},
            "components":[{{"number":1,"title":"x","meetings_of":{{"kind":"COORDINATION_COUNCIL"}},
            "schedule":{{"kind":"AT_LEAST","at_least":{{"times":1,"per":"CALENDAR_QUARTER"}}}}}}]}})",
                    plan));
  const Date on = rules::date(2021, 10, 1);
  const Chronicle chronicle = b.chronicle();
  std::map<std::string, std::string> state;
  for (const Obligation& duty : obligations(Council(chronicle, on))) {
    state[duty.period] = std::string(name_of(duty.verdict.state));
  }
  for (const char* missed : {"2021-06", "2021-07", "2021-09"}) {
    EXPECT_EQ(state.at(missed), "overdue") << missed;
  }
  for (const char* met : {"2021-04", "2021-05", "2021-08", "2021-Q2", "2021-Q3"}) {
    EXPECT_EQ(state.at(met), "met") << met;
  }
}

TEST(Trap_4_PrintedNumbers, AreNoKeysThePlanHasTwoRowsThreePointThree) {
  const ChronicleBuilder b = plan_of_archive();
  const Chronicle chronicle = b.chronicle();
  const Plan plan = plans(Council(chronicle, kInJuly)).at(0);
  EXPECT_EQ(plan.rows.size(), 18u);
  const auto rows = rows_printed(plan, "3.3");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_NE(rows[0]->row, rows[1]->row);
  std::set<std::string> printed;
  for (const PlanRow& row : plan.rows) printed.insert(row.printed_number);
  EXPECT_EQ(printed.size(), 17u);
}

TEST(PL_Header_Period, IsTheAcademicYearFromSeptemberToAugust) {
  const json plan = archived("PlanSubmitted").at(0);
  EXPECT_EQ(plan["period"], "ACADEMIC_YEAR");
  const auto year = rules::academic_year_period(2022, {});
  EXPECT_EQ(plan["from"], rules::to_iso(year.first));
  EXPECT_EQ(plan["to"], rules::to_iso(year.last));
}

// --- the conference ------------------------------------------------------------------------------

struct AssignmentDue {
  const char* name;
  std::size_t decision;
  std::vector<std::string> due;  ///< "nominal effective state" on 2022-12-26
};

/// All seven assignments of the protocol, in its order, as recorded in the archive.
std::vector<std::string> assigned(std::size_t which) {
  ChronicleBuilder b;
  publish_calendars(b);
  b.complete(R"("EXECUTION")", "2022-01-01");
  const auto met = b.meeting(1, "", "2022-12-06");
  std::uint64_t number = 0;
  std::string mine;
  for (const json& decision : archived("DecisionDeclared")) {
    const auto digest =
        b.decision(++number, met, "", "ASSIGNMENT",
                   fmt::format(R"(,"components":{})", decision["components"].dump()));
    if (number == which) mine = digest;
  }
  const Date on = rules::date(2022, 12, 26);
  const Chronicle chronicle = b.chronicle();
  std::vector<std::string> out;
  std::map<std::uint8_t, std::string> of_component;
  for (const Obligation& duty : obligations(Council(chronicle, on))) {
    if (ledger::to_hex(duty.subject) != mine) continue;
    of_component[duty.component] = rules::to_text(duty.due.nominal_due) + " " +
                                   rules::to_text(duty.due.effective_due) + " " +
                                   std::string(name_of(duty.verdict.state));
  }
  for (const auto& [component, text] : of_component) out.push_back(text);
  return out;
}

const std::vector<AssignmentDue> kAssignments = {
    {"PR_1", 1, {"2022-12-25 2022-12-26 open"}},
    {"PR_2", 2, {"2023-04-01 2023-04-03 open"}},
    {"PR_3", 3, {"2022-12-23 2022-12-23 overdue"}},
    {"PR_4", 4, {"2022-12-15 2022-12-15 overdue"}},
    {"PR_5", 5, {"2023-08-31 2023-08-31 open"}},
    {"PR_6", 6, {"2023-01-20 2023-01-20 open"}},
    {"PR_7", 7, {"2022-12-25 2022-12-26 open", "2022-12-25 2022-12-26 open"}},
};

class AssignmentOfTheProtocol : public testing::TestWithParam<AssignmentDue> {};

TEST_P(AssignmentOfTheProtocol, FallsDueOnItsWorkingDay) {
  EXPECT_EQ(assigned(GetParam().decision), GetParam().due);
}

INSTANTIATE_TEST_SUITE_P(Archive, AssignmentOfTheProtocol, testing::ValuesIn(kAssignments),
                         [](const auto& one) { return std::string(one.param.name) + "_Due"; });

TEST(Trap_18_Protocol, FourteenAndThePresidingOfficerSevenDecisionsOnThreeQuestions) {
  const json attendance = archived("AttendanceRecorded").at(0);
  EXPECT_EQ(attendance["present"].size(), 14u);
  EXPECT_TRUE(attendance.contains("presiding"));
  EXPECT_EQ(archived("MeetingConvened").at(0)["agenda"].size(), 3u);
  const auto decisions = archived("DecisionDeclared");
  ASSERT_EQ(decisions.size(), 7u);
  EXPECT_EQ(decisions[6]["depends_on"].size(), 1u);
  EXPECT_EQ(decisions[0]["components"][0]["schedule"]["kind"], "ON");
  EXPECT_EQ(decisions[6]["components"][0]["schedule"]["kind"], "UNTIL");
}

}  // namespace
}  // namespace projections::governance
