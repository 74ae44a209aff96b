// SPDX-License-Identifier: Apache-2.0
// Ids under which later versions tell of something else.
#include <map>

#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;

// --- ids -----------------------------------------------------------------------------------------

/// One id whose versions tell of different things: the first one and each that differs from it.
template <typename T, typename Id_, typename Thing>
void find_reused(Finder& finder, Id_ id_of, Thing thing_of) {
  std::map<Id, Fact<T>> first;
  for (const auto& fact : finder.chronicle.own<T>()) {
    const Id id = fixed_of<Id>(id_of(*fact.payload));
    const auto [it, fresh] = first.emplace(id, fact);
    if (fresh) continue;
    const std::string before = thing_of(*it->second.payload), now = thing_of(*fact.payload);
    if (before == now) continue;
    Case one{"DUPLICATE_ID", fact.source};
    one.period = ledger::to_hex(id);
    one.numbers = {{"before", before}, {"now", now}};
    one.evidence.add(*it->second.source);
    finder.add(std::move(one));
  }
}

void find_reused_ids(Finder& finder) {
  const CouncilFacts& facts = finder.council.facts();
  find_reused<fb::BodyComposed>(
      finder, [](const auto& event) { return event.body(); },
      [](const auto& event) { return std::string(fb::EnumNameBodyKind(event.kind())); });
  find_reused<fb::MeetingConvened>(
      finder, [](const auto& event) { return event.meeting(); },
      [&](const auto& event) {
        const auto body = facts.body_id(event.body());
        return body ? ledger::to_hex(*body) : std::string(fb::EnumNameMeetingKind(event.kind()));
      });
  find_reused<fb::ProtocolRegistered>(
      finder, [](const auto& event) { return event.protocol(); },
      [&](const auto& event) {
        const auto meeting = facts.meeting(event.meeting());
        return meeting ? text_of((*meeting)->meeting()) : text_of(event.meeting());
      });
  find_reused<fb::DocumentRegistered>(
      finder, [](const auto& event) { return event.document(); },
      [](const auto& event) { return std::string(fb::EnumNameDocumentKind(event.kind())); });
}

}  // namespace

void find_in_journal(Finder& finder) {
  find_late_records(finder);
  find_repudiations(finder);
  find_recovered_keys(finder);
  find_reused_ids(finder);
}

}  // namespace projections::governance::internal
