// SPDX-License-Identifier: Apache-2.0
// Every parameter that a decision rests on is told with its value, whoever laid it down: the
// charter for all questions or for one, the agreement for its council.
#include "api/explanation_json.h"

#include <gtest/gtest.h>

#include "tests/support/finding_cases.h"

namespace api {
namespace {

namespace gov = projections::governance;
using support::ChronicleBuilder;

/// The rules of a decision by their paths.
std::map<std::string, Json> rules_of(const ChronicleBuilder& b, const std::string& decision) {
  const projections::Chronicle chronicle = b.chronicle();
  const gov::Council council(chronicle, support::kToday);
  const auto told = gov::explain(council, gov::ExplanationKind::kDecision,
                                 *ledger::fixed_from_hex<ledger::Hash>(decision));
  std::map<std::string, Json> out;
  EXPECT_TRUE(told);
  if (!told) return out;
  const Json json = explanation_json(council, *told, Language::kEn);
  for (const Json& rule : json["rules"]) out[rule["path"].get<std::string>()] = rule;
  return out;
}

/// A council of three decides by the votes of all on a question of this kind.
std::string decided(ChronicleBuilder& b, const std::string& kind_of_body, const std::string& kind,
                    const std::string& on, const std::string& more = {}) {
  const auto council = b.body(1, kind_of_body, "REPRESENTATIVES_OF_ALL", on);
  const auto met = b.meeting(1, council, on);
  b.attendance(met, {1, 2, 3});
  const auto ballot = b.ballot(1, met, kind);
  b.votes(ballot, "fff");
  b.close(ballot);
  return b.decision(1, met, ballot, kind, more);
}

TEST(SM_5_2_Explained, ARuleOfOneQuestionOfTheCharterHasItsValueAndClause) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  support::concluded_agreement(b, 3, "2017-12-01");
  b.organisation(9, "EMPLOYER");
  b.add("AccessionApplied", R"({"applicant":@o:9,"applied_on":@d:2018-01-10})");
  const auto rules = rules_of(
      b, decided(b, "COORDINATION_COUNCIL", "ACCESSION", "2018-02-01", R"(,"admits":[@o:9])"));
  const std::string path = "bodies.COORDINATION_COUNCIL.questions.ACCESSION.";
  ASSERT_TRUE(rules.contains(path + "quorum"));
  EXPECT_EQ(rules.at(path + "quorum")["value"]["base"], "ALL_PARTICIPANTS");
  EXPECT_EQ(rules.at(path + "quorum")["clause"], "5.2");
  ASSERT_TRUE(rules.contains(path + "majority.base"));
  EXPECT_EQ(rules.at(path + "majority.base")["value"], "ALL_PARTICIPANTS");
}

TEST(TU_19_Explained, ARuleThatTheAgreementGivesItsCouncilHasItsValue) {
  const std::string own = R"(,"council_rules":[{"kind":"SECTORAL_COUNCIL","organ_of_cluster":true,
      "seats":"REPRESENTATIVES_OF_ALL","seats_from":"PARTICIPANTS","composed_by":"RULE_ITSELF",
      "ballot":"OPEN","convened_by":"CHAIR","agenda_by":"CHAIR","ballots_opened_by":"NOT_STATED",
      "quorum":{"numerator":2,"denominator":3,"relation":"AT_LEAST","base":"ALL_PARTICIPANTS"},
      "majority":{"numerator":1,"denominator":2,"relation":"MORE_THAN","base":"PRESENT"},
      "questions":[{"decisions":["RECOMMENDATION"],"clause":"7.3","majority":{"numerator":3,
      "denominator":4,"relation":"AT_LEAST","base":"ALL_MEMBERS"}}]}])";
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 3, "2023-08-15", own);
  const auto rules = rules_of(b, decided(b, "SECTORAL_COUNCIL", "RECOMMENDATION", "2023-09-15"));
  const std::string path = "council_rules.SECTORAL_COUNCIL.";
  ASSERT_TRUE(rules.contains(path + "quorum"));
  EXPECT_EQ(rules.at(path + "quorum")["value"]["numerator"], 2);
  EXPECT_EQ(rules.at(path + "quorum")["certainty"], "stated");
  const std::string question = path + "questions.RECOMMENDATION.majority";
  ASSERT_TRUE(rules.contains(question)) << "not the majority of all questions";
  EXPECT_EQ(rules.at(question)["value"]["denominator"], 4);
  EXPECT_EQ(rules.at(question)["clause"], "7.3");
  EXPECT_EQ(rules.at(question + ".base")["value"], "ALL_MEMBERS");
}

TEST(ExplainedRules, EveryParameterOfACharterThatWasUsedHasAValue) {
  support::TomskCouncil t(4);
  const auto rules = rules_of(t.b, t.decide(1, "2021-04-05", "ffa-", "RECOMMENDATION"));
  std::size_t seen = 0;
  for (const auto& [path, rule] : rules) {
    if (rule["charter"].is_null()) continue;
    EXPECT_FALSE(rule["value"].is_null()) << path;
    ++seen;
  }
  EXPECT_GE(seen, 3u);
}

}  // namespace
}  // namespace api
