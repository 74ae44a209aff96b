// SPDX-License-Identifier: Apache-2.0
// Who has to do with a place, by the record: who runs it, who takes part in it, whom it concerns,
// who was appointed to a post there. Version 3 of the rules.
#pragma once

#include "ledger/admission.h"
#include "projections/internal/governance_state.h"

namespace projections::internal {

/// A change in a post that serves a place (secretary, archivist, auditor, supervising official), as
/// told by a recorder of the place or said by those who run it: "aj" scope, role, a list.
struct PlacePostFact {
  ledger::Hash source;
  ledger::Id organisation;
  std::uint8_t change = 0;  ///< fb::OfficeChangeKind
  DayRange from;
  DayRange to;
  std::optional<ledger::Id> person;
};
template <typename A>
void fields(A& a, InArchive<A, PlacePostFact>& v) {
  a(v.source), a(v.organisation), a(v.change), a(v.from), a(v.to), a(v.person);
}

/// An organisation before a place, on the day of the place.
class Ties {
 public:
  Ties(const GovernanceState& state, const Place& place, const ledger::Id& organisation)
      : state_(state), place_(place), organisation_(organisation) {}

  /// The operator of the ledger, or an operator or the coordinator of the place or its region.
  bool runs() const;
  /// A participant of the cluster, or one that was named when the cluster was created; the
  /// organisation of a seat in a body of the place; whom its charter names. No applicant.
  bool takes_part() const;
  bool belongs() const { return runs() || takes_part(); }
  /// Something of its membership in the cluster is on record, be it an application.
  bool concerned() const;
  /// It has to do with the region of the place: registered there, or concerned by a cluster of it.
  bool of_region() const;
  /// Whether it is of any region at all.
  bool of_some_region() const;
  /// Appointed to the post in the place, its region or the whole ledger, and not certainly over.
  bool serves_as(fb::Role role) const;
  /// It holds a post of its own with that role.
  bool has_post(fb::Role role) const;

 private:
  bool operates_ledger() const;
  bool may_hold(fb::Role role) const;
  bool named_in_charter() const;
  bool has_seat() const;
  bool tied_to_region(const ledger::Id& region) const;

  const GovernanceState& state_;
  const Place& place_;
  const ledger::Id& organisation_;
};

/// Where the organisation was registered under version 3 of the rules; nothing for one that was
/// registered before.
std::optional<ledger::Scope> home_of(const GovernanceState& state, const ledger::Id& organisation);
/// The region that the scope is or lies in.
std::optional<ledger::Id> region_of(const GovernanceState& state, const ledger::Scope& scope);
/// "the cluster 0011…", «кластер 0011…».
Sentence place_words(const ledger::Scope& scope);

/// Folds homes and posts of places: the rows "ah" and "aj".
void fold_ties(GovernanceWriter& writer, const ledger::Candidate& candidate);

}  // namespace projections::internal
