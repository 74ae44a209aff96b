// SPDX-License-Identifier: Apache-2.0
// Russian order and search of words (CLDR collation for "ru"): letters of either case are the same,
// and so are «ё» and «е». The only file that knows ICU's collator.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// Bytes whose order is the order of the texts; texts that differ only in case or in «ё» are
/// neighbours, never equal. Any thread.
std::string collation_key(std::string_view text);

/// The pieces between the white space, no-break spaces and tabs included: people paste them from
/// documents.
std::vector<std::string> search_words(std::string_view text);

/// Words to look for. Not for several threads at once.
class WordSearch {
 public:
  /// As search_words() gives them. Empty if there is nothing but white space.
  explicit WordSearch(std::string_view words);
  ~WordSearch();
  WordSearch(WordSearch&&) noexcept;

  bool empty() const { return words_.empty(); }
  /// Whether every word occurs in one of the texts, at the beginning of a word or inside it.
  bool found_in(const std::vector<std::string>& texts) const;

 private:
  class Word;
  std::vector<std::unique_ptr<Word>> words_;
};

}  // namespace api
