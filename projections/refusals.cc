// SPDX-License-Identifier: Apache-2.0
#include "projections/refusals.h"

#include <algorithm>
#include <array>

#include "projections/internal/refusal_rules.h"
#include "projections/internal/refusal_table.h"

namespace projections {

std::span<const Explanation> all_explanations() { return internal::kExplanations; }

const Explanation* explain(std::string_view reason) {
  const auto it = std::lower_bound(
      internal::kExplanations.begin(), internal::kExplanations.end(), reason,
      [](const Explanation& entry, std::string_view key) { return entry.reason < key; });
  return it != internal::kExplanations.end() && it->reason == reason ? &*it : nullptr;
}

std::string_view rule_of(std::string_view reason) {
  const auto& all = internal::kRulesOfReasons;
  const auto it = std::find_if(all.begin(), all.end(),
                               [&](const auto& entry) { return entry.reason == reason; });
  return it == all.end() ? std::string_view() : it->rule;
}

}  // namespace projections
