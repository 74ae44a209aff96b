// SPDX-License-Identifier: Apache-2.0
// Signs in protocols: signatures that the charter demands, who signed as chair, numbers (TO 8).
#include <map>

#include "projections/governance/internal/finder.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/protocols.h"

namespace projections::governance::internal {
namespace {

/// The claim that what a body decided is recorded in full, its protocols and their signatures with
/// it; null if nobody claims it for the day of the protocol.
const CoverageClaim* claim_about(const Finder& finder, const Protocol& protocol) {
  if (protocol.meeting == nullptr || protocol.meeting->body == nullptr) return nullptr;
  const auto day = protocol.dated.not_before;
  if (!day) return nullptr;
  return complete_on(finder.claims, fb::FactKind::DECISIONS, *day, protocol.meeting->body->kind);
}

/// The last of the days on which the meeting may have been.
Date last_possible_day(const Finder& finder, const Meeting& meeting) {
  return possible_days(finder.council, when_held(finder.council, meeting)).back();
}

/// Who signed as chair, for which day, and who was in office on it.
Case wrong_signer(const Finder& finder, const Protocol& protocol,
                  const ProtocolSignature& signature) {
  Case one = case_of("PROTOCOL_WRONG_SIGNER", protocol.fact.source, protocol.grounds, ".protocol");
  const Meeting& meeting = *protocol.meeting;
  const Date day = last_possible_day(finder, meeting);
  one.numbers = {{"acting_as", fb::EnumNameActingAs(signature.acting_as)},
                 {"day", rules::to_text(meeting.day)},
                 {"signed_on", rules::to_text(signature.signed_on)}};
  if (signature.seat) one.numbers.emplace_back("seat", ledger::to_hex(*signature.seat));
  const auto* person = signature.fact->signature()->person();
  for (const ChairTerm& term : finder.council.chairs_on(meeting.body->id, day)) {
    one.numbers.emplace_back("chair", ledger::to_hex(term.seat));
    // The seat is the same and the people are two.
    if (signature.seat == term.seat && person != nullptr && term.person) {
      one.numbers.emplace_back("person_signed", person->person()->str());
      one.numbers.emplace_back("person_chair", ledger::to_hex(*term.person));
    }
    one.evidence.add(term.evidence);
  }
  one.evidence.add(*signature.fact.source);
  one.evidence.add(*meeting.fact.source);
  if (!signature.term_expired) {
    one.detail = {"another was chair on the day of the meeting",
                  "в день заседания председателем был другой"};
  }
  return one;
}

/// One seat of the chair, two references in it.
void find_identity(Finder& finder, const Protocol& protocol, const ProtocolSignature& signature) {
  Case one{"IDENTITY_UNRESOLVED", protocol.fact.source};
  one.period = "signing";
  one.evidence.add(*signature.fact.source);
  const auto signer = optional_of<ledger::Id>(signature.fact->signature()->person()->person());
  if (signature.seat) one.numbers.emplace_back("seat", ledger::to_hex(*signature.seat));
  if (signer) one.numbers.emplace_back("person_signed", ledger::to_hex(*signer));
  const Meeting& meeting = *protocol.meeting;
  const Date day = last_possible_day(finder, meeting);
  for (const ChairTerm& term : finder.council.chairs_on(meeting.body->id, day)) {
    if (term.person) one.numbers.emplace_back("person_chair", ledger::to_hex(*term.person));
    one.evidence.add(term.evidence);
  }
  one.detail = {"whether who signed for the chair's seat is the chair is not known",
                "неизвестно, председатель ли подписал от места председателя"};
  finder.add(std::move(one));
}

void find_signatures(Finder& finder, const Protocol& protocol) {
  const CoverageClaim* claim = claim_about(finder, protocol);
  if (!protocol.missing_signers.empty() && !protocol.replaced_by && claim != nullptr) {
    Case one = case_of("PROTOCOL_UNSIGNED", protocol.fact.source, protocol.grounds, ".protocol");
    for (const auto signer : protocol.missing_signers) {
      one.numbers.emplace_back("missing", fb::EnumNameProtocolSignerKind(signer));
    }
    one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
  if (!protocol.chair_demanded) return;
  for (const ProtocolSignature& signature : protocol.signatures) {
    if (signature.acting_as == fb::ActingAs::CHAIR && signature.chair_of_meeting == Truth::kNo) {
      finder.add(wrong_signer(finder, protocol, signature));
    }
    if (signature.acting_as == fb::ActingAs::CHAIR && signature.identity_open &&
        signature.chair_of_meeting == Truth::kUndetermined) {
      find_identity(finder, protocol, signature);
    }
    if (!signature.stand_in) continue;
    Case one = case_of("UNREGULATED_ACTION", protocol.fact.source, protocol.grounds, ".signs");
    if (one.certainty == fb::Certainty::STATED) continue;  // the charter calls the stand-in
    one.period = "signing";
    one.numbers = {{"acting_as", fb::EnumNameActingAs(signature.acting_as)}};
    finder.add(std::move(one));
  }
}

/// Doubled numbers of one body's protocols; gaps only where its decisions are recorded in full.
void find_numbers(Finder& finder, const std::vector<Protocol>& all) {
  std::map<std::uint64_t, const Protocol*> by_index;
  for (const Protocol& protocol : all) by_index[protocol.fact.index()] = &protocol;
  for (const NumberProblem& problem : number_problems(all)) {
    const Protocol& last = *by_index.at(problem.protocols.back());
    const CoverageClaim* claim = claim_about(finder, last);
    if (!problem.doubled && claim == nullptr) continue;
    Case one{problem.doubled ? "PROTOCOL_NUMBER_DUPLICATE" : "PROTOCOL_NUMBER_GAP",
             last.fact.source};
    one.period = std::to_string(problem.number);
    one.numbers = {{"number", std::to_string(problem.number)},
                   {"year", std::to_string(problem.year)}};
    for (const std::uint64_t index : problem.protocols) {
      one.evidence.add(*by_index.at(index)->fact.source);
    }
    if (claim != nullptr && !problem.doubled) one.evidence.add(claim->evidence);
    finder.add(std::move(one));
  }
}

}  // namespace

void find_in_protocols(Finder& finder) {
  const auto all = protocols(finder.council);
  for (const Protocol& protocol : all) {
    if (!finder.to_come(protocol.dated)) find_signatures(finder, protocol);
  }
  find_numbers(finder, all);
}

}  // namespace projections::governance::internal
