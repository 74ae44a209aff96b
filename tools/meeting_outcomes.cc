// SPDX-License-Identifier: Apache-2.0
#include "tools/meeting_outcomes.h"

#include <optional>

#include "projections/governance/words.h"

namespace tools {
namespace {

namespace gov = projections::governance;
namespace fb = ledger::fb;
using gov::Truth;

/// "п. 7#1", "общий закон, п. ГК 181.2", "допущение"; empty for a rule that nobody states.
std::string rule_in_words(const gov::RuleUsed& rule) {
  if (!rule.basis.known()) return {};
  const bool stated = rule.basis.certainty == fb::Certainty::STATED;
  const std::string certainty = stated ? "" : gov::words_of(rule.basis.certainty).russian;
  if (rule.basis.clause.empty()) return certainty;
  return "п. " + rule.basis.clause + (certainty.empty() ? "" : ", " + certainty);
}

std::string in_brackets(const gov::Grounds& grounds) {
  for (const gov::RuleUsed& rule : grounds.rules) {
    const std::string words = rule_in_words(rule);
    if (!words.empty()) return " (" + words + ")";
  }
  return {};
}

std::string capitalised(std::string text) {
  // The first letter is a small Cyrillic one of two bytes: а-п are D0 B0-BF, р-я are D1 80-8F.
  if (text.size() < 2) return text;
  const auto lead = static_cast<unsigned char>(text[0]);
  const auto tail = static_cast<unsigned char>(text[1]);
  if (lead == 0xD0 && tail >= 0xB0) {
    text[1] = static_cast<char>(tail - 0x20);
  } else if (lead == 0xD1 && tail <= 0x8F) {
    text[0] = static_cast<char>(0xD0);
    text[1] = static_cast<char>(tail + 0x20);
  }
  return text;
}

ToldOutcome told(const gov::QuorumState& quorum) {
  if (!quorum.applicable) return {};
  return {{capitalised(gov::words_of(quorum).russian) + in_brackets(quorum.grounds) + "."},
          quorum.grounds.evidence.events()};
}

ToldOutcome told(const gov::Ballot& ballot) {
  ToldOutcome out{{}, ballot.grounds.evidence.events()};
  const auto item = ballot.fact->agenda_item();
  if (ballot.meeting && item) {
    for (const gov::ItemQuorum& one : ballot.meeting->items) {
      if (one.agenda_item == *item) out.lines = told(one.quorum).lines;
    }
  }
  const std::string outcome = ballot.derivation.russian.empty()
                                  ? gov::adopted_in_words(ballot.adopted).russian
                                  : ballot.derivation.russian;
  out.lines.push_back("Подсчёт (" + gov::words_of(ballot.grade).russian + "): " + outcome +
                      in_brackets(ballot.grounds) + ".");
  if (ballot.grounds.depends_on_assumption) {
    out.lines.push_back("Итог зависит от допущения: при другом прочтении он иной.");
  }
  return out;
}

ToldOutcome told(const gov::Decision& decision) {
  std::string line = "По расчёту журнала: " + gov::words_of(decision.state).russian;
  if (decision.mismatch) line += "; в протоколе указан другой итог";
  return {{line + "."}, decision.grounds.evidence.events()};
}

ToldOutcome told(const gov::ProtocolSignature& signature) {
  if (signature.mandate == Truth::kYes) return {};
  std::string line = signature.mandate == Truth::kNo
                         ? "Право подписать в этом качестве не подтверждается"
                         : "Право подписать в этом качестве не определено";
  if (signature.term_expired) line += ": срок полномочий истёк";
  return {{line + "."}, {}};
}

}  // namespace

MeetingOutcomes::MeetingOutcomes(const projections::Chronicle& chronicle,
                                 const std::string& protocol) {
  const auto digest = ledger::fixed_from_hex<ledger::Hash>(protocol);
  const auto fact = digest ? chronicle.find<fb::ProtocolRegistered>(*digest) : std::nullopt;
  if (!fact) return;
  const auto convened = chronicle.find<fb::MeetingConvened>((*fact)->meeting());
  const auto day = convened ? projections::rules::fuzzy((*convened)->takes_place_on()).not_after
                            : std::optional<gov::Date>();
  const gov::Date on =
      day ? *day : gov::recorded_on(*fact->source, gov::zone_minutes_of(chronicle));
  const gov::Council council(chronicle, on);
  for (const gov::Protocol& one : gov::protocols(council)) {
    if (one.fact.digest() != *digest) continue;
    if (one.meeting && !one.meeting->conference) quorum_ = told(one.meeting->quorum);
    for (const gov::ProtocolSignature& signature : one.signatures) {
      of_[to_hex(signature.fact.digest())] = told(signature);
    }
    for (const auto signer : one.missing_signers) {
      missing_.lines.push_back(capitalised(gov::words_of(signer).russian));
    }
    missing_.events = one.grounds.evidence.events();
  }
  for (const gov::Ballot& ballot : gov::ballots(council)) {
    of_[to_hex(ballot.fact.digest())] = told(ballot);
  }
  for (const gov::Decision& decision : gov::decisions(council)) {
    of_[to_hex(decision.fact.digest())] = told(decision);
  }
}

const ToldOutcome& MeetingOutcomes::of(const std::string& digest) const {
  static const ToldOutcome kNothing;
  const auto it = of_.find(digest);
  return it == of_.end() ? kNothing : it->second;
}

}  // namespace tools
