// SPDX-License-Identifier: Apache-2.0
// The options of RocksDB, chosen for this work; FORMAT.md, "Options and their reasons". Internal to
// rocks_kv.cc.
#pragma once

#include <rocksdb/db.h>

#include <memory>
#include <vector>

#include "ledger/kv.h"

namespace ledger {

/// For the write buffers and the blocks of one database together, and for the filters in the
/// making: what both may take, less what RocksDB charges to no cache (batches, buffers of flushes
/// and compactions, the sorted view of a hashed write buffer).
std::shared_ptr<rocksdb::Cache> memory_of(const KvOptions& options);
rocksdb::DBOptions db_options(const KvOptions& options, rocksdb::Env* env,
                              const std::shared_ptr<rocksdb::Cache>& memory);
/// The families with their options, RocksDB's own one first.
std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(
    const KvOptions& options, const std::shared_ptr<rocksdb::Cache>& memory);

}  // namespace ledger
