// SPDX-License-Identifier: Apache-2.0
// Who may see a paper of the joint activity: where the charter opens the documents to the
// participants (SM 2.5), every participant sees all of them, and one that left sees those up to its
// last day. An organisation always sees what it issued itself. The papers of the joint activity are
// those registered in the cluster and those by which it lives, wherever they were registered.
#pragma once

#include "projections/governance/verdict.h"

namespace projections::governance {

enum class PaperReader {
  kIssuer,
  kParticipant,
  kFormerParticipant,  ///< the paper is from its time
  kNotOpen,            ///< no charter opens the documents to participants
  kNoParticipant,      ///< never was one
  kLeftBefore,         ///< left before the paper's day
  kPaperWithoutDay,    ///< left, and the paper's day may be after that
  kMaybeParticipant,   ///< whether it is a participant is not known: seen as one
};

struct PaperAccess {
  PaperReader reader{};
  Grounds grounds;

  bool allowed() const;
};

/// The day of a paper: what its header shows, else when the event says it happened, else the day
/// on which it was recorded.
FuzzyDate paper_day(const Chronicle& chronicle, const Fact<fb::DocumentRegistered>& paper);

/// Whether it is a paper of the chronicle's cluster: registered there, or an edition of a document
/// by which the cluster's charters, agreements and their changes, bodies, orders, protocols,
/// programmes, plans or consents were made, or that its letters have enclosed. False for a place
/// that is no cluster.
bool is_paper_of(const Chronicle& chronicle, const Fact<fb::DocumentRegistered>& paper);

/// Whether the organisation may see the paper on the day as one of the chronicle's cluster; what is
/// not its paper is seen by its issuer alone. The paper may be of another chronicle.
PaperAccess access_to_paper(const Chronicle& chronicle, const ledger::Id& organisation,
                            const Fact<fb::DocumentRegistered>& paper, Date on);

std::string_view name_of(PaperReader reader);  ///< "issuer", "participant", …

}  // namespace projections::governance
