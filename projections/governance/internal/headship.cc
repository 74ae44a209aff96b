// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/headship.h"

namespace projections::governance::internal {
namespace {

bool only_acts(const fb::OfficeHolderChanged& fact) {
  return fact.change() == fb::OfficeChangeKind::ACTING || fact.role() == fb::Role::ACTING_HEAD;
}

/// Whether a release that does not name the holder may be theirs.
bool may_mean(const HeadChange& release, const std::optional<HeadChange>& holder) {
  if (!holder) return false;
  if (release->person() != nullptr) return (*holder)->person() == nullptr;
  const FuzzyDate came = rules::fuzzy((*holder)->from());
  return !came.known() || came != rules::fuzzy(release->from());
}

}  // namespace

bool Headship::take(const HeadChange& fact) {
  if (fact->change() == fb::OfficeChangeKind::RELEASED) return release(fact);
  if (acting_) former_.push_back(*acting_);
  if (only_acts(*fact)) {
    acting_ = fact;
    return true;
  }
  if (head_) former_.push_back(*head_);
  head_ = fact;
  acting_.reset();
  left_ = false;
  return true;
}

bool Headship::release(const HeadChange& fact) {
  const bool nobody = !head_ && !acting_;
  const auto gone =
      std::erase_if(former_, [&](const HeadChange& one) { return is_named(fact, one); });
  const bool knows = gone > 0 || is_named(fact, acting_) || is_named(fact, head_);
  const bool of_acting = knows ? is_named(fact, acting_) : may_mean(fact, acting_);
  const bool of_head =
      fact->role() == fb::Role::HEAD && (knows ? is_named(fact, head_) : may_mean(fact, head_));
  if (of_acting) acting_.reset();
  if (of_head) head_.reset();
  const bool otherwise = of_acting || of_head || (nobody && !left_);
  if (otherwise) left_ = !head_;
  return otherwise;
}

bool Headship::is_named(const HeadChange& release, const std::optional<HeadChange>& holder) const {
  if (!holder || release->person() == nullptr || (*holder)->person() == nullptr) return false;
  return facts_->person(fixed_of<ledger::Id>(release->person()->person())) ==
         facts_->person(fixed_of<ledger::Id>((*holder)->person()->person()));
}

}  // namespace projections::governance::internal
