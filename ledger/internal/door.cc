// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/door.h"

#include <algorithm>
#include <vector>

namespace ledger::internal {
namespace {

/// The doors that this thread has gone through and not come out of again, as often as it has.
std::vector<const Door*>& doors_of_this_thread() {
  static thread_local std::vector<const Door*> doors;
  return doors;
}

bool is_inside(const Door* door) {
  const auto& doors = doors_of_this_thread();
  return std::find(doors.begin(), doors.end(), door) != doors.end();
}

}  // namespace

void Door::enter() {
  if (!is_inside(this)) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !closed_; });
    ++inside_;
  }
  doors_of_this_thread().push_back(this);
}

void Door::leave() {
  doors_of_this_thread().pop_back();
  if (is_inside(this)) return;
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    --inside_;
    last = closed_ && inside_ == 0;
  }
  if (last) changed_.notify_all();
}

void Door::close() {
  std::unique_lock lock(mutex_);
  closed_ = true;
  changed_.wait(lock, [this] { return inside_ == 0; });
}

void Door::open() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = false;
  }
  changed_.notify_all();
}

}  // namespace ledger::internal
