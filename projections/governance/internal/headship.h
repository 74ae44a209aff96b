// SPDX-License-Identifier: Apache-2.0
// Who heads an organisation, by the changes of that office.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/internal/council_facts.h"

namespace projections::governance::internal {

using HeadChange = Fact<fb::OfficeHolderChanged>;

/// Borrows the facts.
class Headship {
 public:
  explicit Headship(const CouncilFacts& facts) : facts_(&facts) {}

  /// The next change in the order of their days; whether it is otherwise since. A release takes the
  /// office from whom it names, whoever came in the meantime; one that names nobody from who is in
  /// it, unless they were appointed on that day: then it is their predecessor's.
  bool take(const HeadChange& fact);

  const std::optional<HeadChange>& head() const { return head_; }
  const std::optional<HeadChange>& acting() const { return acting_; }
  bool left() const { return left_; }  ///< there was a head, and there is none

 private:
  bool release(const HeadChange& fact);
  bool is_named(const HeadChange& release, const std::optional<HeadChange>& holder) const;

  const CouncilFacts* facts_;
  std::optional<HeadChange> head_;
  std::optional<HeadChange> acting_;
  std::vector<HeadChange> former_;  ///< whom others followed, and nobody released
  bool left_ = false;
};

}  // namespace projections::governance::internal
