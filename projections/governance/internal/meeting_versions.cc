// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/meeting_versions.h"

#include "projections/governance/internal/fact_days.h"

namespace projections::governance::internal {

using ledger::Hash;
using ledger::Id;

MeetingVersions::MeetingVersions(const Chronicle& chronicle) {
  for (const auto& fact : chronicle.all<fb::MeetingConvened>()) {
    const Id id = fixed_of<Id>(fact->meeting());
    by_id[id].push_back(fact);
    ids.emplace(fact.digest(), id);
  }
}

std::optional<Fact<fb::MeetingConvened>> MeetingVersions::last(
    const flatbuffers::String* digest) const {
  if (digest == nullptr) return std::nullopt;
  const auto id = ids.find(fixed_of<Hash>(digest));
  if (id == ids.end()) return std::nullopt;
  return by_id.at(id->second).back();
}

Decided decided(const Chronicle& chronicle, const MeetingVersions& meetings,
                const Fact<fb::DecisionDeclared>& decision) {
  Decided out;
  out.meeting = meetings.last(decision->meeting());
  if (!out.meeting) {
    const auto ballot = chronicle.find<fb::BallotOpened>(decision->ballot());
    if (ballot) out.meeting = meetings.last((*ballot)->meeting());
  }
  out.day = out.meeting ? rules::fuzzy((*out.meeting)->takes_place_on()) : occurred(*decision.body);
  return out;
}

}  // namespace projections::governance::internal
