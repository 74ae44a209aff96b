// SPDX-License-Identifier: Apache-2.0
// Who may see a paper of the joint activity: where the charter opens the documents to the
// participants (SM 2.5), every participant sees all of them, and one that left sees those up to its
// last day. An organisation always sees what it issued itself. The papers of the joint activity are
// those registered in the cluster and those by which it lives, wherever they were registered. In an
// open ledger everybody can read every hash and digest, so that to name a paper proves nothing:
// what is said outside the place that brought the paper in opens it only if whoever says it may
// open it.
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

/// A paper with the place whose registration brought it in. Borrows the chronicle.
struct Paper {
  const Chronicle& home;
  Fact<fb::DocumentRegistered> fact;
};

/// Whether whoever said this may let others see the paper: the organisation whose key registered
/// it, its issuer, the operator or the coordinator of its region, the root of the ledger, or who
/// may see it itself on the day as a participant of the paper's own cluster.
bool may_open(const Paper& paper, const fb::EventBody& said_by, Date on);

/// Whether it is a paper of the chronicle's cluster: registered there, or an edition of a document
/// by which, in the words of somebody who may open it on the day, the cluster's charters,
/// agreements and their changes, bodies, orders, protocols, programmes, plans, reports or consents
/// were made, or that its letters have enclosed, as it is or as a certified copy, as the letter's
/// author says or who recorded its receipt. False for a place that is no cluster.
bool is_paper_of(const Chronicle& chronicle, const Paper& paper, Date on);

/// Whether the organisation may see the paper on the day as one of the chronicle's cluster; what is
/// not its paper is seen by its issuer alone.
PaperAccess access_to_paper(const Chronicle& chronicle, const ledger::Id& organisation,
                            const Paper& paper, Date on);

std::string_view name_of(PaperReader reader);  ///< "issuer", "participant", …

}  // namespace projections::governance
