// SPDX-License-Identifier: Apache-2.0
// Participants, bodies, meetings, ballots, decisions and protocols as JSON (API.md): one builder
// for each verdict, for the server and for the tool's --json. `…_line` is the line of a list,
// `…_json` the whole thing, which has the same members and more.
#pragma once

#include "api/telling.h"
#include "projections/governance/decisions.h"
#include "projections/governance/membership.h"

namespace api {

/// Who followed the organisation by the telling's day, and who followed these.
Json successions_json(const std::optional<ledger::Id>& organisation, const Telling& telling);

// --- participants
Json membership_json(const projections::governance::Membership& membership, const Telling& telling);
Json consent_json(const projections::Fact<projections::fb::MembershipConsentRecorded>& fact,
                  const Telling& telling);
Json candidate_json(const projections::governance::Candidate& candidate, const Telling& telling);

// --- bodies
Json seat_json(const ledger::Id& body, const projections::governance::SeatHolder& holder,
               const Telling& telling);
/// The same with every event behind the seat: beside those of its holder the composition of the
/// body and, where seats follow membership, what makes the organisation a participant on the day.
Json seat_json(const projections::governance::Council& council,
               const projections::governance::Body& body,
               const projections::governance::SeatHolder& holder, const Telling& telling);
Json chair_term_json(const ledger::Id& body, const projections::governance::ChairTerm& term,
                     const Telling& telling);
Json body_line(const projections::governance::Council& council,
               const projections::governance::Body& body, const Telling& telling);
Json body_json(const projections::governance::Council& council,
               const projections::governance::Body& body, const Telling& telling);

// --- meetings and ballots
Json quorum_json(const projections::governance::QuorumState& quorum, const Telling& telling);
Json meeting_line(const projections::governance::Council& council,
                  const projections::governance::Meeting& meeting, const Telling& telling);
Json meeting_json(const projections::governance::Council& council,
                  const projections::governance::Meeting& meeting, const Telling& telling);
Json ballot_line(const projections::governance::Ballot& ballot, const Telling& telling);
Json ballot_json(const projections::governance::Ballot& ballot, const Telling& telling);

// --- decisions and protocols
Json decision_line(const projections::governance::Decision& decision, const Telling& telling);
Json decision_json(const projections::governance::Decision& decision, const Telling& telling);
/// Every component of the decision as an assignment, with the duties that follow from it.
Json assignments_json(const projections::governance::Decision& decision,
                      const std::vector<projections::governance::Obligation>& duties,
                      const Telling& telling);
Json component_json(const projections::governance::ComponentState& component,
                    const Telling& telling);
Json addressee_json(const ledger::fb::Addressee* addressee, const Telling& telling);
Json objection_json(const projections::Fact<projections::fb::ObjectionRecorded>& fact,
                    const Telling& telling);
Json protocol_line(const projections::governance::Protocol& protocol, const Telling& telling);
Json protocol_json(const projections::governance::Protocol& protocol, const Telling& telling);

}  // namespace api
