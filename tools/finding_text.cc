// SPDX-License-Identifier: Apache-2.0
#include "tools/finding_text.h"

#include <algorithm>
#include <tuple>

namespace tools {

namespace gov = projections::governance;

std::vector<gov::Finding> in_reading_order(const projections::Chronicle& chronicle,
                                           std::vector<gov::Finding> findings) {
  const auto place = [&](const gov::Finding& one) {
    const auto& day = one.subject_day.not_before;
    const projections::Source* source = chronicle.source(one.subject);
    return std::tuple(one.code(), !day.has_value(),
                      day ? projections::rules::to_iso(*day) : std::string(),
                      source == nullptr ? 0 : source->index, std::string_view(one.period));
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const gov::Finding& a, const gov::Finding& b) { return place(a) < place(b); });
  return findings;
}

}  // namespace tools
