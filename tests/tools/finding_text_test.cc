// SPDX-License-Identifier: Apache-2.0
// Findings as text: several of one code on one subject are told apart by what is printed.
#include "tools/finding_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "api/governance_json.h"
#include "tests/support/chronicle_builder.h"
#include "tools/verdict_text.h"

namespace tools {
namespace {

namespace gov = projections::governance;

/// What is printed of a finding with this code and part of its subject.
std::vector<std::string> printed(std::string_view code, const std::string& period,
                                 Language language) {
  const support::ChronicleBuilder b;
  const projections::Chronicle chronicle = b.chronicle();
  const gov::PlaceNames names(chronicle);
  gov::Finding finding;
  finding.kind = gov::finding_kind(code);
  finding.subject_name = {"a subject", "предмет"};
  finding.period = period;
  VerdictText text(names, language);
  text.finding_in_register(finding);
  return text.lines();
}

bool says(const std::vector<std::string>& lines, std::string_view words) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.find(words) != std::string::npos;
  });
}

TEST(FindingText, OfTwoPartsOfOneSubjectIsNotTheSame) {
  EXPECT_TRUE(says(printed("SECTION_MISSING", "section 3", Language::kEnglish), "section 3"));
  EXPECT_TRUE(says(printed("SECTION_MISSING", "section 4", Language::kRussian), "раздел 4"));
  for (const char* code : {"CHAIR_LOST_SEAT", "CHAIR_TERM_EXPIRED", "UNREGULATED_ACTION"}) {
    for (const Language language : {Language::kEnglish, Language::kRussian}) {
      EXPECT_NE(printed(code, "convening", language), printed(code, "agenda", language)) << code;
    }
  }
}

TEST(FindingText, AMissedMeetingIsThatOfItsMonth) {
  EXPECT_TRUE(
      says(printed("MONTHLY_MEETING_MISSED", "2021-06", Language::kRussian), "июнь 2021 года"));
  EXPECT_TRUE(says(printed("MONTHLY_MEETING_MISSED", "2021-06", Language::kEnglish), "2021-06"));
}

TEST(FindingText, OfNoRuleNoCertaintyIsTold) {
  EXPECT_FALSE(says(printed("LATE_RECORD", "", Language::kRussian), "источник не указан"));
}

TEST(FindingText, OfTwoSeatsOfOneBodyIsNotTheSame) {
  const auto about = [](std::uint64_t seat) {
    return printed("SEAT_WITHOUT_HEAD", ledger::to_hex(support::org(seat)), Language::kRussian);
  };
  EXPECT_NE(about(3), about(4));
}

TEST(FindingText, AReferenceToAPersonIsNotCalledASeatWithoutAName) {
  const support::ChronicleBuilder b;
  const projections::Chronicle chronicle = b.chronicle();
  const gov::PlaceNames names(chronicle);
  gov::Finding finding;
  finding.kind = gov::finding_kind("IDENTITY_UNRESOLVED");
  finding.numbers = {{"person_signed", std::string(32, 'a')}};
  VerdictText text(names, Language::kEnglish);
  text.finding(finding);
  EXPECT_TRUE(says(text.lines(), "person_signed = " + std::string(32, 'a')));
  EXPECT_FALSE(says(text.lines(), "that the record does not name"));
}

TEST(FindingText, WhoStandsByAnIdAmongTheNumbersIsCalledByName) {
  const support::ChronicleBuilder b;
  const projections::Chronicle chronicle = b.chronicle();
  const gov::PlaceNames names(chronicle);
  gov::Finding finding;
  finding.kind = gov::finding_kind("PROTOCOL_WRONG_SIGNER");
  ASSERT_NE(finding.kind, nullptr);
  finding.numbers = {{"seat", ledger::to_hex(support::org(support::kOperator))}, {"votes", "7"}};
  VerdictText text(names, Language::kRussian);
  text.finding(finding);
  EXPECT_TRUE(says(text.lines(), "место: Организация 100, votes: 7"));
}

TEST(FindingText, NumbersForRussiansHaveRussianNamesDaysAndCodes) {
  for (const auto& [name, value, words] :
       {std::array{"present", "6", "присутствовало: 6"},
        std::array{"effective_due", "2023-01-09", "срок с переносом: 09.01.2023"},
        std::array{"effective_due", "2022-12-25..", "срок с переносом: не раньше 25.12.2022"},
        std::array{"in_force_from", "?", "действует с: день неизвестен"},
        std::array{"kind", "ASSIGNMENT", "вид: поручение"},
        std::array{"computed", "void_no_quorum", "по расчёту: ничтожно: нет кворума"},
        std::array{"category", "EMPLOYER", "категория: работодатель"},
        std::array{"4", "ACADEMIC_YEAR", "пункт 4: учебный год"}}) {
    EXPECT_EQ(finding_number_in_russian(name, value), words);
  }
}

TEST(FindingText, EveryOtherReadingStandsInTheTextAndInTheJson) {
  const support::ChronicleBuilder b;
  const projections::Chronicle chronicle = b.chronicle();
  const gov::PlaceNames names(chronicle);
  gov::Finding finding;
  finding.kind = gov::finding_kind("RESULT_MISMATCH");
  finding.numbers = {{"missing", "ANALYSIS"}, {"missing", "RECOMMENDATIONS"}};
  finding.readings = {{"first.parameter", {"adopted", "принято"}, {{"computed", "yes"}}},
                      {"second.parameter", {"not adopted", "не принято"}, {{"met", "no"}}}};
  VerdictText text(names, Language::kRussian);
  text.finding(finding);
  EXPECT_TRUE(says(text.lines(), "при другом прочтении, first.parameter: по расчёту: да"));
  EXPECT_TRUE(says(text.lines(), "при другом прочтении, second.parameter: кворум: нет"));
  const api::Json json = api::finding_json(finding, api::Language::kRu);
  EXPECT_EQ(json["numbers"]["missing"], "ANALYSIS, RECOMMENDATIONS");
  EXPECT_EQ(json["read_otherwise"].dump(),
            R"([{"parameter":"first.parameter","outcome":"принято","numbers":{"computed":"yes"}},)"
            R"({"parameter":"second.parameter","outcome":"не принято","numbers":{"met":"no"}}])");
}

}  // namespace
}  // namespace tools
