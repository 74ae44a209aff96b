// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/protocol_duties.h"

#include "projections/governance/internal/duty_claims.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/protocols.h"

namespace projections::governance::internal {
namespace {

using Signer = fb::ProtocolSignerKind;

/// Whether it counts as the signature of this capacity: somebody who certainly had not got it signs
/// for nobody (TO 8).
bool signs_as(const ProtocolSignature& signature, Signer signer) {
  if (signature.mandate == Truth::kNo) return false;
  const bool chair = signature.acting_as == fb::ActingAs::CHAIR;
  switch (signer) {
    case Signer::CHAIR:
      return chair || signature.stand_in;
    case Signer::PRESIDING:
      return chair || signature.acting_as == fb::ActingAs::PRESIDING;
    case Signer::SECRETARY:
      return signature.acting_as == fb::ActingAs::SECRETARY;
    default:
      return false;
  }
}

FuzzyDate last_signature(const Protocol& protocol) {
  std::optional<FuzzyDate> last;
  for (const ProtocolSignature& one : protocol.signatures) {
    last = last ? later_of(*last, one.signed_on) : one.signed_on;
  }
  return last.value_or(FuzzyDate{});
}

/// The first signature in this capacity; everybody present has signed with the last one of all.
/// Nothing where there is none that counts.
std::optional<FuzzyDate> signed_as(const Protocol& protocol, Signer signer) {
  if (signer == Signer::ALL_PRESENT) return last_signature(protocol);
  std::optional<FuzzyDate> first;
  for (const ProtocolSignature& one : protocol.signatures) {
    if (!signs_as(one, signer)) continue;
    first = first ? earlier_of(*first, one.signed_on) : one.signed_on;
  }
  return first;
}

/// When the protocol was whole; nothing while a demanded signature is missing.
std::optional<FuzzyDate> completed_on(const Protocol& protocol) {
  if (!protocol.missing_signers.empty()) return std::nullopt;
  std::optional<FuzzyDate> last;
  for (const Signer signer : protocol.required_signers) {
    const auto day = signed_as(protocol, signer);
    if (!day) return std::nullopt;
    last = last ? later_of(*last, *day) : *day;
  }
  return last ? last : protocol.dated;
}

void find_protocol(const std::vector<Protocol>& all, const Meeting& meeting, Date on,
                   Obligation& duty) {
  for (const Protocol& protocol : all) {
    if (protocol.meeting == nullptr || protocol.meeting->id != meeting.id) continue;
    duty.grounds.evidence.add(protocol.grounds.evidence);
    const auto day = completed_on(protocol);
    if (!day || to_come(*day, on)) continue;
    duty.done = duty.done ? earlier_of(*duty.done, *day) : *day;
    duty.done_times = 1;
  }
}

/// A meeting that lacked its quorum has decided nothing that a protocol would hold.
bool may_have_decided(const Meeting& meeting) {
  return meeting.body != nullptr && !meeting.conference && meeting.held == Truth::kYes &&
         meeting.result != MeetingResult::kFailedNoQuorum;
}

Obligation duty_of(const Council& council, const AdoptedCharter& charter, const Meeting& meeting,
                   const fb::Length& term) {
  Obligation duty;
  const fb::BodyKind kind = meeting.body->kind;
  duty.kind = ObligationKind::kDeadline;
  duty.name = rules::Charter::body_path(kind) + ".protocol.deadline";
  duty.title = {"draw up and sign the protocol", "составить и подписать протокол"};
  const auto& convened = meeting.earlier.empty() ? meeting.fact : meeting.earlier.front();
  duty.subject = convened.digest();
  duty.responsible.push_back({std::nullopt, std::nullopt, kind, {}});
  duty.grounds.evidence.add(meeting.grounds.evidence);
  duty.grounds.rules.push_back(charter.rule(duty.name));
  duty.due = rules::deadline(meeting.day, rules::length_of(term), rules::Shift::kNextWorkingDay,
                             calendar_of(council.chronicle(), &charter.charter));
  return duty;
}

const fb::Length* term_of(const fb::BodyRules& body) {
  return body.protocol() == nullptr ? nullptr : body.protocol()->deadline();
}

/// Whether any charter of the place states such a term at all: most do not.
bool states_a_term(const Charters& charters) {
  return std::any_of(charters.all().begin(), charters.all().end(), [](const auto& fact) {
    const auto* bodies = fact->parameters()->bodies();
    return bodies != nullptr &&
           std::any_of(bodies->begin(), bodies->end(),
                       [](const fb::BodyRules* body) { return term_of(*body) != nullptr; });
  });
}

}  // namespace

std::vector<Obligation> protocol_duties(const Council& council) {
  std::vector<Obligation> out;
  if (!states_a_term(council.charters())) return out;
  const std::vector<Protocol> all = protocols(council);
  const std::vector<CoverageClaim> claims = coverage_claims(council.chronicle());
  for (const Meeting& meeting : meetings(council)) {
    if (to_come(meeting.day, council.on()) || !may_have_decided(meeting)) continue;
    const Governing governing = council.governing(meeting.day);
    const fb::BodyRules* body = governing.body(meeting.body->kind);
    if (body == nullptr || term_of(*body) == nullptr) continue;
    Obligation duty = duty_of(council, *governing.charter, meeting, *term_of(*body));
    find_protocol(all, meeting, council.on(), duty);
    duty.verdict = rules::judge_duty(duty.due, duty.done, council.on(),
                                     calendar_of(council.chronicle(), &governing.charter->charter));
    ask_coverage(claims, council.on(), fb::FactKind::DECISIONS, meeting.day, duty,
                 meeting.body->kind);
    add_unknown_calendar(duty);
    out.push_back(std::move(duty));
  }
  return out;
}

}  // namespace projections::governance::internal
