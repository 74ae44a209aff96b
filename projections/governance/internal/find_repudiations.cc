// SPDX-License-Identifier: Apache-2.0
// Closed ballots on which a key later declared suspect bears: its own events, those of keys that it
// introduced, and everything else on which the outcome rests (attendance, offices, memberships).
// What a sound key of the same capacity reconfirmed counts as sound.
#include <set>

#include "projections/governance/ballots.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/finder.h"
#include "projections/key_doubts.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;

/// The events of one closed ballot and those on which its outcome rests.
std::set<std::uint64_t> bears_on(const CouncilFacts& facts, const Ballot& ballot) {
  const auto& rests_on = ballot.grounds.evidence.events();
  std::set<std::uint64_t> out(rests_on.begin(), rests_on.end());
  out.insert({ballot.fact.index(), ballot.closed->index()});
  const Hash& digest = ballot.fact.digest();
  for (const auto& vote : facts_at(facts.votes, digest)) out.insert(vote.index());
  for (const auto& count : facts_at(facts.counts, digest)) out.insert(count.index());
  return out;
}

void judge(Finder& finder, const Fact<fb::KeySuspected>& declared, const KeyDoubts& doubts,
           const Ballot& ballot) {
  Case one{"LATE_REPUDIATION", ballot.fact.source};
  one.period = text_of(declared->key());
  std::size_t touched = 0;
  for (const std::uint64_t index : bears_on(finder.council.facts(), ballot)) {
    const Source* event = doubts.doubted(index, declared.index());
    if (event == nullptr) continue;
    ++touched;
    one.evidence.add(*event);
  }
  if (touched == 0) return;
  one.numbers = {{"events", std::to_string(touched)},
                 {"suspect_from", std::to_string(declared->from_index())}};
  one.evidence.add(*declared.source);
  finder.add(std::move(one));
}

}  // namespace

void find_repudiations(Finder& finder) {
  const auto declared = finder.chronicle.all<fb::KeySuspected>();
  if (declared.empty()) return;
  const std::vector<Ballot> all = ballots(finder.council);
  const KeyDoubts doubts(finder.chronicle);
  for (const auto& suspicion : declared) {
    for (const Ballot& ballot : all) {
      if (ballot.closed && ballot.closed->index() < suspicion.index()) {
        judge(finder, suspicion, doubts, ballot);
      }
    }
  }
}

}  // namespace projections::governance::internal
