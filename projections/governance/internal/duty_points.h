// SPDX-License-Identifier: Apache-2.0
// The points of time at which charters let periods begin and duties end: which events stand for
// each of them, and which end belongs to which beginning. Every point of the schema is read here or
// refused by check_charter(): rules::starts_periods() and rules::ends_duties() say which.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "projections/governance/internal/duty_deeds.h"
#include "projections/governance/internal/meeting_versions.h"

namespace projections::governance::internal {

/// A period begins here.
struct Start {
  ledger::Hash subject;  ///< what it is about: an agreement, a protocol, a notice …
  FuzzyDate day;
  Grounds grounds;
  /// Events that stand for the same thing: versions that the subject replaced, the plan of an
  /// approval. A letter about one of them is about the subject.
  std::vector<ledger::Hash> same = {};
};

/// What all points are read from; built once per question.
struct PointSources {
  PointSources(const Council& council, const HeldMeetings& meetings);

  const Council& council;
  const Chronicle& chronicle;
  const HeldMeetings& meetings;
  Date on;
  Charters charters;
  MeetingVersions versions;
  std::vector<Agreement> agreements;
  std::vector<Notice> notices;
  std::vector<Plan> plans;
  /// D of the protocols that change an agreement otherwise than by taking somebody in.
  std::set<ledger::Hash> protocols_of_changes;
};

std::vector<Start> starts_of(const PointSources& sources, fb::DutyPoint point);
/// The events that end the duty begun by `start`, or may end it, in the order of recording. `to`:
/// whom a letter has to reach, null for anybody; a letter to somebody else ends nothing.
std::vector<Deed> stops_of(const PointSources& sources, fb::DutyPoint point, const Start& start,
                           const fb::Addressee* to);
/// Whether this duty follows from that beginning: only of a newcomer the operator has to be told;
/// and a duty that the charter gives in the point of the act in which it lets the council's
/// protocol change the agreement speaks of the protocols of changes alone (TU 13).
bool follows(const PointSources& sources, const rules::Charter& charter,
             const fb::DeadlineRule& rule, const Start& start);
/// The kind of facts in which the end of a duty would be recorded.
fb::FactKind recorded_among(fb::DutyPoint stop);

// What beginnings and ends are read by alike.

/// When a letter counts.
enum class Moment { kSent, kReceived };

std::vector<Amendment> all_amendments(const PointSources& sources);
/// Whether the paper is the agreement of the participants on the cluster; a side contract of some
/// of them is none (SM 2.2).
bool of_cluster(const Agreement& agreement);
/// Those whom the decision on the cluster names as its participants; none of a region.
std::set<ledger::Id> intended_participants(const Chronicle& chronicle);
/// The day of an order: what the event says occurred, else the date in the header of the act.
FuzzyDate issued_on(const Fact<fb::OrderIssued>& fact);
/// Whether a letter went to whom the charter names, or may have: the coordinator is not the
/// operator, whatever both are called (TU 4д, 4е).
bool goes_to(const PointSources& sources, const Notice& notice, const fb::Addressee* wanted);
/// Whether the letter tells the operator of a newcomer, by the charter in force when it was sent.
bool tells_of_inclusion(const PointSources& sources, const Notice& notice);

}  // namespace projections::governance::internal
