// SPDX-License-Identifier: Apache-2.0
// The points of time at which charters let periods begin and duties end: which events stand for
// each of them, and which end belongs to which beginning.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/obligations.h"

namespace projections::governance::internal {

/// A period begins here.
struct Start {
  ledger::Hash subject;  ///< what it is about: an agreement, a protocol, a notice …
  FuzzyDate day;
  Grounds grounds;
};

/// A duty was done.
struct Stop {
  FuzzyDate day;
  Evidence evidence;
};

/// What all points are read from; built once per question.
struct PointSources {
  PointSources(const Chronicle& chronicle, const HeldMeetings& meetings, Date on);

  const Chronicle& chronicle;
  const HeldMeetings& meetings;
  Date on;
  std::vector<Agreement> agreements;
  std::vector<Notice> notices;
  bool copies_are_notice = false;  ///< a parameter of the charter of the day
  /// To whom that charter wants a newcomer's notice to go; null: it does not say.
  const fb::Addressee* inclusion_to = nullptr;
};

std::vector<Start> starts_of(const PointSources& sources, fb::DutyPoint point);
/// The first event that ends the duty begun by `start`; nothing if none is recorded. `to`: whom a
/// letter has to reach, null for anybody; a letter to somebody else ends nothing.
std::optional<Stop> stop_of(const PointSources& sources, fb::DutyPoint point, const Start& start,
                            const fb::Addressee* to);
/// Whether a duty with this end follows from that beginning: only of a newcomer the operator has to
/// be told.
bool follows(const PointSources& sources, fb::DutyPoint stop, const Start& start);
/// The kind of facts in which the end of a duty would be recorded.
fb::FactKind recorded_among(fb::DutyPoint stop);

}  // namespace projections::governance::internal
