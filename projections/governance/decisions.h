// SPDX-License-Identifier: Apache-2.0
// Ballots with their computed outcome, decisions with their validity, protocols with their
// signatures (TO 4, 7, 8, 10; SM 5.2). What a paper says of an outcome stands beside what follows
// from the facts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/meetings.h"
#include "projections/rules/tally.h"

namespace projections::governance {

/// One seat's vote.
struct RollCallLine {
  ledger::Id seat;
  fb::Choice choice{};
  std::optional<std::uint8_t> option;
  std::optional<ledger::Id> candidate;
  bool signed_by_voter = false;
  std::uint64_t index = 0;
};

struct Ballot {
  Fact<fb::BallotOpened> fact;
  ledger::Id id;
  std::string question;
  fb::DecisionKind kind{};
  std::optional<Meeting> meeting;
  std::vector<RollCallLine> roll_call;  ///< ascending by seat
  std::optional<Fact<fb::BallotCounted>> counted;
  std::optional<Fact<fb::BallotClosed>> closed;
  rules::TallyGrade grade = rules::TallyGrade::kNone;
  std::optional<rules::Votes> votes;
  rules::Electorate electorate;
  std::optional<rules::MajorityRule> rule;
  std::optional<rules::Tally> tally;  ///< nothing: it cannot be computed; grounds say why
  Sentence derivation;
  std::vector<rules::Reading> readings;  ///< every base, where the charter leaves it open
  bool readings_disagree = false;
  Grounds grounds;
};

enum class DecisionState {
  kUndetermined,
  kAdopted,              ///< adopted, and its protocol is signed as the charter demands
  kAdoptedUnformalised,  ///< adopted; no protocol is signed as the charter demands
  kRejected,
  kVoidNoQuorum,
};

struct Decision {
  Fact<fb::DecisionDeclared> fact;
  ledger::Id id;
  std::string title;
  fb::DecisionKind kind{};
  std::optional<Meeting> meeting;
  std::optional<Ballot> ballot;
  QuorumState quorum;
  DecisionState state{};
  bool mismatch = false;                  ///< the stated result is another
  std::optional<std::uint64_t> protocol;  ///< index of the ProtocolRegistered that lists it
  Grounds grounds;
};

struct ProtocolSignature {
  Fact<fb::ProtocolSigned> fact;
  fb::ActingAs acting_as{};
  std::optional<ledger::Id> organisation;
  std::optional<ledger::Id> seat;
  FuzzyDate signed_on;
  /// Whether this was the chair in office on the day of the meeting.
  Truth chair_of_meeting = Truth::kUndetermined;
};

struct Protocol {
  Fact<fb::ProtocolRegistered> fact;
  ledger::Id id;
  std::string number;
  FuzzyDate dated;
  std::optional<Meeting> meeting;
  std::vector<ProtocolSignature> signatures;
  std::vector<Fact<fb::ProtocolApproved>> approvals;
  std::vector<Fact<fb::ObjectionRecorded>> objections;
  std::vector<fb::ProtocolSignerKind> missing_signers;  ///< of those that the charter demands
  bool chair_demanded = false;
  Grounds grounds;

  bool formal() const { return missing_signers.empty() && !signatures.empty(); }
};

/// In the order in which they were recorded; of the place itself.
std::vector<Ballot> ballots(const Council& council);
std::vector<Protocol> protocols(const Council& council);
std::vector<Decision> decisions(const Council& council);

std::string_view name_of(DecisionState state);      ///< "adopted", "void_no_quorum", …
std::string_view name_of(rules::TallyGrade grade);  ///< "signed_roll_call", …

}  // namespace projections::governance
