// SPDX-License-Identifier: Apache-2.0
// A text for people in both languages, made from one computation.
#pragma once

#include <string>
#include <string_view>

namespace projections {

struct Sentence {
  std::string english;
  std::string russian;
};

/// Nobody's language: an id, a date, a number.
inline Sentence same(std::string_view text) { return {std::string(text), std::string(text)}; }

inline Sentence operator+(Sentence left, const Sentence& right) {
  left.english += right.english;
  left.russian += right.russian;
  return left;
}

}  // namespace projections
