// SPDX-License-Identifier: Apache-2.0
#include "tools/meeting_outcomes.h"

#include <map>
#include <optional>
#include <set>

#include "projections/governance/duties.h"
#include "projections/governance/words.h"
#include "tools/russian.h"

namespace tools {
namespace {

namespace gov = projections::governance;
namespace fb = ledger::fb;
using gov::Truth;

/// "п. 7#1", "ст. 181.2 ГК, общий закон", "допущение"; empty for a rule that nobody states.
std::string rule_in_words(const gov::RuleUsed& rule) {
  if (!rule.basis.known()) return {};
  const bool stated = rule.basis.certainty == fb::Certainty::STATED;
  const std::string certainty = stated ? "" : gov::words_of(rule.basis.certainty).russian;
  if (rule.basis.clause.empty()) return certainty;
  std::string clause = gov::clause_in_words(rule.basis.clause).russian;
  constexpr std::string_view kLong = "пункт ";
  if (clause.starts_with(kLong)) clause = "п. " + clause.substr(kLong.size());
  return clause + (certainty.empty() ? "" : ", " + certainty);
}

/// The rule under this parameter, else the first that says anything.
std::string in_brackets(const gov::Grounds& grounds, std::string_view parameter = {}) {
  for (const gov::RuleUsed& rule : grounds.rules) {
    if (parameter.empty() || rule.basis.path.find(parameter) == std::string::npos) continue;
    const std::string words = rule_in_words(rule);
    if (!words.empty()) return " (" + words + ")";
  }
  for (const gov::RuleUsed& rule : grounds.rules) {
    const std::string words = rule_in_words(rule);
    if (!words.empty()) return " (" + words + ")";
  }
  return {};
}

/// What settled the ballot: at a tie the rule of the casting vote and not that of the majority.
std::string_view deciding_parameter(const gov::Ballot& ballot) {
  const auto tie = [](const auto& arithmetic) {
    return arithmetic && (arithmetic->by == projections::rules::DecidedBy::kCastingVote ||
                          arithmetic->by == projections::rules::DecidedBy::kTieNoCasting);
  };
  return tie(ballot.tally) || tie(ballot.contest) ? ".casting_vote" : ".majority";
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

/// The quorum of a meeting: at the opening, and of the questions at which it was there only later.
ToldOutcome told(const gov::Meeting& meeting) {
  ToldOutcome out = told(meeting.quorum);
  if (!meeting.quorum.applicable || meeting.quorum.met == Truth::kYes) return out;
  std::string questions;
  for (const gov::ItemQuorum& item : meeting.items) {
    if (!item.quorum.applicable || item.quorum.met != Truth::kYes) continue;
    questions += (questions.empty() ? "" : ", ") + std::to_string(item.agenda_item);
  }
  if (questions.empty()) return out;
  out.lines.insert(out.lines.begin(), "На открытии заседания:");
  out.lines.push_back("Кворум был при рассмотрении вопросов повестки дня: " + questions + ".");
  return out;
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
                      in_brackets(ballot.grounds, deciding_parameter(ballot)) + ".");
  if (ballot.grounds.depends_on_assumption) {
    out.lines.push_back("Итог зависит от допущения: при другом прочтении он иной.");
  }
  return out;
}

ToldOutcome told(const gov::Decision& decision) {
  std::string line = "По расчёту журнала: " + gov::words_of(decision.state).russian;
  if (decision.mismatch) line += "; в протоколе указан другой итог";
  ToldOutcome out{{line + "."}, decision.grounds.evidence.events()};
  const bool told_with_votes = decision.ballot && decision.ballot->grounds.depends_on_assumption;
  if (decision.grounds.depends_on_assumption && !told_with_votes) {
    out.lines.push_back("Итог зависит от допущения: при другом прочтении он иной.");
  }
  return out;
}

ToldOutcome told(const gov::ProtocolSignature& signature) {
  if (signature.mandate == Truth::kYes) return {};
  std::string line = signature.mandate == Truth::kNo
                         ? "Право подписать в этом качестве не подтверждается"
                         : "Право подписать в этом качестве не определено";
  if (signature.term_expired) {
    line += ": срок полномочий истёк";
  } else if (signature.held_by_another && signature.acting_as == fb::ActingAs::CHAIR) {
    line += ": в день заседания председателем был другой";
  }
  return {{line + "."}, {}};
}

// --- when something is due -----------------------------------------------------------------------

constexpr const char* kUndetermined = "Срок по расчёту журнала не определён: ";

std::string day_in_words(const gov::FuzzyDate& date) {
  return date.known() ? date_in_words(projections::rules::to_iso(*date.day()))
                      : gov::words_of(date).russian;
}

/// "календарь 2022 года, событие 12": which publication a due day was counted by.
std::string calendars_in_words(const projections::Chronicle& chronicle,
                               const projections::rules::Deadline& due, ToldOutcome& out) {
  std::string words;
  for (const auto& version : due.calendars) {
    const auto digest = ledger::fixed_from_hex<ledger::Hash>(version.version);
    const projections::Source* source = digest ? chronicle.source(*digest) : nullptr;
    words += (words.empty() ? " (календарь " : "; календарь ") + std::to_string(version.year) +
             " года" + (version.provisional ? ", предварительный" : "");
    if (source == nullptr) continue;
    words += ", событие " + std::to_string(source->index);
    out.events.push_back(source->index);
  }
  return words.empty() ? words : words + ")";
}

std::string missing_in_words(const gov::Grounds& grounds) {
  std::string words;
  for (const gov::Missing& one : grounds.missing) {
    words += (words.empty() ? "" : "; ") + one.sentence.russian;
  }
  return words;
}

/// "; допущение: calendar.until_inclusive": what had to be assumed to count the day.
std::string assumed_in_words(const gov::Grounds& grounds) {
  std::string words;
  for (const gov::RuleUsed& rule : grounds.rules) {
    if (!rule.basis.assumed()) continue;
    words += (words.empty() ? "; допущение: " : ", ") + rule.basis.path;
  }
  return words;
}

/// `recurs`: the component is due once in each of several periods.
std::string due_in_words(const projections::Chronicle& chronicle, const gov::Obligation& duty,
                         bool recurs, ToldOutcome& out) {
  if (!duty.scheduled) {
    if (auto missing = missing_in_words(duty.grounds); !missing.empty()) {
      return kUndetermined + missing;
    }
    return kUndetermined +
           (duty.awaited.empty() ? "бумага не называет срока" : "зависит от: " + duty.awaited);
  }
  const auto& due = duty.due;
  if (!due.nominal_due.known()) {
    const std::string missing = missing_in_words(duty.grounds);
    return kUndetermined + (missing.empty() ? day_in_words(due.nominal_due) : missing);
  }
  const std::string period =
      recurs ? " (" + gov::duty_period_in_words(duty.period).russian + ")" : "";
  std::string line = "Срок по расчёту журнала" + period + ": " + day_in_words(due.nominal_due);
  if (due.unknown_calendar) {
    return line + "; с переносом на рабочий день не определён: нет календаря на " +
           std::to_string(*due.unknown_calendar) + " год";
  }
  if (due.shifted()) line += " → рабочий день " + day_in_words(due.effective_due);
  return line + calendars_in_words(chronicle, due, out) + assumed_in_words(duty.grounds);
}

using ComponentKey = std::pair<std::string, std::uint64_t>;

/// The components that are due once in each of several periods, without an end.
std::set<ComponentKey> recurring(const gov::Council& council) {
  std::set<ComponentKey> out;
  for (const gov::Decision& decision : gov::decisions(council)) {
    for (const gov::ComponentState& one : decision.components) {
      if (one.kind != fb::ScheduleKind::AT_LEAST) continue;
      out.emplace(to_hex(decision.fact.digest()), one.number);
    }
  }
  return out;
}

/// The version of a meeting that holds: the paper may name one that gave another day.
std::optional<projections::Fact<fb::MeetingConvened>> last_version(
    const projections::Chronicle& chronicle, const flatbuffers::String* named) {
  auto found = chronicle.find<fb::MeetingConvened>(named);
  if (!found) return found;
  const auto meeting = (*found)->meeting()->string_view();
  for (const auto& one : chronicle.all<fb::MeetingConvened>()) {
    if (one->meeting()->string_view() == meeting) found = one;
  }
  return found;
}

}  // namespace

/// Each addressee owes the same by the same day, so that one line stands for all of them.
void MeetingOutcomes::tell_dues(const gov::Council& council) {
  std::map<ComponentKey, std::map<std::string, gov::Obligation>> periods;
  const std::set<ComponentKey> without_end = recurring(council);
  auto all = gov::duties_of(council);
  for (gov::Obligation& duty : all) {
    if (duty.kind != gov::ObligationKind::kAssignment || duty.cancelled) continue;
    auto& of_component = periods[{to_hex(duty.subject), duty.component}];
    of_component.try_emplace(duty.period, std::move(duty));
  }
  for (const auto& [component, duties] : periods) {
    ToldOutcome& out = dues_[component];
    const bool goes_on = without_end.contains(component);
    for (const auto& [period, duty] : duties) {
      const bool recurs = goes_on || duties.size() > 1;
      out.lines.push_back(due_in_words(council.chronicle(), duty, recurs, out) + ".");
      const auto& events = duty.grounds.evidence.events();
      out.events.insert(out.events.end(), events.begin(), events.end());
    }
    if (goes_on && duties.begin()->second.scheduled) {
      out.lines.push_back("Дальше — в каждом следующем периоде.");
    }
  }
}

MeetingOutcomes::MeetingOutcomes(const projections::Chronicle& chronicle,
                                 const std::string& protocol) {
  const auto digest = ledger::fixed_from_hex<ledger::Hash>(protocol);
  const auto fact = digest ? chronicle.find<fb::ProtocolRegistered>(*digest) : std::nullopt;
  if (!fact) return;
  const auto convened = last_version(chronicle, (*fact)->meeting());
  const auto day = convened ? projections::rules::fuzzy((*convened)->takes_place_on()).not_after
                            : std::optional<gov::Date>();
  const gov::Date on =
      day ? *day : gov::recorded_on(*fact->source, gov::zone_minutes_of(chronicle));
  const gov::Council council(chronicle, on);
  for (const gov::Protocol& one : gov::protocols(council)) {
    if (one.fact.digest() != *digest) continue;
    if (one.meeting && !one.meeting->conference) quorum_ = told(*one.meeting);
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
  tell_dues(council);
}

const ToldOutcome& MeetingOutcomes::due(const std::string& decision,
                                        std::uint64_t component) const {
  static const ToldOutcome kNothing;
  const auto it = dues_.find({decision, component});
  return it == dues_.end() ? kNothing : it->second;
}

const ToldOutcome& MeetingOutcomes::of(const std::string& digest) const {
  static const ToldOutcome kNothing;
  const auto it = of_.find(digest);
  return it == of_.end() ? kNothing : it->second;
}

}  // namespace tools
