// SPDX-License-Identifier: Apache-2.0
// The words that parameters take, from the enumerations that the values come from.
#pragma once

#include <string>
#include <vector>

namespace api {

/// Names of a schema enumeration, e.g. list_words(fb::EnumNamesRole()); without UNSPECIFIED.
inline std::vector<std::string> list_words(const char* const* names) {
  std::vector<std::string> words;
  for (++names; *names != nullptr; ++names) words.emplace_back(*names);
  return words;
}

/// Names of our own enumerations, from `first` to `last`.
template <typename E, typename Name>
std::vector<std::string> list_words(E first, E last, Name name) {
  std::vector<std::string> words;
  for (int value = static_cast<int>(first); value <= static_cast<int>(last); ++value) {
    words.emplace_back(name(static_cast<E>(value)));
  }
  return words;
}

inline std::vector<std::string> truth_words() { return {"yes", "no", "undetermined"}; }
inline std::vector<std::string> flag_words() { return {"true", "false"}; }

}  // namespace api
