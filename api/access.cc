// SPDX-License-Identifier: Apache-2.0
#include "api/access.h"

#include <algorithm>
#include <array>

namespace api {

namespace {

constexpr std::array<std::string_view, kRightCount> kNames = {"read", "feed", "files", "metrics"};

}  // namespace

std::string_view right_name(Right right) { return kNames[static_cast<std::size_t>(right)]; }

std::optional<Right> find_right(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Right>(found - kNames.begin());
}

bool Grant::may(Right right) const {
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

bool Grant::covers(const ledger::Id& cluster) const {
  return ledger_wide() || std::find(clusters->begin(), clusters->end(), cluster) != clusters->end();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  volatile unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

}  // namespace api
