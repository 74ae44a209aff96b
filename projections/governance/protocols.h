// SPDX-License-Identifier: Apache-2.0
// Protocols from the draft to the copy that the operator received: who had to sign by the charter
// and who signed, in what capacity and with a mandate for the day of the meeting; objections;
// numbers that are missing or doubled in a body's sequence (TO 8; TU 9, 13; SM 5.2; PR).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/governance/meetings.h"
#include "projections/governance/notices.h"

namespace projections::governance {

/// How far a protocol came. The states after kSigned say nothing of signatures: a paper can be
/// stamped or sent out that nobody signed as far as is recorded; see Protocol::whole.
enum class ProtocolState {
  kDraft,     ///< registered; no signature is recorded, or not all that are demanded
  kSigned,    ///< by all whom the charter demands
  kApproved,  ///< the approval stamp is recorded
  kCopySent,
  kReceived,
  kSuperseded,  ///< another version took its place
};

struct ProtocolSignature {
  Fact<fb::ProtocolSigned> fact;
  fb::ActingAs acting_as{};
  std::optional<ledger::Id> organisation;
  std::optional<ledger::Id> seat;  ///< in the body, as far as it can be told
  FuzzyDate signed_on;
  /// Whether this was the chair in office on the day of the meeting.
  Truth chair_of_meeting = Truth::kUndetermined;
  bool term_expired = false;  ///< was chair, but the last day of the term is over on that day
  bool former_chair = false;  ///< was chair, or of the chair's seat, and not any more on that day
  /// The chair's seat is signed for under another reference than the chair's: one person or two.
  bool identity_open = false;
  bool held_by_another = false;  ///< somebody else was in office on that day
  bool stand_in = false;  ///< signed in the place of a missing chair as the charter lets them
  /// Whether the signature counts in the capacity that it claims.
  Truth mandate = Truth::kUndetermined;
};

struct Protocol {
  Fact<fb::ProtocolRegistered> fact;
  ledger::Id id;
  std::string number;
  FuzzyDate dated;
  std::shared_ptr<const Meeting> meeting;
  ProtocolState state{};
  std::vector<ProtocolSignature> signatures;
  std::vector<Fact<fb::ProtocolApproved>> approvals;
  std::vector<Fact<fb::ObjectionRecorded>> objections;
  std::vector<fb::ProtocolSignerKind> required_signers;
  std::vector<fb::ProtocolSignerKind> missing_signers;  ///< of those that the charter demands
  /// Whether all who had to have signed, whatever their mandates; undetermined where no signature
  /// is recorded at all, which is no word about the paper.
  Truth whole = Truth::kUndetermined;
  bool chair_demanded = false;
  bool chair_missing = false;           ///< nobody was in office on the day of the meeting
  Truth formal = Truth::kUndetermined;  ///< signed by all who had to, with valid mandates
  bool approval_undated = false;
  bool presiding_approved = false;           ///< who presided also approved
  std::vector<Notice> copies;                ///< letters with a copy of it
  std::optional<std::uint64_t> replaced_by;  ///< index of a later version
  Grounds grounds;
};

/// Of the place itself, in the order in which they were recorded.
std::vector<Protocol> protocols(const Council& council);
/// The one that this event registers, without the letters and the later versions.
Protocol protocol_by(const Council& council, const Fact<fb::ProtocolRegistered>& fact);

/// A number that stands out in the sequence of one body and year.
struct NumberProblem {
  ledger::Id body;
  int year = 0;
  unsigned number = 0;
  bool doubled = false;                  ///< otherwise missing
  std::vector<std::uint64_t> protocols;  ///< with the number, or the neighbours of the gap
};
std::vector<NumberProblem> number_problems(const std::vector<Protocol>& all);

std::string_view name_of(ProtocolState state);  ///< "draft", "signed", …

}  // namespace projections::governance
