// SPDX-License-Identifier: Apache-2.0
#include "projections/runner_thread.h"

#include <utility>

namespace projections {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLogWait{100};
constexpr milliseconds kRetryAfter{500};
constexpr std::uint64_t kStepEvents = 1'024;  ///< between two looks at stopping_
/// From one batch to the next while nobody waits for it: what comes in a stream is folded for a
/// fraction of the cost of so many single events.
constexpr milliseconds kGather{10};

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

RunnerThread::RunnerThread(std::shared_ptr<Runner> runner, LogSource source, ViewsRenewal renewal)
    : runner_(std::move(runner)),
      source_(std::move(source)),
      renewal_(std::move(renewal)),
      shown_(runner_) {
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

std::shared_ptr<const Runner> RunnerThread::runner() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

std::uint64_t RunnerThread::position() const {
  const auto shown = runner();
  return shown != nullptr ? shown->position() : 0;
}

void RunnerThread::note(const ledger::Error& error) {
  const std::lock_guard lock(mutex_);
  if (shown_ != nullptr && is_view_damage(error)) take_note(error);  // else it is being done
}

/// REQUIRES: mutex_ is held.
void RunnerThread::take_note(const ledger::Error& error) {
  if (is_view_damage(error)) {
    status_.damage = error;
  } else if (error.code != ledger::ErrorCode::kIndeterminate) {
    return;
  }
  if (renewal_.open != nullptr) open_why_ = error;
}

RunnerStatus RunnerThread::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

RunnerStatus RunnerThread::wait(std::uint64_t position, milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  const auto done = [&] { return is_reached(position) || status_.error.has_value(); };
  if (done()) return status_;
  ++waiting_;
  changed_.notify_all();
  changed_.wait_for(lock, timeout, done);
  --waiting_;
  return status_;
}

std::shared_ptr<void> RunnerThread::when_at(std::uint64_t position,
                                            std::function<void()> tell) const {
  const auto kept = std::make_shared<std::function<void()>>(std::move(tell));
  {
    const std::lock_guard lock(mutex_);
    if (!is_reached(position)) {
      listeners_.push_back({position, kept});
      changed_.notify_all();
      return kept;
    }
  }
  (*kept)();
  return kept;
}

/// REQUIRES: mutex_ is held.
bool RunnerThread::is_reached(std::uint64_t position) const {
  return shown_ != nullptr && status_.position >= position;
}

/// Takes out who is to be told now, and forgets who is gone. REQUIRES: mutex_ is held.
std::vector<std::shared_ptr<std::function<void()>>> RunnerThread::take_told() {
  std::vector<std::shared_ptr<std::function<void()>>> told;
  std::erase_if(listeners_, [&](const Listener& listener) {
    const bool due = is_reached(listener.position) || status_.error.has_value();
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
    if (runner_ != nullptr) status_.position = runner_->position();
    status_.log_size = log_size;
    status_.failures = outcome ? 0 : status_.failures + 1;
    status_.error = outcome ? std::nullopt : std::optional(outcome.error());
    if (!outcome && runner_ != nullptr) take_note(outcome.error());
    if (outcome && shown_ == nullptr && status_.position >= shown_from_) {
      shown_ = runner_;
      status_.damage.reset();
    }
    told = take_told();
  }
  changed_.notify_all();
  for (const auto& tell : told) (*tell)();
}

/// Takes the views from their readers if the folder is to be opened again, and says why it is.
/// Those who are reading go on.
std::optional<ledger::Error> RunnerThread::take_away() {
  const std::lock_guard lock(mutex_);
  if (!open_why_) return std::nullopt;
  const auto now = std::chrono::steady_clock::now();
  if (runner_ != nullptr && is_view_damage(*open_why_)) {
    if (renewed_at_ && now - *renewed_at_ < renewal_.pause) return std::nullopt;
    renewed_at_ = now;
    ++status_.renewals;
  }
  if (shown_ != nullptr) shown_from_ = shown_->position();
  shown_.reset();
  return open_why_;
}

ledger::Status RunnerThread::open_again() {
  const auto why = take_away();
  if (!why) return ledger::Ok{};
  runner_.reset();
  auto opened = renewal_.open(*why);
  if (!opened) return opened.error();
  runner_ = std::move(*opened);
  const std::lock_guard lock(mutex_);
  open_why_.reset();
  return ledger::Ok{};
}

ledger::Status RunnerThread::step(const ledger::ReadView& log) {
  if (auto open = open_again(); !open) return open;
  return runner_->catch_up(log, runner_->position() + kStepEvents);
}

void RunnerThread::gather(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, until,
                      [&] { return stopping_ || waiting_ > 0 || !listeners_.empty(); });
}

void RunnerThread::run() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const ledger::ReadView log = source_.view();
    const auto outcome = step(log);
    report(outcome, log.size());
    if (!outcome) {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kRetryAfter, [&] { return stopping_; });
    } else if (runner_->position() >= log.size()) {
      const auto next = std::chrono::steady_clock::now() + kGather;
      source_.wait(runner_->position(), kLogWait);
      gather(next);
    }
  }
}

}  // namespace projections
