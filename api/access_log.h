// SPDX-License-Identifier: Apache-2.0
// One line per answered request. By construction it cannot hold a payload, a query value, a token
// or a raw path: it is given none of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace api {

struct AccessRecord {
  std::string_view method;  ///< a token of at most 32 bytes; "-" if the head was unreadable
  std::string_view route;   ///< the route's pattern; "-" if none matched
  int status;
  std::uint64_t bytes;    ///< sent or queued for sending, heads included
  std::uint64_t time_us;  ///< from the complete request to the complete response
  std::string_view request_id;
};

/// Called by many threads at once.
using AccessSink = std::function<void(const AccessRecord&)>;

enum class LogFormat { kText, kJson };

/// The record as one line.
std::string access_line(const AccessRecord& record, LogFormat format);

/// A sink that writes lines at level info.
AccessSink make_access_log(std::shared_ptr<spdlog::logger> logger, LogFormat format);

}  // namespace api
