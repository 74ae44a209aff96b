// SPDX-License-Identifier: Apache-2.0
// By which rules a body decides one kind of question on a day: what the charter states, else what
// the agreement in force gives its council (TU 19), else what the charter takes over or assumes,
// else general law (Civil Code 181.2: at least half of the participants, a majority of those who
// take part). Whatever is used names its clause and its certainty.
#pragma once

#include <vector>

#include "projections/governance/agreements.h"

namespace projections::governance {

/// The rules of a council in an agreement, with the days on which that is in force.
struct AgreedRules {
  Fact<fb::AgreementRegistered> fact;
  const fb::BodyRules* rules = nullptr;
  FuzzyDate from;
  std::optional<FuzzyDate> last_day;
};
/// In the order in which the agreements were recorded.
std::vector<AgreedRules> agreed_rules(const Chronicle& chronicle, Date on);

struct DecidingRule {
  rules::VotingRule voting;  ///< the majority is always there, the quorum if one is demanded
  RuleUsed quorum;
  RuleUsed majority;
  RuleUsed base;
  RuleUsed casting;
  RuleUsed abstentions;  ///< whether the casting vote also settles a tie with abstentions
  RuleUsed vacant_seats;
  RuleUsed quorum_for;  ///< for which kinds of decisions the quorum is worded
  RuleUsed acting_authority;
  /// Whether who acts for a head counts only with an authority that is shown.
  bool acting_needs_authority = false;
  /// False: a majority is stated but no quorum, or the quorum is worded for other questions.
  bool quorum_demanded = true;
  /// Whether the charter of the day and the force of the agreement are known well enough.
  bool certain = true;
  const fb::BodyRules* of_charter = nullptr;  ///< null: the charter knows no such body
  std::optional<std::uint64_t> agreement;     ///< index of the one whose rules were used
};

/// `governing`: the charter of that day. `seats`: how the body's seats come about; general law
/// counts participants where these sit in it, else members.
DecidingRule deciding_rule(const Governing& governing, const std::vector<AgreedRules>& agreed,
                           fb::BodyKind kind, fb::DecisionKind decision, const FuzzyDate& day,
                           fb::SeatRule seats);

/// The quorum of general law where nothing else is stated.
rules::QuorumRule general_quorum(fb::SeatRule seats);
/// A rule of general law as the ground of a verdict.
RuleUsed general_law(std::string path, std::string clause);

}  // namespace projections::governance
