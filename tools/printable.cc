// SPDX-License-Identifier: Apache-2.0
#include "tools/printable.h"

#include <fmt/format.h>

#include <cstdint>

#include "ledger/bytes.h"

namespace tools {
namespace {

bool is_control(std::uint32_t point) { return point < 0x20 || (point >= 0x7f && point < 0xa0); }

/// U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069.
bool turns_writing(std::uint32_t point) {
  return point == 0x61c || point == 0x200e || point == 0x200f ||
         (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

/// As many bytes as the first one of a character promises.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/// Of the bytes of one well-formed character (RFC 3629, section 3).
std::uint32_t point_of(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 1) return first;
  std::uint32_t point = first & (0xffU >> (bytes.size() + 1));
  for (const char next : bytes.substr(1)) {
    point = point << 6 | (static_cast<unsigned char>(next) & 0x3fU);
  }
  return point;
}

std::string shown(std::string_view bytes, bool lines) {
  const std::uint32_t point = point_of(bytes);
  if (lines && point == '\n') return "\n";
  if (is_control(point)) return fmt::format("\\x{:02x}", point);
  return turns_writing(point) ? fmt::format("\\u{:04x}", point) : std::string(bytes);
}

}  // namespace

std::string printable(std::string_view text, bool lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::string_view bytes = text.substr(0, sequence_length(first));
    const bool whole = ledger::is_utf8(bytes);
    out += whole ? shown(bytes, lines) : fmt::format("\\x{:02x}", first);
    text.remove_prefix(whole ? bytes.size() : 1);
  }
  return out;
}

}  // namespace tools
