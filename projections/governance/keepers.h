// SPDX-License-Identifier: Apache-2.0
// Whose word is more than that of one participant: of who runs the place or keeps its record.
// Everybody who takes part in a place may record there, so that what all have agreed is not ended
// or replaced by what one of them records (ГК 450, 452; TU 14, SM 6.2).
#pragma once

#include <optional>

#include "projections/governance/verdict.h"

namespace projections::governance {

/// The operator of the ledger, the operator or the coordinator of the region, or whom the charter
/// names for the orders of the place, on the day or possibly.
bool runs_region(const Chronicle& chronicle, const ledger::Id& organisation, Date day);
/// One of those, the operator of the cluster, or its secretary or archivist.
bool keeps_place(const Chronicle& chronicle, const ledger::Id& organisation, Date day);

/// Whether it had such a standing when its paper was made, or has it on the day: whoever gave up an
/// office takes nothing from what they issued in it. `made`: the day in the header of the paper.
bool then_or_now(bool (&stands)(const Chronicle&, const ledger::Id&, Date),
                 const Chronicle& chronicle, const ledger::Id& organisation, const FuzzyDate& made,
                 Date day);

/// The organisation on whose own word the event stands; nothing where a recorder or a paper tells
/// it, where its author is the root of the ledger, or of no organisation.
std::optional<ledger::Id> own_word_of(const Source& source, const fb::EventBody& said_by);

/// Whether the event stands on the word of one organisation that did not keep the place on the day
/// of recording.
bool is_bare_word(const Chronicle& chronicle, const Source& source, const fb::EventBody& said_by);

template <typename T>
bool is_bare_word(const Chronicle& chronicle, const Fact<T>& fact) {
  return is_bare_word(chronicle, *fact.source, *fact.said_by);
}

}  // namespace projections::governance
