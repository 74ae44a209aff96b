// SPDX-License-Identifier: Apache-2.0
// Immutable values that are dear to make, the ones used last; bounded by their weight together. A
// value never changes under its key, so that nothing has to be thrown away for being old.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace api {

/// Any thread.
template <typename Key, typename Value>
class BoundedCache {
 public:
  explicit BoundedCache(std::uint64_t weight_max) : weight_max_(weight_max) {}

  /// Null if it is not there.
  std::shared_ptr<const Value> get(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  /// What is heavier than everything together is not kept.
  void put(const Key& key, std::shared_ptr<const Value> value, std::uint64_t weight) {
    const std::lock_guard lock(mutex_);
    if (weight > weight_max_ || by_key_.contains(key)) return;
    entries_.push_front({key, std::move(value), weight});
    by_key_[key] = entries_.begin();
    weight_ += weight;
    while (weight_ > weight_max_) {
      weight_ -= entries_.back().weight;
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

 private:
  struct Entry {
    Key key;
    std::shared_ptr<const Value> value;
    std::uint64_t weight;
  };

  std::mutex mutex_;
  std::uint64_t weight_max_;
  std::uint64_t weight_ = 0;
  std::list<Entry> entries_;  ///< the last used one first
  std::map<Key, typename std::list<Entry>::iterator> by_key_;
};

}  // namespace api
