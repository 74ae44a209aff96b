// SPDX-License-Identifier: Apache-2.0
// letopis explain: the text and the JSON say the same of a decision, an agreement, a duty and a
// document; what was not known at a position is not in the answer of that position.
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "tests/support/secretary_home.h"

namespace tools {
namespace {

class ExplainTool : public ::testing::Test {
 protected:
  /// A decision that was not adopted would give no work.
  static void carry_the_second_vote(const SecretaryHome& at) {
    std::string form = at.read("forms/council-by-name.toml");
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"итог = \"не принято\"", "итог = \"принято\""},
          {"\"машины\"], против = []", "\"машины\", \"завод\"], против = []"},
          {"воздержались = [\"стройка\", \"завод\"]", "воздержались = [\"стройка\"]"}}) {
      const auto found = form.find(from);
      ASSERT_NE(found, std::string::npos) << from;
      form.replace(found, from.size(), to);
    }
    at.write("forms/council-by-name.toml", form);
  }
  /// A ledger with one recorded meeting, which these tests only read.
  static const SecretaryHome& recorded() {
    static const auto home = [] {
      auto made = std::make_unique<SecretaryHome>();
      made->copy_forms();
      carry_the_second_vote(*made);
      const Finished done =
          made->secretary({"record", "forms/council-by-name.toml", "--quiet", "--yes"});
      EXPECT_EQ(done.code, 0) << done.err;
      return made;
    }();
    return *home;
  }

  Finished explain(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    arguments.insert(arguments.end(), {"-d", "ledger", "--on", "2021-06-01"});
    return home.run(arguments);
  }
  json explained(std::vector<std::string> arguments) {
    arguments.push_back("--json");
    const Finished done = explain(std::move(arguments));
    EXPECT_EQ(done.code, 0) << done.err;
    return done.code == 0 ? json_lines(done.out).at(0) : json::object();
  }
  std::string first(const char* type, const char* member) {
    return home.payloads(type).at(0)[member];
  }

  const SecretaryHome& home = recorded();
};

TEST_F(ExplainTool, DecisionNamesTheRollTheRulesTheVotesAndTheEventsBehindThem) {
  const json answer = explained({"decision", first("DecisionDeclared", "decision")});
  EXPECT_EQ(answer["roll_on"], "2021-04-05");
  ASSERT_EQ(answer["roll"].size(), 5u);
  for (const json& line : answer["roll"]) {
    EXPECT_FALSE(line["membership"].is_null()) << "by what it is a participant";
  }
  ASSERT_EQ(answer["ballots"].size(), 1u);
  EXPECT_EQ(answer["ballots"][0]["tally"]["needed"], 3);
  bool quorum = false;
  for (const json& rule : answer["rules"]) {
    if (rule["path"] != "bodies.COORDINATION_COUNCIL.quorum") continue;
    quorum = true;
    EXPECT_EQ(rule["clause"], "4");
    EXPECT_EQ(rule["certainty"], "stated");
    EXPECT_EQ(rule["value"]["denominator"], 2);
  }
  EXPECT_TRUE(quorum) << answer["rules"].dump(1);
  EXPECT_EQ(answer["protocols"].size(), 1u);
  ASSERT_FALSE(answer["keys"].empty());
  for (const json& key : answer["keys"]) EXPECT_EQ(key["standing"], "good");
  EXPECT_TRUE(answer["depends_on_assumption"].is_boolean());
}

TEST_F(ExplainTool, TextIsMadeOfTheSameValuesInBothLanguages) {
  const std::string id = first("DecisionDeclared", "decision");
  const json answer = explained({"decision", id, "--lang", "ru"});
  const Finished russian = explain({"decision", id, "--lang", "ru"});
  const Finished english = explain({"decision", id, "--lang", "en"});
  ASSERT_EQ(russian.code, 0) << russian.err;
  EXPECT_NE(russian.out.find(std::string(answer["title"])), std::string::npos);
  EXPECT_NE(russian.out.find(std::string(answer["ballots"][0]["derivation"])), std::string::npos)
      << russian.out;
  for (const json& finding : answer["findings"]) {
    EXPECT_NE(russian.out.find(std::string(finding["code"])), std::string::npos);
    EXPECT_NE(english.out.find(std::string(finding["code"])), std::string::npos);
  }
  EXPECT_NE(english.out.find("The roll on 2021-04-05 (5)"), std::string::npos) << english.out;
  EXPECT_EQ(explain({"decision", id, "--lang", "ru"}).out, russian.out);
  const auto seat = [&](const std::string& name) {
    return russian.out.find("\n  " + name + "; участник с 17.03.2021");
  };
  EXPECT_NE(seat("Электросети"), std::string::npos) << russian.out;
  EXPECT_LT(seat("Завод"), seat("КС")) << "by name";
  EXPECT_LT(seat("КС"), seat("Электросети"));
}

TEST_F(ExplainTool, WhoJoinedOnADayNotKnownIsAParticipantFromANotKnownDay) {
  const SecretaryHome other;
  other.copy_forms();
  const Finished joined = other.secretary(
      {"append"},
      R"({"scope": {"kind": "REGION", "id": "@region"}, "attestation": {"grade": "RECORDER"},
          "payload_type": "OrganisationRegistered", "payload": {"profile": {
          "organisation": "@college-4", "category": "STATE_COLLEGE_SUBORDINATE",
          "educational": true, "names": [{"kind": "FULL", "text": "Колледж без дня"}]}}}
         {"scope": {"kind": "CLUSTER", "id": "@cluster"}, "attestation": {"grade": "RECORDER"},
          "payload_type": "OrderIssued", "payload": {"act": {"kind": "ORDER",
          "issuer": "@ministry", "title": "О составе кластера", "printed": []},
          "wording": {"title": "Включить колледж", "clause": "1"},
          "included": ["@college-4"]}})");
  ASSERT_EQ(joined.code, 0) << joined.err;
  ASSERT_EQ(other.secretary({"record", "forms/council-by-name.toml", "--yes"}).code, 0);
  const std::string id = other.payloads("DecisionDeclared").at(0)["decision"];
  const auto told = [&](const char* language) {
    return other
        .run({"explain", "decision", id, "-d", "ledger", "--on", "2021-06-01", "--lang", language})
        .out;
  };
  EXPECT_NE(told("ru").find("участник с неизвестного дня по событию"), std::string::npos)
      << told("ru");
  EXPECT_NE(told("en").find("participant from a day not known by event"), std::string::npos);
}

TEST_F(ExplainTool, AtAPositionOnlyWhatWasKnownThenIsTold) {
  const std::string id = first("DecisionDeclared", "decision");
  std::uint64_t signed_at = 0, declared_at = 0;
  for (const json& event : home.events()) {
    if (event["body"]["payload_type"] == "ProtocolSigned") signed_at = event["index"];
    if (event["body"]["payload"].value("decision", "") == id) declared_at = event["index"];
  }
  const json before = explained({"decision", id, "--at", std::to_string(signed_at)});
  ASSERT_EQ(before["protocols"].size(), 1u);
  EXPECT_TRUE(before["protocols"][0]["signatures"].empty());
  EXPECT_EQ(explained({"decision", id})["protocols"][0]["signatures"].size(), 1u);
  EXPECT_EQ(explain({"decision", id, "--at", std::to_string(declared_at)}).code, 3)
      << "not declared yet";
}

TEST_F(ExplainTool, ObligationIsExplainedByItsKeyWithTheDecisionBehindIt) {
  const auto duties =
      json_lines(home.run({"obligations", "-d", "ledger", "--on", "2021-06-01", "--json"}).out);
  bool found = false;
  for (const json& duty : duties) {
    if (duty["kind"] != "assignment") continue;
    found = true;
    const json answer = explained({"obligation", duty["key"]});
    ASSERT_EQ(answer["obligations"].size(), 1u);
    EXPECT_EQ(answer["obligations"][0]["key"], duty["key"]);
    EXPECT_EQ(answer["obligations"][0]["due"], duty["due"]);
    EXPECT_EQ(answer["decisions"].size(), 1u);
  }
  EXPECT_TRUE(found);
}

TEST_F(ExplainTool, AnAssignmentThatWasCancelledUndoneIsShownAsCancelled) {
  const SecretaryHome own;
  own.copy_forms();
  carry_the_second_vote(own);
  const Finished done = own.secretary({"record", "forms/council-by-name.toml", "--quiet", "--yes"});
  ASSERT_EQ(done.code, 0) << done.err;
  const auto listed = [&](const std::string& more) {
    return own.run({"obligations", "-d", "ledger", "--on", "2021-12-30", more}).out;
  };
  json duty;
  for (const json& one : json_lines(listed("--json"))) {
    if (one["kind"] == "assignment") duty = one;
  }
  ASSERT_FALSE(duty.is_null());
  EXPECT_EQ(listed("--lang=en").find("cancelled"), std::string::npos);
  const json word = {{"scope", {{"kind", "CLUSTER"}, {"id", "@cluster"}}},
                     {"dates", {{"occurred", "2021-05-11"}}},
                     {"attestation", {{"grade", "RECORDER"}}},
                     {"payload_type", "TermChanged"},
                     {"payload", {{"duty", duty["subject"]}, {"change", "CANCELLED"}}}};
  const Finished appended = own.secretary({"append"}, word.dump());
  ASSERT_EQ(appended.code, 0) << appended.err;
  EXPECT_NE(listed("--lang=en").find("cancelled"), std::string::npos) << listed("--lang=en");
  const std::string russian = listed("--lang=ru");
  for (const char* told_so : {"отменено", "поручение", "заседание"}) {
    EXPECT_NE(russian.find(told_so), std::string::npos) << told_so << russian;
  }
  for (const char* code : {"cancelled", "assignment", "meeting", "COORDINATION_COUNCIL"}) {
    EXPECT_EQ(russian.find(code), std::string::npos) << code << russian;
  }
  const std::vector<std::string> asked{"explain", "obligation", duty["key"],  "-d",
                                       "ledger",  "--on",       "2021-12-30", "--lang=ru"};
  const Finished told = own.run(asked);
  EXPECT_NE(told.out.find("; отменено"), std::string::npos) << told.out;
}

TEST_F(ExplainTool, DocumentNamesWhatRestsOnIt) {
  const json charter = explained({"document", home.id("document-regulation")});
  std::set<std::string> types;
  for (const json& use : charter["uses"]) types.insert(use["type"]);
  EXPECT_TRUE(types.contains("CharterAdopted")) << charter["uses"].dump();
  const json paper = explained({"document", first("ProtocolRegistered", "document")});
  EXPECT_EQ(paper["protocols"].size(), 1u);
}

TEST_F(ExplainTool, DocumentSaysHowEachOfItsFilesStandsOnTheDay) {
  const std::string id = home.id("document-regulation");
  const json answer = explained({"document", id, "--lang", "ru"});
  ASSERT_EQ(answer["verdicts"].size(), answer["documents"].size()) << answer.dump();
  const Finished russian = explain({"document", id, "--lang", "ru"});
  for (const json& one : answer["verdicts"]) {
    const std::string sentence = one["sentence"];
    EXPECT_EQ(sentence.find("Это редакция"), 0u) << sentence;
    EXPECT_NE(russian.out.find(sentence), std::string::npos) << russian.out;
  }
}

TEST_F(ExplainTool, WhatIsNotThereIsNotFound) {
  const Finished missing = explain({"agreement", std::string(32, 'a'), "--lang", "ru"});
  EXPECT_EQ(missing.code, 3);
  EXPECT_NE(missing.err.find("NO_SUCH_THING"), std::string::npos);
  EXPECT_NE(missing.err.find("ни в одном месте журнала"), std::string::npos) << missing.err;
}

}  // namespace
}  // namespace tools
