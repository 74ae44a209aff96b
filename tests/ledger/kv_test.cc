// SPDX-License-Identifier: Apache-2.0
#include "ledger/kv.h"

#include <gtest/gtest.h>
#include <rocksdb/cache.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "ledger/rocks_options.h"
#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

using KeyList = std::vector<std::string>;

class KeyValue : public testing::Test {
 protected:
  void SetUp() override { kv_ = open(true); }

  KvOptions options(bool create) const {
    KvOptions options;
    options.dir = dir_ / "kv";
    options.families = {{.name = "a", .point_lookups = true},
                        {.name = "b", .compress = false},
                        {.name = "versions", .version_bytes = 2}};
    options.create = create;
    return options;
  }
  std::unique_ptr<Kv> open(bool create) {
    auto kv = Kv::open(options(create));
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

TEST_F(KeyValue, TheVersionsOfOneThingAreFoundAloneInTheBufferAndInAFile) {
  constexpr Family kVersions = 2;
  const auto versions = [&](const KvReader& reader, const std::string& thing,
                            const std::string& from) {
    KeyList found;
    EXPECT_TRUE(reader.scan_one(kVersions, thing + from, thing + "\xff\xff",
                                [&](std::string_view key, std::string_view) {
                                  found.emplace_back(key);
                                  return true;
                                }));
    return found;
  };
  for (const char* key : {"a01", "ab01", "ab02", "ab09", "abc05", "b01"}) put(kVersions, key, "");
  for (int flushed = 0; flushed < 2; ++flushed) {
    EXPECT_EQ(versions(*kv_, "ab", "02"), (KeyList{"ab02", "ab09"}));
    EXPECT_EQ(versions(*kv_, "abc", "00"), KeyList{"abc05"});
    EXPECT_EQ(versions(*kv_, "a", "02"), KeyList{});
    EXPECT_EQ(versions(*kv_, "aa", "00"), KeyList{});
    EXPECT_EQ(versions(*kv_->snapshot(), "b", "01"), KeyList{"b01"});
    EXPECT_EQ(keys(*kv_, kVersions).size(), 6u) << "a scan over all sees all";
    ASSERT_TRUE(kv_->flush());
  }
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

/// RocksDB 7.8 passes over a file below level 0 whose first block is damaged when it comes there
/// from the file before it.
TEST_F(KeyValue, DamagedTableFileIsNeverAShorterAnswer) {
  constexpr int kFiles = 24;
  constexpr int kRows = 20;
  for (int file = 0; file < kFiles; ++file) {
    for (int row = 0; row < kRows; ++row) {
      const std::string number = std::to_string(1'000 + file * kRows + row);
      put(1, number, number + std::string(100, 'v'));
    }
    ASSERT_TRUE(kv_->flush());
    kv_.reset();
    kv_ = open(false);  // table files settle into levels
  }
  kv_.reset();
  int damaged = 0;
  for (const auto& found : std::filesystem::directory_iterator(dir_ / "kv")) {
    if (found.path().extension() != ".sst") continue;
    const auto flip = [&] {
      std::fstream file(found.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(40);
      const int byte = file.get();
      file.seekp(40);
      file.put(static_cast<char>(byte ^ 4));
    };
    flip();
    const auto kv = Kv::open(options(false));
    int rows = 0;
    const Status scanned =
        !kv ? Status(kv.error()) : (*kv)->scan(1, {}, {}, [&](std::string_view, std::string_view) {
          ++rows;
          return true;
        });
    EXPECT_TRUE(!scanned || rows == kFiles * kRows) << found.path() << ": " << rows << " rows";
    if (!scanned) ++damaged;
    flip();
  }
  EXPECT_GT(damaged, 1);
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

TEST_F(KeyValue, WhatTheWriteBuffersHoldIsTakenFromTheMemoryOfTheBlocks) {
  constexpr std::size_t kWritten = std::size_t{4} << 20;
  put(1, "k", std::string(kWritten, 'x'));
  EXPECT_GE(kv_->property("block-cache-usage").value_or(0), kWritten);
}

TEST_F(KeyValue, BlocksAndWriteBuffersLeaveAQuarterOfTheMemoryToWhatNoCacheIsChargedFor) {
  KvOptions both = options(false);
  both.block_cache_bytes = std::size_t{48} << 20;
  both.memtable_bytes = std::size_t{16} << 20;
  EXPECT_EQ(memory_of(both)->GetCapacity(), std::size_t{48} << 20);
  both.read_only = true;  // has no write buffers
  EXPECT_EQ(memory_of(both)->GetCapacity(), std::size_t{36} << 20);
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
