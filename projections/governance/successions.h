// SPDX-License-Identifier: Apache-2.0
// Who followed whom: organisations that were reorganised, wound up or renamed, and those that the
// register names as their successors. No rule of a charter says what becomes of a membership or of
// a party's place then, so that it stays with the organisation that it was recorded of, and the
// successor is told beside it.
#pragma once

#include <map>
#include <vector>

#include "projections/governance/verdict.h"

namespace projections::governance {

struct Succession {
  ledger::Id organisation;  ///< who was followed
  ledger::Id successor;
  fb::OrganisationChangeKind kind{};
  FuzzyDate from;
  Truth come{};  ///< by the day; never kNo
  Source source;
};

/// The successions of a chronicle by a day. Borrows nothing.
class Successions {
 public:
  Successions(const Chronicle& chronicle, Date on);

  /// Who followed the organisation, in the order of their days, then who followed these, and so on;
  /// each once.
  std::vector<Succession> of(const ledger::Id& organisation) const {
    return of(organisation, false, {});
  }
  /// Whether `one` is the organisation itself or certainly followed it: what the organisation had
  /// agreed to is its own then (GK 58). `acted_on`: what it did certainly before it followed it did
  /// for itself alone.
  bool stands_for(const ledger::Id& one, const ledger::Id& organisation,
                  const FuzzyDate& acted_on = {}) const;

 private:
  std::vector<Succession> of(const ledger::Id& organisation, bool certain,
                             const FuzzyDate& acted_on) const;

  std::map<ledger::Id, std::vector<Succession>> by_organisation_;
};

}  // namespace projections::governance
