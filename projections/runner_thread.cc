// SPDX-License-Identifier: Apache-2.0
#include "projections/runner_thread.h"

#include <utility>

namespace projections {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLogWait{100};
constexpr milliseconds kRetryAfter{500};
constexpr std::uint64_t kStepEvents = 1'024;  ///< between two looks at stopping_

}  // namespace

LogSource source_of(const ledger::Log& log) {
  return {[&log] { return log.view(); },
          [&log](std::uint64_t above, milliseconds timeout) { return log.wait(above, timeout); }};
}

LogSource source_of(const ledger::LogReader& reader) {
  return {
      [&reader] { return reader.view(); },
      [&reader](std::uint64_t above, milliseconds timeout) { return reader.wait(above, timeout); }};
}

RunnerThread::RunnerThread(std::shared_ptr<Runner> runner, LogSource source)
    : runner_(std::move(runner)), source_(std::move(source)) {
  status_.position = runner_->position();
  thread_ = std::thread([this] { run(); });
}

RunnerThread::~RunnerThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

RunnerStatus RunnerThread::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

RunnerStatus RunnerThread::wait(std::uint64_t position, milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, timeout,
                    [&] { return status_.position >= position || status_.error.has_value(); });
  return status_;
}

std::shared_ptr<void> RunnerThread::when_at(std::uint64_t position,
                                            std::function<void()> tell) const {
  const auto kept = std::make_shared<std::function<void()>>(std::move(tell));
  {
    const std::lock_guard lock(mutex_);
    if (status_.position < position) {
      listeners_.push_back({position, kept});
      return kept;
    }
  }
  (*kept)();
  return kept;
}

/// Takes out who is to be told now, and forgets who is gone. REQUIRES: mutex_ is held.
std::vector<std::shared_ptr<std::function<void()>>> RunnerThread::take_told() {
  std::vector<std::shared_ptr<std::function<void()>>> told;
  std::erase_if(listeners_, [&](const Listener& listener) {
    const bool due = listener.position <= status_.position || status_.error.has_value();
    auto tell = listener.tell.lock();
    const bool gone = tell == nullptr;
    if (due && !gone) told.push_back(std::move(tell));
    return due || gone;
  });
  return told;
}

void RunnerThread::report(const ledger::Status& outcome, std::uint64_t log_size) {
  std::vector<std::shared_ptr<std::function<void()>>> told;
  {
    const std::lock_guard lock(mutex_);
    status_.position = runner_->position();
    status_.log_size = log_size;
    status_.failures = outcome ? 0 : status_.failures + 1;
    status_.error = outcome ? std::nullopt : std::optional(outcome.error());
    told = take_told();
  }
  changed_.notify_all();
  for (const auto& tell : told) (*tell)();
}

void RunnerThread::run() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const ledger::ReadView log = source_.view();
    const auto outcome = runner_->catch_up(log, runner_->position() + kStepEvents);
    report(outcome, log.size());
    if (!outcome) {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kRetryAfter, [&] { return stopping_; });
    } else if (runner_->position() >= log.size()) {
      source_.wait(runner_->position(), kLogWait);
    }
  }
}

}  // namespace projections
