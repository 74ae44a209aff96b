// SPDX-License-Identifier: Apache-2.0
#include "ledger/kv.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

using KeyList = std::vector<std::string>;

class KeyValue : public testing::Test {
 protected:
  void SetUp() override { kv_ = open(true); }

  std::unique_ptr<Kv> open(bool create) {
    KvOptions options;
    options.dir = dir_ / "kv";
    options.families = {{.name = "a", .point_lookups = true}, {.name = "b", .compress = false}};
    options.create = create;
    auto kv = Kv::open(options);
    EXPECT_TRUE(kv) << kv.error().message;
    return kv ? std::move(*kv) : nullptr;
  }
  void put(Family family, const std::string& key, const std::string& value) {
    KvBatch batch;
    batch.put(family, key, value);
    ASSERT_TRUE(kv_->write(batch, false));
  }
  static KeyList keys(const KvReader& reader, Family family, bool long_scan = false) {
    KeyList found;
    const KvVisitor visit = [&](std::string_view key, std::string_view) {
      found.emplace_back(key);
      return true;
    };
    EXPECT_TRUE(long_scan ? reader.scan_long(family, {}, {}, visit)
                          : reader.scan(family, {}, {}, visit));
    return found;
  }

  support::TempDir dir_;
  std::unique_ptr<Kv> kv_;
};

TEST_F(KeyValue, FamiliesAreApartAndBatchesCrossThem) {
  KvBatch batch;
  batch.put(0, "k", "in a");
  batch.put(1, "k", "in b");
  batch.put(1, "l", "1");
  batch.erase(1, "l");
  ASSERT_TRUE(kv_->write(batch, true));
  EXPECT_EQ(*kv_->get(0, "k"), "in a");
  EXPECT_EQ(*kv_->get(1, "k"), "in b");
  EXPECT_EQ(keys(*kv_, 1), KeyList{"k"});
}

TEST_F(KeyValue, SnapshotDoesNotSeeLaterWrites) {
  put(0, "before", "1");
  const auto snapshot = kv_->snapshot();
  put(0, "after", "1");
  put(0, "before", "2");
  EXPECT_EQ(keys(*snapshot, 0), KeyList{"before"});
  EXPECT_EQ(keys(*snapshot, 0, true), KeyList{"before"});
  EXPECT_EQ(*snapshot->get(0, "before"), "1");
  EXPECT_EQ(*snapshot->get(0, "after"), std::nullopt);
  EXPECT_EQ(keys(*kv_, 0), (KeyList{"after", "before"}));
}

TEST_F(KeyValue, UnsyncedWriteIsThereAfterAnOrderlyClose) {
  put(0, "k", "v");
  kv_.reset();
  kv_ = open(false);
  EXPECT_EQ(*kv_->get(0, "k"), "v");
}

TEST_F(KeyValue, EmptyKeysAndValuesAreRows) {
  put(0, "", "");
  EXPECT_EQ(*kv_->get(0, ""), "");
  EXPECT_EQ(keys(*kv_, 0), KeyList{""});
}

TEST_F(KeyValue, PropertiesCountOverAllFamilies) {
  put(0, "k", "v");
  put(1, "k", "v");
  EXPECT_EQ(kv_->property("estimate-num-keys"), 2u);
  EXPECT_EQ(kv_->property("no-such-thing"), std::nullopt);
  ASSERT_TRUE(kv_->flush());
  EXPECT_GT(kv_->bytes_on_disk(), 0u);
}

TEST_F(KeyValue, OpenWithoutAFamilyThatIsThereIsRefused) {
  kv_.reset();
  KvOptions options;
  options.dir = dir_ / "kv";
  options.families = {{"a"}};
  const auto kv = Kv::open(options);
  ASSERT_FALSE(kv);
  EXPECT_EQ(kv.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace ledger
