// SPDX-License-Identifier: Apache-2.0
// One event before the governance rules: what it says, where, on whose word. The groups of rules,
// each a pure function of the case, are in the governance_*_rules files.
#pragma once

#include <string>

#include "ledger/admission.h"
#include "projections/internal/governance_state.h"
#include "projections/internal/refusal.h"

namespace projections::internal {

/// Borrows everything; lives as long as one call of admit().
struct Case {
  const GovernanceState& state;
  const ledger::Candidate& candidate;
  const Place& place;
  PayloadRef payload;       ///< what the event asserts: its own payload or that of a correction
  bool self = false;        ///< its author vouches itself
  bool native = false;      ///< self and not historical: it asks the system for its effect
  bool correction = false;  ///< it takes the place of an earlier event

  const ledger::Signer& author() const { return candidate.body.author(); }
  std::int32_t today() const { return place.today; }
  const fb::CharterAdopted* charter() const { return place.charter; }
};

inline std::string hex(const ledger::Id& id) { return ledger::to_hex(id); }
/// The id after its noun: with_id("the seat ", "место ", id).
inline Sentence with_id(const char* english, const char* russian, const ledger::Id& id) {
  return {english + hex(id), russian + hex(id)};
}

/// What the author truly is, on the day of recording, in the place of the event. Bits.
enum Standing : std::uint32_t {
  kNoStanding = 0,
  kLedgerOperator = 1,
  kRegionalOperator = 2,
  kCoordinator = 4,
  kClusterOperator = 8,
  kHeadOfOwn = 16,  ///< head or acting head of its organisation
  kRepresentative = 32,
  kChair = 64,  ///< holds the chair of a body of this place
  kSeatHolder = 128,
  kSecretary = 256,
  kAdministrator = 512,
  kAuditor = 1024,
  kParticipant = 2048,  ///< head or representative of an organisation of the cluster
  kPresiding = 4096,
};

/// ACTOR_NOT_ALLOWED if the capacity that the author claims is not theirs on that day.
ledger::Status check_capacity(const Case& c);
/// Of the author, for acts that need this power of representation.
std::uint32_t standing_of(const Case& c, fb::RepresentationScope power);
/// Whether the author's organisation has to do with the place at all.
bool belongs_to_place(const Case& c);
/// Whether the author may speak for the seat of the body.
ledger::Status check_speaks_for_seat(const Case& c, const ledger::Id& body, const ledger::Id& seat,
                                     fb::RepresentationScope power);
/// Whether the author holds the chair of that body on the day of recording.
bool is_chair_of(const Case& c, const ledger::Id& body);
/// The same of some body of the place.
bool is_chair_here(const Case& c);

/// Whether the seat in the author's capacity is one of this place that its organisation fills.
bool holds_seat_here(const Case& c);
/// What the author is in the meeting or the body that the act belongs to.
std::uint32_t standing_there(const Case& c);

/// Who may author an act that its author vouches itself.
struct ActRule {
  fb::Payload type;
  std::uint32_t allowed;  ///< any of these bits of Standing
  fb::RepresentationScope power;
};
/// Null for events that need no standing beyond the scope of the key.
const ActRule* act_rule_of(fb::Payload type);
/// "the regional operator or a secretary of the place".
Sentence names_of(std::uint32_t standing);
/// The organisation whose own act the event is; null if it is nobody's in particular.
const flatbuffers::String* own_organisation(const PayloadRef& payload);

/// `needed` continues "this event needs …", in Russian «нужно: …».
ledger::Error not_allowed(const Case& c, const Sentence& needed, const char* where,
                          const Sentence& clause = {});
/// "HEAD of the organisation 0011…".
Sentence author_words(const Case& c);

/// Who may author what: ACTOR_NOT_ALLOWED.
ledger::Status check_actor(const Case& c);
/// DUPLICATE_ID, REPLACES_ANOTHER.
ledger::Status check_ids(const Case& c);
/// IMPOSSIBLE_DATE, PERIOD_REVERSED.
ledger::Status check_dates(const Case& c);
/// CATEGORY_NOT_ALLOWED for an organisation that a native act makes a member.
ledger::Status check_category(const Case& c, const ledger::Id& organisation, std::int32_t day,
                              const char* where);
ledger::Status check_registers(const Case& c);
ledger::Status check_membership(const Case& c);
/// PLACE_MISMATCH: the body is one of another place.
ledger::Status check_body_here(const Case& c, const ledger::Id& body, const char* where);
/// UNKNOWN_SUBJECT or CLUSTER_AS_PARTY unless the register knows the organisation.
ledger::Status check_organisation(const Case& c, const ledger::Id& organisation, const char* where);
/// SEAT_UNKNOWN: the body has no such seat on any of the days.
ledger::Error seat_unknown(const ledger::Id& seat, const DayRange& days, const char* where);
ledger::Status check_bodies(const Case& c);
/// ACTOR_NOT_ALLOWED unless the author is whom the body's rule names, or who stands in for a
/// missing chair. `parameter` is the rule's field, for its clause.
ledger::Status check_convener(const Case& c, const ledger::Id& body, const fb::BodyRules& rule,
                              fb::Convener convener, const char* parameter);
ledger::Status check_meetings(const Case& c);
/// The clause by which the votes of the ballot's body are counted; empty where it has none.
Sentence voting_clause(const Case& c, const BallotRow& ballot);
ledger::Status check_ballots(const Case& c);
ledger::Status check_decisions(const Case& c);
ledger::Status check_agreements(const Case& c);
ledger::Status check_notices(const Case& c);

// Since version 2 of the rules; what version 3 decides otherwise asks GovernanceState::since():
/// PLACE_MISMATCH: it refers to what belongs to another place.
ledger::Status check_places(const Case& c);
/// NO_CONSENT: the consent to a native inclusion was given after the day of the order.
ledger::Status check_consent_days(const Case& c);
/// BALLOT_RULE: the rule that a ballot names is not one of its body.
ledger::Status check_named_rule(const Case& c);

// Since version 3 of the rules:
/// ERASED_UNKNOWN: an erasure names an event that the log does not have; PLACE_MISMATCH: or one of
/// another place, unless it is an act of the whole ledger.
ledger::Status check_erased_events(const Case& c);
/// ACTOR_NOT_ALLOWED: the standing in the place, the post or the recorder is not borne out by the
/// record.
ledger::Status check_authority_here(const Case& c);
/// PARTY_UNKNOWN: a native supplementary agreement takes in a newcomer with nobody who is there.
ledger::Status check_amending_parties(const Case& c);
/// ACTOR_NOT_ALLOWED, PLACE_MISMATCH: an entry of a register is another one's.
ledger::Status check_entries(const Case& c);
/// ACTOR_NOT_ALLOWED: the paper that it works upon is another place's.
ledger::Status check_papers(const Case& c);

/// What a correction of this event needs beside the rules of a new one.
ledger::Status check_correction(const GovernanceState& state, const ledger::Candidate& candidate,
                                const Place& place);

/// The id that a payload declares.
struct DeclaredId {
  char kind = 0;  ///< of thing, part of the row's key
  Sentence name;
  ledger::Id id;
  std::uint16_t version = 0;  ///< 0: of a kind without versions
  std::optional<ledger::Hash> replaces;
  std::optional<ledger::Hash> owner;
};
std::optional<DeclaredId> id_declared_by(const PayloadRef& payload);

/// The outcome of an open ballot as it stands; since version 3 of the rules undetermined where it
/// is another one on different days on which the ballot may have been decided.
Outcome outcome_of(const GovernanceState& state, const Place& place, const ledger::Hash& ballot,
                   const BallotRow& row);
/// Presence of a seat at an agenda item; kUndetermined where no attendance is recorded.
Truth present_at(const GovernanceState& state, const ledger::Hash& meeting, const ledger::Id& seat,
                 std::uint16_t agenda_item);

/// The last day of a term in an office, by the decision or else by the charter; unbounded where
/// neither tells.
DayRange last_day_of(const fb::CharterAdopted* charter, fb::BodyKind kind,
                     const fb::OfficeFilling& filling, const DayRange& from);

/// Folds what an admitted event says into the rows.
void fold_governance(GovernanceWriter& writer, const ledger::Candidate& candidate);

}  // namespace projections::internal
