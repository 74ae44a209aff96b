// SPDX-License-Identifier: Apache-2.0
#include "ledger/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/memtablerep.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <memory>
#include <string>

#include "ledger/rocks_info_log.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlockBytes = std::size_t{16} << 10;
constexpr std::uint64_t kTableFileBytes = std::uint64_t{256} << 20;
constexpr int kOpenFilesMax = 512;
constexpr double kBloomBitsPerKey = 10;
constexpr double kMemtableBloomRatio = 0.05;  // of the memtable
constexpr std::size_t kHashedKeyBytes = 10;   // of a random key, to find it in the write buffer
constexpr std::size_t kMemtableBytesPerBucket = 1'024;  // of those hashes: 8 bytes each
constexpr std::size_t kUnchargedPart = 4;  // a quarter of the memory: what no cache is charged for
constexpr std::size_t kShardBytesMin = std::size_t{4} << 20;
constexpr int kShardBitsMax = 4;

/// RocksDB would go on by itself once a full disk has room again, and drop a log file that may
/// hold the batch whose fate is still to be reconciled. Nothing happens before the next opening.
class NoRecovery : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

/// A key without the bytes that tell its versions apart.
class Unversioned : public rocksdb::SliceTransform {
 public:
  explicit Unversioned(std::size_t version_bytes)
      : version_bytes_(version_bytes),
        name_("letopis.unversioned." + std::to_string(version_bytes)) {}
  const char* Name() const override { return name_.c_str(); }
  bool InDomain(const rocksdb::Slice& key) const override { return key.size() > version_bytes_; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - version_bytes_};
  }

 private:
  std::size_t version_bytes_;
  std::string name_;
};

/// Few large shards: write buffers are charged in pieces of 256 KiB, and a shard that they fill
/// exceeds its share, however empty the others are.
int shard_bits(std::size_t bytes) {
  int bits = 0;
  while (bits < kShardBitsMax && (bytes >> (bits + 1)) >= kShardBytesMin) ++bits;
  return bits;
}

rocksdb::ColumnFamilyOptions family_options(const KvFamilySpec& spec, const KvOptions& options,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_size = kBlockBytes;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  if (spec.point_lookups || spec.version_bytes > 0) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  }
  table.whole_key_filtering = spec.version_bytes == 0;
  // The hashes of all keys of a table file, 8 bytes each, until its filter is made of them.
  table.cache_usage_options.options_overrides[rocksdb::CacheEntryRole::kFilterConstruction] = {
      rocksdb::CacheEntryRoleOptions::Decision::kEnabled};
  rocksdb::ColumnFamilyOptions family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.compression = spec.compress ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  family.write_buffer_size = options.memtable_bytes;
  if (spec.random_keys) {
    family.prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(kHashedKeyBytes));
    family.memtable_factory.reset(
        rocksdb::NewHashSkipListRepFactory(options.memtable_bytes / kMemtableBytesPerBucket + 1));
  } else if (spec.version_bytes > 0) {
    family.prefix_extractor = std::make_shared<Unversioned>(spec.version_bytes);
    family.memtable_prefix_bloom_size_ratio = kMemtableBloomRatio;
  } else if (spec.point_lookups) {
    // Most of what is asked for is new: the memtable says so by its bloom.
    family.memtable_whole_key_filtering = true;
    family.memtable_prefix_bloom_size_ratio = kMemtableBloomRatio;
  }
  family.target_file_size_base = kTableFileBytes;
  family.max_bytes_for_level_base = 4 * kTableFileBytes;
  family.level_compaction_dynamic_level_bytes = true;
  return family;
}

}  // namespace

std::shared_ptr<rocksdb::Cache> memory_of(const KvOptions& options) {
  const std::size_t all =
      options.block_cache_bytes + (options.read_only ? 0 : options.memtable_bytes);
  const std::size_t charged = all - all / kUnchargedPart;
  return rocksdb::NewLRUCache(charged, shard_bits(charged));
}

rocksdb::DBOptions db_options(const KvOptions& options, rocksdb::Env* env,
                              const std::shared_ptr<rocksdb::Cache>& memory) {
  rocksdb::DBOptions db;
  db.env = env;
  db.create_if_missing = options.create;
  db.error_if_exists = options.create;
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.paranoid_checks = !options.despite_damage;
  db.max_bgerror_resume_count = 0;
  db.listeners.push_back(std::make_shared<NoRecovery>());
  // While one buffer is written to disk the next one fills: what they take beyond their share, the
  // blocks give.
  db.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(options.memtable_bytes, memory);
  db.max_total_wal_size = 2 * std::uint64_t{options.memtable_bytes};
  db.avoid_flush_during_shutdown = false;
  db.avoid_flush_during_recovery = false;
  db.max_open_files = options.read_only ? -1 : kOpenFilesMax;
  db.bytes_per_sync = std::uint64_t{1} << 20;
  db.allow_concurrent_memtable_write = false;  // one writer; a hashed write buffer asks for it
  db.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  db.info_log = make_info_log(options.read_only ? fs::path() : options.dir);
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(
    const KvOptions& options, const std::shared_ptr<rocksdb::Cache>& memory) {
  std::vector<rocksdb::ColumnFamilyDescriptor> all;
  all.emplace_back(rocksdb::kDefaultColumnFamilyName,
                   family_options({rocksdb::kDefaultColumnFamilyName}, options, memory));
  for (const auto& spec : options.families) {
    all.emplace_back(spec.name, family_options(spec, options, memory));
  }
  return all;
}

}  // namespace ledger
