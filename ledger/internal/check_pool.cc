// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/check_pool.h"

#include <algorithm>
#include <utility>

#include "ledger/limits.h"

namespace ledger::internal {

CheckPool::CheckPool(unsigned threads, Check check) : check_(std::move(check)) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

CheckPool::~CheckPool() {
  stop();
  for (std::thread& thread : threads_) thread.join();
}

Status CheckPool::enqueue(std::unique_ptr<Submission>& submission, bool helping) {
  const std::size_t events = submission->events.size();
  submission->checked.resize(events);
  if (submission->also) submission->objections.resize(events);
  submission->unchecked = events;
  bool several = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return Error{
          ErrorCode::kOverloaded, "STOPPING", "the log is closing", {}, "журнал закрывается"};
    }
    if (waiting_events_ + events > kQueueEventsMax) {
      return Error{ErrorCode::kOverloaded,
                   "QUEUE_FULL",
                   "more than " + std::to_string(kQueueEventsMax) + " events are waiting",
                   {},
                   "ждут больше событий, чем " + std::to_string(kQueueEventsMax)};
    }
    for (std::size_t begin = 0; begin < events; begin += kUnitEvents) {
      units_.push_back({submission.get(), begin, std::min(begin + kUnitEvents, events)});
    }
    several = events > kUnitEvents;
    waiting_events_ += events;
    waiting_.push_back(std::move(submission));
  }
  if (events == 0) {
    ready_.notify_one();
  } else if (several) {
    work_.notify_all();
  } else if (!helping) {
    work_.notify_one();
  }
  return Ok{};
}

void CheckPool::check(std::deque<Unit>::iterator at, std::unique_lock<std::mutex>& lock) {
  const Unit unit = *at;
  units_.erase(at);
  lock.unlock();
  Submission& submission = *unit.submission;
  for (std::size_t i = unit.begin; i < unit.end; ++i) {
    const auto& checked = submission.checked[i].emplace(check_(std::move(submission.events[i])));
    if (!checked || !submission.also) continue;
    if (const Status fine = submission.also(checked->body); !fine) {
      submission.objections[i] = fine.error();
    }
  }
  lock.lock();
  submission.unchecked -= unit.end - unit.begin;
}

void CheckPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !units_.empty(); });
    if (units_.empty()) return;
    check(units_.begin(), lock);
    if (front_is_checked()) ready_.notify_one();
  }
}

void CheckPool::help(const Submission* own) {
  std::unique_lock lock(mutex_);
  const auto unit = std::find_if(units_.begin(), units_.end(),
                                 [&](const Unit& each) { return each.submission == own; });
  if (unit != units_.end()) check(unit, lock);
}

bool CheckPool::wait_ready() {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [this] { return front_is_checked() || (stopping_ && waiting_.empty()); });
  return front_is_checked();
}

void CheckPool::wake_if_ready() {
  const std::lock_guard lock(mutex_);
  if (front_is_checked()) ready_.notify_one();
}

std::vector<std::unique_ptr<Submission>> CheckPool::take_ready(std::size_t events_max) {
  const std::lock_guard lock(mutex_);
  std::vector<std::unique_ptr<Submission>> taken;
  std::size_t events = 0;
  while (front_is_checked()) {
    const std::size_t more = waiting_.front()->checked.size();
    if (!taken.empty() && events + more > events_max) break;
    events += more;
    taken.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  waiting_events_ -= events;
  if (stopping_ && waiting_.empty()) ready_.notify_all();
  return taken;
}

void CheckPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  ready_.notify_all();
}

}  // namespace ledger::internal
