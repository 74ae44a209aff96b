// SPDX-License-Identifier: Apache-2.0
// What people call the things of a chronicle: organisations, seats, bodies, the place itself. An
// organisation has its newest short name, else its full one; a seat is called by the organisation
// that holds it, else by its post; what has no name is said to have none, with its id.
#pragma once

#include <map>
#include <set>
#include <string>

#include "projections/governance/verdict.h"

namespace projections::governance {

class PlaceNames {
 public:
  explicit PlaceNames(const Chronicle& chronicle);

  /// A private person has no name here.
  Sentence organisation(const ledger::Id& id) const;
  /// Of the newest composition of a body that has the seat; the seat of a body of members bears
  /// the id of its organisation.
  Sentence seat(const ledger::Id& id) const;
  /// By the id of a body; of the newest version.
  std::string body(const ledger::Id& id) const;
  /// The place of the chronicle; the registry has no name.
  const std::string& place() const { return place_; }

 private:
  std::map<ledger::Id, std::string> organisations_;
  std::set<ledger::Id> persons_;  ///< registered as private persons
  std::map<ledger::Id, std::string> seats_;
  std::map<ledger::Id, std::string> bodies_;
  std::string place_;
};

}  // namespace projections::governance
