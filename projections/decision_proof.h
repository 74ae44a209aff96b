// SPDX-License-Identifier: Apache-2.0
// Decision proofs (FORMAT.md): one completeness proof about the registry, the region,
// the cluster, every organisation and every document that the facts of the cluster lead to, with
// the claim about one decision. The verifier folds these events only; a look-up of anything that
// is not proven complete fails, so that no amendment and no second vote can be left out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/completeness.h"
#include "projections/chronicle.h"
#include "projections/facts_view.h"

namespace projections {

/// What a decision proof claims; shown beside what was recomputed, never instead of it.
struct DecisionClaim {
  ledger::Scope place;                  ///< a cluster or a region
  ledger::Hash decision;                ///< D of the event
  std::uint64_t position = 0;           ///< N
  std::string on;                       ///< YYYY-MM-DD
  std::uint32_t rules_version = 1;      ///< of admission, as the commitment says
  std::uint32_t judgement_version = 1;  ///< DecisionJudge::version of whoever claims
  std::string result;                   ///< in words; one line
  bool operator==(const DecisionClaim&) const = default;
};

std::string format_claim(const DecisionClaim& claim);
/// Strict: what format_claim() writes. kInvalid BAD_CLAIM.
ledger::Result<DecisionClaim> parse_claim(std::string_view text);

/// What the proven events say about the decision.
struct ProvenDecision {
  ledger::ProvenSubjects proven;
  DecisionClaim claim;
  Chronicle chronicle;     ///< of the place at N, from the proven events alone
  fb::Payload type{};      ///< of the decision's event
  Source source;           ///< where it stands, how it was corrected, whether it was withdrawn
  std::string recomputed;  ///< what `judge` said
};

/// The fold that gives a decision's result, in the same words in which a claim has it.
struct DecisionJudge {
  /// Raised whenever the same events, decision and day may get another result: a proof says by
  /// which version it was judged, and never changes its meaning.
  std::uint32_t version = 1;
  std::function<ledger::Result<std::string>(const Chronicle& chronicle,
                                            const ledger::Hash& decision, std::string_view on)>
      judge;
};

/// Whether the event stands, by its own corrections and withdrawal: what every kind of event has;
/// governance/judgement.h has the outcome. Says "holds", "holds as corrected by event N" or
/// "withdrawn by event N". kNotFound NO_SUCH_DECISION.
ledger::Result<std::string> judge_standing(const Chronicle& chronicle, const ledger::Hash& decision,
                                           std::string_view on);

/// The proof of a decision by the newest commitment, whose size is the claim's position; `rows` are
/// the facts at that position. kNotFound NO_SUCH_DECISION; the errors of Chronicle::load() and
/// prove_completeness().
ledger::Result<ledger::CompletenessProof> prove_decision(const ledger::ReadView& log,
                                                         const FactRows& facts, DecisionClaim claim,
                                                         const DecisionJudge& judge);

/// The same for the event at this index, whose place is its scope; the facts are folded from the
/// log. `on`: by default the day on which the commitment was recorded, in UTC. kInvalid NOT_A_PLACE
/// for an event of the registry; kNotFound NO_COMMITMENT, also for an event after the newest one.
ledger::Result<ledger::CompletenessProof> prove_decision_at(const ledger::ReadView& log,
                                                            std::uint64_t index, std::string on,
                                                            const DecisionJudge& judge);

/// Checks a decision proof; null `trust` as check_completeness(). Its errors, those of
/// check_authority() (proven_authority.h), and kCorrupt
/// OUTSIDE_PROOF when the fold needs what is not proven complete, or a document of an event of the
/// place has no history in the proof, CLAIM_DIFFERS when position or
/// rules version are not the commitment's or the recomputed result is another than the claim's;
/// kRefused OTHER_JUDGEMENT when all of that holds as far as it goes, and the result was judged by
/// another version of the judge than this one: nothing is said about it.
ledger::Result<ProvenDecision> check_decision(const ledger::CompletenessProof& proof,
                                              const ledger::Trust* trust,
                                              const DecisionJudge& judge);

}  // namespace projections
