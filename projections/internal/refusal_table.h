// SPDX-License-Identifier: Apache-2.0
// Every reason of an error in both languages, ascending by reason. In two halves.
#pragma once

#include <algorithm>
#include <array>

#include "projections/internal/refusal_table_first.h"
#include "projections/internal/refusal_table_second.h"

namespace projections::internal {

inline constexpr auto kExplanations = [] {
  std::array<Explanation, kFirstHalf.size() + kSecondHalf.size()> all{};
  std::copy(kSecondHalf.begin(), kSecondHalf.end(),
            std::copy(kFirstHalf.begin(), kFirstHalf.end(), all.begin()));
  return all;
}();

}  // namespace projections::internal
