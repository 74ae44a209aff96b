// SPDX-License-Identifier: Apache-2.0
// Keeps the views up with the log in the background. It never stalls in silence: an error is kept
// in status() until the next success, and the work is tried again. Views that turn out to be
// damaged are folded anew, and nobody reads them until they are where they were.
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

/// How the views' folder is opened again: after damage, or after a write that failed.
struct ViewsRenewal {
  /// REQUIRES: `why` is_view_damage(), then what is there is not to be kept in place; or
  /// kIndeterminate. kLocked while somebody still reads: it is tried again. Empty: never.
  std::function<ledger::Result<std::unique_ptr<Runner>>(const ledger::Error& why)> open = nullptr;
  /// Damage that comes back so soon has a cause that folding anew does not end: it is told, and
  /// what can be read is read.
  std::chrono::milliseconds pause{600'000};
};

struct RunnerStatus {
  std::uint64_t position = 0;  ///< of what is folded, also while nobody reads it
  std::uint64_t log_size = 0;
  std::optional<ledger::Error> error;   ///< of the last try, if it failed
  std::uint64_t failures = 0;           ///< since the last success
  std::optional<ledger::Error> damage;  ///< found, until the views are where they were
  std::uint64_t renewals = 0;           ///< of damaged views, since the start

  std::uint64_t lag() const { return log_size > position ? log_size - position : 0; }
};

class RunnerThread {
 public:
  RunnerThread(std::shared_ptr<Runner> runner, LogSource source, ViewsRenewal renewal = {});
  /// Stops after the batch at hand.
  ~RunnerThread();
  RunnerThread(const RunnerThread&) = delete;
  RunnerThread& operator=(const RunnerThread&) = delete;

  /// For reading, and not to be kept: its folder is closed when nobody has it. Null while views
  /// that were damaged are folded anew. Any thread.
  std::shared_ptr<const Runner> runner() const;
  /// That readers can ask for; 0 while there is no runner(). Any thread.
  std::uint64_t position() const;
  /// Somebody's reading met an error; what is_view_damage() has the views folded anew. Any thread.
  void note(const ledger::Error& error);
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
  ledger::Status step(const ledger::ReadView& log);
  ledger::Status open_again();
  void take_note(const ledger::Error& error);
  std::optional<ledger::Error> take_away();
  void report(const ledger::Status& outcome, std::uint64_t log_size);
  bool is_reached(std::uint64_t position) const;
  /// Until then, or until somebody waits for the views.
  void gather(std::chrono::steady_clock::time_point until);
  std::vector<std::shared_ptr<std::function<void()>>> take_told();

  std::shared_ptr<Runner> runner_;  ///< of the thread; null while the folder cannot be opened
  LogSource source_;
  ViewsRenewal renewal_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  struct Listener {
    std::uint64_t position;
    std::weak_ptr<std::function<void()>> tell;
  };
  RunnerStatus status_;                    ///< guarded by mutex_, as all below
  std::shared_ptr<Runner> shown_;          ///< the runner, once it is where readers have been
  std::uint64_t shown_from_ = 0;           ///< where that is
  std::optional<ledger::Error> open_why_;  ///< the folder is to be opened again
  std::optional<std::chrono::steady_clock::time_point> renewed_at_;
  mutable std::vector<Listener> listeners_;
  mutable std::size_t waiting_ = 0;  ///< threads in wait()
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace projections
