// SPDX-License-Identifier: Apache-2.0
// What a decision proof claims and what its verifier computes again (FORMAT.md): the
// outcome of a decision, a ballot, a protocol, an agreement or an amendment, judged on a day from a
// Chronicle alone, in one line of which every part is a name and a value. The line names the
// counts, the rules with their clauses, the events behind all of it: whatever is left out of the
// events, or put in, makes another line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/decision_proof.h"
#include "projections/governance/verdict.h"

namespace projections::governance {

/// One part of a judgement: e.g. "quorum", "met".
struct JudgedPart {
  std::string_view name;
  std::string value;
};

struct Judgement {
  std::vector<JudgedPart> parts;  ///< the first is the outcome

  /// "outcome adopted; kind CHAIR_ELECTION; …": what a claim has.
  std::string line() const;
  /// The parts for people, one sentence each.
  std::vector<Sentence> sentences() const;
};

/// Of the event with this D; an event of another type is judged by whether it stands. `on`:
/// YYYY-MM-DD. kNotFound NO_SUCH_DECISION for an event that is not in the chronicle; kInvalid
/// BAD_DATE.
ledger::Result<Judgement> judge(const Chronicle& chronicle, const ledger::Hash& digest,
                                std::string_view on);

/// Version of all that makes the line of the same events: the fold into a Chronicle, the rules of
/// quorum, votes and force, the words of the line. Whoever changes one of them raises it.
inline constexpr std::uint32_t kJudgementVersion = 6;

/// The line alone.
ledger::Result<std::string> judged_line(const Chronicle& chronicle, const ledger::Hash& digest,
                                        std::string_view on);
/// judged_line(), for decision proofs.
projections::DecisionJudge decision_judge();

}  // namespace projections::governance
