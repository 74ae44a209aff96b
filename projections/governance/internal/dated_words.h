// SPDX-License-Identifier: Apache-2.0
// Words on one thing of which the last stands: a change of a term, what was said of a report. They
// follow each other by their own days; words of one day, and words of which none tells its day, by
// the order of recording.
#pragma once

#include <algorithm>
#include <vector>

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {

template <typename T>
struct Word {
  Fact<T> fact;
  FuzzyDate stated;   ///< its day as far as it is told
  FuzzyDate day;      ///< the same, no later than it was recorded
  bool open = false;  ///< whether it was said with effect is not known
};

template <typename T>
Word<T> word_of(const Chronicle& chronicle, const Fact<T>& fact, const FuzzyDate& stated) {
  return {fact, stated, no_later_than_recorded(chronicle, stated, *fact.source), false};
}

/// By their days, as late as they can be, then by the order of recording.
template <typename T>
void put_in_order(std::vector<Word<T>>& words) {
  const auto key = [](const Word<T>& word) {
    return std::make_pair(word.day.not_after.value_or(rules::kLastDate), word.fact.index());
  };
  std::sort(words.begin(), words.end(),
            [&](const Word<T>& a, const Word<T>& b) { return key(a) < key(b); });
}

/// What may stand on a day.
template <typename T>
struct Standing {
  std::vector<Word<T>> words;  ///< those that may be the last one by the day, in order
  bool maybe_none = true;      ///< no word was certainly said by the day, with effect
};

template <typename T>
bool displaced(const Word<T>& one, const Word<T>& other, Date on) {
  if (rules::on_or_before(other.day, FuzzyDate::on(on)) != Truth::kYes) return false;
  if (rules::before(one.day, other.day) == Truth::kYes) return true;
  return one.fact.index() < other.fact.index() &&
         (one.stated == other.stated || rules::same_day(one.day, other.day) == Truth::kYes);
}

/// `words`: in order.
template <typename T>
Standing<T> standing_on(const std::vector<Word<T>>& words, Date on) {
  Standing<T> out;
  for (const Word<T>& one : words) {
    if (to_come(one.day, on)) continue;
    const bool said = rules::on_or_before(one.day, FuzzyDate::on(on)) == Truth::kYes;
    if (said && !one.open) out.maybe_none = false;
    const bool gone = std::any_of(words.begin(), words.end(), [&](const Word<T>& other) {
      return !other.open && displaced(one, other, on);
    });
    if (!gone) out.words.push_back(one);
  }
  return out;
}

}  // namespace projections::governance::internal
