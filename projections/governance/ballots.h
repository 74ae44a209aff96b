// SPDX-License-Identifier: Apache-2.0
// Ballots with their computed outcome: the roll call, the counts and the words of the paper with
// their grade; the base, what was needed and the margin; the casting vote; unanimity of
// participants whose representatives give one voice; every reading where the charter leaves the
// base open. The outcome is fixed as it was known when the ballot was closed (TO 7, 10; SM 5.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/governance/meetings.h"
#include "projections/rules/tally.h"

namespace projections::governance {

/// One seat's vote.
struct RollCallLine {
  ledger::Id seat;
  std::optional<ledger::Id> organisation;
  fb::Choice choice{};
  std::optional<std::uint8_t> option;
  std::optional<ledger::Id> candidate;
  bool signed_by_voter = false;
  Truth counted = Truth::kYes;
  std::string
      code;  ///< why not: "SEAT_ABSENT", "SEAT_UNKNOWN", "OUTSIDE_THE_MEETING"; may be empty
  std::uint64_t index = 0;
};

/// The voice of a participant under a rule of unanimity.
struct Voice {
  ledger::Id organisation;
  Truth member = Truth::kYes;  ///< kUndetermined: it may not have been a participant
  bool in_favour = false;
  bool disagree = false;  ///< its representatives voted differently: no consent
  bool silent = true;     ///< no vote of it is recorded
  bool open = false;      ///< it may be another one by a vote of which it is open whether it counts
};

/// How the votes come out under one reading of the rule.
struct BallotOutcome {
  Truth adopted = Truth::kUndetermined;
  std::optional<rules::Tally> tally;  ///< the arithmetic, where the base is known
  /// Of a ballot among options or candidates.
  std::optional<rules::ContestOutcome> contest;
  std::optional<std::uint8_t> option;   ///< that won
  std::optional<ledger::Id> candidate;  ///< that won
};

struct BallotReading {
  std::string turned;  ///< path of the parameter that is read otherwise
  rules::MajorityRule rule;
  BallotOutcome outcome;
};

struct CastingVoteState {
  bool tie = false;                  ///< as many for as against, or for one choice as for another
  bool by_rule = false;              ///< the charter gives somebody a casting vote
  std::optional<ledger::Id> holder;  ///< the seat
  std::optional<rules::Choice> choice;
  bool unknown_holder = false;  ///< who was in the office, or whether they were there, is open
  bool unknown_choice = false;  ///< the holder may be among those whose votes are only counted
};

struct Ballot {
  Fact<fb::BallotOpened> fact;
  ledger::Id id;
  std::string question;
  fb::DecisionKind kind{};
  std::optional<ledger::Id> body;  ///< that votes
  fb::BodyKind body_kind{};
  FuzzyDate day;
  std::shared_ptr<const Meeting> meeting;
  std::vector<ledger::Id> entitled;     ///< seats that may vote, ascending
  std::vector<RollCallLine> roll_call;  ///< ascending by seat
  std::optional<Fact<fb::BallotCounted>> counted;
  std::optional<Fact<fb::BallotClosed>> closed;
  rules::TallyGrade grade = rules::TallyGrade::kNone;
  std::optional<rules::Votes> votes;
  rules::Electorate electorate;  ///< what is known exactly
  std::optional<rules::MajorityRule> rule;
  CastingVoteState casting;
  std::vector<Voice> voices;  ///< under a rule of all participants, ascending
  /// What holds: as known at the closing, if it was known then.
  Truth adopted = Truth::kUndetermined;
  std::optional<rules::Tally> tally;  ///< nothing: it cannot be computed; grounds say why
  std::optional<rules::ContestOutcome> contest;
  std::optional<std::uint8_t> option;
  std::optional<ledger::Id> candidate;
  /// What would follow from what was recorded since; nothing while it is the same.
  /// Where it stands, the roll, the votes and their arithmetic are those of the closing.
  std::optional<BallotOutcome> changed_late;
  /// The events recorded after the closing that changed what is counted, ascending.
  std::vector<std::uint64_t> late_events;
  Sentence derivation;
  std::vector<rules::Reading> readings;  ///< every base, where the charter leaves it open
  bool readings_disagree = false;
  std::vector<BallotReading> alternatives;  ///< every assumed parameter turned
  bool counts_differ = false;               ///< the paper's counts are not those of the roll call
  /// The votes of the roll call, whether or not they count, where the paper's counts or words
  /// cannot be of them and others.
  std::optional<rules::Votes> contradicted;
  /// Of those who took part, where nobody met (Civil Code 181.2).
  std::optional<QuorumState> quorum;
  Truth openness_allowed = Truth::kYes;  ///< a secret ballot where the charter wants an open one
  Grounds grounds;

  bool representatives_disagree() const;
};

/// Of the place itself, in the order in which they were recorded.
std::vector<Ballot> ballots(const Council& council);

std::string_view name_of(rules::TallyGrade grade);  ///< "signed_roll_call", …

}  // namespace projections::governance
