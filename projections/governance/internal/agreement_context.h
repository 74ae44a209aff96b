// SPDX-License-Identifier: Apache-2.0
// What agreements and their amendments are judged with: the charter of the day on which a paper was
// concluded, when it began to work, what leaves that open.
#pragma once

#include "projections/governance/internal/amendment_basis.h"
#include "projections/governance/successions.h"

namespace projections::governance::internal {

/// What one evaluation needs; built once. Borrows the chronicle.
struct AgreementContext {
  AgreementContext(const Chronicle& of, Date day, const Council* judge)
      : chronicle(of),
        on(day),
        council(judge),
        charters(of),
        claims(coverage_claims(of)),
        successions(of, day) {}

  BasisSources basis() const { return {chronicle, charters, claims, on, council}; }

  const rules::Calendar& calendar(const std::optional<AdoptedCharter>& charter) const {
    return calendar_of(chronicle, charter ? &charter->charter : nullptr);
  }

  const Chronicle& chronicle;
  Date on;
  const Council* council;  ///< by which decisions are judged; may be null
  Charters charters;
  std::vector<CoverageClaim> claims;
  Successions successions;
};

/// Null without a charter, or where it has no rules on agreements.
const fb::AgreementRules* agreement_rules(const std::optional<AdoptedCharter>& charter);
/// The rules by which a paper is judged: those of the charter of the day on which it was concluded,
/// as far as that is known, else of the day that is asked about.
std::optional<AdoptedCharter> charter_for(const AgreementContext& context,
                                          const FuzzyDate& concluded);
/// What the day is by which the charter was chosen.
enum class JudgedOn {
  kConclusion,  ///< of the paper
  kChange,      ///< that a protocol made, of which no paper was concluded
};
/// Which version that is, and why that one.
Sentence version_in_words(const AgreementContext& context,
                          const std::optional<AdoptedCharter>& charter, const FuzzyDate& day,
                          JudgedOn kind = JudgedOn::kConclusion);
/// The charter's parameter as a ground, without one general law (GK 433).
void add_rule(Grounds& grounds, const std::optional<AdoptedCharter>& charter,
              std::string_view path);

/// What the paper says of itself may postpone its force, never hasten it.
FuzzyDate with_stated(const FuzzyDate& concluded, const Source& source);
/// Whether a paper works on the day.
Truth began(const Truth& signed_all, const FuzzyDate& from, Date on);

void say_day_is_open(const FuzzyDate& from, Date on, Grounds& grounds);
/// Says why it is open whether a paper works by the day: what is asked for in its lines is said
/// with the signatures, so here is the rest.
void say_what_is_open(const Signatures& signatures, const FuzzyDate& from, Date on,
                      Grounds& grounds);

}  // namespace projections::governance::internal
