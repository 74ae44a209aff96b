// SPDX-License-Identifier: Apache-2.0
// The rows of the governance rules: what the sequencer must know of organisations, offices,
// memberships, bodies, meetings and ballots to admit the next event, and no more. Encoded by
// codec.h; governance_admission.h lists the keys. Days are counted from 1970-01-01.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "ledger/body.h"
#include "projections/internal/codec.h"
#include "projections/internal/fact_fields.h"
#include "projections/payload.h"

namespace projections::internal {

/// A day somewhere between two bounds, both included; a bound that nobody knows is at the end of
/// the range.
struct DayRange {
  static constexpr std::int32_t kNoFirst = std::numeric_limits<std::int32_t>::min();
  static constexpr std::int32_t kNoLast = std::numeric_limits<std::int32_t>::max();
  std::int32_t first = kNoFirst;
  std::int32_t last = kNoLast;
  bool operator==(const DayRange&) const = default;

  static DayRange on(std::int32_t day) { return {day, day}; }
  bool has_last() const { return last != kNoLast; }
  bool has_first() const { return first != kNoFirst; }
  bool known() const { return first == last; }
};

template <typename A>
void fields(A& a, InArchive<A, DayRange>& v) {
  a(v.first), a(v.last);
}

/// A cluster: one row, "agA" cluster.
struct ClusterRow {
  ledger::Id region;
  std::int16_t zone_minutes = 0;
};
template <typename A>
void fields(A& a, InArchive<A, ClusterRow>& v) {
  a(v.region), a(v.zone_minutes);
}

/// A region as declared: "agR" region.
struct RegionRow {
  ledger::Id operator_organisation;
  std::optional<ledger::Id> coordinator;
};
template <typename A>
void fields(A& a, InArchive<A, RegionRow>& v) {
  a(v.operator_organisation), a(v.coordinator);
}

/// What an organisation is from a day on: "agG" organisation, a list.
struct CategoryFact {
  ledger::Hash source;
  DayRange from;
  std::uint8_t category = 0;
  bool educational = false;
};
template <typename A>
void fields(A& a, InArchive<A, CategoryFact>& v) {
  a(v.source), a(v.from), a(v.category), a(v.educational);
}

/// A change in a post or a role: "agO" scope, role, organisation, a list.
struct OfficeFact {
  ledger::Hash source;
  std::uint8_t change = 0;  ///< fb::OfficeChangeKind
  DayRange from;
  DayRange to;
  std::optional<ledger::Id> person;
  bool evidenced = false;  ///< the authority names a registered paper or an act
};
template <typename A>
void fields(A& a, InArchive<A, OfficeFact>& v) {
  a(v.source), a(v.change), a(v.from), a(v.to), a(v.person), a(v.evidenced);
}

/// A power of a representative: "agT" organisation, a list.
struct PowerFact {
  ledger::Hash source;
  ledger::Scope place;
  std::uint16_t scopes = 0;  ///< bit n: fb::RepresentationScope n
  bool evidenced = false;
  DayRange from;
  DayRange to;
  std::optional<ledger::Id> body;
};
template <typename A>
void fields(A& a, InArchive<A, ledger::Scope>& v) {
  a(v.kind), a(v.id);
}
template <typename A>
void fields(A& a, InArchive<A, PowerFact>& v) {
  a(v.source), a(v.place), a(v.scopes), a(v.evidenced), a(v.from), a(v.to), a(v.body);
}

enum class MembershipKind : std::uint8_t {
  kIntended = 1,  ///< named when the cluster was created
  kConsent,
  kRefusal,
  kApplied,
  kIncluded,   ///< by an order that says so; its effect hangs on the charter
  kParty,      ///< of an agreement; its effect hangs on the signatures
  kAdmitted,   ///< by a decision
  kOpening,    ///< a member on the day on which the record opens
  kExcluded,   ///< by an order, a decision or an amendment
  kWithdrawn,  ///< `on`: the last day as a member
  kRecalled,   ///< the notice of withdrawal `agreement` was taken back
};

/// What is recorded of an organisation's membership: "agM" cluster, organisation, a list.
struct MembershipFact {
  ledger::Hash source;
  MembershipKind kind{};
  DayRange on;
  bool certain = true;  ///< the act has the effect that it names, as far as is known
  /// Of a party; of a recall: the notice; of an answer: the act that it is to, since version 3.
  std::optional<ledger::Hash> agreement;
};
template <typename A>
void fields(A& a, InArchive<A, MembershipFact>& v) {
  a(v.source), a(v.kind), a(v.on), a(v.certain), a(v.agreement);
}

/// A version of a charter: "agH" scope, a list; its body's bytes are in "agP" D.
struct CharterFact {
  ledger::Hash source;
  ledger::Id charter;
  std::uint16_t version = 0;
  DayRange effective;
};
template <typename A>
void fields(A& a, InArchive<A, CharterFact>& v) {
  a(v.source), a(v.charter), a(v.version), a(v.effective);
}

struct SeatRow {
  ledger::Id seat;
  std::optional<ledger::Id> organisation;
  std::optional<ledger::Id> person;
};
template <typename A>
void fields(A& a, InArchive<A, SeatRow>& v) {
  a(v.seat), a(v.organisation), a(v.person);
}

/// One composition of a body: "agB" body, a list; "agC" D -> body; "agQ" scope, body.
struct CompositionFact {
  ledger::Hash source;
  ledger::Scope place;
  std::uint8_t kind = 0;  ///< fb::BodyKind
  std::uint8_t rule = 0;  ///< fb::SeatRule
  DayRange from;
  std::optional<ledger::Id> parent;
  std::vector<SeatRow> seats;
};
template <typename A>
void fields(A& a, InArchive<A, CompositionFact>& v) {
  a(v.source), a(v.place), a(v.kind), a(v.rule), a(v.from), a(v.parent), a(v.seats);
}

/// A term in an office of a body: "agK" body, a list.
struct TermFact {
  ledger::Hash source;
  std::uint8_t office = 0;  ///< fb::OfficeKind
  ledger::Id seat;
  DayRange from;
  DayRange until;        ///< last day; without a bound: no end is known
  bool void_ = false;    ///< the decision is known to have no effect
  bool vacated = false;  ///< `from`: the day on which the seat's holder left the office
};
template <typename A>
void fields(A& a, InArchive<A, TermFact>& v) {
  a(v.source), a(v.office), a(v.seat), a(v.from), a(v.until), a(v.void_), a(v.vacated);
}

/// Whom a decision names for an office: "ap" body, a list. Since version 3 of the rules.
struct TermPersonFact {
  ledger::Hash source;
  ledger::Id seat;
  ledger::Id person;
};
template <typename A>
void fields(A& a, InArchive<A, TermPersonFact>& v) {
  a(v.source), a(v.seat), a(v.person);
}

/// As what somebody was present or voted in a seat: "as" D of the meeting or of the ballot, a list;
/// dropped with the attendance, or the votes. Since version 3 of the rules.
struct StandInFact {
  ledger::Hash source;
  ledger::Id seat;
  std::uint8_t acting_as = 0;  ///< fb::ActingAs
};
template <typename A>
void fields(A& a, InArchive<A, StandInFact>& v) {
  a(v.source), a(v.seat), a(v.acting_as);
}

/// A meeting: "agN" D.
struct MeetingRow {
  ledger::Id meeting;
  std::optional<ledger::Id> body;
  DayRange day;
  std::uint8_t form = 0;
  std::uint8_t outcome = 0;  ///< fb::MeetingOutcome; 0: not closed
  bool replaced = false;
  std::uint16_t open_ballots = 0;
};
template <typename A>
void fields(A& a, InArchive<A, MeetingRow>& v) {
  a(v.meeting), a(v.body), a(v.day), a(v.form), a(v.outcome), a(v.replaced), a(v.open_ballots);
}

struct PresenceRow {
  ledger::Id seat;
  std::uint16_t agenda_item = 0;
  bool joined = false;
};
template <typename A>
void fields(A& a, InArchive<A, PresenceRow>& v) {
  a(v.seat), a(v.agenda_item), a(v.joined);
}

/// Who is present: "agW" D of the meeting, a list; dropped when the meeting and its ballots close.
struct AttendanceFact {
  ledger::Hash source;
  std::optional<ledger::Id> presiding;
  std::vector<ledger::Id> present;
  std::vector<ledger::Id> absent;
  std::vector<PresenceRow> changes;
  bool unnamed = false;  ///< somebody is present whose seat the paper does not give
};
template <typename A>
void fields(A& a, InArchive<A, AttendanceFact>& v) {
  a(v.source), a(v.presiding), a(v.present), a(v.absent), a(v.changes), a(v.unnamed);
}

enum class Outcome : std::uint8_t { kOpen = 0, kAdopted, kRejected, kUndetermined };

/// A ballot: "agL" D. What only votes need is dropped when it closes. While one without a meeting
/// is open, "ak" D holds the days on which it was decided; since version 3 of the rules.
struct BallotRow {
  std::optional<ledger::Id> body;
  std::optional<ledger::Hash> meeting;
  std::uint16_t agenda_item = 0;
  std::uint8_t kind = 0;  ///< fb::DecisionKind
  std::vector<std::uint8_t> options;
  std::vector<ledger::Id> candidates;
  bool voted = false;  ///< its content can no longer be corrected
  Outcome outcome = Outcome::kOpen;
};
template <typename A>
void fields(A& a, InArchive<A, BallotRow>& v) {
  a(v.body), a(v.meeting), a(v.agenda_item), a(v.kind), a(v.options), a(v.candidates), a(v.voted);
  a(v.outcome);
}

/// A vote in an open ballot: "agV" D of the ballot, seat.
struct VoteRow {
  std::uint8_t choice = 0;
  std::uint8_t option = 0;
  std::optional<ledger::Id> candidate;
};
template <typename A>
void fields(A& a, InArchive<A, VoteRow>& v) {
  a(v.choice), a(v.option), a(v.candidate);
}

/// Counts or words of an open ballot: "agJ" D of the ballot, a list.
struct CountFact {
  ledger::Hash source;
  std::optional<std::uint16_t> present;
  std::optional<std::uint16_t> votes_for;
  std::optional<std::uint16_t> votes_against;
  std::optional<std::uint16_t> abstained;
  std::uint8_t chair_choice = 0;
  std::uint8_t words = 0;
};
template <typename A>
void fields(A& a, InArchive<A, CountFact>& v) {
  a(v.source), a(v.present), a(v.votes_for), a(v.votes_against), a(v.abstained);
  a(v.chair_choice), a(v.words);
}

/// A decision: "agE" D.
struct DecisionRow {
  std::optional<ledger::Id> body;
  std::uint8_t kind = 0;
  Outcome outcome = Outcome::kUndetermined;
};
template <typename A>
void fields(A& a, InArchive<A, DecisionRow>& v) {
  a(v.body), a(v.kind), a(v.outcome);
}

/// The newest declaration of an id: "agI" kind of thing, id.
struct IdRow {
  ledger::Hash newest;
  std::uint16_t version = 0;
  ledger::Scope place;
  std::optional<ledger::Hash> owner;  ///< of a plan's row: D of the plan
};
template <typename A>
void fields(A& a, InArchive<A, IdRow>& v) {
  a(v.newest), a(v.version), a(v.place), a(v.owner);
}

struct SlotRow {
  std::uint8_t slot = 0;
  std::uint8_t party = 0;
  std::optional<ledger::Hash> signed_by;  ///< D of the signature
  DayRange on;
};
template <typename A>
void fields(A& a, InArchive<A, SlotRow>& v) {
  a(v.slot), a(v.party), a(v.signed_by), a(v.on);
}
struct PartyRow {
  std::uint8_t number = 0;
  ledger::Id organisation;
};
template <typename A>
void fields(A& a, InArchive<A, PartyRow>& v) {
  a(v.number), a(v.organisation);
}

/// What is signed in slots: "agS" D of an agreement, a supplementary one or a programme.
struct SignableRow {
  ledger::Hash source;
  std::vector<PartyRow> parties;
  std::vector<SlotRow> slots;
  DayRange until;  ///< last day of a programme or an agreement
  std::optional<ledger::Hash> programme;
  bool bound = false;  ///< a native signature binds the content
};
template <typename A>
void fields(A& a, InArchive<A, SignableRow>& v) {
  a(v.source), a(v.parties), a(v.slots), a(v.until), a(v.programme), a(v.bound);
}

/// A notice on its way: "agU" D; dropped when it is received.
struct NoticeRow {
  std::uint8_t to_kind = 0;  ///< fb::AddresseeKind
  std::uint8_t to_role = 0;
  std::optional<ledger::Id> to_organisation;
  DayRange sent;
};
template <typename A>
void fields(A& a, InArchive<A, NoticeRow>& v) {
  a(v.to_kind), a(v.to_role), a(v.to_organisation), a(v.sent);
}

}  // namespace projections::internal
