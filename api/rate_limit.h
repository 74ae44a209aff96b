// SPDX-License-Identifier: Apache-2.0
// A limit of requests per caller: each has a bucket that holds `burst` and fills at `per_second`.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace api {

struct RateLimits {
  std::uint32_t per_second = 0;  ///< 0: no limit
  std::uint32_t burst = 0;       ///< 0: twice per_second
};

/// Any thread.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  explicit RateLimiter(RateLimits limits);

  bool limits_anything() const { return limits_.per_second > 0; }

  /// Takes one request out of the caller's bucket; or the whole seconds until there is one.
  std::optional<std::uint32_t> take(std::string_view caller, Clock::time_point now);

 private:
  struct Bucket {
    std::string caller;
    double filled;
    Clock::time_point since;
  };
  using Place = std::list<Bucket>::iterator;

  Place find(std::string_view caller, Clock::time_point now);

  const RateLimits limits_;
  std::mutex mutex_;
  std::list<Bucket> buckets_;  ///< guarded by mutex_; the one used last comes first
  std::unordered_map<std::string_view, Place> places_;  ///< guarded by mutex_
};

}  // namespace api
