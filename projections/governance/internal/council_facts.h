// SPDX-License-Identifier: Apache-2.0
// The facts about councils by what they refer to, so that no question walks through the whole
// chronicle: versions of bodies and meetings, heads and representatives of organisations, what was
// recorded of a meeting, a ballot, a protocol. Built once for a chronicle, which it borrows, and
// shared by every reading of the charters.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "projections/governance/charters.h"
#include "projections/governance/internal/late_facts.h"
#include "projections/governance/internal/meeting_versions.h"

namespace projections::governance::internal {

template <typename T>
using ByDigest = std::map<ledger::Hash, std::vector<Fact<T>>>;
template <typename T>
using ById = std::map<ledger::Id, std::vector<Fact<T>>>;

/// The facts with this key, in the order in which they were recorded; empty if there are none.
template <typename Map>
const typename Map::mapped_type& facts_at(const Map& map, const typename Map::key_type& key) {
  static const typename Map::mapped_type kNone;
  const auto it = map.find(key);
  return it == map.end() ? kNone : it->second;
}

struct CouncilFacts {
  explicit CouncilFacts(const Chronicle& of);

  const Chronicle& chronicle;  ///< whatever its charters are read like

  ById<fb::BodyComposed> bodies;                ///< versions, by the body's id
  std::map<ledger::Hash, ledger::Id> body_ids;  ///< by the D of any version
  const MeetingVersions meetings;
  std::map<ledger::Id, Fact<fb::MeetingConvened>> moved_to;  ///< another meeting took its place

  ById<fb::OfficeHolderChanged> heads;                 ///< by organisation
  ById<fb::RepresentativeAuthorised> representatives;  ///< by organisation
  ById<fb::OrganisationRegistered> registrations;
  ById<fb::OrganisationChanged> changes;
  ById<fb::OfficeVacated> vacated;           ///< by body
  ById<fb::DecisionDeclared> fillings;       ///< decisions that fill an office, by body
  std::map<ledger::Id, ledger::Id> aliases;  ///< one reference of a person -> the first one

  std::vector<Touch> touches;

  // By the id of the meeting.
  ById<fb::AttendanceRecorded> attendance;
  ById<fb::MeetingClosed> meetings_closed;
  /// What is decided at an agenda item: the kind of its first ballot, else of its first decision.
  std::map<std::pair<ledger::Id, std::uint16_t>, fb::DecisionKind> item_kinds;
  // By the D of the ballot.
  ByDigest<fb::VoteCast> votes;
  ByDigest<fb::BallotCounted> counts;
  ByDigest<fb::BallotClosed> ballots_closed;
  ByDigest<fb::DecisionDeclared> decisions_by;
  // By the D of the decision, of the protocol, of whatever is objected to.
  ByDigest<fb::ProtocolRegistered> protocols_of;
  ByDigest<fb::ProtocolSigned> signatures;
  ByDigest<fb::ProtocolApproved> approvals;
  ByDigest<fb::ObjectionRecorded> objections;

  /// The meeting at which a ballot was held: its own, else the one of the decision that it led to,
  /// if all that there are name one; nothing otherwise, and not one of another cluster.
  std::optional<Fact<fb::MeetingConvened>> meeting_of(const Fact<fb::BallotOpened>& ballot) const;
  /// The version of the meeting that holds; nothing for an unknown digest.
  std::optional<Fact<fb::MeetingConvened>> meeting(const flatbuffers::String* digest) const;
  std::optional<ledger::Id> body_id(const flatbuffers::String* digest) const;
  /// As decided() says.
  FuzzyDate decided_on(const Fact<fb::DecisionDeclared>& fact) const;
  /// The body that decided: of the decision, else of its meeting or ballot.
  std::optional<ledger::Id> body_of(const fb::DecisionDeclared& decision) const;
  /// The body that votes: of the ballot, else of its meeting.
  std::optional<ledger::Id> body_of(const fb::BallotOpened& ballot) const;
  ledger::Id person(const ledger::Id& reference) const;
};

/// The facts with the charters by which they are judged: as these say, or with assumed parameters
/// read otherwise. Borrows the chronicle.
struct CouncilReading {
  explicit CouncilReading(const Chronicle& of)
      : CouncilReading(of, std::make_shared<const CouncilFacts>(of)) {}
  /// REQUIRES: `of` has the facts of the chronicle from which `shared` was made, which outlives it.
  CouncilReading(const Chronicle& of, std::shared_ptr<const CouncilFacts> shared)
      : chronicle(of), facts(std::move(shared)), charters(of) {}

  const Chronicle& chronicle;
  const std::shared_ptr<const CouncilFacts> facts;
  const Charters charters;
};

}  // namespace projections::governance::internal
