// SPDX-License-Identifier: Apache-2.0
// Writes the anchor beside the next batch: one thread, one checkpoint at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "ledger/anchor.h"
#include "ledger/log.h"

namespace ledger::internal {

class AnchorWriter {
 public:
  AnchorWriter(Anchor anchor, std::function<void(WriteStep)> on_step);
  ~AnchorWriter();

  /// Begins to write a checkpoint. REQUIRES: wait() was called since the last start().
  void start(std::string note);
  /// Until the checkpoint of the last start() is durable, or the error of writing it.
  Status wait();

 private:
  void work();

  Anchor anchor_;
  std::function<void(WriteStep)> on_step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::string> due_;  ///< guarded by mutex_; taken by the thread when written
  std::optional<Error> failed_;     ///< guarded by mutex_
  bool stopping_ = false;           ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace ledger::internal
