// SPDX-License-Identifier: Apache-2.0
// Keys that recovery keys replaced: of an organisation or the operator's root. Nothing takes such a
// finding back.
#include <map>
#include <set>

#include "projections/governance/internal/finder.h"
#include "projections/governance/place_names.h"
#include "projections/internal/declared_ids.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;

/// Each key's way into the ledger.
class Introductions {
 public:
  explicit Introductions(const Chronicle& chronicle) {
    for (const auto& fact : chronicle.all<fb::LedgerCreated>()) take(fact->root_key(), fact);
    for (const auto& fact : chronicle.all<fb::KeyIntroduced>()) take(fact->key(), fact);
    for (const auto& fact : chronicle.all<fb::KeyRecovered>()) take(fact->new_key(), fact);
  }

  /// Null for a key of which the chronicle does not know.
  const Source* of(const flatbuffers::String* key) const {
    const auto it = sources_.find(text_of(key));
    return it == sources_.end() ? nullptr : it->second;
  }

 private:
  template <typename T>
  void take(const flatbuffers::String* key, const Fact<T>& fact) {
    sources_.emplace(text_of(key), fact.source);
  }
  std::map<std::string, const Source*> sources_;
};

/// The organisations of whose keys a cluster tells: those that its own events name. Of those that
/// keep the ledger and lead the region its region tells.
std::set<Id> told_of_by_cluster(const Finder& finder) {
  std::set<Id> named, above;
  finder.chronicle.visit([&](const Source&, const fb::EventBody& body, const PayloadRef& what) {
    const auto ids = projections::internal::organisations_named_by(what);
    if (what.as<fb::LedgerCreated>() != nullptr || what.as<fb::RegionDeclared>() != nullptr) {
      above.insert(ids.begin(), ids.end());
    }
    const fb::Scope& scope = *body.scope();
    if (finder.own({static_cast<ledger::ScopeKind>(scope.kind()), fixed_of<Id>(scope.id())})) {
      named.insert(ids.begin(), ids.end());
    }
  });
  for (const Id& id : above) named.erase(id);
  return named;
}

bool keeps_the_ledger(const Chronicle& chronicle, const Id& organisation) {
  for (const auto& fact : chronicle.all<fb::LedgerCreated>()) {
    if (fixed_of<Id>(fact->operator_organisation()->organisation()) == organisation) return true;
  }
  return false;
}

Sentence what_ended(const Sentence& name, bool root) {
  const Sentence of_root =
      root ? Sentence{"the root key of the ledger; ", "корневой ключ журнала; "} : Sentence{};
  return of_root + name +
         Sentence{": with the old key all other keys of its people ended",
                  ": вместе с прежним ключом прекращены остальные ключи людей организации"};
}

}  // namespace

void find_recovered_keys(Finder& finder) {
  const auto recovered = finder.chronicle.all<fb::KeyRecovered>();
  if (recovered.empty()) return;
  const Introductions introductions(finder.chronicle);
  const PlaceNames names(finder.chronicle);
  const bool of_cluster = finder.chronicle.place().kind == ledger::ScopeKind::kCluster;
  const std::set<Id> of_its_own = of_cluster ? told_of_by_cluster(finder) : std::set<Id>();
  for (const auto& fact : recovered) {
    const Id organisation = fixed_of<Id>(fact->organisation());
    if (of_cluster && !of_its_own.contains(organisation)) continue;
    Case one{"KEY_RECOVERED", fact.source};
    one.numbers = {{"old_key", text_of(fact->old_key())}, {"new_key", text_of(fact->new_key())}};
    const bool root = keeps_the_ledger(finder.chronicle, organisation);
    one.detail = what_ended(names.organisation(organisation), root);
    const Source* introduced = introductions.of(fact->old_key());
    if (introduced != nullptr) one.evidence.add(*introduced);
    finder.add(std::move(one));
  }
}

}  // namespace projections::governance::internal
