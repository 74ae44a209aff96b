// SPDX-License-Identifier: Apache-2.0
// Keeps the views up with the log in the background. It never stalls in silence: an error is kept
// in status() until the next success, and the work is tried again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "ledger/log.h"
#include "ledger/log_reader.h"
#include "projections/runner.h"

namespace projections {

/// Where new events come from. Both functions are called from the thread, and outlive it.
struct LogSource {
  std::function<ledger::ReadView()> view;
  /// Waits until the log has more than `above` events or the time is over.
  std::function<std::uint64_t(std::uint64_t above, std::chrono::milliseconds)> wait;
};

/// Borrows the log or the reader.
LogSource source_of(const ledger::Log& log);
LogSource source_of(const ledger::LogReader& reader);

struct RunnerStatus {
  std::uint64_t position = 0;
  std::uint64_t log_size = 0;
  std::optional<ledger::Error> error;  ///< of the last try, if it failed
  std::uint64_t failures = 0;          ///< since the last success

  std::uint64_t lag() const { return log_size > position ? log_size - position : 0; }
};

class RunnerThread {
 public:
  RunnerThread(std::shared_ptr<Runner> runner, LogSource source);
  /// Stops after the batch at hand.
  ~RunnerThread();
  RunnerThread(const RunnerThread&) = delete;
  RunnerThread& operator=(const RunnerThread&) = delete;

  /// Borrowed, for reading. Any thread.
  const Runner& runner() const { return *runner_; }
  /// Any thread.
  RunnerStatus status() const;
  /// Waits until the views are at `position`, an attempt fails, or the time is over; the status
  /// then. Any thread.
  RunnerStatus wait(std::uint64_t position, std::chrono::milliseconds timeout) const;
  /// Calls `tell` as soon as the views are at `position` or an attempt fails, from this thread or
  /// the one that folds, at most once, and not any more once what is returned is gone. `tell` does
  /// not block. Any thread.
  std::shared_ptr<void> when_at(std::uint64_t position, std::function<void()> tell) const;

 private:
  void run();
  void report(const ledger::Status& outcome, std::uint64_t log_size);
  std::vector<std::shared_ptr<std::function<void()>>> take_told();

  std::shared_ptr<Runner> runner_;
  LogSource source_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  struct Listener {
    std::uint64_t position;
    std::weak_ptr<std::function<void()>> tell;
  };
  RunnerStatus status_;                      ///< guarded by mutex_
  mutable std::vector<Listener> listeners_;  ///< guarded by mutex_
  bool stopping_ = false;                    ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace projections
