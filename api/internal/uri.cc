// SPDX-License-Identifier: Apache-2.0
// Percent-decoding.
#include "api/internal/uri.h"

#include "ledger/bytes.h"

namespace api {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ledger::Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return ledger::invalid("BAD_ESCAPE", "'%' must be followed by two hex digits",
                               "за «%» должны идти две шестнадцатеричные цифры", "");
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (out.find('\0') != std::string::npos) {
    return ledger::invalid("BAD_ESCAPE", "a zero byte is not allowed in the target",
                           "нулевой байт в адресе недопустим", "");
  }
  if (!ledger::is_utf8(out)) {
    return ledger::invalid("BAD_UTF8", "the decoded target must be well-formed UTF-8",
                           "раскодированный адрес должен быть в UTF-8", "");
  }
  return out;
}

ledger::Result<std::vector<std::string>> decode_path(std::string_view raw_path) {
  std::vector<std::string> segments;
  std::string_view rest = raw_path.substr(1);
  while (true) {
    const auto slash = rest.find('/');
    auto segment = percent_decode(rest.substr(0, slash), false);
    if (!segment) return segment.error();
    segments.push_back(*std::move(segment));
    if (slash == std::string_view::npos) return segments;
    rest = rest.substr(slash + 1);
  }
}

ledger::Result<Pairs> decode_query(std::string_view raw_query) {
  Pairs pairs;
  while (!raw_query.empty()) {
    const auto end = raw_query.find('&');
    const std::string_view piece = raw_query.substr(0, end);
    raw_query = end == std::string_view::npos ? std::string_view() : raw_query.substr(end + 1);
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    auto name = percent_decode(piece.substr(0, equals), true);
    if (!name) return name.error();
    auto value = percent_decode(
        equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), true);
    if (!value) return value.error();
    pairs.add(*std::move(name), *std::move(value));
  }
  return pairs;
}

std::string encode_uri(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace api
