// SPDX-License-Identifier: Apache-2.0
// The outcome of a ballot from its counts: a share of a base, unanimity, the casting vote on a tie.
// Integers only. The outcome is computed and never taken from the paper.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/result.h"
#include "projections/rules/quorum.h"

namespace projections::rules {

/// Of what a majority is a share; values as in fb::MajorityBase.
enum class Base : std::uint8_t { kPresent = 1, kVotesCast, kAllMembers, kAllParticipants };

struct MajorityRule {
  Threshold threshold;
  Base base = Base::kPresent;
  bool operator==(const MajorityRule&) const = default;
};

/// The casting vote. It settles a tie of at least one vote each where the share is a half or less:
/// where more is needed, a tie is not what stands in the way.
struct CastingRule {
  bool with_abstentions = true;  ///< whether it also settles a tie in which somebody abstained
  /// Whether it also settles a tie of two choices beside which others have votes.
  bool with_others = true;
  bool operator==(const CastingRule&) const = default;
};

enum class Choice : std::uint8_t { kFor = 1, kAgainst, kAbstain, kNotVoting };

struct Votes {
  std::uint64_t in_favour = 0;
  std::uint64_t against = 0;
  std::uint64_t abstained = 0;

  std::uint64_t cast() const { return in_favour + against; }
  bool operator==(const Votes&) const = default;
};

/// Whom the bases count. What is not known is absent.
struct Electorate {
  std::optional<std::uint64_t> present;
  std::optional<std::uint64_t> members;
  std::optional<std::uint64_t> participants;
};

/// How good the evidence of the counts is, best first.
enum class TallyGrade : std::uint8_t {
  kSignedRollCall = 1,
  kRecordedRollCall,
  kCounts,
  kWords,
  kNone
};

enum class DecidedBy : std::uint8_t {
  kMajority,
  kNoMajority,
  kCastingVote,   ///< the chair's vote settled a tie, either way
  kTieNoCasting,  ///< a tie that nobody settled
  kUnanimity,     ///< the rule is unanimity, reached or not
};

struct Tally {
  bool adopted = false;
  DecidedBy by{};
  std::uint64_t needed = 0;  ///< votes in favour that the base demands
  std::uint64_t base_size = 0;
  std::int64_t margin = 0;          ///< votes in favour minus `needed`
  bool abstentions_in_tie = false;  ///< a casting vote decided although somebody abstained
};

/// The size of a base; nothing if it is not known.
std::optional<std::uint64_t> base_size(Base base, const Votes& votes, const Electorate& who);

/// `chair`: how the holder of the casting vote voted, nothing if absent or not known. Their vote
/// is one of the counts. Errors: BAD_SHARE; COUNT_TOO_LARGE; MORE_THAN_ALL (more votes than
/// present, more present than members, more in favour than the base); BASE_UNKNOWN names what is
/// missing.
ledger::Result<Tally> tally(const Votes& votes, const Electorate& who, const MajorityRule& rule,
                            const std::optional<CastingRule>& casting,
                            const std::optional<Choice>& chair);
/// The same with the size of the base given.
ledger::Result<Tally> tally_of_base(const Votes& votes, const Electorate& who, std::uint64_t base,
                                    const Threshold& threshold,
                                    const std::optional<CastingRule>& casting,
                                    const std::optional<Choice>& chair);

/// One reading of a rule with its outcome.
struct Reading {
  MajorityRule rule;
  ledger::Result<Tally> tally;
};

/// The outcome under each base, in the order of Base.
std::vector<Reading> all_bases(const Votes& votes, const Electorate& who,
                               const Threshold& threshold,
                               const std::optional<CastingRule>& casting,
                               const std::optional<Choice>& chair);
/// Whether the readings that have an outcome differ in it.
bool readings_disagree(const std::vector<Reading>& readings);

/// What words mean in counts: «единогласно» with nine present is 9:0. Anything less has no counts.
std::optional<Votes> votes_of_unanimous(const Electorate& who);

/// A ballot among options or candidates: votes in favour of each, in the order of the ballot.
struct Contest {
  std::vector<std::uint64_t> votes;
  std::uint64_t abstained = 0;
  std::uint64_t against = 0;  ///< votes against all of them
};

struct ContestOutcome {
  std::optional<std::size_t> winner;  ///< the only one with the most votes that reaches the share
  std::vector<std::size_t> leaders;   ///< those with the most votes; empty if nobody voted
  DecidedBy by{};
  std::uint64_t needed = 0;
  std::uint64_t base_size = 0;
  std::uint64_t most = 0;  ///< votes for each of the leaders
};

/// Several leaders are a tie: the casting vote settles it for `chair_choice` if that is one of two
/// leaders. Errors as for tally().
ledger::Result<ContestOutcome> contest(const Contest& votes, const Electorate& who,
                                       const MajorityRule& rule,
                                       const std::optional<CastingRule>& casting,
                                       const std::optional<std::size_t>& chair_choice);

/// One line that shows the arithmetic, e.g. "4 for of 9 present: 2*4 = 8, more than 9 needed:
/// rejected".
struct Derivation {
  std::string english;
  std::string russian;
};
/// `instead`: said in place of the outcome, where the tally does not settle it.
Derivation derivation(const Votes& votes, const Tally& tally, const Threshold& threshold,
                      const std::optional<Base>& base,
                      const std::optional<Derivation>& instead = std::nullopt);

std::string_view name_of(Base base);     ///< "present", "votes_cast", …
std::string_view name_of(DecidedBy by);  ///< "majority", "no_majority", …

}  // namespace projections::rules
