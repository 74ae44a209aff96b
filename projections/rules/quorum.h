// SPDX-License-Identifier: Apache-2.0
// Quorum in integer arithmetic: any share of a total, "at least" or "more than". An empty body has
// no quorum, and neither has a meeting to which nobody came.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace projections::rules {

/// Counts of people and parts of shares; products of two fit into 64 bits.
inline constexpr std::uint64_t kCountMax = 1'000'000'000;

/// Values as in fb::Relation.
enum class Relation : std::uint8_t { kAtLeast = 1, kMoreThan };

/// A share of a whole. 1/1 with kAtLeast is all of it.
struct Threshold {
  std::uint64_t numerator = 1;
  std::uint64_t denominator = 2;
  Relation relation = Relation::kMoreThan;
  bool operator==(const Threshold&) const = default;

  bool everybody() const { return numerator == denominator && relation == Relation::kAtLeast; }
};

/// Parts within kCountMax, a denominator above zero, a share that the whole can reach. Errors:
/// BAD_SHARE.
ledger::Status check_threshold(const Threshold& threshold);

/// The smallest count that reaches the share of `whole`; at least 1.
/// REQUIRES: check_threshold(); whole <= kCountMax.
std::uint64_t needed_of(const Threshold& threshold, std::uint64_t whole);
/// Whether `count` of `whole` reaches it, by cross-multiplication; false when either is zero.
bool reaches(const Threshold& threshold, std::uint64_t count, std::uint64_t whole);

/// ">= 1/2", "> 2/3". print_threshold(parse_threshold(x)) has one form. Errors: BAD_SHARE.
ledger::Result<Threshold> parse_threshold(std::string_view text);
std::string print_threshold(const Threshold& threshold);

struct Presence {
  std::uint64_t present = 0;
  std::uint64_t total = 0;  ///< the base of the rule: members or participants
};

struct Quorum {
  std::uint64_t needed = 0;
  bool met = false;
};

/// Errors: COUNT_TOO_LARGE; MORE_THAN_ALL (more present than there are).
ledger::Result<Quorum> quorum(const Threshold& threshold, const Presence& presence);

}  // namespace projections::rules
