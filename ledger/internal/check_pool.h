// SPDX-License-Identifier: Apache-2.0
// Step 2 of the write path: a bounded queue of submissions whose bodies and signatures are
// checked in parallel, and handed to the sequencer in the order in which they came.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/log.h"

namespace ledger::internal {

class Sequencer;

/// One submission on its way. Filled by the pool, then owned by the sequencer.
struct Submission {
  std::vector<SignedEvent> events;
  AppendCallback done;
  BodyCheck also;  ///< may be empty
  bool dry_run = false;
  /// Set instead of events: runs where the sequencer runs, or gets the reason why it cannot.
  std::function<void(Result<Sequencer*>)> task;

  std::vector<std::optional<Result<CheckedEvent>>> checked;  ///< one per event, in order
  /// What `also` refuses, one per event; empty without it.
  std::vector<std::optional<Error>> objections;
  std::size_t unchecked = 0;  ///< guarded by the pool's mutex until it is handed out
};

class CheckPool {
 public:
  /// A larger submission is split so that all threads share it.
  static constexpr std::size_t kUnitEvents = 8;
  using Check = std::function<Result<CheckedEvent>(SignedEvent)>;
  CheckPool(unsigned threads, Check check);
  ~CheckPool();

  /// kOverloaded QUEUE_FULL when kQueueEventsMax events are waiting; kOverloaded STOPPING after
  /// stop(). `submission` is left untouched on an error. `helping`: help() follows at once.
  Status enqueue(std::unique_ptr<Submission>& submission, bool helping = false);

  /// Checks the events of `own`, at most kUnitEvents, unless another thread already does: where
  /// nobody else writes, no other thread has to be woken. `own` is only compared.
  void help(const Submission* own);

  /// Waits for the oldest submission to be checked. False when stopped and drained.
  bool wait_ready();
  /// Takes the oldest submission if it is checked, and what is checked behind it, up to
  /// `events_max` events but at least one submission.
  std::vector<std::unique_ptr<Submission>> take_ready(std::size_t events_max);
  /// Wakes wait_ready() if it has something to wake for.
  void wake_if_ready();

  /// No more is accepted; what is there can still be taken.
  void stop();

 private:
  struct Unit {
    Submission* submission;
    std::size_t begin;
    std::size_t end;
  };
  void work();
  /// Takes a unit out and checks it. REQUIRES: `lock` is held.
  void check(std::deque<Unit>::iterator at, std::unique_lock<std::mutex>& lock);
  bool front_is_checked() const { return !waiting_.empty() && waiting_.front()->unchecked == 0; }

  const Check check_;
  std::mutex mutex_;
  std::condition_variable work_;                     ///< units_ is not empty, or stopping
  std::condition_variable ready_;                    ///< the front is checked, or stopping
  std::deque<Unit> units_;                           ///< guarded by mutex_
  std::deque<std::unique_ptr<Submission>> waiting_;  ///< guarded by mutex_; arrival order
  std::size_t waiting_events_ = 0;                   ///< guarded by mutex_
  bool stopping_ = false;                            ///< guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace ledger::internal
