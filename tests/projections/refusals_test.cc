// SPDX-License-Identifier: Apache-2.0
#include "projections/refusals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "projections/internal/governance_state.h"
#include "projections/internal/refusal.h"
#include "tests/paths.h"

namespace projections {
namespace {

/// The text of all sources of a folder, or of one file.
std::string text_of(const std::filesystem::path& path) {
  std::stringstream text;
  if (!std::filesystem::is_directory(path)) {
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.path().extension() == ".cc") text << std::ifstream(entry.path()).rdbuf();
  }
  return text.str();
}

bool is_cyrillic(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) == 0xd0; });
}

/// The reasons that the sources of a folder give their errors.
std::set<std::string> reasons_in(const std::string& folder) {
  static const std::regex call(
      R"re((refuse|refused|refused_by\(\s*"A\d+",|conflict|invalid|not_found|corrupt|io_error|fail|ErrorCode::\w+,))re"
      R"re(\(?\s*"([A-Z][A-Z0-9_]+)")re");
  std::set<std::string> reasons;
  const std::string source = text_of(std::filesystem::path(kSourceDir) / folder);
  for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
    reasons.insert((*it)[2]);
  }
  return reasons;
}

TEST(Refusals, EveryReasonOfTheLedgerAndTheRulesIsExplained) {
  std::set<std::string> reasons = reasons_in("ledger");
  reasons.merge(reasons_in("projections"));
  EXPECT_GT(reasons.size(), 100u);
  for (const std::string& reason : reasons) {
    EXPECT_NE(explain(reason), nullptr) << reason << " has no explanation";
  }
}

TEST(Refusals, AReasonIsFoundAndAnUnknownOneIsNot) {
  ASSERT_NE(explain("BAD_INN"), nullptr);
  EXPECT_EQ(explain("BAD_INN")->reason, "BAD_INN");
  EXPECT_EQ(explain("NO_SUCH_REASON"), nullptr);
}

TEST(Refusals, TheTableAscendsAndIsWrittenInBothLanguages) {
  const auto all = all_explanations();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(all[i - 1].reason, all[i].reason);
    }
    EXPECT_TRUE(all[i].english.ends_with('.')) << all[i].reason;
    EXPECT_TRUE(all[i].russian.ends_with('.')) << all[i].reason;
    EXPECT_TRUE(is_cyrillic(all[i].russian)) << all[i].reason;
  }
}

TEST(Refusals, EveryReasonOfAdmissionHasBothLanguagesAndARuleThatIsWrittenDown) {
  const std::string rules = text_of(std::filesystem::path(kSourceDir) / "tools/RULES.md");
  std::size_t with_rule = 0;
  for (const Explanation& each : all_explanations()) {
    const std::string rule(rule_of(each.reason));
    if (rule.empty()) continue;
    ++with_rule;
    const auto line = rules.find("\n| " + rule + " |");
    ASSERT_NE(line, std::string::npos) << rule;
    const std::string row = rules.substr(line + 1, rules.find('\n', line + 1) - line - 1);
    EXPECT_NE(row.find("`" + std::string(each.reason) + "`"), std::string::npos) << each.reason;
    const ledger::Error refusal =
        internal::refuse(std::string(each.reason).c_str(), {"found", "найдено"}, "");
    EXPECT_EQ(refusal.message, "found (rule " + rule + " of RULES.md)");
    EXPECT_EQ(refusal.russian, "найдено (правило " + rule + " в RULES.md)");
  }
  EXPECT_GT(with_rule, 75u);
}

TEST(Refusals, NoRuleOfAdmissionSaysNoWithoutItsClauseAndInOneLanguageOnly) {
  const std::filesystem::path root = std::filesystem::path(kSourceDir) / "projections";
  std::string source = text_of(root / "internal");
  for (const char* file : {"governance_admission.cc", "identity_admission.cc", "pd_linter.cc"}) {
    source += text_of(root / file);
  }
  EXPECT_EQ(source.find("refused(\""), std::string::npos) << "refuse() says the clause";
  static const std::regex call(R"re(refuse\(\s*"([A-Z][A-Z0-9_]+)")re");
  std::set<std::string> reasons;
  for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
    reasons.insert((*it)[1]);
  }
  EXPECT_GT(reasons.size(), 50u);
  for (const std::string& reason : reasons) {
    EXPECT_FALSE(rule_of(reason).empty()) << reason;
    EXPECT_NE(explain(reason), nullptr) << reason;
  }
}

TEST(Refusals, TheLedgersOwnChecksOfAnEventNameTheRuleThatIsWrittenDown) {
  const std::filesystem::path root = std::filesystem::path(kSourceDir) / "ledger";
  const std::string source = text_of(root / "key_rules.cc") + text_of(root / "event_check.cc") +
                             text_of(root / "internal" / "sequencer.cc");
  static const std::regex call(R"re(refused_by\(\s*"(A\d+)",\s*"([A-Z][A-Z0-9_]+)")re");
  std::set<std::string> reasons;
  for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
    EXPECT_EQ(rule_of((*it)[2].str()), (*it)[1].str()) << (*it)[2];
    reasons.insert((*it)[2]);
  }
  EXPECT_GT(reasons.size(), 15u);
  for (const char* file : {"key_rules.cc", "event_check.cc"}) {
    EXPECT_EQ(text_of(root / file).find("refused(\""), std::string::npos) << file;
  }
}

TEST(Refusals, GeneralLawAndAnAssumptionAreNotCitedAsIfTheCharterSaidSo) {
  const auto english = [](ledger::fb::Certainty certainty) {
    return internal::clause_words("6.1", certainty).english;
  };
  EXPECT_EQ(english(ledger::fb::Certainty::STATED), " (clause 6.1 of the charter)");
  EXPECT_EQ(english(ledger::fb::Certainty::DEFAULT), " (general law, 6.1)");
  EXPECT_EQ(english(ledger::fb::Certainty::ASSUMED),
            " (clause 6.1 of the charter as it is assumed to be meant)");
  EXPECT_EQ(internal::clause_words("ГК 181.2", ledger::fb::Certainty::DEFAULT).russian,
            " (общий закон, ГК 181.2)");
}

TEST(Refusals, AClauseOfTheCharterStandsInPlaceOfTheRule) {
  const ledger::Error refusal =
      internal::refuse("SECRET_BALLOT", {"found", "найдено"}, "payload",
                       {" (clause 7 of the charter)", " (пункт 7 положения)"});
  EXPECT_EQ(refusal.message, "found (clause 7 of the charter)");
  EXPECT_EQ(refusal.russian, "найдено (пункт 7 положения)");
}

}  // namespace
}  // namespace projections
