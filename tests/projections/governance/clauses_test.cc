// SPDX-License-Identifier: Apache-2.0
// Clauses from which nothing is computed, and those that only say how a thing is named: what the
// charters of the three acts take from them and what not.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "projections/governance/findings.h"
#include "projections/governance/meetings.h"
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

/// Parameters of the charter that rest on the clause itself or on a part of it.
std::size_t resting_on(const std::string& name, const std::string& clause) {
  std::size_t count = 0;
  const json file = charter(name);
  for (const json& source : file["sources"]) {
    const std::string of = source.value("clause", "");
    const bool part = of.starts_with(clause + ".") || of.starts_with(clause + "#");
    count += of == clause || part ? 1 : 0;
  }
  return count;
}

TEST(TU_1_3_Purpose, NothingIsComputedFromIt) {
  for (const char* clause : {"1", "2", "3"}) EXPECT_EQ(resting_on("tula", clause), 0u) << clause;
  EXPECT_GT(resting_on("tula", "4"), 0u) << "the fourth has the terms that rules rest on";
}

TEST(TU_22_24_Activities, NothingIsComputedFromThem) {
  for (const char* clause : {"22", "23", "24"}) EXPECT_EQ(resting_on("tula", clause), 0u) << clause;
}

TEST(SM_1_2_Aims, NothingIsComputedFromThem) {
  for (const char* clause : {"1", "2.1"}) EXPECT_EQ(resting_on("smolensk", clause), 0u) << clause;
}

TEST(SM_2_4_Autonomy, NothingLimitsIt) { EXPECT_EQ(resting_on("smolensk", "2.4"), 0u); }

TEST(SM_6_3_Disputes, NothingIsComputedFromThem) {
  for (const char* clause : {"6.3", "6.4"}) EXPECT_EQ(resting_on("smolensk", clause), 0u) << clause;
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
  for (const Obligation& duty : obligations(
           chronicle, held_meetings(Council(chronicle, support::kToday)), support::kToday)) {
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
