// SPDX-License-Identifier: Apache-2.0
// Closed ballots on which a key later declared suspect bears: its own events, those of keys that it
// introduced, and everything else on which the outcome rests (attendance, offices, memberships).
// What a clean key of the same capacity reconfirmed counts as clean.
#include <map>
#include <set>

#include "projections/governance/ballots.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/finder.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::PublicKey;

using Digests = std::set<Hash>;

/// The events that one suspicion puts in doubt, by index.
class Doubted {
 public:
  Doubted(const Chronicle& chronicle, const Fact<fb::KeySuspected>& declared)
      : chronicle_(chronicle), declared_(declared) {
    // The more is reconfirmed the fewer keys are in doubt, so that this ends.
    for (Digests clean;;) {
      walk(clean);
      Digests now = reconfirmed();
      if (now == clean) return;
      clean = std::move(now);
    }
  }

  const Source* find(std::uint64_t index) const {
    const auto it = events_.find(index);
    return it == events_.end() ? nullptr : it->second;
  }

 private:
  void walk(const Digests& clean) {
    events_.clear();
    keys_ = {{fixed_of<PublicKey>(declared_->key()), declared_->from_index()}};
    chronicle_.visit([&](const Source& source, const fb::EventBody& body, const PayloadRef& what) {
      const auto signer = keys_.find(source.author);
      bool doubted = signer != keys_.end() && source.index >= signer->second;
      doubted |= what.as<fb::KeyIntroduced>() == nullptr && cosigned(body, source.index);
      if (!doubted || clean.contains(source.digest)) return;
      events_[source.index] = &source;
      if (const auto* introduced = what.as<fb::KeyIntroduced>()) {
        keys_.emplace(fixed_of<PublicKey>(introduced->key()), source.index);
      }
    });
  }

  /// A new key cosigns its own introduction without vouching for it; elsewhere a cosigner does.
  bool cosigned(const fb::EventBody& body, std::uint64_t index) const {
    if (body.cosigners() == nullptr) return false;
    return std::any_of(body.cosigners()->begin(), body.cosigners()->end(),
                       [&](const fb::Signer* one) {
                         const auto key = keys_.find(fixed_of<PublicKey>(one->key()));
                         return key != keys_.end() && index >= key->second;
                       });
  }

  /// What events that are not in doubt themselves reconfirm.
  Digests reconfirmed() const {
    Digests out;
    for (const auto& fact : chronicle_.all<fb::EventReconfirmed>()) {
      if (events_.contains(fact.index())) continue;
      for (const auto* hex : *fact->events()) out.insert(fixed_of<Hash>(hex));
    }
    return out;
  }

  const Chronicle& chronicle_;
  const Fact<fb::KeySuspected>& declared_;
  std::map<PublicKey, std::uint64_t> keys_;  ///< in doubt, from which index on
  std::map<std::uint64_t, const Source*> events_;
};

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

void judge(Finder& finder, const Fact<fb::KeySuspected>& declared, const Doubted& doubted,
           const Ballot& ballot) {
  Case one{"LATE_REPUDIATION", ballot.fact.source};
  one.period = text_of(declared->key());
  std::size_t touched = 0;
  for (const std::uint64_t index : bears_on(finder.council.facts(), ballot)) {
    const Source* event = doubted.find(index);
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
  for (const auto& suspicion : declared) {
    const Doubted doubted(finder.chronicle, suspicion);
    for (const Ballot& ballot : all) {
      if (ballot.closed && ballot.closed->index() < suspicion.index()) {
        judge(finder, suspicion, doubted, ballot);
      }
    }
  }
}

}  // namespace projections::governance::internal
