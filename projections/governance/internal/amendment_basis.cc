// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/amendment_basis.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/protocols.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using Decisions = std::vector<Fact<fb::DecisionDeclared>>;

// --- whose protocol it is ------------------------------------------------------------------------

/// Whether a body of this kind is the council of a cluster under the charter.
Truth is_council(fb::BodyKind kind, const std::optional<AdoptedCharter>& charter) {
  switch (kind) {
    case fb::BodyKind::EXPERT_COUNCIL:
    case fb::BodyKind::WORKING_GROUP:
    case fb::BodyKind::REGIONAL_COORDINATION_COUNCIL:
      return Truth::kNo;
    default:
      break;
  }
  const fb::BodyRules* rules = charter ? charter->charter.body(kind) : nullptr;
  if (rules != nullptr) return rules::truth_of(rules->organ_of_cluster());
  const bool council =
      kind == fb::BodyKind::COORDINATION_COUNCIL || kind == fb::BodyKind::SECTORAL_COUNCIL;
  return council ? Truth::kYes : Truth::kUndetermined;
}

Truth of_council(const BasisSources& sources, const fb::ProtocolRegistered& protocol) {
  const auto meeting = sources.chronicle.find<fb::MeetingConvened>(protocol.meeting());
  if (!meeting) return Truth::kUndetermined;
  if ((*meeting)->kind() == fb::MeetingKind::CONFERENCE) return Truth::kNo;
  const auto body = sources.chronicle.find<fb::BodyComposed>((*meeting)->body());
  if (!body) return Truth::kUndetermined;
  const FuzzyDate day = rules::fuzzy((*meeting)->takes_place_on());
  return is_council((*body)->kind(), sources.charters.of(day, sources.on));
}

void judge_body(const BasisSources& sources, const fb::ProtocolRegistered& protocol,
                AmendmentBasis& out) {
  const Truth ours = of_council(sources, protocol);
  out.stands = rules::conjunction(out.stands, ours);
  if (ours != Truth::kUndetermined) return;
  out.grounds.missing.push_back(missing("body of the protocol",
                                        "whether the protocol is of the council is not known",
                                        "неизвестно, протокол ли это совета"));
}

// --- who signed it -------------------------------------------------------------------------------

/// The events that sign it as somebody who certainly was not the chair, or who did not preside.
std::set<std::uint64_t> without_mandate(const BasisSources& sources,
                                        const Fact<fb::ProtocolRegistered>& protocol) {
  std::set<std::uint64_t> out;
  if (sources.council == nullptr) return out;
  for (const ProtocolSignature& one : protocol_by(*sources.council, protocol).signatures) {
    if (one.mandate == Truth::kNo) out.insert(one.fact.index());
  }
  return out;
}

void judge_signature(const BasisSources& sources, const Fact<fb::ProtocolRegistered>& protocol,
                     AmendmentBasis& out) {
  const auto refuted = without_mandate(sources, protocol);
  bool by_another = false;
  for (const auto& fact : sources.chronicle.all<fb::ProtocolSigned>()) {
    if (fixed_of<Hash>(fact->protocol()) != protocol.digest()) continue;
    const auto as = fact->signature()->acting_as();
    const bool chair = as == fb::ActingAs::CHAIR;
    if (!chair && as != fb::ActingAs::PRESIDING) continue;
    out.grounds.evidence.add(*fact.source);
    const bool counts = !refuted.contains(fact.index());
    by_another |= !counts;
    if (!counts) continue;
    if (!out.signed_on || chair) out.signed_on = rules::fuzzy(fact->signature()->signed_on());
  }
  if (out.signed_on) return;
  out.stands = rules::conjunction(out.stands, Truth::kUndetermined);
  if (by_another) {
    out.grounds.missing.push_back(missing(
        "signature of the chair", "the protocol was signed as chair by somebody who was not",
        "протокол подписан за председателя тем, кто им не был"));
    return;
  }
  out.grounds.missing.push_back(missing("signature of the protocol",
                                        "no signed protocol of the council is recorded",
                                        "подписанный протокол совета не записан"));
}

// --- what it decided -----------------------------------------------------------------------------

bool names_any(const fb::DecisionDeclared& decision, const std::vector<Id>& excluded) {
  if (decision.excludes() == nullptr) return false;
  return std::any_of(
      decision.excludes()->begin(), decision.excludes()->end(), [&](const auto* hex) {
        return std::find(excluded.begin(), excluded.end(), fixed_of<Id>(hex)) != excluded.end();
      });
}

bool names_nobody(const fb::DecisionDeclared& decision) {
  return decision.excludes() == nullptr || decision.excludes()->size() == 0;
}

/// Whether the decision is on what the amendment is chiefly about.
bool is_on(const Amendment& amendment, const fb::DecisionDeclared& decision) {
  if (!amendment.excluded.empty()) {
    return names_any(decision, amendment.excluded) ||
           (decision.kind() == fb::DecisionKind::EXCLUSION && names_nobody(decision));
  }
  const AmendmentPart* inclusion = amendment.part(fb::AmendmentKind::INCLUSION);
  return inclusion != nullptr && inclusion->path == fb::AmendmentPath::COUNCIL_PROTOCOL &&
         decision.kind() == fb::DecisionKind::ACCESSION;
}

Decisions listed_in(const Chronicle& chronicle, const fb::ProtocolRegistered& protocol) {
  Decisions out;
  if (protocol.decisions() == nullptr) return out;
  for (const auto* hex : *protocol.decisions()) {
    if (const auto fact = chronicle.find<fb::DecisionDeclared>(hex)) out.push_back(*fact);
  }
  return out;
}

/// The decisions of the protocol on the change: on its own matter, else on a change, else of no
/// kind that the record would know.
Decisions decisions_on(const Chronicle& chronicle, const Amendment& amendment,
                       const fb::ProtocolRegistered& protocol) {
  const Decisions all = listed_in(chronicle, protocol);
  const auto those = [&](const auto& wanted) {
    Decisions out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out),
                 [&](const auto& fact) { return wanted(*fact); });
    return out;
  };
  Decisions found = those([&](const auto& one) { return is_on(amendment, one); });
  if (found.empty()) {
    found = those([](const auto& one) { return one.kind() == fb::DecisionKind::AMENDMENT; });
  }
  if (found.empty()) {
    found = those([](const auto& one) { return one.kind() == fb::DecisionKind::OTHER; });
  }
  return found;
}

/// Of several decisions that may be meant all have to agree.
Truth adopted(const Council& council, const Amendment& amendment, const Decisions& decisions,
              Grounds& grounds) {
  std::optional<Truth> all;
  for (const auto& fact : decisions) {
    const bool exclusion = is_on(amendment, *fact) && !amendment.excluded.empty();
    const Outcome outcome = outcome_of(
        council, fact, exclusion ? fb::DecisionKind::EXCLUSION : fb::DecisionKind::UNSPECIFIED);
    grounds.add(outcome.grounds);
    all = !all || *all == outcome.adopted ? outcome.adopted : Truth::kUndetermined;
  }
  return all.value_or(Truth::kUndetermined);
}

void judge_decision(const BasisSources& sources, const Amendment& amendment,
                    const fb::ProtocolRegistered& protocol, AmendmentBasis& out) {
  const Decisions decisions = decisions_on(sources.chronicle, amendment, protocol);
  if (decisions.empty()) {
    out.stands = rules::conjunction(out.stands, Truth::kUndetermined);
    out.grounds.missing.push_back(missing("decision on the change",
                                          "the protocol is recorded without a decision on it",
                                          "протокол записан без решения о нём"));
    return;
  }
  for (const auto& fact : decisions) out.grounds.evidence.add(*fact.source);
  if (sources.council == nullptr) return;
  Grounds grounds;
  const Truth decided = adopted(*sources.council, amendment, decisions, grounds);
  if (decided != Truth::kUndetermined) grounds.missing.clear();
  out.grounds.add(grounds);
  out.stands = rules::conjunction(out.stands, decided);
}

/// Where no protocol is named there was none only if all decisions are claimed to be recorded.
AmendmentBasis without_protocol(const BasisSources& sources, const Amendment& amendment) {
  AmendmentBasis out;
  const auto& known = amendment.concluded_on.not_before;
  const FuzzyDate stated = rules::fuzzy(amendment.fact->effective());
  const Date day = known.value_or(stated.not_before.value_or(sources.on));
  const CoverageClaim* claim = complete_on(sources.claims, fb::FactKind::DECISIONS, day);
  out.stands = claim == nullptr ? Truth::kUndetermined : Truth::kNo;
  if (claim != nullptr) out.grounds.evidence.add(claim->evidence);
  out.grounds.missing.push_back(missing("protocol on the change",
                                        "no signed protocol of the council is recorded",
                                        "подписанный протокол совета не записан"));
  return out;
}

}  // namespace

AmendmentBasis basis_of(const BasisSources& sources, const Amendment& amendment) {
  if (!amendment.protocol) return without_protocol(sources, amendment);
  AmendmentBasis out;
  out.stands = Truth::kYes;
  out.grounds.evidence.add(*amendment.protocol->source);
  const fb::ProtocolRegistered& protocol = **amendment.protocol;
  judge_body(sources, protocol, out);
  judge_signature(sources, *amendment.protocol, out);
  judge_decision(sources, amendment, protocol, out);
  return out;
}

}  // namespace projections::governance::internal
