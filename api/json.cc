// SPDX-License-Identifier: Apache-2.0
#include "api/json.h"

namespace api {

Json json_integer(std::uint64_t value) {
  return value <= kJsonIntegerMax ? Json(value) : Json(std::to_string(value));
}

Json json_integer(std::int64_t value) {
  const auto bound = static_cast<std::int64_t>(kJsonIntegerMax);
  return value >= -bound && value <= bound ? Json(value) : Json(std::to_string(value));
}

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response json_response(int status, const Json& body, std::string type) {
  Response response;
  response.status = status;
  response.content_type = std::move(type);
  response.body = dump(body);
  return response;
}

}  // namespace api
