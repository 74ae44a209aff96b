// SPDX-License-Identifier: Apache-2.0
// The table clause -> tests: for every row of tests/data/clauses.txt the registered tests that
// prove it, printed, and no row without one.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/paths.h"

namespace {

struct ClauseRow {
  std::string id, clause, meaning;
  std::vector<std::string> further;  ///< names of tests
};

std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, at);) out.push_back(trimmed(part));
  return out;
}

std::vector<ClauseRow> rows() {
  std::ifstream file(std::filesystem::path(kSourceDir) / "tests/data/clauses.txt");
  std::vector<ClauseRow> out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto columns = split(line, '|');
    if (columns.size() < 3) {
      ADD_FAILURE() << "a row has an id, a clause and a meaning: " << line;
      continue;
    }
    ClauseRow row{columns[0], columns[1], columns[2], {}};
    if (columns.size() > 3) row.further = split(columns[3], ',');
    out.push_back(std::move(row));
  }
  return out;
}

/// "Suite.Test" of everything that is registered.
std::vector<std::string> registered() {
  std::vector<std::string> out;
  const auto* unit = testing::UnitTest::GetInstance();
  for (int i = 0; i < unit->total_test_suite_count(); ++i) {
    const auto* suite = unit->GetTestSuite(i);
    for (int j = 0; j < suite->total_test_count(); ++j) {
      out.push_back(std::string(suite->name()) + "." + suite->GetTestInfo(j)->name());
    }
  }
  return out;
}

bool names(const std::string& test, const std::string& id) {
  std::size_t begin = 0;
  while (begin < test.size()) {
    const std::size_t end = test.find_first_of("./", begin);
    const std::string part = test.substr(begin, end - begin);
    if (part == id || part.starts_with(id + "_")) return true;
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return false;
}

TEST(ClauseTable, EveryClauseAndEveryTrapHasATest) {
  const auto tests = registered();
  const std::set<std::string> known(tests.begin(), tests.end());
  const auto table = rows();
  EXPECT_GE(table.size(), 120u);
  std::set<std::string> ids;
  for (const ClauseRow& row : table) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id << " stands twice";
    std::vector<std::string> proofs = row.further;
    for (const std::string& test : row.further) {
      EXPECT_TRUE(known.contains(test)) << row.id << " names a test that is not there: " << test;
    }
    for (const std::string& test : tests) {
      if (names(test, row.id)) proofs.push_back(test);
    }
    EXPECT_FALSE(proofs.empty()) << row.id << " (" << row.clause << "): " << row.meaning;
    std::printf("%s  %s: %s\n", row.id.c_str(), row.clause.c_str(), row.meaning.c_str());
    for (const std::string& test : proofs) std::printf("    %s\n", test.c_str());
  }
}

TEST(ClauseTable, ATestProvesTheRowWhoseIdBeginsItsName) {
  EXPECT_TRUE(names("TO_4_Quorum.SevenOfFourteen", "TO_4_Quorum"));
  EXPECT_TRUE(names("Histories.TO_5_InTheExampleYear", "TO_5"));
  EXPECT_TRUE(names("Findings/FindingOf.Stands/TU_9_1_COPY_LATE", "TU_9_1"));
  EXPECT_FALSE(names("TO_12a_Groups.Any", "TO_1"));
  EXPECT_FALSE(names("Trap_10_Paths.Any", "Trap_1"));
}

}  // namespace
