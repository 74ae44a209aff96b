// SPDX-License-Identifier: Apache-2.0
// Meetings, ballots, decisions, protocols, letters, signatures, orders, consents, applications,
// objections to memberships, powers of representation, programmes and plans as they are told on a
// legal day:
// what certainly came later is left out, a meeting that was announced is planned, and what may have
// come later is undetermined. The recorded facts, the effects and the findings are not touched.
#pragma once

#include "projections/governance/agreements.h"
#include "projections/governance/decisions.h"
#include "projections/governance/offices.h"
#include "projections/governance/plans.h"
#include "projections/governance/programmes.h"

namespace projections::governance {

/// Without the meetings that were not announced by the day of the council.
std::vector<Meeting> meetings_told(const Council& council);
/// Without the ballots that were not opened by then; what was not closed by then has no outcome.
std::vector<Ballot> ballots_told(const Council& council);
/// Without later decisions; formalised by the protocols as told.
std::vector<Decision> decisions_told(const Council& council);
/// Nothing for a digest that is no decision's, or for a later one.
std::optional<Decision> decision_told(const Council& council, const ledger::Hash& digest);
/// Without later protocols; each with the signatures, stamps and copies of then.
std::vector<Protocol> protocols_told(const Council& council);
/// Without letters that were sent later; received is what had come by then.
std::vector<Notice> notices_told(const Chronicle& chronicle, Date on);
/// With the lines that were signed by then, as of its changes.
Agreement agreement_told(const Chronicle& chronicle, Agreement agreement, Date on);
std::vector<Agreement> agreements_told(const Chronicle& chronicle, Date on);
/// Without programmes that were submitted later, words on them and changes that came later.
std::vector<Programme> programmes_told(const Chronicle& chronicle, Date on);
/// Without plans that were submitted later, approvals and reports that came later.
std::vector<Plan> plans_told(const Council& council);
/// Of the place itself, without later ones.
std::vector<Fact<fb::OrderIssued>> orders_told(const Chronicle& chronicle, Date on);
std::vector<Fact<fb::MembershipConsentRecorded>> consents_told(const Chronicle& chronicle, Date on);
std::vector<Fact<fb::CopyCertified>> certified_copies_told(const Chronicle& chronicle, Date on);
/// Without those who applied later.
std::vector<Candidate> candidates_told(const Chronicle& chronicle, Date on);
/// Contested by the objections that were raised by then; each membership is there whatever its
/// days.
std::vector<Membership> memberships_told(const Chronicle& chronicle, Date on);
/// Without powers that were given later.
std::vector<RepresentativePower> representatives_told(const Chronicle& chronicle, Date on);
/// The lines that were signed by then.
Signatures signatures_told(const Chronicle& chronicle, Signatures signatures, Date on);

}  // namespace projections::governance
