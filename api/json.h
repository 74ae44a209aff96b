// SPDX-License-Identifier: Apache-2.0
// JSON that is given out: members in the order written, integers that a double cannot hold as
// strings. What is handed in is read by json_text.h.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "api/http.h"

namespace api {

using Json = nlohmann::ordered_json;

/// Above this integers are written as decimal strings: a double holds no more exactly.
inline constexpr std::uint64_t kJsonIntegerMax = std::uint64_t{1} << 53;

Json json_integer(std::uint64_t value);
Json json_integer(std::int64_t value);
/// One line without spaces; ill-formed UTF-8 becomes U+FFFD rather than an exception.
std::string dump(const Json& value);

/// A body of `type` (application/json unless named).
Response json_response(int status, const Json& body, std::string type = "application/json");

}  // namespace api
