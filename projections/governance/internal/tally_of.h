// SPDX-License-Identifier: Apache-2.0
// The outcome of a ballot under one reading of its rule. What is open about the base makes a range:
// the outcome is given when both ends agree.
#pragma once

#include "projections/governance/ballots.h"

namespace projections::governance::internal {

/// How large a base certainly is, and at most; nothing where there is no bound.
struct BaseSize {
  std::optional<std::uint64_t> low;
  std::optional<std::uint64_t> high;
};

/// What a ballot is counted with.
struct Count {
  const Ballot& ballot;
  rules::Votes votes;
  BaseSize present;
  BaseSize members;
  BaseSize participants;
  /// How many of the people counted may be second ones of a participant that another speaks for.
  std::uint64_t second_people = 0;
  bool one_voice = false;  ///< whether each participant has one, however many people represent it
};

/// Why there is no outcome, or nothing.
struct Reckoned {
  BallotOutcome outcome;
  std::vector<Missing> missing;
  /// The votes of the arithmetic, where the paper counts people who have fewer voices.
  std::optional<rules::Votes> voices;
};
Reckoned reckon(const Count& count, const rules::MajorityRule& rule,
                const std::optional<rules::CastingRule>& casting);

/// The outcome under each base, in the order of rules::Base; of a choice among several the votes of
/// its leader are those in favour. The charter leaves open which seats are counted, not which
/// people: the base of participants has no outcome.
std::vector<rules::Reading> readings_by_base(const Count& count, const rules::Threshold& threshold,
                                             const std::optional<rules::CastingRule>& casting);

/// That it is open whether some of the votes count.
Missing open_votes();

/// One line on how it came out.
Sentence derivation_of(const Ballot& ballot, const rules::Votes& votes);

}  // namespace projections::governance::internal
