// SPDX-License-Identifier: Apache-2.0
#include "api/collation.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/sortkey.h>
#include <unicode/stsearch.h>
#include <unicode/tblcoll.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "ledger/result.h"

namespace api {
namespace {

icu::UnicodeString decoded(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::unique_ptr<icu::RuleBasedCollator> make_collator(icu::Collator::ECollationStrength strength) {
  UErrorCode status = U_ZERO_ERROR;
  auto* made = dynamic_cast<icu::RuleBasedCollator*>(
      icu::Collator::createInstance(icu::Locale("ru"), status));
  LEDGER_CHECK(U_SUCCESS(status) != 0 && made != nullptr);
  made->setStrength(strength);
  return std::unique_ptr<icu::RuleBasedCollator>(made);
}

/// «Берёза» stands with the letter Б: quotes, dashes and spaces decide only where nothing else does
/// (UTS #10, variable weighting "shifted", which tells them apart at the fourth level).
std::unique_ptr<icu::RuleBasedCollator> make_ordering_collator() {
  auto made = make_collator(icu::Collator::QUATERNARY);
  UErrorCode status = U_ZERO_ERROR;
  made->setAttribute(UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, status);
  LEDGER_CHECK(U_SUCCESS(status) != 0);
  return made;
}

}  // namespace

std::string collation_key(std::string_view text) {
  static const auto collator = make_ordering_collator();
  const icu::UnicodeString decoded_text = decoded(text);
  std::vector<std::uint8_t> key(text.size() * 2 + 16);
  for (;;) {
    const int32_t size =
        collator->getSortKey(decoded_text, key.data(), static_cast<int32_t>(key.size()));
    const bool fits = static_cast<std::size_t>(size) <= key.size();
    key.resize(static_cast<std::size_t>(size));
    if (fits) return {key.begin(), key.end()};
  }
}

class WordSearch::Word {
 public:
  explicit Word(std::string_view text)
      : collator_(make_collator(icu::Collator::PRIMARY)), pattern_(decoded(text)) {
    UErrorCode status = U_ZERO_ERROR;
    search_ = std::make_unique<icu::StringSearch>(pattern_, icu::UnicodeString(u" "),
                                                  collator_.get(), nullptr, status);
    // A word without a letter, a digit or a sign that the collation knows is found nowhere.
    if (U_FAILURE(status) != 0) search_.reset();
  }

  bool found_in(const std::string& text) const {
    if (search_ == nullptr || text.empty()) return false;
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString decoded_text = decoded(text);
    search_->setText(decoded_text, status);
    const int32_t at = search_->first(status);
    const bool found = U_SUCCESS(status) != 0 && at != USEARCH_DONE;
    search_->setText(icu::UnicodeString(u" "), status);
    return found;
  }

 private:
  std::unique_ptr<icu::RuleBasedCollator> collator_;
  icu::UnicodeString pattern_;
  std::unique_ptr<icu::StringSearch> search_;
};

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> words(1);
  const icu::UnicodeString all = decoded(text);
  for (int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
    const UChar32 sign = all.char32At(at);
    if (u_isUWhiteSpace(sign) == 0) {
      icu::UnicodeString(sign).toUTF8String(words.back());
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

WordSearch::WordSearch(std::string_view words) {
  for (const std::string& word : search_words(words))
    words_.push_back(std::make_unique<Word>(word));
}

WordSearch::~WordSearch() = default;
WordSearch::WordSearch(WordSearch&&) noexcept = default;

bool WordSearch::found_in(const std::vector<std::string>& texts) const {
  return std::all_of(words_.begin(), words_.end(), [&](const auto& word) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return word->found_in(text); });
  });
}

}  // namespace api
