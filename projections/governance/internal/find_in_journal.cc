// SPDX-License-Identifier: Apache-2.0
// What the journal itself shows: facts recorded long after their day, keys of closed ballots that
// were declared suspect later, ids under which later versions tell of something else.
#include <map>
#include <set>

#include "projections/governance/ballots.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

// --- late records --------------------------------------------------------------------------------

/// Recorded more than a year after it happened, outside of imported history.
void judge_record(Finder& finder, std::int32_t zone, const Source& source,
                  const FuzzyDate& occurred) {
  constexpr rules::days kLarge{365};
  const auto day = occurred.not_after;
  if (!day || source.historical) return;
  const Date recorded = recorded_on(source, zone);
  if (recorded - *day <= kLarge) return;
  Case found{"LATE_RECORD", &source};
  found.numbers = {{"occurred", rules::to_iso(*day)}, {"recorded", rules::to_iso(recorded)}};
  finder.add(std::move(found));
}

void find_late_records(Finder& finder) {
  const std::int32_t zone = zone_minutes_of(finder.chronicle);
  for (const auto& fact : finder.chronicle.own<fb::DecisionDeclared>()) {
    judge_record(finder, zone, *fact.source, occurred(*fact.body));
  }
}

// --- suspect keys --------------------------------------------------------------------------------

/// A declaration that a key may have been in wrong hands.
struct Suspicion {
  const Source* source = nullptr;
  ledger::PublicKey key;
  std::uint64_t from = 0;  ///< index of the log
};

std::vector<Suspicion> suspicions(const Chronicle& chronicle) {
  std::vector<Suspicion> out;
  for (const auto& fact : chronicle.all<fb::KeySuspected>()) {
    out.push_back({fact.source, fixed_of<ledger::PublicKey>(fact->key()), fact->from_index()});
  }
  return out;
}

std::set<Hash> reconfirmed(const Chronicle& chronicle) {
  std::set<Hash> out;
  for (const auto& fact : chronicle.all<fb::EventReconfirmed>()) {
    for (const auto* hex : *fact->events()) out.insert(fixed_of<Hash>(hex));
  }
  return out;
}

/// The events of one closed ballot: how it was opened, the votes, the counts, its closing.
std::vector<const Source*> events_of(const CouncilFacts& facts, const Ballot& ballot) {
  std::vector<const Source*> out{ballot.fact.source, ballot.closed->source};
  const Hash& digest = ballot.fact.digest();
  for (const auto& vote : facts_at(facts.votes, digest)) out.push_back(vote.source);
  for (const auto& count : facts_at(facts.counts, digest)) out.push_back(count.source);
  return out;
}

void find_repudiations(Finder& finder) {
  const std::vector<Suspicion> declared = suspicions(finder.chronicle);
  if (declared.empty()) return;
  const std::set<Hash> confirmed = reconfirmed(finder.chronicle);
  for (const Ballot& ballot : ballots(finder.council)) {
    if (!ballot.closed) continue;
    for (const Suspicion& suspicion : declared) {
      if (suspicion.source->index < ballot.closed->index()) continue;
      Case one{"LATE_REPUDIATION", ballot.fact.source};
      one.period = ledger::to_hex(suspicion.key);
      std::size_t touched = 0;
      for (const Source* event : events_of(finder.council.facts(), ballot)) {
        if (event->author != suspicion.key || event->index < suspicion.from) continue;
        if (confirmed.contains(event->digest)) continue;
        ++touched;
        one.evidence.add(*event);
      }
      if (touched == 0) continue;
      one.numbers = {{"events", std::to_string(touched)},
                     {"suspect_from", std::to_string(suspicion.from)}};
      one.evidence.add(*suspicion.source);
      finder.add(std::move(one));
    }
  }
}

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
  find_reused_ids(finder);
}

}  // namespace projections::governance::internal
