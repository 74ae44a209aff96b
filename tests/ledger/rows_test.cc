// SPDX-License-Identifier: Apache-2.0
#include "ledger/rows.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/hash.h"

namespace ledger {
namespace {

Hash tagged(std::string_view tag, std::string_view bytes) {
  return sha256({tag, std::string_view("\0", 1), bytes});
}

/// As FORMAT.md defines it, from nothing.
Hash reference_digest(const Rows& rows) {
  PrefixMap map;
  for (const auto& [key, value] : rows.all()) {
    map.put({tagged("letopis/state-row/v1", key), sha256(value)});
  }
  return tagged("letopis/state/v2", map.root().view());
}

TEST(Rows, DigestIsThatOfTheRowsThereAreAfterAnyHistory) {
  const unsigned seed = std::random_device{}();
  const testing::ScopedTrace trace(__FILE__, __LINE__, seed);
  std::mt19937_64 random(seed);
  Rows rows;
  std::vector<Rows::Savepoint> savepoints;
  for (int i = 0; i < 20'000; ++i) {
    const std::string key = "key" + std::to_string(random() % 300);
    const auto what = random() % 100;
    if (what < 55) rows.put(key, std::to_string(random()));
    if (what >= 55 && what < 80) rows.erase(key);
    if (what >= 80 && what < 90) savepoints.push_back(rows.savepoint());
    if (what >= 90 && what < 95 && !savepoints.empty()) {
      rows.rollback(savepoints.back());
      savepoints.pop_back();
    }
    if (what >= 95) {
      rows.take_changes();
      savepoints.clear();
    }
    // Rarely for a while, so that the tree is given up and made again too.
    if (random() % (i < 10'000 ? 5 : 3'000) != 0) continue;
    ASSERT_EQ(rows.digest(), reference_digest(rows)) << i;
  }
  EXPECT_EQ(rows.digest(), reference_digest(rows));
}

TEST(Rows, RollbackAfterADigestGivesTheDigestFromBefore) {
  Rows rows;
  rows.put("a", "1");
  const auto savepoint = rows.savepoint();
  const Hash before = rows.digest();
  rows.put("a", "2");
  rows.put("b", "3");
  const Hash between = rows.digest();
  rows.rollback(savepoint);
  EXPECT_EQ(rows.digest(), before);
  EXPECT_NE(before, between);
}

}  // namespace
}  // namespace ledger
