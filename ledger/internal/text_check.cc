// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/text_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/result.h"

namespace ledger::internal {

namespace {

bool is_bidi_control(std::uint32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0: not well-formed
};

/// Decodes the multi-byte sequence at the start of `text` (RFC 3629 section 4).
CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  std::uint32_t value = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) return {};
  return {value, size};
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

TextMeasure measure_text(std::string_view text) {
  TextMeasure out;
  while (out.at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[out.at]);
    CodePoint c{lead, 1};
    if (lead >= 0x80) c = decode(text.substr(out.at));
    if (c.bytes == 0) {
      out.fault = TextFault::kBadUtf8;
      return out;
    }
    if (is_control(c.value) || (c.value >= 0x061C && is_bidi_control(c.value))) {
      out.fault = TextFault::kForbidden;
      return out;
    }
    out.at += c.bytes;
    ++out.chars;
  }
  return out;
}

bool is_lower_hex(std::string_view text) {
  static constexpr auto kDigit = [] {
    std::array<unsigned char, 256> table{};
    for (const char c : std::string_view("0123456789abcdef")) {
      table[static_cast<unsigned char>(c)] = 1;
    }
    return table;
  }();
  unsigned all = 1;
  for (const char c : text) all &= kDigit[static_cast<unsigned char>(c)];
  return all == 1;
}

void decode_lower_hex(std::string_view hex, std::span<unsigned char> out) {
  LEDGER_CHECK(hex.size() % 2 == 0 && out.size() >= hex.size() / 2);
  const auto value = [&](std::size_t i) {
    return hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10;
  };
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    out[i / 2] = static_cast<unsigned char>(value(i) * 16 + value(i + 1));
  }
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_token(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '"' && c != '\'' && c != '`' && c != '\\';
  });
}

int days_in_month(int year, int month) {
  LEDGER_CHECK(month >= 1 && month <= 12);
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_civil_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const int year = two_digits(text, 0) * 100 + two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
         day <= days_in_month(year, month);
}

namespace {

std::optional<StringFault> free_text_fault(const TextSpec& spec, std::string_view text) {
  if (text.empty()) {
    return StringFault{"EMPTY_STRING", {"present but empty", "поле есть, но пусто"}};
  }
  if (spec.bytes_max > 0 && text.size() > spec.bytes_max) {
    return StringFault{
        "STRING_TOO_LONG",
        {fmt::format("{} bytes exceed the limit max = {}", text.size(), spec.bytes_max),
         fmt::format("байтов {}, больше предела max = {}", text.size(), spec.bytes_max)}};
  }
  const TextMeasure measure = measure_text(text);
  if (measure.fault == TextFault::kBadUtf8) {
    return StringFault{"BAD_UTF8",
                       {fmt::format("not UTF-8 at byte {}", measure.at),
                        fmt::format("с байта {} это не UTF-8", measure.at)}};
  }
  if (measure.fault == TextFault::kForbidden) {
    return StringFault{
        "FORBIDDEN_CHARACTER",
        {fmt::format("control or bidirectional character at byte {}", measure.at),
         fmt::format("на байте {} управляющий знак или знак направления письма", measure.at)}};
  }
  if (spec.chars_max == 0 || measure.chars <= spec.chars_max) return std::nullopt;
  return StringFault{
      "STRING_TOO_LONG",
      {fmt::format("{} characters exceed the limit max_chars = {}", measure.chars, spec.chars_max),
       fmt::format("знаков {}, больше предела max_chars = {}", measure.chars, spec.chars_max)}};
}

}  // namespace

std::optional<StringFault> string_fault(const TextSpec& spec, std::string_view text) {
  switch (spec.form) {
    case TextForm::kHex:
      if (text.size() == spec.hex_digits && is_lower_hex(text)) return std::nullopt;
      return StringFault{
          "BAD_HEX",
          {fmt::format("not {} lower-case hex digits", spec.hex_digits),
           fmt::format("нужны строчные шестнадцатеричные цифры, числом {}", spec.hex_digits)}};
    case TextForm::kDate:
      if (is_civil_date(text)) return std::nullopt;
      return StringFault{"BAD_DATE",
                         {"not a day YYYY-MM-DD of the years 1900 to 2199",
                          "это не день ГГГГ-ММ-ДД с 1900 по 2199 год"}};
    case TextForm::kDigits:
      if (text.size() < 32 && (spec.digit_lengths >> text.size() & 1) != 0 && is_digits(text)) {
        return std::nullopt;
      }
      return StringFault{"BAD_DIGITS",
                         {"not decimal digits of an allowed number",
                          "это не десятичные цифры в допустимом числе"}};
    case TextForm::kToken:
      if (is_token(text)) break;
      return StringFault{"BAD_TOKEN",
                         {"only printable ASCII without spaces and quotes is allowed",
                          "допустимы только печатные знаки ASCII без пробелов и кавычек"}};
    case TextForm::kText:
      break;
  }
  return free_text_fault(spec, text);
}

std::optional<Told> legal_date_fault(std::uint64_t precision, std::string_view from,
                                     std::string_view to) {
  enum : std::uint64_t { kDay = 1, kMonth, kQuarter, kYear, kUnknown };
  if (precision != kUnknown && (from.empty() || to.empty())) {
    return Told{"the date lacks a bound", "у даты нет границы"};
  }
  if (!from.empty() && !to.empty() && from > to) {
    return Told{"the date ends before it begins", "дата кончается раньше, чем начинается"};
  }
  if (precision == kUnknown) return std::nullopt;
  if (precision == kDay) {
    if (from == to) return std::nullopt;
    return Told{"the date of a day has two different bounds",
                "у даты, известной до дня, две разные границы"};
  }
  const auto digits = [](std::string_view text) {
    int value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    return value;
  };
  const int first = digits(from.substr(5, 2));
  const int months = precision == kMonth ? 1 : precision == kQuarter ? 3 : 12;
  const int last = digits(to.substr(5, 2));
  const bool whole = from.substr(0, 4) == to.substr(0, 4) && from.substr(8) == "01" &&
                     (first - 1) % months == 0 && last == first + months - 1 &&
                     digits(to.substr(8)) == days_in_month(digits(to.substr(0, 4)), last);
  if (whole) return std::nullopt;
  return Told{"the date does not have the first and the last day of its period as bounds",
              "границы даты — не первый и последний день её периода"};
}

}  // namespace ledger::internal
