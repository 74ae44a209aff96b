// SPDX-License-Identifier: Apache-2.0
// How a Russian noun agrees with the number before it.
#pragma once

#include <cstdint>
#include <string_view>

namespace projections::rules {

/// Whether the number takes the singular: 1, 21, 101, and not 11. In the oblique cases that is all
/// there is to ask: «из 21 члена», «из 5 членов».
constexpr bool takes_singular(std::uint64_t number) {
  return number % 10 == 1 && number % 100 != 11;
}

/// «1 день», «2 дня», «5 дней»: the form that goes with the number.
constexpr std::string_view form_with(std::uint64_t number, std::string_view one,
                                     std::string_view few, std::string_view many) {
  if (takes_singular(number)) return one;
  const std::uint64_t last = number % 10;
  const bool teen = number % 100 / 10 == 1;
  return !teen && last >= 2 && last <= 4 ? few : many;
}

}  // namespace projections::rules
