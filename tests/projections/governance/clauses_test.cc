// SPDX-License-Identifier: Apache-2.0
// Clauses that state no rule of their own: what follows from them all the same, and what does not.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "projections/governance/meetings.h"
#include "projections/governance/protocols.h"
#include "tests/paths.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using nlohmann::json;
using support::ChronicleBuilder;

json charter(const std::string& name) {
  std::ifstream file(std::filesystem::path(kSourceDir) / "tools/charters" / (name + ".json"));
  return json::parse(file);
}

/// The findings of a code in a place under this charter.
std::size_t count_of(const Chronicle& chronicle, std::string_view code) {
  std::size_t count = 0;
  for (const Finding& one : findings(chronicle, support::kToday)) count += one.code() == code;
  return count;
}

/// A council of two that decides a question of this kind, all for it.
Chronicle deciding(const char* charter, const char* body, const char* kind) {
  ChronicleBuilder b(charter, {}, "2017-01-01");
  if (std::string_view(charter) == "tomsk") {
    b.members(2);
  } else {
    support::concluded_agreement(b, 2, "2017-12-01");
  }
  const bool heads = std::string_view(charter) == "tomsk";
  const auto council =
      b.body(1, body, heads ? "HEADS_OF_MEMBERS" : "REPRESENTATIVES_OF_ALL", "2021-03-17");
  const auto met = b.meeting(1, council, "2021-04-05");
  b.attendance(met, {1, 2});
  const auto ballot = b.ballot(1, met, kind);
  b.votes(ballot, "ff");
  b.close(ballot);
  b.decision(1, met, ballot, kind);
  return b.chronicle();
}

/// Purposes and aims are no closed list of questions: a council may decide whatever it likes, where
/// the regulation of Tomsk gives its council four kinds (3a-3d).
TEST(TU_1_3_Purpose, IsNoListOfWhatTheCouncilMayDecide) {
  for (const char* kind : {"OTHER", "ASSIGNMENT"}) {
    EXPECT_EQ(count_of(deciding("tula", "SECTORAL_COUNCIL", kind), "OUT_OF_COMPETENCE"), 0u);
    EXPECT_EQ(count_of(deciding("tomsk", "COORDINATION_COUNCIL", kind), "OUT_OF_COMPETENCE"), 1u)
        << kind;
  }
}

TEST(TO_3b_Competence, OfAHistoricalDecisionWhoseKindThePaperDoesNotTellIsNotJudged) {
  for (const char* kind : {"OTHER", "EXCLUSION"}) {
    support::TomskCouncil t(4);
    const auto met = t.b.meeting(1, t.council, "2021-04-05");
    support::How told;
    told.grade = "DOCUMENT";
    told.historical = true;
    t.b.add("DecisionDeclared",
            fmt::format(R"({{"decision":@t:4001,"meeting":"{}","kind":"{}",
                            "wording":{{"title":"Решение"}},"stated_result":"ADOPTED"}})",
                        met, kind),
            told);
    const std::size_t judged = std::string_view(kind) == "OTHER" ? 0 : 1;
    EXPECT_EQ(count_of(t.b.chronicle(), "OUT_OF_COMPETENCE"), judged) << kind;
  }
}

TEST(SM_1_2_Aims, AreNoListOfWhatTheCouncilMayDecide) {
  for (const char* kind : {"OTHER", "PROCEDURE", "ASSIGNMENT"}) {
    EXPECT_EQ(count_of(deciding("smolensk", "COORDINATION_COUNCIL", kind), "OUT_OF_COMPETENCE"),
              0u);
  }
}

/// A plan with one row that names an activity of the regulation, in `words` of the paper.
ChronicleBuilder planned_activity(bool reported) {
  ChronicleBuilder b("tula");
  b.plain_calendars(2023, 2025);
  b.complete(R"("EXECUTION")", "2023-01-01");
  const auto plan =
      b.add("PlanSubmitted",
            fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
          "CALENDAR_YEAR","from":"2024-01-01","to":"2024-12-31","document":"{}"}})",
                        std::string(64, '4')));
  b.add("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":@d:2023-12-20}})", plan));
  const auto row =
      b.add("PlanItemSet",
            fmt::format(R"({{"plan":"{}","row":@t:6801,"printed_number":"1","wording":{{"title":
          "Система наставничества","clause":"23.а"}},"components":[{{"number":1,"title":"Отчёт",
          "schedule":{{"kind":"UNTIL","day":"2024-06-03"}}}}]}})",
                        plan));
  if (reported) {
    b.add("ExecutionReported",
          fmt::format(R"({{"duty":"{}","component":1,"done_on":@d:2024-06-03}})", row));
  }
  return b;
}

/// The regulation lists activities and dates none of them: a duty begins with a plan that does.
TEST(TU_22_24_Activities, AreDutiesOnceAPlanDatesThem) {
  EXPECT_EQ(count_of(ChronicleBuilder("tula").chronicle(), "PLAN_ROW_LATE"), 0u)
      << "the regulation alone demands nothing by a day";
  EXPECT_EQ(count_of(planned_activity(false).chronicle(), "PLAN_ROW_LATE"), 1u);
  EXPECT_EQ(count_of(planned_activity(true).chronicle(), "PLAN_ROW_LATE"), 0u);
}

/// Who is a participant stays master of it: nothing says that the others can put one out, and it
/// may go by itself.
TEST(SM_2_4_Autonomy, NobodyIsCertainlyPutOutByTheOthersAndWhoWantsMayGo) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 2, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  const auto met = b.meeting(1, council, "2018-02-01");
  b.attendance(met, {1, 2});
  const auto ballot = b.ballot(1, met, "EXCLUSION");
  b.votes(ballot, "ff");
  b.close(ballot);
  b.decision(1, met, ballot, "EXCLUSION", R"(,"excludes":[@o:1])");
  b.add("WithdrawalNoticeRecorded",
        R"({"organisation":@o:2,"act":"GIVEN","to":{"kind":"BODY","body":{"kind":
            "COORDINATION_COUNCIL"}},"received_on":@d:2018-03-01,"form":"WRITTEN"})");
  const Chronicle chronicle = b.chronicle();
  const Council after(chronicle, support::kToday);
  EXPECT_EQ(undetermined_members_on(after.members(), support::kToday), std::vector{support::org(1)})
      << "the agreement knows no exclusion";
  EXPECT_EQ(count_of(chronicle, "UNREGULATED_ACTION"), 1u) << "which is said";
  EXPECT_TRUE(members_on(after.members(), support::kToday).empty())
      << "the second has gone, and nobody had to agree";
}

/// A notice where the charter lets nobody go by a notice: it is told of, and no last day with it.
TEST(TO_2_Exit, ANoticeThatEndsNothingHasNoLastDay) {
  support::TomskCouncil t(4);
  t.b.add("WithdrawalNoticeRecorded",
          R"({"organisation":@o:2,"act":"GIVEN","to":{"kind":"BODY","body":{"kind":
              "COORDINATION_COUNCIL"}},"received_on":@d:2022-03-11,"form":"WRITTEN"})");
  const Chronicle chronicle = t.b.chronicle();
  std::size_t found = 0;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "UNREGULATED_ACTION") continue;
    ++found;
    for (const auto& [name, value] : one.numbers) EXPECT_NE(name, "last_day") << value;
  }
  EXPECT_EQ(found, 1u);
}

/// Disputes are settled by talking: an objection is heard and shown, and undoes nothing.
TEST(SM_6_3_Disputes, AnObjectionStaysVisibleAndUndoesNothing) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 2, "2017-12-01");
  const auto council = b.body(1, "COORDINATION_COUNCIL", "REPRESENTATIVES_OF_ALL", "2017-12-01");
  const auto met = b.meeting(1, council, "2018-02-01");
  b.attendance(met, {1, 2});
  const auto ballot = b.ballot(1, met, "OTHER");
  b.votes(ballot, "ff");
  b.close(ballot);
  const auto decided = b.decision(1, met, ballot, "OTHER");
  const auto paper = b.protocol(1, "1", met, {decided}, "2018-02-01");
  const auto state = [&] {
    const Chronicle chronicle = b.chronicle();
    return decisions(Council(chronicle, support::kToday)).at(0).state;
  };
  const DecisionState before = state();
  b.add("ObjectionRecorded", fmt::format(R"({{"target":"{}","kind":"CONTEST","organisation":@o:1,
      "wording":{{"title":"Не согласны"}}}})",
                                         paper));
  EXPECT_EQ(state(), before);
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(protocols(Council(chronicle, support::kToday)).at(0).objections.size(), 1u);
}

TEST(SM_2_5_Documents, AreOpenToParticipantsByTheAgreementAndElsewhereNobodySaysSo) {
  const auto said = [](const std::string& name) {
    const json file = charter(name);
    for (const json& source : file["sources"]) {
      if (source["path"] == "agreement.documents_open_to_participants") return source;
    }
    return json();
  };
  EXPECT_EQ(charter("smolensk")["parameters"]["agreement"]["documents_open_to_participants"], true);
  EXPECT_EQ(said("smolensk")["clause"], "2.5");
  EXPECT_EQ(said("smolensk")["certainty"], "STATED");
  EXPECT_EQ(said("tula")["certainty"], "ASSUMED");
}

TEST(SM_3_4_Contributions, AreOwedByEachParticipantForItself) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 2, "2017-12-01");
  b.plain_calendars(2018, 2018);
  const auto met = b.meeting(1, "", "2018-01-10");
  const auto decided = b.decision(1, met, "", "ASSIGNMENT",
                                  R"(,"addressees":[{"kind":"ORGANISATION","organisation":@o:1},
         {"kind":"ORGANISATION","organisation":@o:2}],
         "components":[{"number":1,"title":"Вклад","schedule":{"kind":"UNTIL","day":"2018-03-01"}}])");
  b.add("ExecutionReported",
        fmt::format(R"({{"duty":"{}","component":1,"organisation":@o:1,"done_on":@d:2018-02-01}})",
                    decided));
  const Chronicle chronicle = b.chronicle();
  std::size_t met_ones = 0, others = 0;
  for (const Obligation& duty : obligations(Council(chronicle, support::kToday))) {
    if (duty.kind != ObligationKind::kAssignment) continue;
    ++(duty.verdict.state == rules::DutyState::kMet ? met_ones : others);
  }
  EXPECT_EQ(met_ones, 1u) << "the first has reported";
  EXPECT_EQ(others, 1u) << "and not for the second";
}

TEST(SM_5_1_Regulations, BothAreMissingAndGeneralLawDecidesMeanwhile) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = support::register_document(b, 1, "AGREEMENT");
  for (const char* title : {"Положение о кластере", "Положение о совете"}) {
    b.add("DocumentRelated",
          fmt::format(R"({{"from":"{}","to":{{"kind":"MISSING","missing":{{"kind":"REGULATION",
              "title":"{}"}}}},"relation":"REFERS_TO","clause":"5.1"}})",
                      paper, title));
  }
  const Chronicle chronicle = b.chronicle();
  std::size_t missing = 0, undefined = 0;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    missing += one.code() == "REFERENCED_DOCUMENT_MISSING" && one.clause == "5.1" ? 1 : 0;
    undefined += one.code() == "COUNCIL_RULES_UNDEFINED" ? 1 : 0;
  }
  EXPECT_EQ(missing, 2u);
  EXPECT_EQ(undefined, 1u);
}

TEST(TU_21_Ordinals, TellTwoItemsWithOneLetterApart) {
  ChronicleBuilder b("tula");
  support::register_document(b, 1, "REGULATION",
                             R"(,"states":[{"path":"x.y","value":"first","clause":"21.г#1"}])");
  support::register_document(b, 2, "LETTER",
                             R"(,"states":[{"path":"x.y","value":"second","clause":"21.г#2"}])");
  const Chronicle chronicle = b.chronicle();
  std::size_t seen = 0;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "CONFLICTING_RULES") continue;
    ++seen;
    ASSERT_EQ(one.numbers.size(), 2u);
    EXPECT_EQ(one.numbers[0].first, "21.г#1");
    EXPECT_EQ(one.numbers[1].first, "21.г#2");
  }
  EXPECT_EQ(seen, 1u);
}

TEST(TU_22v_RegionalCouncil, IsSeenFromTheClusterWithTheSeatsOfItsParticipants) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15");
  support::How region;
  region.of_region = true;
  b.add("BodyComposed",
        R"({"body":@t:1007,"kind":"REGIONAL_COORDINATION_COUNCIL","wording":{"title":"Совет"},
            "rule":"EXPLICIT","from":@d:2023-09-01,"seats":[{"seat":@t:71,"organisation":@o:1},
            {"seat":@t:72,"organisation":@o:100}]})",
        region);
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  ASSERT_EQ(council.bodies().size(), 1u);
  const auto body = council.body(council.bodies()[0], support::kToday);
  const auto members = members_on(council.members(), support::kToday);
  std::size_t of_cluster = 0;
  for (const SeatHolder& holder : body->holders) {
    of_cluster += std::binary_search(members.begin(), members.end(), *holder.organisation) ? 1 : 0;
  }
  EXPECT_EQ(body->holders.size(), 2u);
  EXPECT_EQ(of_cluster, 1u);
}

}  // namespace
}  // namespace projections::governance
