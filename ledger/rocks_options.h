// SPDX-License-Identifier: Apache-2.0
// The options of RocksDB, chosen for this work; FORMAT.md, "Options and their reasons". Internal to
// rocks_kv.cc.
#pragma once

#include <rocksdb/db.h>

#include <vector>

#include "ledger/kv.h"

namespace ledger {

rocksdb::DBOptions db_options(const KvOptions& options, rocksdb::Env* env);
/// The families with their options, RocksDB's own one first.
std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(const KvOptions& options);

}  // namespace ledger
