// SPDX-License-Identifier: Apache-2.0
#include "projections/text_form.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <optional>

#include "projections/internal/body_texts.h"
#include "projections/internal/refusal.h"

namespace projections {
namespace {

const icu::Normalizer2& normal_form_c() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFCInstance(status);
  LEDGER_CHECK(U_SUCCESS(status) != 0 && form != nullptr);
  return *form;
}

icu::StringPiece piece_of(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

bool is_nfc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  return normal_form_c().isNormalizedUTF8(piece_of(text), status) != 0 && U_SUCCESS(status) != 0;
}

std::optional<UChar32> first_invisible(std::string_view text) {
  const auto letters = icu::UnicodeString::fromUTF8(piece_of(text));
  for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 c = letters.char32At(at);
    const bool invisible = u_charType(c) == U_FORMAT_CHAR ||
                           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    if (invisible) return c;
  }
  return std::nullopt;
}

}  // namespace

std::string in_nfc(std::string_view text) {
  if (is_nfc(text)) return std::string(text);
  std::string out;
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  normal_form_c().normalizeUTF8(0, piece_of(text), sink, nullptr, status);
  LEDGER_CHECK(U_SUCCESS(status) != 0);
  return out;
}

std::string invisible_character(std::string_view text) {
  const auto c = first_invisible(text);
  if (!c) return {};
  char name[16];
  std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(*c));
  return name;
}

ledger::Status check_text_form(const ledger::Body& body) {
  std::optional<ledger::Error> found;
  internal::visit_texts(body, [&](const std::string& where, std::string_view text) {
    if (found) return;
    if (const std::string name = invisible_character(text); !name.empty()) {
      found = internal::refuse("TEXT_INVISIBLE",
                               {"the text holds " + name + ", which nobody sees",
                                "в тексте есть знак " + name + ", которого не видно"},
                               where);
    } else if (!is_nfc(text)) {
      found = internal::refuse("TEXT_NOT_NFC",
                               {"the text is not in Unicode's normal form C: a letter and its mark "
                                "are written apart",
                                "текст не в нормальной форме C Юникода: буква и её знак записаны "
                                "порознь"},
                               where);
    }
  });
  return found ? ledger::Status(*found) : ledger::Status(ledger::Ok{});
}

}  // namespace projections
