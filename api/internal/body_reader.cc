// SPDX-License-Identifier: Apache-2.0
// Message bodies: fixed length, or chunks with strict sizes and line ends (RFC 9112 section 7.1).
#include <algorithm>

#include "api/internal/request_parser.h"

namespace api {

namespace {

constexpr std::size_t kChunkLineBytesMax = 256;  ///< size and extensions
constexpr std::size_t kTrailerBytesMax = 8'192;
constexpr std::size_t kSizeDigitsMax = 15;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Size and ignored extensions of a chunk line without its CR LF.
std::optional<std::uint64_t> parse_chunk_size(std::string_view line) {
  std::size_t digits = 0;
  std::uint64_t size = 0;
  while (digits < line.size() && hex_digit(line[digits]) >= 0) {
    size = size * 16 + static_cast<std::uint64_t>(hex_digit(line[digits]));
    if (++digits > kSizeDigitsMax) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  const std::string_view rest = line.substr(digits);
  const bool printable = std::all_of(rest.begin(), rest.end(),
                                     [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); });
  if (!rest.empty() && (rest[0] != ';' || !printable)) return std::nullopt;
  return size;
}

}  // namespace

BodyReader::BodyReader(const RequestHead& head, std::size_t bytes_max)
    : part_(head.chunked ? Part::kSize : Part::kPlain),
      bytes_max_(bytes_max),
      left_(head.content_length.value_or(0)) {}

BodyReader::State BodyReader::fail(std::string_view slug, Said said, std::string code) {
  problem_ = make_problem(slug, std::move(said.english), std::move(code));
  problem_->detail_ru = std::move(said.russian);
  return State::kFailed;
}

BodyReader::State BodyReader::feed(std::string_view& input) {
  while (true) {
    State state = State::kMore;
    switch (part_) {
      case Part::kPlain:
      case Part::kData:
        state = feed_data(input);
        break;
      case Part::kSize:
        state = feed_size(input);
        break;
      case Part::kDataEnd:
        state = feed_data_end(input);
        break;
      case Part::kTrailers:
        state = feed_trailers(input);
        break;
      case Part::kDone:
        return State::kDone;
    }
    if (state != State::kDone) return state;
  }
}

/// Each part answers kDone when it is finished and part_ names the next one.
BodyReader::State BodyReader::feed_data(std::string_view& input) {
  if (left_ > bytes_max_ - body_.size()) {
    const std::string most = std::to_string(bytes_max_);
    return fail("body-too-large", {"the body is longer than " + most + " bytes",
                                   "тело длиннее предела, байтов: " + most});
  }
  const auto take = std::min<std::uint64_t>(left_, input.size());
  body_.append(input.substr(0, take));
  input = input.substr(take);
  received_ += take;
  left_ -= take;
  if (left_ > 0) return State::kMore;
  part_ = part_ == Part::kPlain ? Part::kDone : Part::kDataEnd;
  return State::kDone;
}

bool BodyReader::take_line(std::string_view& input) {
  const auto lf = input.find('\n');
  const auto take = lf == std::string_view::npos ? input.size() : lf + 1;
  line_.append(input.substr(0, std::min(take, kTrailerBytesMax + 1)));
  input = input.substr(take);
  received_ += take;
  return lf != std::string_view::npos;
}

BodyReader::State BodyReader::feed_size(std::string_view& input) {
  const bool whole = take_line(input);
  if (line_.size() > kChunkLineBytesMax) {
    return fail(
        "malformed-request",
        {"a chunk's size line is longer than " + std::to_string(kChunkLineBytesMax) + " bytes",
         "строка с размером части длиннее предела, байтов: " + std::to_string(kChunkLineBytesMax)},
        "BAD_CHUNK");
  }
  if (!whole) return State::kMore;
  const std::string_view line = line_;
  const bool ended = line.size() >= 2 && line[line.size() - 2] == '\r';
  const auto size = ended ? parse_chunk_size(line.substr(0, line.size() - 2)) : std::nullopt;
  if (!size) {
    return fail("malformed-request",
                {"a chunk's size line is malformed", "строка с размером части записана неверно"},
                "BAD_CHUNK");
  }
  line_.clear();
  left_ = *size;
  part_ = *size == 0 ? Part::kTrailers : Part::kData;
  return State::kDone;
}

BodyReader::State BodyReader::feed_data_end(std::string_view& input) {
  const auto take = std::min<std::size_t>(2 - line_.size(), input.size());
  line_.append(input.substr(0, take));
  input = input.substr(take);
  if (line_ != std::string_view("\r\n").substr(0, line_.size())) {
    return fail("malformed-request",
                {"a chunk must end in CR LF", "часть должна кончаться на CR LF"}, "BAD_CHUNK");
  }
  if (line_.size() < 2) return State::kMore;
  line_.clear();
  part_ = Part::kSize;
  return State::kDone;
}

/// Trailer fields are read to their end and dropped: nothing may depend on them.
BodyReader::State BodyReader::feed_trailers(std::string_view& input) {
  const bool whole = take_line(input);
  if (trailer_bytes_ + line_.size() > kTrailerBytesMax) {
    const std::string most = std::to_string(kTrailerBytesMax);
    return fail("headers-too-large", {"the trailer fields are longer than " + most + " bytes",
                                      "поля после тела длиннее предела, байтов: " + most});
  }
  if (!whole) return State::kMore;
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r') {
    return fail("malformed-request",
                {"a trailer line must end in CR LF", "строка после тела должна кончаться на CR LF"},
                "BAD_CHUNK");
  }
  if (line_ == "\r\n") {
    part_ = Part::kDone;
  } else if (!is_field_line(std::string_view(line_).substr(0, line_.size() - 2))) {
    return fail("malformed-request",
                {"a trailer line must be a header field", "строка после тела должна быть полем"},
                "BAD_CHUNK");
  }
  trailer_bytes_ += line_.size();
  line_.clear();
  return State::kDone;
}

}  // namespace api
