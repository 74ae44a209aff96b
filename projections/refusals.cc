// SPDX-License-Identifier: Apache-2.0
#include "projections/refusals.h"

#include <algorithm>
#include <array>

#include "projections/internal/refusal_table.h"

namespace projections {

std::span<const Explanation> all_explanations() { return internal::kExplanations; }

const Explanation* explain(std::string_view reason) {
  const auto it = std::lower_bound(
      internal::kExplanations.begin(), internal::kExplanations.end(), reason,
      [](const Explanation& entry, std::string_view key) { return entry.reason < key; });
  return it != internal::kExplanations.end() && it->reason == reason ? &*it : nullptr;
}

}  // namespace projections
