// SPDX-License-Identifier: Apache-2.0
// The three histories, loaded by the script that the demo uses, and what the tool says of them:
// the table of findings that the five documents alone must yield, and the example year's meetings,
// outcomes and deadlines (worked results of the domain).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/paths.h"
#include "tests/support/loaded_history.h"
#include "tests/support/process.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path letopis() { return fs::path(kBinaryDir) / "letopis"; }

support::Finished run(const std::vector<std::string>& arguments) {
  const std::string path = std::getenv("PATH") == nullptr ? "/usr/bin:/bin" : std::getenv("PATH");
  const fs::path home = fs::path(kBinaryDir) / "history";
  return support::run(
      {arguments,
       {{"PATH", path}, {"LC_ALL", "C.UTF-8"}, {"XDG_STATE_HOME", (home / "state").string()}},
       ""});
}

std::vector<json> ask_view(const std::string& command, const std::string& place,
                           const std::string& on = "2026-01-20",
                           const std::string& language = "en") {
  const auto finished =
      run({letopis().string(), command, "--dir", support::loaded_history().string(), "--place",
           place, "--on", on, "--json", "--lang", language});
  EXPECT_EQ(finished.code, 0) << finished.err;
  std::vector<json> lines;
  std::istringstream out(finished.out);
  for (std::string line; std::getline(out, line);) lines.push_back(json::parse(line));
  return lines;
}

/// "code clause period", sorted.
std::multiset<std::string> codes(const std::string& place) {
  std::multiset<std::string> out;
  for (const json& finding : ask_view("findings", place)) {
    const auto text = [&](const char* name) {
      return finding[name].is_null() ? std::string("-") : finding[name].get<std::string>();
    };
    out.insert(text("code") + " " + text("clause"));
  }
  return out;
}

const std::map<std::string, std::string> kArchive = {
    {"Томская область", "region tomsk"},
    {"Промышленный кластер", "cluster tomsk"},
    {"Тульская область", "region tula"},
    {"Смоленская область", "region smolensk"},
    {"Социокультурный кластер", "cluster smolensk"},
};

TEST(Histories, DiffTellsBallotsAndDecisionsOfPlacesInWordsAndInJson) {
  std::vector<std::string> whole{letopis().string(), "diff", support::loaded_history().string(),
                                 "--from",           "0",    "--json"};
  const auto told = run(whole);
  ASSERT_EQ(told.code, 0) << told.err;
  const json difference = json::parse(told.out);
  std::set<std::string> lists;
  for (const json& place : difference["places"]["changed"]) {
    EXPECT_EQ(place["items_left_out"], 0);
    for (const json& item : place["items"]) lists.insert(item["list"]);
  }
  for (const char* list : {"members", "seats", "meetings", "ballots", "decisions", "protocols",
                           "agreements", "plans", "notices", "obligations"}) {
    EXPECT_TRUE(lists.contains(list)) << list;
  }
  whole.back() = "--lang=ru";
  const auto words = run(whole);
  EXPECT_NE(words.out.find(", голосование «"), std::string::npos);
  EXPECT_NE(words.out.find(", решение «"), std::string::npos);
}

TEST(Histories, NothingIsFoundOnADayAboutWhatWasStillToCome) {
  const auto found = [](const std::string& on) {
    std::set<std::string> codes;
    for (const json& finding : ask_view("findings", "Томская область", on)) {
      codes.insert(finding["code"]);
    }
    return codes;
  };
  for (const char* code : {"NO_VOTE_RECORDED", "DECISIONS_NOT_MAPPED", "ATTENDANCE_UNRESOLVED"}) {
    EXPECT_TRUE(found("2022-12-06").contains(code)) << code;
    EXPECT_FALSE(found("2022-12-05").contains(code)) << code;
  }
}

TEST(Histories, NothingIsOwedOnADayByWhatWasStillToCome) {
  const auto owed = [](const std::string& on) {
    std::size_t assignments = 0;
    for (const json& duty : ask_view("obligations", "Томская область", on)) {
      assignments += duty["kind"] == "assignment" ? 1 : 0;
    }
    return assignments;
  };
  EXPECT_EQ(owed("2022-12-05"), 0u) << "the day before the conference";
  EXPECT_GE(owed("2022-12-06"), 7u);
}

TEST(Histories, TheFiveDocumentsAloneYieldExactlyTheTableOfFindings) {
  std::multiset<std::string> found;
  for (const auto& [name, label] : kArchive) {
    for (const std::string& code : codes(name)) found.insert(label + ": " + code);
  }
  std::multiset<std::string> expected;
  std::istringstream table(text_of(fs::path(kSourceDir) / "tests/data/archive_findings.txt"));
  for (std::string line; std::getline(table, line);) {
    if (!line.empty() && line[0] != '#') expected.insert(line);
  }
  std::string more, less;
  for (const auto& one : found) {
    if (found.count(one) > expected.count(one)) more += one + "\n";
  }
  for (const auto& one : expected) {
    if (expected.count(one) > found.count(one)) less += one + "\n";
  }
  EXPECT_EQ(more, "") << "found and not in the table";
  EXPECT_EQ(less, "") << "in the table and not found";
}

TEST(Histories, EveryFindingNamesItsSubjectInTheLanguageThatIsAsked) {
  for (const auto& [place, label] : kArchive) {
    const auto english = ask_view("findings", place);
    const auto russian = ask_view("findings", place, "2026-01-20", "ru");
    ASSERT_EQ(english.size(), russian.size()) << label;
    for (std::size_t i = 0; i < english.size(); ++i) {
      const auto name = english[i]["subject_name"].get<std::string>();
      const auto same = russian[i]["subject_name"].get<std::string>();
      EXPECT_EQ(english[i]["key"], russian[i]["key"]) << label;
      EXPECT_NE(name, same) << label;
      EXPECT_EQ(name.find("(event "), std::string::npos) << label << ": " << name;
      EXPECT_EQ(same.find("(событие "), std::string::npos) << label << ": " << same;
    }
  }
}

TEST(Histories, TO_5_InTheExampleYearJuneJulyAndSeptemberAreMissedAndNoOtherMonth) {
  std::set<std::string> missed, met;
  for (const json& duty : ask_view("obligations", "по правилам Томска", "2021-10-01")) {
    if (duty["kind"] != "meeting") continue;
    if (duty["state"] == "overdue") missed.insert(duty["period"].get<std::string>());
    if (duty["state"] == "met") met.insert(duty["period"].get<std::string>());
  }
  EXPECT_EQ(missed, (std::set<std::string>{"2021-06", "2021-07", "2021-09"}));
  EXPECT_EQ(met, (std::set<std::string>{"2021-04", "2021-05", "2021-08"}));
}

TEST(Histories, TU_9_2_TheCopyOfTheSupplementaryAgreementIsLateByOneWorkingDay) {
  std::vector<json> late;
  for (const json& finding : ask_view("findings", "по правилам Тулы")) {
    if (finding["code"] == "COPY_LATE") late.push_back(finding);
  }
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(late[0]["numbers"]["effective_due"], "2026-01-14");
  EXPECT_EQ(late[0]["numbers"]["done"], "2026-01-15");
  EXPECT_EQ(late[0]["numbers"]["working_days_late"], "1");
}

TEST(Histories, TU_8_1_TheOtherDeadlinesOfTheTulaPipelineAreMetOnTheirComputedDays) {
  std::map<std::string, std::set<std::string>> due;
  // The operator's order is of 12 February.
  for (const json& duty : ask_view("obligations", "по правилам Тулы", "2026-02-16")) {
    if (duty["kind"] != "deadline" || duty["due"]["effective"]["day"].is_null()) continue;
    due[duty["name"].get<std::string>()].insert(duty["due"]["effective"]["day"].get<std::string>() +
                                                " " + duty["state"].get<std::string>());
  }
  EXPECT_TRUE(due["agreement_conclusion"].contains("2023-08-31 met"));
  EXPECT_TRUE(due["agreement_copy"].contains("2023-08-29 met"));
  EXPECT_TRUE(due["protocol_copy"].contains("2024-04-27 met"));
  EXPECT_TRUE(due["programme_change"].contains("2024-06-07 met"));
  EXPECT_TRUE(due["operator_order"].contains("2026-02-16 met"));
}

TEST(Histories, AProgrammesFileIsToldInForceAsWrittenUntilItWasChangedWithAllWhoSignedIt) {
  const auto verify = [](std::vector<std::string> more) {
    std::vector<std::string> arguments{
        letopis().string(),
        "document",
        "verify",
        (fs::path(kSourceDir) / "tools/history/documents/tula-programme.txt").string(),
        "--dir",
        support::loaded_history().string(),
        "--on",
        "2024-01-01",
        "--lang",
        "en"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  };
  const auto told = verify({});
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_NE(told.out.find(", in force since 2023-09-01 until 2024-05-29 inclusive ("),
            std::string::npos)
      << told.out;
  std::size_t lines = 0;
  for (std::size_t at = 0; (at = told.out.find("  signed: ", at)) != std::string::npos; ++at) {
    ++lines;
  }
  EXPECT_EQ(lines, 12u) << told.out;
  const json answer = json::parse(verify({"--json"}).out);
  EXPECT_EQ(answer["signatures"].size(), 12u);
  EXPECT_EQ(told.out.substr(0, told.out.find('\n')), answer["sentence"]);
}

}  // namespace
}  // namespace tools
