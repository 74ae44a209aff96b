// SPDX-License-Identifier: Apache-2.0
// What some more events would mean: the verdicts about a place with them beside the verdicts
// without them, both computed by the same functions. What was decided, which duties begin, what is
// newly found, and which earlier outcomes change; nothing is decided here.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"

namespace projections::governance {

/// How one thing stands.
struct Standing {
  std::string kind;  ///< "meeting", "ballot", "decision", "protocol", "agreement", "membership" …
  std::string key;   ///< the same before and after; of one kind, unique
  ledger::Hash subject;  ///< D of the event that it is about
  Sentence title;
  Sentence state;
};

/// Every outcome of the place on the day, ascending by kind and key.
std::vector<Standing> standings(const Council& council, const std::vector<Obligation>& duties);

struct StandingChange {
  std::optional<Standing> before;  ///< nothing: it begins
  std::optional<Standing> after;   ///< nothing: it is gone
};

/// What differs; things are told by kind and key.
std::vector<StandingChange> changes_between(const std::vector<Standing>& before,
                                            const std::vector<Standing>& after);

/// Borrows both chronicles.
struct Preview {
  std::vector<Meeting> meetings;    ///< that an added event is about
  std::vector<Ballot> ballots;      ///< likewise
  std::vector<Decision> decisions;  ///< likewise
  std::vector<Protocol> protocols;  ///< likewise
  std::vector<Obligation> duties;   ///< that begin, by due day
  std::vector<Finding> appeared;    ///< by code, then by key
  std::vector<Finding> resolved;    ///< that are no longer found
  /// Of things that were there before; and memberships and offices that begin.
  std::vector<StandingChange> changes;

  bool empty() const {
    return meetings.empty() && ballots.empty() && decisions.empty() && protocols.empty() &&
           duties.empty() && appeared.empty() && resolved.empty() && changes.empty();
  }
};

/// `before`: null if the place does not exist without them. `council`: over the chronicle with
/// the added events, whose digests are `added`.
Preview preview(const Chronicle* before, const Council& council,
                const std::set<ledger::Hash>& added);

}  // namespace projections::governance
