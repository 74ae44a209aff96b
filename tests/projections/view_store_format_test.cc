// SPDX-License-Identifier: Apache-2.0
// The views' store as FORMAT.md ("The digest of a view") tells strangers to read it: with
// nothing of ours but a database and SHA-256 they get the digests that commitments name.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "ledger/bytes.h"
#include "ledger/hash.h"
#include "ledger/kv.h"
#include "projections/runner.h"
#include "tests/support/identity_ledger.h"
#include "tests/support/random_history.h"
#include "tests/support/temp_dir.h"

namespace projections {
namespace {

constexpr std::size_t kFormatPositionBytes = 8;

struct RowAsStored {
  std::string key;
  std::string value;  ///< 01 and the row, or 00
};
/// By view and position.
using AllRows = std::map<std::string, std::map<std::uint64_t, std::vector<RowAsStored>>>;

AllRows rows_as_stored(const std::filesystem::path& dir) {
  ledger::KvOptions options;
  options.dir = dir;
  options.families = {{.name = "rows", .version_bytes = kFormatPositionBytes},
                      {.name = "meta", .point_lookups = true}};
  options.read_only = true;
  AllRows out;
  const auto kv = ledger::Kv::open(options);
  EXPECT_TRUE(kv);
  if (!kv) return out;
  const auto scanned = (*kv)->scan(0, {}, {}, [&](std::string_view stored, std::string_view value) {
    const std::size_t name = stored.find('\0');
    const std::size_t end = stored.size() - kFormatPositionBytes - 2;
    std::string key;
    for (std::size_t i = name + 1; i < end; ++i) {
      key += stored[i];
      if (stored[i] == '\0') ++i;
    }
    const std::uint64_t position = ~ledger::get_u64(stored.substr(end + 2));
    out[std::string(stored.substr(0, name))][position].push_back({key, std::string(value)});
    return true;
  });
  EXPECT_TRUE(scanned);
  return out;
}

ledger::Hash digest_of_rows(const std::map<std::uint64_t, std::vector<RowAsStored>>& rows,
                            std::uint64_t size) {
  ledger::Hash digest;
  for (std::uint64_t index = 0; index < size; ++index) {
    std::string hashed("letopis/view/v1\0", 16);
    hashed += digest.view();
    ledger::put_u64(hashed, index);
    const auto found = rows.find(index + 1);
    auto changed = found == rows.end() ? std::vector<RowAsStored>() : found->second;
    std::sort(changed.begin(), changed.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    for (const auto& [key, value] : changed) {
      const bool removed = value[0] == 0;
      ledger::put_u32(hashed, static_cast<std::uint32_t>(key.size()));
      hashed += key;
      ledger::put_u32(hashed, removed ? 0xffffffff : static_cast<std::uint32_t>(value.size() - 1));
      if (!removed) hashed += value.substr(1);
    }
    digest = ledger::sha256(hashed);
  }
  return digest;
}

TEST(ViewStoreFormat, WhoeverHasTheStoreRecomputesEveryDigestAtAnyPosition) {
  const support::TempDir dir;
  support::IdentityLedger t;
  support::RandomHistory history(t, 7);
  for (int i = 0; i < 60; ++i) history.step();
  RunnerOptions options;
  options.dir = dir / "views";
  auto runner = Runner::open(options);
  ASSERT_TRUE(runner);
  ASSERT_TRUE((*runner)->catch_up(t.view()));
  const AllRows rows = rows_as_stored(dir / "views");
  EXPECT_FALSE(rows.empty());
  for (const ViewState& view : (*runner)->states()) {
    const auto found = rows.find(view.name);
    const auto& of_view = found == rows.end() ? AllRows::mapped_type() : found->second;
    EXPECT_EQ(digest_of_rows(of_view, t.size()), view.digest) << view.name;
    const auto earlier = (*runner)->digest_at(view.name, t.size() / 2);
    ASSERT_TRUE(earlier);
    EXPECT_EQ(digest_of_rows(of_view, t.size() / 2), **earlier) << view.name;
  }
}

}  // namespace
}  // namespace projections
