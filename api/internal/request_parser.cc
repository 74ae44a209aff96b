// SPDX-License-Identifier: Apache-2.0
// Request line and field lines (RFC 9112 sections 2 to 6), with the framing rules of section 6.3.
#include "api/internal/request_parser.h"

#include <algorithm>
#include <array>

#include "api/http.h"
#include "ledger/bytes.h"

namespace api {

namespace {

constexpr std::size_t kMethodBytesMax = 32;
constexpr std::size_t kLengthDigitsMax = 18;        ///< of Content-Length: they fit 64 bits
constexpr std::size_t kLeadingEmptyLinesBytes = 4;  ///< RFC 9112 section 2.2: before the first line
constexpr std::size_t kMethodAndVersionBytes = kMethodBytesMax + 16;

using Refusal = std::optional<Problem>;

Problem malformed(std::string code, std::string detail) {
  return make_problem("malformed-request", std::move(detail), std::move(code));
}

bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

/// Visible ASCII, tab, space, or bytes above ASCII.
bool is_field_char(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u == '\t' || (u >= 0x20 && u != 0x7f);
}

/// Cuts a line ended by CRLF off `rest`; nullopt if it ends in a bare LF or holds a bare CR.
std::optional<std::string_view> next_line(std::string_view& rest) {
  const auto lf = rest.find('\n');
  if (lf == std::string_view::npos || lf == 0 || rest[lf - 1] != '\r') return std::nullopt;
  const std::string_view line = rest.substr(0, lf - 1);
  if (line.find('\r') != std::string_view::npos) return std::nullopt;
  rest = rest.substr(lf + 1);
  return line;
}

std::size_t leading_empty_lines(std::string_view buffer) {
  std::size_t skip = 0;
  while (skip < kLeadingEmptyLinesBytes && buffer.substr(skip, 2) == "\r\n") skip += 2;
  return skip;
}

Refusal parse_version(std::string_view version, RequestHead& head) {
  const bool shaped = version.size() == 8 && version.substr(0, 5) == "HTTP/" && version[6] == '.' &&
                      version[5] >= '0' && version[5] <= '9' && version[7] >= '0' &&
                      version[7] <= '9';
  if (!shaped) return malformed("BAD_REQUEST_LINE", "the version must read HTTP/1.1 or HTTP/1.0");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return make_problem("version-not-supported", "only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
  head.minor_version = version[7] - '0';
  return std::nullopt;
}

bool is_authority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && std::string_view("-._~:[]%").find(c) != std::string_view::npos);
  });
}

/// Origin form, absolute form (RFC 9112 section 3.2.2: servers accept it), or "*" for OPTIONS.
Refusal parse_target(RequestHead& head) {
  std::string_view target = head.target;
  if (target == "*" && head.method == "OPTIONS") {
    head.path = "*";
    return std::nullopt;
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    target = target.substr(scheme.size());
    const auto end = std::min(target.find_first_of("/?"), target.size());
    if (!is_authority(target.substr(0, end))) {
      return malformed("BAD_TARGET", "the authority of the target is malformed");
    }
    target = target.substr(end);
    if (target.empty() || target[0] == '?') head.path = "/";
    break;
  }
  const auto mark = target.find('?');
  head.path.append(target.substr(0, mark));
  if (mark != std::string_view::npos) head.raw_query = target.substr(mark + 1);
  if (head.path.empty() || head.path[0] != '/') {
    return malformed("BAD_TARGET", "the target must start with '/'");
  }
  return std::nullopt;
}

Refusal parse_request_line(std::string_view line, const ParserLimits& limits, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return malformed("BAD_REQUEST_LINE", "the first line must be a method, a target and a version");
  }
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (!is_token(head.method) || head.method.size() > kMethodBytesMax) {
    return malformed("BAD_REQUEST_LINE", "the method must be a token of at most " +
                                             std::to_string(kMethodBytesMax) + " characters");
  }
  if (head.target.size() > limits.target_bytes_max) {
    return make_problem("uri-too-long", "the target is longer than " +
                                            std::to_string(limits.target_bytes_max) + " bytes");
  }
  const bool visible = std::all_of(head.target.begin(), head.target.end(),
                                   [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
  if (!visible) {
    return malformed("BAD_TARGET", "the target may hold visible ASCII without '#' only");
  }
  if (auto refusal = parse_version(line.substr(last + 1), head)) return refusal;
  return parse_target(head);
}

Refusal parse_field(std::string_view line, RequestHead& head) {
  if (line[0] == ' ' || line[0] == '\t') {
    return malformed("FOLDED_HEADER", "a header field may not continue on another line");
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return malformed("BAD_HEADER", "a header field must be a token directly followed by ':'");
  }
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), is_field_char)) {
    return malformed("BAD_HEADER", "a header value may not hold control characters");
  }
  head.headers.add(std::string(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

Refusal parse_fields(std::string_view rest, const ParserLimits& limits, RequestHead& head) {
  if (rest.size() > limits.headers_bytes_max) {
    return make_problem("headers-too-large", "the header fields are longer than " +
                                                 std::to_string(limits.headers_bytes_max) +
                                                 " bytes in total");
  }
  while (true) {
    const auto line = next_line(rest);
    if (!line) return malformed("BAD_LINE_END", "every line of the head must end in CR LF");
    if (line->empty()) return std::nullopt;
    if (head.headers.all().size() >= limits.headers_max) {
      return make_problem(
          "headers-too-large",
          "there are more than " + std::to_string(limits.headers_max) + " header fields");
    }
    if (auto refusal = parse_field(*line, head)) return refusal;
  }
}

Refusal check_host(const RequestHead& head) {
  const auto hosts = head.headers.count("Host");
  if (hosts == 0 && head.minor_version == 0) return std::nullopt;
  if (hosts != 1 || !is_authority(*head.headers.get("Host"))) {
    return malformed("BAD_HOST", "exactly one well-formed Host field is needed");
  }
  return std::nullopt;
}

Refusal check_framing(RequestHead& head) {
  const auto lengths = head.headers.count("Content-Length");
  const auto codings = head.headers.count("Transfer-Encoding");
  if (lengths > 0 && codings > 0) {
    return malformed("BAD_FRAMING", "Content-Length and Transfer-Encoding exclude each other");
  }
  if (lengths > 1) return malformed("BAD_FRAMING", "Content-Length is given more than once");
  if (codings > 0) {
    const bool chunked =
        codings == 1 && equal_ignoring_case(*head.headers.get("Transfer-Encoding"), "chunked");
    if (!chunked || head.minor_version == 0) {
      return malformed("BAD_FRAMING", "chunked is the only transfer coding, and of HTTP/1.1 only");
    }
    head.chunked = true;
  }
  if (lengths == 0) return std::nullopt;
  const std::string_view text = *head.headers.get("Content-Length");
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return malformed("BAD_FRAMING", "Content-Length must be a decimal number");
  if (text.size() > kLengthDigitsMax) {
    return make_problem("body-too-large", "Content-Length has more than " +
                                              std::to_string(kLengthDigitsMax) + " digits");
  }
  std::uint64_t length = 0;
  for (const char c : text) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  head.content_length = length;
  return std::nullopt;
}

Refusal check_connection(RequestHead& head) {
  head.keep_alive = head.minor_version == 1;
  const std::string list = head.headers.joined("Connection");
  std::string_view rest = list;
  bool close = false;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const std::string_view option = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (equal_ignoring_case(option, "close")) close = true;
    if (equal_ignoring_case(option, "keep-alive")) head.keep_alive = true;
  }
  if (close) head.keep_alive = false;
  if (!head.headers.has("Expect") || head.minor_version == 0) return std::nullopt;
  if (!equal_ignoring_case(head.headers.joined("Expect"), "100-continue")) {
    return make_problem("expectation-failed", "the only known expectation is 100-continue");
  }
  head.expect_continue = true;
  return std::nullopt;
}

}  // namespace

std::variant<RequestHead, Problem> parse_head(std::string_view text, const ParserLimits& limits) {
  RequestHead head;
  text = text.substr(leading_empty_lines(text));
  const auto line = next_line(text);
  if (!line) return malformed("BAD_LINE_END", "every line of the head must end in CR LF");
  if (auto refusal = parse_request_line(*line, limits, head)) return *std::move(refusal);
  if (auto refusal = parse_fields(text, limits, head)) return *std::move(refusal);
  if (auto refusal = check_host(head)) return *std::move(refusal);
  if (auto refusal = check_framing(head)) return *std::move(refusal);
  if (auto refusal = check_connection(head)) return *std::move(refusal);
  return head;
}

bool is_field_line(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
  return std::all_of(line.begin() + static_cast<std::ptrdiff_t>(colon), line.end(), is_field_char);
}

std::string languages_in(std::string_view head) {
  constexpr std::string_view kName = "Accept-Language:";
  std::string all;
  while (!head.empty()) {
    const auto end = std::min(head.find('\n'), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    if (!equal_ignoring_case(line.substr(0, kName.size()), kName)) continue;
    std::string_view value = line.substr(kName.size());
    if (value.ends_with('\r')) value.remove_suffix(1);
    all.append(all.empty() ? "" : ", ").append(trim(value));
  }
  return all;
}

std::optional<Problem> HeadReader::too_large(std::string_view buffer) const {
  const auto line_end = buffer.find('\n');
  if (line_end == std::string_view::npos) {
    if (buffer.size() <= limits_.target_bytes_max + kMethodAndVersionBytes) return std::nullopt;
    return make_problem("uri-too-long", "the first line is longer than a target of " +
                                            std::to_string(limits_.target_bytes_max) +
                                            " bytes allows");
  }
  if (buffer.size() - line_end <= limits_.headers_bytes_max) return std::nullopt;
  return make_problem("headers-too-large", "the header fields are longer than " +
                                               std::to_string(limits_.headers_bytes_max) +
                                               " bytes in total");
}

HeadResult HeadReader::read(std::string_view buffer) {
  const auto start = leading_empty_lines(buffer);
  scanned_ = std::max(scanned_, start);
  while (true) {
    const auto lf = buffer.find('\n', scanned_);
    if (lf == std::string_view::npos) break;
    // An empty line, properly ended or not: the line parser judges the ends.
    std::size_t end = 0;
    if (buffer.substr(lf + 1, 1) == "\n") end = lf + 2;
    if (buffer.substr(lf + 1, 2) == "\r\n") end = lf + 3;
    if (end == 0 && buffer.size() < lf + 3 && buffer.substr(lf + 1) == "\r") break;
    if (end == 0 && buffer.size() == lf + 1) break;
    if (end == 0) {
      scanned_ = lf + 1;
      continue;
    }
    auto parsed = parse_head(buffer.substr(0, end), limits_);
    if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
    return ParsedHead{std::get<RequestHead>(std::move(parsed)), end};
  }
  if (auto problem = too_large(buffer.substr(start))) return *std::move(problem);
  // A client that speaks another protocol, TLS above all, is told at once.
  if (start < buffer.size() && buffer[start] != '\r' && !is_token_char(buffer[start])) {
    return malformed("BAD_REQUEST_LINE", "the first line must begin with a method");
  }
  return NeedMore{};
}

}  // namespace api
