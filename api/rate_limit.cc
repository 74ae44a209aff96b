// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace api {

namespace {

/// Of the callers beyond these the one that was silent longest is forgotten.
constexpr std::size_t kCallersMax = 65'536;

}  // namespace

RateLimiter::RateLimiter(RateLimits limits)
    : limits_{limits.per_second, limits.burst > 0 ? limits.burst : 2 * limits.per_second} {}

RateLimiter::Place RateLimiter::find(std::string_view caller, Clock::time_point now) {
  if (const auto found = places_.find(caller); found != places_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, found->second);
    return buckets_.begin();
  }
  if (buckets_.size() >= kCallersMax) {
    places_.erase(buckets_.back().caller);
    buckets_.pop_back();
  }
  buckets_.push_front({std::string(caller), static_cast<double>(limits_.burst), now});
  places_.emplace(buckets_.front().caller, buckets_.begin());
  return buckets_.begin();
}

std::optional<std::uint32_t> RateLimiter::take(std::string_view caller, Clock::time_point now) {
  if (!limits_anything()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = *find(caller, now);
  const double seconds = std::chrono::duration<double>(now - bucket.since).count();
  bucket.filled =
      std::min(static_cast<double>(limits_.burst), bucket.filled + seconds * limits_.per_second);
  bucket.since = now;
  if (bucket.filled >= 1) {
    bucket.filled -= 1;
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(std::ceil((1 - bucket.filled) / limits_.per_second));
}

}  // namespace api
