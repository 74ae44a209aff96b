// SPDX-License-Identifier: Apache-2.0
// letopis calc: the published vectors through the tool's own door, and its edges.
#include "tools/calc.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/paths.h"
#include "tests/support/tool_fixture.h"

namespace tools {
namespace {

using api::Json;

const Json& vectors() {
  static const Json value =
      Json::parse(std::ifstream(std::string(kSourceDir) + "/tests/data/rule_vectors.json"));
  return value;
}

Json ask(std::string_view question, Json line, const CalcRules& rules = {}) {
  return answered(*question_named(question), std::move(line), rules);
}

TEST(Calc, EveryVectorIsAnsweredAsPublished) {
  for (const auto& [question, lines] : vectors().items()) {
    for (const Json& line : lines) {
      const Json answer = ask(question, line);
      for (const auto& [name, value] : line.items()) {
        EXPECT_EQ(answer.value(name, Json("absent")), value) << question << " " << answer;
      }
    }
  }
}

TEST(Calc, ExpectedAnswersInTheQuestionDoNotInfluenceIt) {
  for (const auto& [question, lines] : vectors().items()) {
    for (const Json& line : lines) {
      Json misled = line;
      for (const char* name :
           {"needed", "met", "adopted", "by", "due", "nominal_due", "effective_due", "last_day",
            "expired_from", "last_day_as_participant_at_earliest", "out_from", "working",
            "error"}) {
        if (misled.contains(name)) misled[name] = "wrong";
      }
      const Json answer = ask(question, misled);
      for (const auto& [name, value] : line.items()) {
        EXPECT_EQ(answer.value(name, Json("absent")), value) << question << " " << answer;
      }
    }
  }
  const Json fine =
      ask("quorum", {{"present", 2}, {"members", 3}, {"rule", "> 1/2"}, {"error", "x"}});
  EXPECT_FALSE(fine.contains("error"));
}

std::string error_of(std::string_view question, const Json& line, const char* computed) {
  const Json answer = ask(question, line);
  EXPECT_TRUE(answer.contains(computed) && answer[computed].is_null()) << answer;
  return answer.value("error", std::string("none"));
}

TEST(Calc, ImpossibleNumbersAreErrorsWithACode) {
  const auto quorum = [](Json present, Json members, const char* rule = ">= 1/2 of members") {
    return error_of("quorum", {{"present", present}, {"members", members}, {"rule", rule}}, "met");
  };
  EXPECT_EQ(quorum(4, 3), "more_than_all");
  EXPECT_EQ(quorum(-1, 3), "bad_number");
  EXPECT_EQ(quorum(1.5, 3), "bad_number");
  EXPECT_EQ(quorum("2", 3), "bad_number");
  EXPECT_EQ(quorum(nullptr, 3), "missing_field");
  EXPECT_EQ(quorum(1, 2'000'000'000), "count_too_large");
  EXPECT_EQ(quorum(1, 3, "> 1/1"), "bad_rule");
  EXPECT_EQ(quorum(1, 3, ">= 1/2 of present"), "bad_rule");
  const Json votes{{"for", 6}, {"against", 5}, {"abstain", 0}, {"present", 10}, {"members", 14}};
  EXPECT_EQ(error_of("tally", votes, "adopted"), "more_than_all");
  EXPECT_EQ(error_of("working_days", {{"from", "2023-02-29"}, {"days", 1}}, "due"), "bad_date");
  EXPECT_EQ(error_of("working_days", {{"from", "2023-02-28"}, {"days", -1}}, "due"), "bad_number");
  EXPECT_EQ(error_of("term", {{"elected", "2199-06-01"}, {"years", 5}}, "last_day"),
            "date_out_of_range");
}

TEST(Calc, AWordThatAMemberDoesNotKnowIsAnErrorThatNamesBoth) {
  const Json days{{"from", "2023-07-27"}, {"days", 30}};
  const Json tie{{"for", 5}, {"against", 5}, {"present", 10}, {"chair_vote", "for"}};
  const auto told = [](std::string_view question, Json line, const char* name, const Json& value) {
    line[name] = value;
    const Json answer = ask(question, line);
    const std::string code = answer.value("error", std::string("none"));
    if (code == "none") return code;
    for (const char* language : {"message", "message_ru"}) {
      const auto text = answer.value(language, std::string());
      EXPECT_NE(text.find(name), std::string::npos) << answer;
      EXPECT_NE(text.find(value.dump()), std::string::npos) << answer;
    }
    return code;
  };
  for (const Json& value : {Json("foo"), Json(""), Json(5), Json("None")}) {
    EXPECT_EQ(told("calendar_days", days, "shift", value), "unknown_word") << value;
    EXPECT_EQ(told("working_days", days, "shift", value), "unknown_word") << value;
    EXPECT_EQ(told("calendar_days", days, "week", value), "unknown_word") << value;
    EXPECT_EQ(told("tally", tie, "chair_vote", value), value == "None" ? "none" : "bad_choice");
  }
  EXPECT_EQ(told("tally", tie, "casting_vote", "foo"), "unknown_word");
  EXPECT_EQ(told("tally", tie, "casting_with_abstentions", "foo"), "bad_choice");
  EXPECT_EQ(told("tally", tie, "rule", 5), "bad_rule");
  for (const char* shift : {"none", "next_working_day"}) {
    EXPECT_EQ(told("calendar_days", days, "shift", shift), "none");
  }
}

TEST(Calc, AChairVoteThatIsNotAmongTheCountedOnesIsAnError) {
  const auto cast = [](int in_favour, int against, const char* chair, Json more = Json::object()) {
    Json line{{"for", in_favour}, {"against", against}, {"present", 10}, {"chair_vote", chair}};
    line.update(more);
    return ask("tally", line).value("error", std::string("none"));
  };
  EXPECT_EQ(cast(10, 0, "against"), "chair_vote_not_counted");
  EXPECT_EQ(cast(0, 10, "for"), "chair_vote_not_counted");
  EXPECT_EQ(cast(9, 1, "abstain", {{"abstain", 0}}), "chair_vote_not_counted");
  EXPECT_EQ(cast(8, 1, "abstain"), "none") << "abstentions are not told";
  EXPECT_EQ(cast(8, 1, "abstain", {{"abstain", 1}}), "none");
  EXPECT_EQ(cast(9, 1, "against"), "none");
  const Json answer = ask("tally", {{"for", 10}, {"against", 0}, {"chair_vote", "against"}});
  EXPECT_NE(answer.value("message_ru", std::string()).find("against"), std::string::npos);
}

TEST(Calc, ACastingVoteDecidesNothingWhereThereIsNoTie) {
  for (const char* chair : {"for", "against", "not_voting"}) {
    const Json answer =
        ask("tally", {{"for", 6}, {"against", 4}, {"present", 10}, {"chair_vote", chair}});
    EXPECT_EQ(answer["adopted"], true) << chair;
    EXPECT_EQ(answer["by"], "majority") << chair;
  }
}

TEST(Calc, AMemberThatStandsTwiceInALineIsAnErrorAndTheLaterLinesAreAnswered) {
  ToolHome home;
  const Finished asked =
      home.run({"calc", "quorum", "--json"},
               "{\"present\":7,\"members\":14,\"rule\":\">= 1/2\",\"present\":6}\n"
               "{\"present\":7,\"members\":14,\"rule\":\">= 1/2\",\"note\":[{\"a\":1},{\"a\":2}]}\n"
               "{\"present\":7,\"members\":14,\"rule\":\">= 1/2\",\"note\":{\"a\":1,\"a\":2}}\n");
  EXPECT_EQ(asked.code, 2);
  const auto lines = json_lines(asked.out);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0]["error"], "duplicate_member");
  EXPECT_EQ(lines[0]["line"], 1);
  EXPECT_NE(lines[0]["message"].get<std::string>().find("present"), std::string::npos);
  EXPECT_NE(lines[0]["message_ru"].get<std::string>().find("present"), std::string::npos);
  EXPECT_EQ(lines[1]["met"], true) << "two objects may have members of one name";
  EXPECT_EQ(lines[2]["error"], "duplicate_member");
}

TEST(Calc, AnUnknownYearLeavesTheNominalDay) {
  const Json answer = ask("calendar_days", {{"from", "2026-12-15"}, {"days", 30}});
  EXPECT_EQ(answer["nominal_due"], "2027-01-14");
  EXPECT_TRUE(answer["effective_due"].is_null());
  EXPECT_EQ(answer["error"], "unknown_calendar");
  CalcRules provisional;
  provisional.provisional = true;
  const Json marked = ask("calendar_days", {{"from", "2026-12-15"}, {"days", 30}}, provisional);
  EXPECT_EQ(marked["effective_due"], "2027-01-14");
  EXPECT_EQ(marked["provisional"], true);
}

TEST(Calc, ParametersOfTheLineChangeTheRule) {
  const Json tie{{"for", 4},      {"against", 4},        {"abstain", 2},
                 {"present", 10}, {"chair_vote", "for"}, {"casting_with_abstentions", "deny"}};
  EXPECT_EQ(ask("tally", tie)["by"], "tie_no_casting");
  EXPECT_EQ(ask("tally", {{"for", 4},
                          {"against", 3},
                          {"present", 9},
                          {"abstain", 2},
                          {"base", "votes_cast"}})["adopted"],
            true);
  EXPECT_EQ(
      ask("tally",
          {{"for", 6}, {"against", 3}, {"present", 9}, {"rule", ">= 2/3 of present"}})["needed"],
      6);
  EXPECT_EQ(ask("working_days", {{"from", "28 октября 2021 г."},
                                 {"days", 3},
                                 {"presidential_nowork_counts", true}})["due"],
            "2021-11-09");
}

TEST(Calc, InASixDayWeekTheSaturdaysOfAPresidentialDecreeAreDaysOffWhereItsDaysCount) {
  const auto due = [](const char* from, int days, bool counts) {
    return ask("calendar_days", {{"from", from},
                                 {"days", days},
                                 {"week", "6-day"},
                                 {"presidential_nowork_counts", counts}})["effective_due"];
  };
  EXPECT_EQ(due("2020-03-05", 30, true), "2020-05-02");
  EXPECT_EQ(due("2020-03-05", 30, false), "2020-04-04") << "a Saturday";
  EXPECT_EQ(due("2021-09-30", 30, true), "2021-11-08");
  EXPECT_EQ(due("2021-09-30", 30, false), "2021-10-30");
}

TEST(Calc, AStreamAnswersEveryLineAndItsExitCodeTellsOfABadOne) {
  ToolHome home;
  const Finished good =
      home.run({"calc", "--json"},
               "{\"calc\":\"is_working\",\"date\":\"2024-04-27\"}\n"
               "{\"kind\":\"working-days\",\"from\":\"2026-12-21\",\"days\":10}\n");
  EXPECT_EQ(good.code, 0) << good.err;
  auto lines = json_lines(good.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["working"], true);
  EXPECT_EQ(lines[1]["error"], "unknown_calendar");
  const Finished bad = home.run({"calc", "quorum", "--json"},
                                "{\"present\":7,\"members\":14,\"rule\":\">= 1/2 of members\"}\n"
                                "{oops\n"
                                "{\"present\":6,\"members\":14,\"rule\":\">= 1/2 of members\"}\n");
  EXPECT_EQ(bad.code, 2);
  lines = json_lines(bad.out);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1]["error"], "bad_json");
  EXPECT_EQ(lines[1]["line"], 2);
  EXPECT_EQ(lines[2]["met"], false);
}

TEST(Calc, ACharterFileGivesTheRules) {
  ToolHome home;
  const std::string charter = std::string(kSourceDir) + "/tools/charters/invented.json";
  const Finished asked = home.run({"calc", "quorum", "--present", "6", "--members", "9",
                                   "--charter", charter, "--body", "SECTORAL_COUNCIL", "--json"});
  EXPECT_EQ(asked.code, 0) << asked.err;
  EXPECT_EQ(json_lines(asked.out)[0]["met"], true);
  const Finished changed =
      home.run({"calc", "quorum", "--present", "6", "--members", "9", "--charter", charter,
                "--body", "SECTORAL_COUNCIL", "--param",
                "bodies.SECTORAL_COUNCIL.quorum.relation=MORE_THAN", "--json"});
  EXPECT_EQ(json_lines(changed.out)[0]["met"], false);
}

TEST(Calc, PeopleReadASentenceInTheirLanguage) {
  ToolHome home;
  const Finished russian = home.run(
      {"--lang", "ru", "calc", "quorum", "--present", "7", "--members", "15", "--rule", ">= 1/2"});
  EXPECT_EQ(russian.out, "Присутствует 7 из 15, нужно не менее 8: кворума нет.\n");
  const Finished nobody = home.run(
      {"--lang", "en", "calc", "quorum", "--present", "0", "--members", "0", "--rule", ">= 1/2"});
  EXPECT_EQ(nobody.out, "There are no members: never a quorum.\n") << "no number would do";
}

TEST(Calc, ErrorsAreToldInRussianWithWhatTheyAreAbout) {
  const auto told = [](std::string_view question, const Json& line) {
    return ask(question, line).value("message_ru", std::string("none"));
  };
  EXPECT_NE(told("working_days", {{"from", "2026-12-21"}, {"days", 10}}).find("2027 год"),
            std::string::npos)
      << "the year without a calendar";
  EXPECT_NE(told("quorum", {{"present", 4}, {"members", 3}, {"rule", ">= 1/2"}}).find("4 из 3"),
            std::string::npos);
  EXPECT_NE(told("quorum", {{"members", 3}, {"rule", ">= 1/2"}}).find("«present»"),
            std::string::npos);
  EXPECT_EQ(told("working_days", {{"from", "2023-02-29"}, {"days", 1}}),
            "«from»: «2023-02-29» — не день с 1900 по 2199 год, записанный как 2022-12-06, "
            "06.12.2022 или 6 декабря 2022 г.");
  EXPECT_EQ(told("is_working", {{"date", 5}}), "«date» — 5, а нужен день, записанный текстом");
  EXPECT_NE(told("quorum", {{"present", 1}, {"members", 3}, {"rule", "> 2/2"}}).find("> 2/2"),
            std::string::npos);
  EXPECT_EQ(told("working_days", {{"from", "2023-02-28"}, {"days", -3}}),
            "«days» — -3, а нужно целое число, не меньше нуля и меньше 2^64");
  EXPECT_FALSE(
      ask("quorum", {{"present", 2}, {"members", 3}, {"rule", ">= 1/2"}}).contains("message_ru"));
  ToolHome home;
  const Finished asked =
      home.run({"--lang", "ru", "calc", "working-days", "--from", "2026-12-21", "--days", "10"});
  EXPECT_NE(asked.out.find("ошибка: "), std::string::npos) << asked.out;
  EXPECT_EQ(asked.out.find("no calendar"), std::string::npos) << asked.out;
}

TEST(CharterCommand, AFileWithAnErrorIsNotLawful) {
  ToolHome home;
  const std::string folder = std::string(kSourceDir) + "/tools/charters/";
  EXPECT_EQ(home.run({"charter", "check", folder + "smolensk.json"}).code, 0);
  std::ofstream(home.path("bad.json")) << "{\"parameters\": {\"unknown\": 1}}";
  const Finished bad = home.run({"charter", "check", "bad.json", "--json"});
  EXPECT_EQ(bad.code, 2);
  EXPECT_EQ(json_lines(bad.out)[0]["problems"][0]["code"], "UNKNOWN_MEMBER");
}

TEST(CharterCommand, AStatedParameterWithoutItsClauseIsAWarning) {
  ToolHome home;
  std::ifstream file(std::string(kSourceDir) + "/tools/charters/tomsk.json");
  json charter = json::parse(file);
  std::string path;
  for (json& source : charter["sources"]) {
    if (!path.empty() || source["certainty"] != "STATED") continue;
    path = source["path"];
    source.erase("clause");
  }
  std::ofstream(home.path("unsourced.json")) << charter.dump();
  const Finished checked = home.run({"charter", "check", "unsourced.json", "--json"});
  EXPECT_EQ(checked.code, 0) << "a warning only: " << checked.out << checked.err;
  std::vector<std::string> found;
  const json answer = json_lines(checked.out).at(0);
  for (const json& one : answer["problems"]) {
    if (one["code"] == "STATED_WITHOUT_CLAUSE") found.push_back(one["path"]);
  }
  EXPECT_EQ(found, std::vector{path});
}

TEST(CalendarCommand, ListsOfficialAndProvisionalYears) {
  const auto lines = json_lines(shared_home().run({"calendar", "list", "--json"}).out);
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_EQ(lines[0]["year"], 2017);
  EXPECT_EQ(lines[10]["status"], "PROVISIONAL");
  EXPECT_EQ(shared_home().run({"calendar", "show", "2016"}).code, 3);
}

}  // namespace
}  // namespace tools
