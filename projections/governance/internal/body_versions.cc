// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/body_versions.h"

#include <algorithm>

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

bool lists_seat(const fb::BodyComposed& version, const ledger::Id& seat) {
  const auto* seats = version.seats();
  return seats != nullptr && std::any_of(seats->begin(), seats->end(), [&](const fb::Seat* one) {
           return fixed_of<ledger::Id>(one->seat()) == seat;
         });
}

}  // namespace

BodyVersions::BodyVersions(const std::vector<Fact<fb::BodyComposed>>& all, Date day) {
  Date since{};
  for (const auto& fact : all) {
    const FuzzyDate from = composed_from(fact);
    const Truth come = rules::on_or_before(from, FuzzyDate::on(day));
    if (come == Truth::kUndetermined) {
      maybe = fact;
      if (tells(from)) possible.push_back(fact);
    }
    if (come != Truth::kYes || (certain && *from.not_after < since)) continue;
    certain = fact;
    since = *from.not_after;
  }
  if (!certain || (*certain)->replaces() == nullptr) return;
  std::erase_if(possible, [&](const auto& one) { return one.index() < certain->index(); });
}

bool BodyVersions::all_list(const ledger::Id& seat) const {
  return certain && lists_seat(**certain, seat) &&
         std::all_of(possible.begin(), possible.end(),
                     [&](const auto& one) { return lists_seat(*one, seat); });
}

}  // namespace projections::governance::internal
