// SPDX-License-Identifier: Apache-2.0
#include "ledger/bytes.h"

#include <sodium.h>

#include <cstring>

namespace ledger {

const unsigned char* as_unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* as_unsigned(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
std::string_view as_view(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

std::size_t table_hash(std::string_view bytes) noexcept {
  static_assert(crypto_shorthash_BYTES == sizeof(std::size_t));
  static const auto key = [] {
    std::array<unsigned char, crypto_shorthash_KEYBYTES> made{};
    randombytes_buf(made.data(), made.size());
    return made;
  }();
  std::size_t hash = 0;
  std::array<unsigned char, sizeof hash> out{};
  crypto_shorthash(out.data(), as_unsigned(bytes), bytes.size(), key.data());
  std::memcpy(&hash, out.data(), sizeof hash);
  return hash;
}

std::string to_hex(std::string_view bytes) {
  std::string out(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), as_unsigned(bytes), bytes.size());
  out.pop_back();
  return out;
}

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

Error not_canonical() {
  return invalid("BAD_NUMBER", "not a canonical decimal number",
                 "это не каноническая запись десятичного числа", "");
}

}  // namespace

Result<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) {
    return invalid("BAD_HEX", "odd number of hex digits", "шестнадцатеричных цифр нечётное число",
                   "");
  }
  std::string out;
  out.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_digit(hex[i]);
    const int low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) {
      const std::string at = std::to_string(high < 0 ? i : i + 1);
      return invalid("BAD_HEX", "not a lower-case hex digit at position " + at,
                     "на месте " + at + " не строчная шестнадцатеричная цифра", "");
    }
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), as_unsigned(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

Result<std::string> from_base64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int rc = sodium_base642bin(as_unsigned(out.data()), out.size(), text.data(), text.size(),
                                   nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL);
  out.resize(size);
  if (rc != 0 || end != text.data() + text.size() || to_base64(out) != text) {
    return invalid("BAD_BASE64", "not canonical base64 (RFC 4648 section 4, with padding)",
                   "это не каноническая запись base64 (RFC 4648, раздел 4, с дополнением)", "");
  }
  return out;
}

void put_u16(std::string& out, std::uint16_t value) {
  out.push_back(static_cast<char>(value >> 8));
  out.push_back(static_cast<char>(value & 0xff));
}
void put_u32(std::string& out, std::uint32_t value) {
  put_u16(out, static_cast<std::uint16_t>(value >> 16));
  put_u16(out, static_cast<std::uint16_t>(value & 0xffff));
}
void put_u64(std::string& out, std::uint64_t value) {
  put_u32(out, static_cast<std::uint32_t>(value >> 32));
  put_u32(out, static_cast<std::uint32_t>(value & 0xffffffff));
}
std::string be64(std::uint64_t value) {
  std::string out;
  out.reserve(8);
  put_u64(out, value);
  return out;
}

std::uint16_t get_u16(std::string_view bytes) {
  LEDGER_CHECK(bytes.size() >= 2);
  const unsigned char* p = as_unsigned(bytes);
  return static_cast<std::uint16_t>(p[0] << 8 | p[1]);
}
std::uint32_t get_u32(std::string_view bytes) {
  LEDGER_CHECK(bytes.size() >= 4);
  return static_cast<std::uint32_t>(get_u16(bytes)) << 16 | get_u16(bytes.substr(2));
}
std::uint64_t get_u64(std::string_view bytes) {
  LEDGER_CHECK(bytes.size() >= 8);
  return static_cast<std::uint64_t>(get_u32(bytes)) << 32 | get_u32(bytes.substr(4));
}

Result<std::uint64_t> parse_decimal(std::string_view text) {
  if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0')) {
    return not_canonical();
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return not_canonical();
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value > INT64_MAX) {
    return invalid("BAD_NUMBER", "number exceeds 2^63-1", "число больше 2^63-1", "");
  }
  return value;
}

namespace {

/// Length of the well-formed sequence at the start of `s` (Unicode table 3-7), or 0.
std::size_t utf8_sequence(std::string_view s) {
  const unsigned char* p = as_unsigned(s);
  const auto tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return i < s.size() && p[i] >= low && p[i] <= high;
  };
  const unsigned lead = p[0];
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return tail(1, low, high) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t n = utf8_sequence(bytes);
    if (n == 0) return false;
    bytes.remove_prefix(n);
  }
  return true;
}

}  // namespace ledger
