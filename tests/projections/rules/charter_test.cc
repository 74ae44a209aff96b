// SPDX-License-Identifier: Apache-2.0
// The four charters of tools/charters under the same rules: no test here asks which region it is.
#include "projections/rules/charter.h"

#include <gtest/gtest.h>

#include <fstream>

#include "api/charter_json.h"
#include "api/files.h"
#include "projections/rules/charter_check.h"
#include "projections/rules/schedule.h"
#include "tests/paths.h"
#include "tools/shipped_calendars.h"

namespace {

using namespace projections::rules;  // NOLINT: the subject of this file
using api::Json;

Json charter_json(const std::string& name) {
  const auto text = api::read_file(std::string(kSourceDir) + "/tools/charters/" + name + ".json");
  EXPECT_TRUE(text) << name;
  return api::read_json(*text, name)->value;
}

/// A charter that owns the body from which it reads.
struct Loaded {
  ledger::Body body;
  Charter charter() const { return Charter(*body.table().payload_as_CharterAdopted()); }
};

Loaded load(const Json& json) {
  auto body = api::charter_body(json);
  if (!body) ADD_FAILURE() << body.error().reason << " " << body.error().where;
  return {std::move(*body)};
}

constexpr const char* kCharters[] = {"tomsk", "tula", "smolensk", "invented"};

const fb::BodyRules& council(const Charter& charter) {
  return *charter.parameters().bodies()->Get(0);
}

struct Expected {
  std::string quorum_of_nine;  ///< needed, and whether 5 are enough
  std::string vote;            ///< 4:3:2 of 9, 9 members
  std::string tie;             ///< 4:4:1, the chair for
  std::string chair_until;     ///< elected on 2020-11-20
};

Expected outcome_of(const Charter& charter) {
  const fb::BodyRules& body = council(charter);
  const VotingRule rule = charter.voting(body.kind(), fb::DecisionKind::OTHER);
  const Electorate nine{9, 9, 9};
  const Quorum five = *quorum(rule.quorum->threshold, {5, 9});
  const auto vote = tally({4, 3, 2}, nine, *rule.majority, rule.casting, Choice::kFor);
  const auto tie = tally({4, 4, 1}, nine, *rule.majority, rule.casting, Choice::kFor);
  Expected out{std::to_string(five.needed) + (five.met ? " met" : " not met"),
               std::string(name_of(vote->by)), std::string(name_of(tie->by)), "not stated"};
  if (body.chair() != nullptr) {
    const auto calendar = tools::shipped_calendar(charter.week_rules(), false);
    const auto term = tenure(date(2020, 11, 20), length_of(*body.chair()->term()), calendar);
    out.chair_until = to_iso(term->last_day);
  }
  return out;
}

TEST(Charters, TheSameRulesGiveEachCharterItsOwnNumbers) {
  const std::map<std::string, Expected> expected{
      {"tomsk", {"5 met", "no_majority", "casting_vote", "2025-11-20"}},
      {"tula", {"5 met", "no_majority", "tie_no_casting", "not stated"}},
      {"smolensk", {"5 met", "no_majority", "tie_no_casting", "not stated"}},
      {"invented", {"6 not met", "majority", "tie_no_casting", "2023-11-20"}}};
  for (const auto& [name, want] : expected) {
    const Loaded loaded = load(charter_json(name));
    const Expected found = outcome_of(loaded.charter());
    EXPECT_EQ(found.quorum_of_nine, want.quorum_of_nine) << name;
    EXPECT_EQ(found.vote, want.vote) << name;
    EXPECT_EQ(found.tie, want.tie) << name;
    EXPECT_EQ(found.chair_until, want.chair_until) << name;
  }
}

TEST(Charters, AccessionFollowsTheRuleOfItsQuestion) {
  const auto adopted = [](const char* name, const Votes& votes, const Electorate& who) {
    const Loaded loaded = load(charter_json(name));
    const Charter charter = loaded.charter();
    const VotingRule rule = charter.voting(council(charter).kind(), fb::DecisionKind::ACCESSION);
    return tally(votes, who, *rule.majority, rule.casting, std::nullopt)->adopted;
  };
  EXPECT_TRUE(adopted("smolensk", {8, 0, 0}, {8, 8, 8}));
  EXPECT_FALSE(adopted("smolensk", {7, 0, 0}, {7, 8, 8}));
  EXPECT_TRUE(adopted("invented", {7, 0, 0}, {7, 8, 8}));  // unanimity of those present
  const Loaded smolensk = load(charter_json("smolensk"));
  const VotingRule rule =
      smolensk.charter().voting(fb::BodyKind::COORDINATION_COUNCIL, fb::DecisionKind::ACCESSION);
  EXPECT_TRUE(rule.at_meeting_only);
  EXPECT_EQ(rule.majority_basis.clause, "5.2");
  EXPECT_EQ(rule.majority_basis.certainty, fb::Certainty::STATED);
}

TEST(Charters, TheLongestPathOfASourceWins) {
  const Loaded tomsk = load(charter_json("tomsk"));
  const Charter charter = tomsk.charter();
  EXPECT_EQ(charter.basis("bodies.EXPERT_COUNCIL.majority.relation").certainty,
            fb::Certainty::STATED);
  EXPECT_TRUE(charter.basis("bodies.EXPERT_COUNCIL.majority.base").assumed());
  EXPECT_FALSE(charter.basis("bodies.EXPERT_COUNCILX").known());
  EXPECT_EQ(charter.basis("bodies.COORDINATION_COUNCIL.quorum.numerator").clause, "4");
}

TEST(Charters, ReadingsTurnOneAssumptionEach) {
  const Loaded tomsk = load(charter_json("tomsk"));
  const VotingRule expert =
      tomsk.charter().voting(fb::BodyKind::EXPERT_COUNCIL, fb::DecisionKind::OPINION);
  const std::vector<VotingReading> readings = readings_of(expert);
  ASSERT_GE(readings.size(), 4u);
  EXPECT_TRUE(readings[0].turned.empty());
  EXPECT_EQ(readings[1].turned, "bodies.EXPERT_COUNCIL.majority.base");
  const Electorate who{7, 11, 11};
  std::set<bool> outcomes;
  for (const VotingReading& reading : readings) {
    outcomes.insert(
        tally({4, 3, 0}, who, *reading.rule.majority, reading.rule.casting, {})->adopted);
  }
  EXPECT_EQ(outcomes.size(), 2u);
}

TEST(Charters, ExistInTheHistoryWithTheSameParameters) {
  for (const char* name : {"tomsk", "tula", "smolensk"}) {
    std::ifstream file(std::string(kSourceDir) + "/tools/history/archive/" + name + ".jsonl");
    bool found = false;
    for (std::string line; std::getline(file, line);) {
      const Json event = Json::parse(line);
      if (event.value("payload_type", "") != "CharterAdopted") continue;
      found = true;
      EXPECT_EQ(event["payload"]["parameters"], charter_json(name)["parameters"]) << name;
      EXPECT_EQ(event["payload"]["sources"], charter_json(name)["sources"]) << name;
    }
    EXPECT_TRUE(found) << name;
  }
}

TEST(Charters, TheNewestOfTheClusterGovernsThenTheRegions) {
  const Loaded any = load(charter_json("invented"));
  const fb::CharterAdopted& event = any.charter().event();
  std::vector<CharterVersion> all{{&event, 1, false, FuzzyDate::on(date(2020, 10, 26))},
                                  {&event, 2, true, FuzzyDate::on(date(2021, 3, 1))},
                                  {&event, 3, true, FuzzyDate::on(date(2022, 1, 1))},
                                  {&event, 4, false, FuzzyDate::on(date(2023, 1, 1))},
                                  {&event, 5, true, FuzzyDate::within(month_period(2024, 5))}};
  const auto on = [&](Date day) {
    const CharterChoice choice = charter_on(all, day);
    return choice.version == nullptr ? 0 : choice.version->index;
  };
  EXPECT_EQ(on(date(2020, 10, 25)), 0u);
  EXPECT_EQ(on(date(2020, 10, 26)), 1u);
  EXPECT_EQ(on(date(2021, 12, 31)), 2u);
  EXPECT_EQ(on(date(2023, 6, 1)), 3u);
  EXPECT_EQ(on(date(2024, 5, 31)), 5u);
  EXPECT_EQ(charter_on(all, date(2024, 5, 10)).undetermined.size(), 1u);
  EXPECT_EQ(on(date(2024, 5, 10)), 3u);
}

std::vector<std::string> codes(const Json& json, bool errors_only = true) {
  std::vector<std::string> out;
  for (const CharterProblem& each : check_charter(load(json).charter().event())) {
    if (errors_only && each.severity != CharterSeverity::kError) continue;
    out.push_back(each.code + " " + each.path);
  }
  return out;
}

TEST(CharterCheck, TheFourChartersHaveNoErrors) {
  for (const char* name : kCharters)
    EXPECT_EQ(codes(charter_json(name)), std::vector<std::string>{});
}

TEST(CharterCheck, NamesTheGapsOfTheThreeActs) {
  const auto has = [](const char* name, const std::string& problem) {
    const auto all = codes(charter_json(name), false);
    return std::find(all.begin(), all.end(), problem) != all.end();
  };
  EXPECT_TRUE(has("tomsk", "NO_QUORUM_RULE bodies.EXPERT_COUNCIL.quorum"));
  EXPECT_TRUE(has("tomsk", "NOTICE_NOT_STATED bodies.COORDINATION_COUNCIL.convening_notice"));
  EXPECT_TRUE(has("tula", "CHAIR_RULE_MISSING bodies.SECTORAL_COUNCIL.chair"));
  EXPECT_TRUE(has("tula", "PERIOD_NOT_STATED deadlines.inclusion_notice.length"));
  EXPECT_TRUE(has("smolensk", "CHAIR_RULE_MISSING bodies.COORDINATION_COUNCIL.chair"));
}

/// The invented charter with one parameter changed.
std::vector<std::string> changed(const char* pointer, const Json& value) {
  Json json = charter_json("invented");
  json["parameters"][Json::json_pointer(pointer)] = value;
  return codes(json);
}

std::vector<std::string> removed(const char* object, const char* member) {
  Json json = charter_json("invented");
  json["parameters"][Json::json_pointer(object)].erase(member);
  return codes(json);
}

using Problems = std::vector<std::string>;

TEST(CharterCheck, AMinorityCannotGrowItselfIntoAQuorum) {
  const std::string at = "MINORITY_CAN_GROW bodies.SECTORAL_COUNCIL.";
  EXPECT_EQ(changed("/bodies/0/questions/1/quorum", {{"numerator", 1},
                                                     {"denominator", 2},
                                                     {"relation", "AT_LEAST"},
                                                     {"base", "MEMBERS_TOTAL"}}),
            Problems{at + "quorum"});
  EXPECT_EQ(changed("/bodies/0/vacant_seats_counted", false),
            Problems{at + "vacant_seats_counted"});
  EXPECT_EQ(changed("/bodies/0/quorum/numerator", 1), Problems{at + "quorum"});
  EXPECT_EQ(changed("/bodies/0/quorum_for", Json::array({"PLAN", "ACCESSION"})),
            Problems{at + "quorum"});
}

TEST(CharterCheck, ABodyCannotComposeItselfByItsChairOrByAnother) {
  const std::string at = "MINORITY_CAN_GROW bodies.SECTORAL_COUNCIL.";
  Json json = charter_json("invented");
  Json& body = json["parameters"]["bodies"][0];
  body["composed_by"] = "BODY_CHAIR";
  body["composed_by_body"] = {{"kind", "SECTORAL_COUNCIL"}};
  EXPECT_EQ(codes(json), Problems{at + "composed_by"});
  body["composed_by"] = "BODY_DECISION";
  body["composed_by_body"] = {{"kind", "EXPERT_COUNCIL"}};
  Json other = body;
  other["kind"] = "EXPERT_COUNCIL";
  other["composed_by_body"] = {{"kind", "SECTORAL_COUNCIL"}};
  for (const char* gone : {"quorum", "questions", "quorum_for", "chair", "missing_chair"}) {
    other.erase(gone);
  }
  json["parameters"]["bodies"].push_back(other);
  const auto found = codes(json);
  EXPECT_NE(std::find(found.begin(), found.end(), "MINORITY_CAN_GROW bodies.EXPERT_COUNCIL.quorum"),
            found.end())
      << "the one without a quorum seats the other, which seats it";
}

TEST(CharterCheck, WhoExcludesMustHaveThatCompetence) {
  Json json = charter_json("tula");
  json["parameters"]["bodies"][0]["competence"] = Json::array({"PLAN"});
  EXPECT_EQ(codes(json), Problems{"CONTRADICTION membership.exclusion"});
}

TEST(CharterCheck, RulesByWhichFewDecideAreTold) {
  const auto told = [](const char* pointer, const Json& value, const std::string& problem) {
    Json json = charter_json("invented");
    json["parameters"][Json::json_pointer(pointer)] = value;
    const auto all = codes(json, false);
    return std::find(all.begin(), all.end(), problem) != all.end();
  };
  const Json third = {
      {"numerator", 1}, {"denominator", 3}, {"relation", "AT_LEAST"}, {"base", "MEMBERS_TOTAL"}};
  EXPECT_TRUE(told("/bodies/0/quorum", third, "QUORUM_BELOW_HALF bodies.SECTORAL_COUNCIL.quorum"));
  const Json cast = {
      {"numerator", 1}, {"denominator", 2}, {"relation", "MORE_THAN"}, {"base", "VOTES_CAST"}};
  EXPECT_TRUE(told("/bodies/0/questions/1/majority", cast,
                   "FEW_CAN_DECIDE bodies.SECTORAL_COUNCIL.questions.EXCLUSION.majority.base"));
  EXPECT_TRUE(told("/bodies/0/protocol/signers", Json::array(),
                   "NO_SIGNER bodies.SECTORAL_COUNCIL.protocol.signers"));
}

TEST(CharterCheck, LengthsAndFrequenciesOutsideOfWhatIsUsualAreToldWithTheRange) {
  const auto told = [](const char* pointer, const Json& value) {
    Json json = charter_json("invented");
    json["parameters"][Json::json_pointer(pointer)] = value;
    std::string out;
    for (const CharterProblem& each : check_charter(load(json).charter().event())) {
      const bool of_range = each.code == "LENGTH_UNUSUAL" || each.code == "FREQUENCY_UNUSUAL";
      if (of_range) out += each.code + " " + each.path + ": " + each.english;
    }
    return out;
  };
  const std::string term = "LENGTH_UNUSUAL bodies.SECTORAL_COUNCIL.chair.term: ";
  EXPECT_EQ(told("/bodies/0/chair/term", {{"count", 500}, {"unit", "YEARS"}}),
            term + "500 YEARS is stated, and usual is from 1 month to 10 years");
  EXPECT_EQ(told("/bodies/0/chair/term", {{"count", 5}, {"unit", "WORKING_DAYS"}}),
            term + "5 WORKING_DAYS is stated, and usual is from 1 month to 10 years");
  EXPECT_EQ(told("/bodies/0/chair/term", {{"count", 10}, {"unit", "YEARS"}}), "");
  EXPECT_EQ(told("/bodies/0/meetings/at_least", {{"times", 200}, {"per", "CALENDAR_MONTH"}}),
            "FREQUENCY_UNUSUAL bodies.SECTORAL_COUNCIL.meetings.at_least: 200 meetings in a "
            "CALENDAR_MONTH are demanded, and one a week is from 1 to 5");
  EXPECT_EQ(told("/bodies/0/meetings/at_least", {{"times", 4}, {"per", "CALENDAR_MONTH"}}), "");
}

TEST(CharterCheck, NoShippedCharterStatesAnUnusualLength) {
  for (const char* name : kCharters) {
    for (const std::string& each : codes(charter_json(name), false)) {
      EXPECT_EQ(each.find("_UNUSUAL"), std::string::npos) << name << ": " << each;
    }
  }
}

TEST(CharterCheck, SharesMustBeReachableAndMoreThanAMinority) {
  EXPECT_EQ(
      changed(
          "/bodies/0/majority",
          {{"numerator", 1}, {"denominator", 1}, {"relation", "MORE_THAN"}, {"base", "PRESENT"}}),
      Problems{"SHARE_UNREACHABLE bodies.SECTORAL_COUNCIL.majority"});
  EXPECT_EQ(changed("/bodies/0/majority/denominator", 3),
            Problems{"MINORITY_ADOPTS bodies.SECTORAL_COUNCIL.majority"});
}

TEST(CharterCheck, SomebodyMustBeAbleToConveneTheFirstMeeting) {
  EXPECT_EQ(changed("/bodies/0/missing_chair/convenes", "NOBODY"),
            Problems{"FIRST_MEETING_IMPOSSIBLE "
                     "bodies.SECTORAL_COUNCIL.missing_chair.convenes"});
  Json json = charter_json("invented");
  json["parameters"]["bodies"][0].erase("missing_chair");
  const auto all = codes(json, false);
  EXPECT_NE(std::find(all.begin(), all.end(),
                      "FIRST_MEETING_UNREGULATED "
                      "bodies.SECTORAL_COUNCIL.missing_chair.convenes"),
            all.end());
}

TEST(CharterCheck, BodiesThatAreNamedMustExist) {
  EXPECT_EQ(changed("/plan/approved_by/kind", "EXPERT_COUNCIL"),
            Problems{"UNKNOWN_BODY plan.approved_by"});
  EXPECT_EQ(changed("/bodies/0/chair/by/kind", "EXPERT_COUNCIL"),
            Problems{"UNKNOWN_BODY bodies.SECTORAL_COUNCIL.chair.by"});
  EXPECT_EQ(removed("/bodies/0/chair", "by"),
            Problems{"RULE_INCOMPLETE bodies.SECTORAL_COUNCIL.chair.by"});
}

TEST(CharterCheck, ContradictionsAndDoublesAreErrors) {
  EXPECT_EQ(changed("/membership/consent_not_needed_from", Json::array({"NPO"})),
            Problems{"CONTRADICTION membership.consent_not_needed_from"});
  EXPECT_EQ(changed("/bodies/0/forms", Json::array({"BY_BALLOT"})),
            Problems{"CONTRADICTION bodies.SECTORAL_COUNCIL.questions.ACCESSION.at_meeting_only"});
  EXPECT_EQ(changed("/deadlines/1/name", "agreement_conclusion"),
            (Problems{"RULE_TWICE deadlines.agreement_conclusion",
                      "SOURCE_WITHOUT_PARAMETER deadlines.protocol_copy"}));
}

TEST(CharterCheck, APointOfTimeThatNobodyComputesIsAnError) {
  EXPECT_EQ(changed("/deadlines/1/stop", "CLUSTER_DECIDED"),
            Problems{"POINT_NOT_COMPUTED deadlines.protocol_copy.stop"});
  for (const fb::DutyPoint start : fb::EnumValuesDutyPoint()) {
    if (start == fb::DutyPoint::UNSPECIFIED || start == fb::DutyPoint::PROTOCOL_COPY_DISPATCHED) {
      continue;
    }
    EXPECT_EQ(changed("/deadlines/1/start", fb::EnumNameDutyPoint(start)), Problems{})
        << fb::EnumNameDutyPoint(start);
  }
  EXPECT_FALSE(starts_periods(fb::DutyPoint::UNSPECIFIED));
}

TEST(CharterFile, UnknownKeysTypesAndRangesAreRefusedWithTheirPlace) {
  const auto refusal = [](const char* pointer, const Json& value) {
    Json json = charter_json("invented");
    json["parameters"][Json::json_pointer(pointer)] = value;
    const auto body = api::charter_body(json);
    return body ? std::string("accepted") : body.error().reason + " " + body.error().where;
  };
  EXPECT_EQ(refusal("/bodies/0/quorums", 1), "UNKNOWN_MEMBER /parameters/bodies/0/quorums");
  EXPECT_EQ(refusal("/bodies/0/quorum/base", "PRESENT"),
            "UNKNOWN_NAME /parameters/bodies/0/quorum/base");
  EXPECT_EQ(refusal("/bodies/0/quorum/numerator", "2"),
            "WRONG_TYPE /parameters/bodies/0/quorum/numerator");
  EXPECT_EQ(refusal("/calendar/academic_year_month", 13),
            "OUT_OF_RANGE /parameters/calendar/academic_year_month");
}

TEST(CharterFile, AParameterIsSetByItsPath) {
  Json json = api::minimal_charter();
  const char* quorum = R"({"numerator":2,"denominator":3,"relation":"AT_LEAST",
                           "base":"MEMBERS_TOTAL"})";
  ASSERT_TRUE(api::set_parameter(json, "bodies.EXPERT_COUNCIL.quorum", quorum));
  ASSERT_TRUE(api::set_parameter(json, "bodies.EXPERT_COUNCIL.quorum.relation", "MORE_THAN"));
  const Loaded loaded = load(json);
  const VotingRule rule =
      loaded.charter().voting(fb::BodyKind::EXPERT_COUNCIL, fb::DecisionKind::OTHER);
  EXPECT_EQ(print_threshold(rule.quorum->threshold), "> 2/3");
  EXPECT_FALSE(api::set_parameter(json, "bodies", "1"));
  EXPECT_FALSE(api::set_parameter(json, "bodies..x", "1"));
}

}  // namespace
