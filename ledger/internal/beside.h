// SPDX-License-Identifier: Apache-2.0
// One piece of work at a time, done by another thread while its owner waits for a disk.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "ledger/result.h"
#include "ledger/short_turns.h"

namespace ledger::internal {

template <typename T>
class Beside {
 public:
  Beside() : thread_([this] { run(); }) {}

  ~Beside() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  /// REQUIRES: what was started before has been taken.
  void start(std::function<T()> work) {
    {
      const std::lock_guard lock(mutex_);
      LEDGER_CHECK(!due_ && !running_ && !done_);
      due_ = std::move(work);
    }
    changed_.notify_all();
  }

  /// What the started work gives. Does it here and now if the thread has not begun it.
  T take() {
    std::unique_lock lock(mutex_);
    LEDGER_CHECK(due_ || running_ || done_);
    if (auto work = std::exchange(due_, nullptr)) {
      lock.unlock();
      return work();
    }
    changed_.wait(lock, [this] { return done_.has_value(); });
    T result = std::move(*done_);
    done_.reset();
    return result;
  }

 private:
  void run() {
    const ShortTurns turns;
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || due_; });
      if (!due_) return;
      const auto work = std::exchange(due_, nullptr);
      running_ = true;
      lock.unlock();
      T result = work();
      lock.lock();
      done_ = std::move(result);
      running_ = false;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<T()> due_;  ///< guarded by mutex_, like what follows
  std::optional<T> done_;
  bool running_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ledger::internal
