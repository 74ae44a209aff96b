// SPDX-License-Identifier: Apache-2.0
// Strict reading of HTTP/1.x requests (RFC 9112) from bytes that arrive in pieces. Whatever two
// parsers could read differently is refused and the connection closed. Pure: no sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "api/http.h"
#include "api/problem.h"

namespace api {

struct ParserLimits {
  std::size_t target_bytes_max = 8'192;    ///< else 414
  std::size_t headers_bytes_max = 32'768;  ///< all field lines of a request; else 431
  std::size_t headers_max = 100;           ///< else 431
};

struct RequestHead {
  std::string method;
  std::string target;     ///< as sent
  std::string path;       ///< raw, starts with '/', or "*" for OPTIONS
  std::string raw_query;  ///< without '?'
  int minor_version = 1;  ///< of HTTP/1.x
  Headers headers;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
  bool expect_continue = false;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// More bytes are needed.
struct NeedMore {};
/// Parsed from the first `consumed` bytes.
struct ParsedHead {
  RequestHead head;
  std::size_t consumed;
};
using HeadResult = std::variant<NeedMore, ParsedHead, Problem>;

/// Finds the end of a head in a growing buffer without looking at a byte twice.
class HeadReader {
 public:
  explicit HeadReader(const ParserLimits& limits) : limits_(limits) {}
  /// `buffer` starts at the first byte of the request and only grows between calls.
  HeadResult read(std::string_view buffer);

 private:
  std::optional<Problem> too_large(std::string_view buffer) const;

  ParserLimits limits_;
  std::size_t scanned_ = 0;
};

/// Parses a complete head, its last empty line included.
std::variant<RequestHead, Problem> parse_head(std::string_view text, const ParserLimits& limits);

/// Whether this is `token ":" value` without its CR LF, as head and trailers have them.
bool is_field_line(std::string_view line);

/// What the fields Accept-Language in the bytes say, whatever else is wrong with these: for the
/// answer to a head that cannot be read.
std::string languages_in(std::string_view head);

/// Reads a body by Content-Length or chunks and never keeps more than the limit.
class BodyReader {
 public:
  BodyReader(const RequestHead& head, std::size_t bytes_max);

  enum class State { kMore, kDone, kFailed };
  /// Takes bytes from the front of `input` (advancing it).
  State feed(std::string_view& input);
  std::string take_body() { return std::move(body_); }
  std::size_t received() const { return received_; }
  /// Bytes of memory that the body takes so far.
  std::size_t held() const { return body_.capacity(); }
  /// REQUIRES: kFailed was returned.
  const Problem& problem() const { return *problem_; }

 private:
  enum class Part { kPlain, kSize, kData, kDataEnd, kTrailers, kDone };

  State fail(std::string_view slug, Said said, std::string code = {});
  State feed_size(std::string_view& input);
  State feed_data(std::string_view& input);
  State feed_data_end(std::string_view& input);
  State feed_trailers(std::string_view& input);
  /// Moves bytes up to and including a line feed into line_; false: no full line yet.
  bool take_line(std::string_view& input);

  Part part_;
  std::size_t bytes_max_;
  std::uint64_t left_ = 0;  ///< of the body or of the chunk
  std::size_t received_ = 0;
  std::size_t trailer_bytes_ = 0;
  std::string line_;
  std::string body_;
  std::optional<Problem> problem_;
};

}  // namespace api
