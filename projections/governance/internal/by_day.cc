// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/by_day.h"

#include <utility>

#include "projections/governance/charters.h"
#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {
namespace {

/// Days are asked about in the zone of the ledger and lived in that of the place: the western one,
/// so that nothing recorded on a day is later than it in either.
std::int32_t zone_of(const Chronicle& chronicle) {
  const std::int32_t zone = zone_minutes_of(chronicle);
  const auto ledgers = chronicle.all<fb::LedgerCreated>();
  if (ledgers.empty()) return zone;
  return std::min<std::int32_t>(zone, ledgers.front()->default_zone_minutes());
}

}  // namespace

ByDay::ByDay(const Chronicle& chronicle, Date on) : on_(on), zone_minutes_(zone_of(chronicle)) {}

Truth ByDay::had(const FuzzyDate& day, const Source& told_by) const {
  if (recorded_on(told_by, zone_minutes_) <= on_) return Truth::kYes;
  return rules::on_or_before(day, FuzzyDate::on(on_));
}

Missing open_by_day(std::string what) {
  return missing(std::move(what), "whether it had happened by the day asked about is not known",
                 "неизвестно, произошло ли это к указанному дню");
}

}  // namespace projections::governance::internal
