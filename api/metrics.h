// SPDX-License-Identifier: Apache-2.0
// What a running server counts, in the text format 0.0.4 of Prometheus. Labels are routes,
// methods, states, names of views and of witnesses' keys: never ids, names of people or anything a
// caller wrote.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "api/access_log.h"

namespace api {

/// Requests by method, route and status, with their durations. Any thread.
class RequestStats {
 public:
  /// Upper bounds in microseconds; the last bucket has none.
  static constexpr std::array<std::uint64_t, 10> kBoundsUs = {
      250, 500, 1'000, 2'500, 5'000, 10'000, 50'000, 250'000, 1'000'000, 10'000'000};

  struct Count {
    std::uint64_t requests = 0;
    std::uint64_t bytes = 0;
    std::uint64_t time_us = 0;
    std::array<std::uint64_t, kBoundsUs.size()> within{};  ///< not cumulative
  };
  /// method, route, status
  using Key = std::tuple<std::string, std::string, int>;

  void count(const AccessRecord& record);
  std::map<Key, Count> counts() const;

 private:
  mutable std::mutex mutex_;
  std::map<Key, Count, std::less<>> counts_;  ///< guarded by mutex_
};

struct Service;
class Watch;
struct ServerStats;

/// What one answer of /metrics is made of.
struct MetricsSources {
  const Service& service;
  const RequestStats& requests;
  const Watch& watch;
  const ServerStats& server;
};

inline constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

std::string metrics_text(const MetricsSources& sources);

}  // namespace api
