// SPDX-License-Identifier: Apache-2.0
// Access lines by spdlog.
#include "api/access_log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include "api/json.h"

namespace api {

std::string access_line(const AccessRecord& record, LogFormat format) {
  if (format == LogFormat::kText) {
    return fmt::format("{} {} {} {}B {}us {}", record.method, record.route, record.status,
                       record.bytes, record.time_us, record.request_id);
  }
  Json line = Json::object();
  line["method"] = record.method;
  line["route"] = record.route;
  line["status"] = record.status;
  line["bytes"] = record.bytes;
  line["time_us"] = record.time_us;
  line["request_id"] = record.request_id;
  return dump(line);
}

AccessSink make_access_log(std::shared_ptr<spdlog::logger> logger, LogFormat format) {
  return [logger = std::move(logger), format](const AccessRecord& record) {
    if (logger->should_log(spdlog::level::info)) {
      logger->log(spdlog::level::info, std::string_view(access_line(record, format)));
    }
  };
}

}  // namespace api
