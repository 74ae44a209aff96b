// SPDX-License-Identifier: Apache-2.0
// Counts the writes and syncs of a database's files and makes the one with a given number fail.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kv.h"

namespace support {

class NthFault : public ledger::FileFaults {
 public:
  static constexpr std::size_t kNever = static_cast<std::size_t>(-1);

  struct Plan {
    std::size_t nth = kNever;  ///< 0: the next operation that matches
    ledger::FileFault fault;
    std::string ending;     ///< only files whose name ends so; empty: all
    bool writes = true;     ///< count writes
    bool syncs = true;      ///< count syncs
    bool repeated = false;  ///< the ones after it fail too
  };
  void arm(Plan plan) {
    const std::lock_guard lock(mutex_);
    plan_ = std::move(plan);
    seen_ = 0;
    hit_sync_ = false;
  }
  void disarm() { arm({}); }
  /// Matching operations since the last arm().
  std::size_t seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

  /// Whether the last operation that was made to fail is a sync.
  bool hit_sync() const {
    const std::lock_guard lock(mutex_);
    return hit_sync_;
  }

  ledger::FileFault on_append(std::string_view path, std::size_t) override {
    return next(path, &Plan::writes);
  }
  ledger::FileFault on_sync(std::string_view path) override { return next(path, &Plan::syncs); }

 private:
  ledger::FileFault next(std::string_view path, bool Plan::*kind) {
    const std::lock_guard lock(mutex_);
    if (!(plan_.*kind) || !path.ends_with(plan_.ending)) return {};
    const std::size_t number = seen_++;
    const bool hit = number == plan_.nth || (plan_.repeated && number > plan_.nth);
    if (!hit) return {};
    hit_sync_ = kind == &Plan::syncs;
    return plan_.fault;
  }

  mutable std::mutex mutex_;
  Plan plan_;              // guarded by mutex_
  std::size_t seen_ = 0;   // guarded by mutex_
  bool hit_sync_ = false;  // guarded by mutex_
};

}  // namespace support
