// SPDX-License-Identifier: Apache-2.0
// Makes the anchor durable beside the next batch: one thread, one checkpoint at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "ledger/anchor.h"
#include "ledger/log.h"

namespace ledger::internal {

class AnchorWriter {
 public:
  AnchorWriter(Anchor anchor, std::function<void(WriteStep)> on_step);
  ~AnchorWriter();

  /// See Anchor::claim(): for whoever is about to sign, until the checkpoint is started.
  Result<AnchorClaim> claim() const { return anchor_.claim(); }
  /// Writes a checkpoint when the one before is durable, and begins to make it durable.
  /// REQUIRES: it is claimed.
  Status start(std::string_view note);
  /// Until the checkpoint of the last start() is durable, or the error of writing it.
  Status wait();

 private:
  void work();

  Anchor anchor_;
  std::function<void(WriteStep)> on_step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool due_ = false;             ///< guarded by mutex_; written and not known to be durable
  std::optional<Error> failed_;  ///< guarded by mutex_
  bool stopping_ = false;        ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace ledger::internal
