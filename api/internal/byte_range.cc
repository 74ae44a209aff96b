// SPDX-License-Identifier: Apache-2.0
#include "api/internal/byte_range.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "api/problem.h"

namespace api {

namespace {

/// As it was asked: "first-", "first-last" or "-count".
struct AskedBytes {
  std::optional<std::uint64_t> first;
  std::optional<std::uint64_t> last;  ///< without `first`: how many of the last bytes
};

/// Digits; more than a number holds is the greatest one, which lies behind every end.
std::optional<std::uint64_t> position_of(std::string_view digits) {
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t position = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), position);
  if (read.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  if (read.ec != std::errc{}) return std::nullopt;
  return position;
}

/// Nothing for another unit, several ranges and what is no range.
std::optional<AskedBytes> parse_range(std::string_view field) {
  constexpr std::string_view kUnit = "bytes=";
  if (!equal_ignoring_case(field.substr(0, kUnit.size()), kUnit)) return std::nullopt;
  const std::string_view range = trim(field.substr(kUnit.size()));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view first = range.substr(0, dash);
  const std::string_view last = range.substr(dash + 1);
  const AskedBytes asked{position_of(first), position_of(last)};
  const bool read =
      asked.first.has_value() != first.empty() && asked.last.has_value() != last.empty();
  const bool none = first.empty() && last.empty();
  const bool reversed = asked.first && asked.last && *asked.last < *asked.first;
  if (!read || none || reversed) return std::nullopt;
  return asked;
}

/// Section 13.1.5: by strong comparison. A date is none of our tags.
bool if_range_holds(const Request& request, const Response& response) {
  const auto named = request.header("If-Range");
  if (!named) return true;
  const auto etag = response.headers.get("ETag");
  return etag && etag->substr(0, 2) != "W/" && trim(*named) == *etag;
}

Response behind_the_end(const Request& request, std::size_t size) {
  const std::string bytes = std::to_string(size);
  Problem problem =
      make_problem("range-not-satisfiable", Said{"there are " + bytes + " bytes, counted from 0",
                                                 "байтов " + bytes + ", они считаются с 0"});
  problem.errors = {
      {FieldError::In::kHeader, "Range", problem.code, problem.detail, problem.detail_ru}};
  problem.headers.set("Content-Range", "bytes */" + bytes);
  return problem_response(problem, request.request_id, request.language);
}

}  // namespace

void apply_range(const Request& request, Response& response) {
  if (response.status != 200 || response.headers.has("Content-Encoding")) return;
  response.headers.set("Accept-Ranges", "bytes");
  if (request.method != "GET" || request.headers.count("Range") != 1) return;
  const auto asked = parse_range(trim(*request.header("Range")));
  if (!asked || !if_range_holds(request, response)) return;
  const std::uint64_t size = response.body.size();
  const std::uint64_t first = asked->first ? *asked->first : size - std::min(size, *asked->last);
  if (first >= size) {
    response = behind_the_end(request, response.body.size());
    return;
  }
  const std::uint64_t last =
      asked->first ? std::min(asked->last.value_or(size), size - 1) : size - 1;
  response.status = 206;
  response.headers.set("Content-Range", "bytes " + std::to_string(first) + '-' +
                                            std::to_string(last) + '/' + std::to_string(size));
  // RFC 9530: the sum of the whole file is no longer that of what is sent.
  if (const auto digest = response.headers.get("Content-Digest")) {
    response.headers.set("Repr-Digest", std::string(*digest));
    response.headers.remove("Content-Digest");
  }
  response.body = response.body.substr(first, last - first + 1);
}

}  // namespace api
