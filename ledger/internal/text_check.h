// SPDX-License-Identifier: Apache-2.0
// Checks of the strings of a body: pure functions from text to "fine" or what is wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/internal/body_schema.h"

namespace ledger::internal {

/// A fault in words, in both languages.
struct Told {
  std::string english;
  std::string russian;
};

/// Why a string is refused: the reason of the error, and what was found.
struct StringFault {
  const char* reason;
  Told told;
};

/// What keeps the text from the form and the limits of its field, if anything does.
std::optional<StringFault> string_fault(const TextSpec& spec, std::string_view text);

/// What is wrong with the bounds of a LegalDate of this precision (the value of the schema's enum),
/// if anything is. REQUIRES: bounds that are empty or days.
std::optional<Told> legal_date_fault(std::uint64_t precision, std::string_view from,
                                     std::string_view to);

enum class TextFault : std::uint8_t { kNone, kBadUtf8, kForbidden };

struct TextMeasure {
  TextFault fault = TextFault::kNone;
  std::size_t at = 0;     ///< byte offset of the fault
  std::size_t chars = 0;  ///< code points before the end or the fault
};

/// UTF-8 without C0, DEL, C1 and bidirectional controls (U+061C, U+200E, U+200F, U+202A..U+202E,
/// U+2066..U+2069). One pass.
TextMeasure measure_text(std::string_view text);

/// Lower-case hex digits only.
bool is_lower_hex(std::string_view text);

/// Decodes into out[0 .. hex.size()/2). REQUIRES: is_lower_hex(hex), even length, room in `out`.
void decode_lower_hex(std::string_view hex, std::span<unsigned char> out);

/// Decimal digits only.
bool is_digits(std::string_view text);

/// Printable ASCII without spaces, quotes and backslashes.
bool is_token(std::string_view text);

/// A day of the civil calendar as YYYY-MM-DD between 1900-01-01 and 2199-12-31. Such texts order
/// like their days.
bool is_civil_date(std::string_view text);

/// The number of days of a month. REQUIRES: month in 1..12.
int days_in_month(int year, int month);

}  // namespace ledger::internal
