// SPDX-License-Identifier: Apache-2.0
// The part of check_charter() that is about bodies: composition, quorum, majority, chair. For
// charter_check.cc alone.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "projections/rules/charter.h"
#include "projections/rules/charter_check.h"

namespace projections::rules {

/// What was found so far.
struct Problems {
  std::vector<CharterProblem> found;

  void error(std::string code, std::string path, std::string english, std::string russian);
  void warning(std::string code, std::string path, std::string english, std::string russian);
  void no_source(const std::string& path);
};

template <typename V, typename T>
bool holds(const V* values, T value) {
  return values != nullptr && std::any_of(values->begin(), values->end(),
                                          [&](auto each) { return static_cast<T>(each) == value; });
}

/// Whether some body is an organ of the cluster, and whether some body has a rule on its chair.
bool has_organ(const Charter& charter);
bool has_chair(const Charter& charter);
/// Without a list of competences a body is competent for everything.
bool competent(const fb::BodyRules& body, fb::DecisionKind decision);

void check_bodies(const Charter& charter, Problems& problems);

/// Lengths and frequencies outside of what is usual (charter_ranges.cc).
void check_ranges(const Charter& charter, Problems& problems);

}  // namespace projections::rules
