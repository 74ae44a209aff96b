// SPDX-License-Identifier: Apache-2.0
// Bodies, their seats and chairs, and their meetings: who was there at each question of the agenda
// and whether that was a quorum (TO 3-6; SM 5.1; trap 28: an empty body has no quorum).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/membership.h"
#include "projections/governance/obligations.h"
#include "projections/rules/quorum.h"

namespace projections::governance {

/// A version of a body on a day.
struct Body {
  Fact<fb::BodyComposed> fact;
  ledger::Id id;
  fb::BodyKind kind{};
  std::vector<ledger::Id> seats;   ///< ascending; of a body of members: their organisations
  std::vector<ledger::Id> vacant;  ///< seats without a known holder on the day
};

/// Somebody's term in the chair.
struct ChairTerm {
  ledger::Id seat;
  Fact<fb::DecisionDeclared> decision;
  FuzzyDate from;
  std::optional<FuzzyDate> last_day;  ///< nothing: the charter states no term
  std::optional<Fact<fb::OfficeVacated>> vacated;
  Evidence evidence;
};

/// The council of one place on any day: what bodies, chairs and meetings are computed from.
/// Borrows the chronicle.
class Council {
 public:
  Council(const Chronicle& chronicle, Date on);

  const Chronicle& chronicle() const { return chronicle_; }
  const Charters& charters() const { return charters_; }
  const std::vector<Membership>& members() const { return members_; }
  Date on() const { return on_; }

  /// The newest version of the body as it is composed on the day; nothing if none is.
  std::optional<Body> body(const ledger::Id& id, Date day) const;
  std::optional<Body> body_of(const fb::MeetingConvened& meeting, Date day) const;
  /// Every office of chair of the body, in the order in which it began.
  std::vector<ChairTerm> chairs(const ledger::Id& body) const;
  /// The chair in office on the day; nothing if there is none.
  std::optional<ChairTerm> chair_on(const ledger::Id& body, Date day) const;

 private:
  bool has_head(const ledger::Id& organisation, Date day) const;
  std::vector<ledger::Id> seats_of(const fb::BodyComposed& body, Date day) const;

  const Chronicle& chronicle_;
  const Date on_;
  const Charters charters_;
  const std::vector<Membership> members_;
};

struct QuorumState {
  std::optional<std::uint64_t> present;
  std::optional<std::uint64_t> total;
  std::optional<std::uint64_t> needed;
  Truth met = Truth::kUndetermined;
  bool applicable = true;  ///< false for a conference
  Grounds grounds;
};

struct Meeting {
  Fact<fb::MeetingConvened> fact;
  ledger::Id id;
  bool conference = false;
  FuzzyDate day;
  std::optional<Body> body;
  std::optional<Fact<fb::AttendanceRecorded>> attendance;
  std::optional<Fact<fb::MeetingClosed>> closed;
  std::vector<ledger::Id> present;  ///< seats at the beginning, ascending
  Truth held = Truth::kUndetermined;
  bool replaced = false;  ///< another convening took its place
  QuorumState quorum;     ///< at the beginning
  Grounds grounds;
};

/// In the order in which they were convened.
std::vector<Meeting> meetings(const Council& council);
/// The seats present when a question of the agenda was dealt with; 0: at the beginning.
std::vector<ledger::Id> present_at(const Meeting& meeting, std::uint16_t agenda_item);
/// Whether those present were enough for a kind of decision.
QuorumState quorum_for(const Council& council, const Meeting& meeting, fb::DecisionKind kind,
                       std::uint16_t agenda_item);

/// The meetings of bodies as the duty to meet sees them.
HeldMeetings held_meetings(const Council& council);

}  // namespace projections::governance
