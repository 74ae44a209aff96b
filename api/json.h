// SPDX-License-Identifier: Apache-2.0
// JSON at the border: stable output (members in the order written, integers that a double cannot
// hold as strings, bytes as hex) and strict input (no duplicate keys, bounded depth, UTF-8 only).
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "api/http.h"
#include "ledger/result.h"

namespace api {

using Json = nlohmann::ordered_json;

/// Above this integers are written as decimal strings: a double holds no more exactly.
inline constexpr std::uint64_t kJsonIntegerMax = std::uint64_t{1} << 53;

Json json_integer(std::uint64_t value);
Json json_integer(std::int64_t value);
/// Lower-case hex.
Json json_hex(std::string_view bytes);
/// One line without spaces; ill-formed UTF-8 becomes U+FFFD rather than an exception.
std::string dump(const Json& value);

/// A body of `type` (application/json unless named).
Response json_response(int status, const Json& body, std::string type = "application/json");

struct JsonLimits {
  std::size_t depth_max = 32;
};

/// The whole text is one RFC 8259 value. kInvalid: BAD_JSON, BAD_UTF8, JSON_TOO_DEEP or
/// DUPLICATE_KEY; `where` is the JSON pointer of the place where known.
ledger::Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace api
