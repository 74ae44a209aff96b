// SPDX-License-Identifier: Apache-2.0
// Answers of views, whole: the same question about the same state has the same answer, so what was
// asked last need not be computed, written as JSON and dumped again.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "api/internal/bounded_cache.h"
#include "api/service.h"
#include "ledger/bytes.h"

namespace api {

/// Any thread.
class AnswerCache {
 public:
  /// What the handler says, or said when it was asked the same of the same state on the same day.
  /// REQUIRES: it looks at path, query, language and media type alone.
  ledger::Result<Response> ask(const Service& service, const Request& request,
                               const Handler& handler) {
    const State state = state_of(service);
    const std::string key = key_of(state, request);
    if (const auto kept = answers_.get(key)) return *kept;
    auto answer = handler(request);
    // What was recorded meanwhile may be in it.
    if (!answer || answer->status != 200 || state_of(service) != state) return answer;
    const std::uint64_t weight = answer->body.size() + key.size() + kOverheadBytes;
    if (weight <= kAnswerBytesMax) {
      answers_.put(key, std::make_shared<const Response>(*answer), weight);
    }
    return answer;
  }

 private:
  /// Positions of views and log, and the day, of which answers say that it is today.
  using State = std::tuple<std::uint64_t, std::uint64_t, std::int64_t>;

  static constexpr std::uint64_t kBytesMax = std::uint64_t{32} << 20;
  static constexpr std::uint64_t kAnswerBytesMax = std::uint64_t{1} << 20;
  static constexpr std::uint64_t kOverheadBytes = 1'024;

  static State state_of(const Service& service) {
    constexpr std::int64_t kMinuteUs = 60'000'000;
    const std::int64_t local = static_cast<std::int64_t>(service.clock->now_us()) +
                               std::int64_t{service.zone_minutes} * kMinuteUs;
    return {service.views->position(), service.view().size(),
            local / (std::int64_t{24} * 60 * kMinuteUs)};
  }

  static std::string key_of(const State& state, const Request& request) {
    const auto& [position, size, day] = state;
    std::string key = request.path;
    for (const auto& [name, value] : request.query.all()) {
      put(key, name);
      put(key, value);
    }
    put(key, request.media_type);
    key += request.language == Language::kRu ? 'r' : 'e';
    for (const std::uint64_t number : {position, size, static_cast<std::uint64_t>(day)}) {
      key += ledger::be64(number);
    }
    return key;
  }
  static void put(std::string& key, std::string_view part) {
    ledger::put_u32(key, static_cast<std::uint32_t>(part.size()));
    key += part;
  }

  BoundedCache<std::string, Response> answers_{kBytesMax};
};

}  // namespace api
