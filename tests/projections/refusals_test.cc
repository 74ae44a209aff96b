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

#include "tests/paths.h"

namespace projections {
namespace {

/// The reasons that the sources of a folder give their errors.
std::set<std::string> reasons_in(const std::string& folder) {
  static const std::regex call(
      R"re((refused|conflict|invalid|not_found|corrupt|io_error|fail|ErrorCode::\w+,))re"
      R"re(\(?\s*"([A-Z][A-Z0-9_]+)")re");
  std::set<std::string> reasons;
  const std::filesystem::path root = std::filesystem::path(kSourceDir) / folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
      reasons.insert((*it)[2]);
    }
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
    const bool cyrillic = std::any_of(all[i].russian.begin(), all[i].russian.end(),
                                      [](char c) { return static_cast<unsigned char>(c) == 0xd0; });
    EXPECT_TRUE(cyrillic) << all[i].reason;
  }
}

}  // namespace
}  // namespace projections
