// SPDX-License-Identifier: Apache-2.0
// Meetings: who was there at each question of the agenda, by what right, and whether that was a
// quorum; who presided and who convened; whether a meeting counts for the duty to meet (TO 3-6; SM
// 5.1; PR: a conference is no meeting of a body; an empty body has no quorum).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/bodies.h"
#include "projections/governance/obligations.h"
#include "projections/rules/quorum.h"

namespace projections::governance {

/// The quorum under another reading of an assumed or missing parameter.
struct QuorumReading {
  std::string turned;  ///< path of the parameter that is read otherwise
  std::uint64_t present = 0;
  std::uint64_t total = 0;
  std::uint64_t needed = 0;
  Truth met = Truth::kUndetermined;
};

struct QuorumState {
  std::optional<std::uint64_t> present;  ///< certainly
  std::optional<std::uint64_t> total;    ///< certainly
  std::uint64_t present_open = 0;        ///< further seats that may or may not count as present
  std::uint64_t total_open = 0;          ///< further seats that may or may not count in the body
  std::optional<std::uint64_t> needed;   ///< of `total`
  rules::Threshold threshold;
  fb::QuorumBase base = fb::QuorumBase::UNSPECIFIED;
  Truth met = Truth::kUndetermined;
  /// False for a conference, and where nothing demands a quorum.
  bool applicable = true;
  /// Met or not by what was recorded after the ballot that it is of was closed, if that differs.
  std::optional<Truth> changed_late;
  std::vector<std::uint64_t> late_events;  ///< that changed it since, ascending
  std::vector<QuorumReading> readings;     ///< `grounds` says whether one of them differs
  Grounds grounds;
};

/// Somebody in the list of those present.
struct Presence {
  ledger::Id seat;
  std::optional<ledger::Id> organisation;
  fb::MeetingForm form{};
  fb::ActingAs acting_as = fb::ActingAs::UNSPECIFIED;  ///< for the holder: UNSPECIFIED
  Truth counted = Truth::kYes;
  std::string code;  ///< why not: "AUTHORITY_NOT_EVIDENCED", "SEAT_VACANT"; may be empty
};

struct AgendaEntry {
  std::uint16_t number = 0;
  std::string title;
};

enum class MeetingResult {
  kUndetermined,
  kPlanned,  ///< its day has not come
  kHeld,
  kFailedNoQuorum,
  kCancelled,
  kReplaced,  ///< another meeting took its place
};

struct ItemQuorum {
  std::uint16_t agenda_item = 0;
  QuorumState quorum;
};

struct Meeting {
  Fact<fb::MeetingConvened> fact;                  ///< the version that holds
  std::vector<Fact<fb::MeetingConvened>> earlier;  ///< versions before it: agenda, other days
  ledger::Id id;
  bool conference = false;
  FuzzyDate day;
  std::shared_ptr<const Body> body;  ///< null: a conference, or a body that is not composed
  std::optional<Fact<fb::AttendanceRecorded>> attendance;
  std::optional<Fact<fb::MeetingClosed>> closed;
  std::vector<Presence> attendees;    ///< with a seat in the body, ascending by seat
  std::vector<ledger::Id> present;    ///< seats that count at the beginning, ascending
  std::vector<ledger::Id> strangers;  ///< named as present without a seat in the body
  std::size_t unresolved = 0;         ///< people present whose seat the paper does not give
  /// Further seats of which it is not told whether anybody was there: the paper has neither a list
  /// of those present nor their number.
  std::size_t untold = 0;
  std::vector<AgendaEntry> agenda;  ///< as adopted, else as sent or printed
  fb::AgendaState agenda_state{};
  Truth form_allowed = Truth::kUndetermined;
  Truth held = Truth::kUndetermined;  ///< took place, with a quorum or without
  bool replaced = false;
  QuorumState quorum;             ///< at the beginning
  std::vector<ItemQuorum> items;  ///< of each question of the agenda
  MeetingResult result{};         ///< computed
  bool result_differs = false;    ///< from what the paper states
  Truth counts_for_duty = Truth::kUndetermined;
  Grounds grounds;

  /// How many more may have been present than are named by their seats.
  std::size_t unnamed() const { return unresolved + untold; }
};

/// Whether people met, in a room or from afar: not where there was no meeting, or one by ballot.
bool people_met(const Meeting* meeting);
/// How many more the paper says were present than it names; none where it names nobody.
std::size_t told_by_number(const fb::AttendanceRecorded& paper);
/// The paper gives a number of those present and no list of them. Who presided may be named.
bool told_by_number_alone(const fb::AttendanceRecorded& paper);
/// How many were present is the number that the paper gives: it lists nobody, or nobody by a seat.
bool counted_by_number(const Meeting& meeting);
/// The paper names the seat among the absent. REQUIRES: the meeting has a body and an attendance.
bool told_absent(const Meeting& meeting, const ledger::Id& seat);
/// Of the place itself, in the order in which they were first convened.
std::vector<Meeting> meetings(const Council& council);
/// The seats present when a question of the agenda was dealt with; 0: at the beginning.
std::vector<ledger::Id> present_at(const Meeting& meeting, std::uint16_t agenda_item);
/// Whether those present were enough for a kind of decision.
QuorumState quorum_for(const Council& council, const Meeting& meeting, fb::DecisionKind kind,
                       std::uint16_t agenda_item);
/// Whether it was a meeting with a quorum: at the beginning or at any question of its agenda. A
/// quorum belongs to each question, so one that came later makes the meeting one with a quorum;
/// kYes where nothing demands any.
Truth quorate(const Meeting& meeting);
/// The seat of the body that a paper names by the seat, by its organisation, or by its holder;
/// nothing if none of them does.
std::optional<ledger::Id> seat_named(const Body& body, const std::optional<ledger::Id>& seat,
                                     const std::optional<ledger::Id>& organisation,
                                     const std::optional<ledger::Id>& person);

/// Who did what the charter gives to the chair.
struct ActOfChair {
  Truth as_ruled = Truth::kUndetermined;
  bool chair_missing = false;  ///< nobody was in office, or the chair was absent
  fb::StandIn stand_in = fb::StandIn::UNSPECIFIED;  ///< whom the charter then wants
  std::string code;  ///< "CONVENED_BY_OTHER", "AGENDA_NOT_BY_CHAIR"; may be empty
  Grounds grounds;
};
ActOfChair convening_of(const Council& council, const Meeting& meeting);
ActOfChair agenda_of(const Council& council, const Meeting& meeting);

struct Presiding {
  std::optional<ledger::Id> seat;
  std::optional<ledger::Id> person;
  Truth is_chair = Truth::kUndetermined;  ///< the chair in office on that day
  ActOfChair act;
};
Presiding presiding_of(const Council& council, const Meeting& meeting);

/// The meetings of bodies as the duty to meet sees them, those that are certainly later than the
/// day left out.
HeldMeetings held_meetings(const Council& council);

std::string_view name_of(MeetingResult result);  ///< "held", "failed_no_quorum", …

}  // namespace projections::governance
