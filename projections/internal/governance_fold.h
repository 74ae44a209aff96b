// SPDX-License-Identifier: Apache-2.0
// Folding what an admitted event says into rows, and taking it out again for a correction. Each
// function is the only one that knows which rows follow from its types.
#pragma once

#include "projections/internal/governance_case.h"

namespace projections::internal {

/// What one payload says, under the digest of the event that first said it.
struct Saying {
  GovernanceWriter& writer;
  const ledger::Candidate& candidate;  ///< the event that says it now
  const Place& place;
  PayloadRef payload;
  ledger::Hash source;
  bool self = false;

  GovernanceState state() const { return GovernanceState(writer.rows()); }
};

/// Registers, keys, posts, charters, membership.
void fold_registers(const Saying& s);
void unfold_registers(const Saying& s);
/// Bodies, meetings, ballots, decisions.
void fold_sessions(const Saying& s);
/// `withdrawn`: nothing takes the place of what was said.
void unfold_sessions(const Saying& s, bool withdrawn);
/// Agreements, programmes, notices, ids.
void fold_papers(const Saying& s);
void unfold_papers(const Saying& s, bool withdrawn);

/// Whom an office of the body is given to, by name. Since version 3 of the rules.
void fold_named(const Saying& s, const ledger::Id& body, const ledger::Id& seat,
                const fb::PersonMention* person);
void unfold_named(const Saying& s, const ledger::Id& body);

/// The day of the business fact: `occurred`, or nothing known.
DayRange occurred_on(const Saying& s);

}  // namespace projections::internal
