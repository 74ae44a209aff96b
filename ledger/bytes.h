// SPDX-License-Identifier: Apache-2.0
// Bytes and their spellings: fixed-size values, big-endian integers, hex and base64. Owned bytes
// are std::string, borrowed bytes std::string_view; the only reinterpret_cast of the project is
// here.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace ledger {

const unsigned char* as_unsigned(std::string_view bytes);
unsigned char* as_unsigned(char* bytes);
std::string_view as_view(const unsigned char* bytes, std::size_t size);

/// N bytes that mean one thing; `Tag` keeps a key from being passed where a hash is meant.
template <std::size_t N, typename Tag>
struct FixedBytes {
  static constexpr std::size_t kSize = N;
  std::array<unsigned char, N> bytes{};

  std::string_view view() const { return as_view(bytes.data(), N); }
  bool is_zero() const { return *this == FixedBytes{}; }
  auto operator<=>(const FixedBytes&) const = default;
};

using Hash = FixedBytes<32, struct HashTag>;            ///< SHA-256; also the digest D of an event
using PublicKey = FixedBytes<32, struct PublicKeyTag>;  ///< Ed25519
using Signature = FixedBytes<64, struct SignatureTag>;  ///< Ed25519
using Id = FixedBytes<16, struct IdTag>;                ///< random identifier chosen by an author

/// REQUIRES: bytes.size() == T::kSize.
template <typename T>
T fixed_from(std::string_view bytes) {
  LEDGER_CHECK(bytes.size() == T::kSize);
  T value;
  std::memcpy(value.bytes.data(), bytes.data(), T::kSize);
  return value;
}

std::string to_hex(std::string_view bytes);
template <std::size_t N, typename Tag>
std::string to_hex(const FixedBytes<N, Tag>& value) {
  return to_hex(value.view());
}

/// Lower-case hex only, even length. kInvalid BAD_HEX otherwise.
Result<std::string> from_hex(std::string_view hex);

/// Exactly 2*T::kSize lower-case hex digits. kInvalid BAD_HEX otherwise.
template <typename T>
Result<T> fixed_from_hex(std::string_view hex) {
  auto bytes = from_hex(hex);
  if (!bytes) return bytes.error();
  if (bytes->size() != T::kSize) {
    const std::string wanted = std::to_string(2 * T::kSize);
    const std::string found = std::to_string(hex.size());
    return invalid("BAD_HEX", "expected " + wanted + " hex digits, found " + found,
                   "шестнадцатеричных цифр " + found + ", нужно " + wanted, "");
  }
  return fixed_from<T>(*bytes);
}

/// RFC 4648 section 4, standard alphabet with padding.
std::string to_base64(std::string_view bytes);
/// Strict: canonical padding, zero trailing bits, no white space. kInvalid BAD_BASE64 otherwise.
Result<std::string> from_base64(std::string_view text);

/// Appends the integer big-endian.
void put_u16(std::string& out, std::uint16_t value);
void put_u32(std::string& out, std::uint32_t value);
void put_u64(std::string& out, std::uint64_t value);
std::string be64(std::uint64_t value);

/// REQUIRES: at least 2, 4 or 8 bytes.
std::uint16_t get_u16(std::string_view bytes);
std::uint32_t get_u32(std::string_view bytes);
std::uint64_t get_u64(std::string_view bytes);

/// Canonical decimal: digits only, no leading zero, at most 2^63-1. kInvalid BAD_NUMBER otherwise.
Result<std::uint64_t> parse_decimal(std::string_view text);

/// For tables in memory: keyed at random in each process, because authors choose ids, and whoever
/// knows the function can choose such as fall into one bucket. Never stored.
std::size_t table_hash(std::string_view bytes) noexcept;

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, up to U+10FFFF).
bool is_utf8(std::string_view bytes);

}  // namespace ledger

template <std::size_t N, typename Tag>
struct std::hash<ledger::FixedBytes<N, Tag>> {
  std::size_t operator()(const ledger::FixedBytes<N, Tag>& value) const noexcept {
    return ledger::table_hash(value.view());
  }
};
