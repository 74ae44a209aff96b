// SPDX-License-Identifier: Apache-2.0
#include "tools/verdict_text.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/governance/words.h"
#include "tools/finding_text.h"

namespace tools {

namespace gov = projections::governance;
namespace fb = ledger::fb;
using gov::Truth;

namespace {

std::string text(std::uint64_t number) { return std::to_string(number); }

std::string signed_text(std::int64_t number) {
  return (number > 0 ? "+" : "") + std::to_string(number);
}

void join(std::string& list, const std::string& part, const char* between = ", ") {
  if (part.empty()) return;
  if (!list.empty()) list += between;
  list += part;
}

}  // namespace

const std::string& VerdictText::in(const gov::Sentence& sentence) const {
  return language_ == Language::kRussian ? sentence.russian : sentence.english;
}

std::string VerdictText::say(const Text& words) const {
  return std::string(language_ == Language::kRussian ? words.russian : words.english);
}

void VerdictText::heading(const Text& words) { line(0, say(words)); }

void VerdictText::line(int level, std::string words) {
  lines_.push_back(std::string(2 * static_cast<std::size_t>(level), ' ') + std::move(words));
}

void VerdictText::line(int level, const gov::Sentence& sentence) { line(level, in(sentence)); }

void VerdictText::grounds(int level, const gov::Grounds& grounds) {
  std::string list;
  for (const gov::RuleUsed& rule : grounds.rules) {
    if (!rule.basis.known()) continue;
    const std::string words = in(gov::words_of(rule));
    if (list.find(words) == std::string::npos) join(list, words, "; ");
  }
  if (!list.empty()) line(level, say({"rule: ", "правило: "}) + list);
  std::string events;
  for (const std::uint64_t index : grounds.evidence.events()) join(events, text(index));
  if (!events.empty()) {
    line(level, say({"events: ", "события: "}) + events + " (" +
                    in(gov::words_of(*grounds.evidence.grade())) + ")");
  }
  for (const gov::Missing& missing : grounds.missing) {
    line(level, say({"missing: ", "не хватает: "}) + in(missing.sentence));
  }
}

void VerdictText::quorum(int level, const gov::QuorumState& quorum) {
  std::string words = in(gov::words_of(quorum));
  if (quorum.applicable && !quorum.grounds.rules.empty()) {
    words += " (" + in(gov::words_of(quorum.grounds.rules.front())) + ")";
  }
  line(level, words);
  if (quorum.changed_late) {
    line(level + 1,
         say({"by what was recorded since the closing: ", "по записанному после закрытия: "}) +
             in(gov::words_of(*quorum.changed_late)));
  }
  for (const gov::QuorumReading& reading : quorum.readings) {
    if (reading.met == quorum.met) continue;
    line(level + 1, say({"read otherwise, ", "при другом прочтении, "}) + reading.turned + ": " +
                        text(reading.present) + "/" + text(reading.total) + ", " +
                        text(reading.needed) + ": " + in(gov::words_of(reading.met)));
  }
}

/// By name: ids have no order that means anything.
void VerdictText::attendees(const gov::Meeting& meeting) {
  std::vector<std::string> all;
  for (const gov::Presence& one : meeting.attendees) {
    std::string words = in(names_.seat(one.seat));
    if (one.acting_as != fb::ActingAs::UNSPECIFIED) {
      join(words, in(gov::words_of(one.acting_as)));
    }
    if (one.form == fb::MeetingForm::REMOTE) join(words, say({"remotely", "дистанционно"}));
    if (one.counted != Truth::kYes) {
      words += say({": not counted", ": не учитывается"});
      if (!one.code.empty()) words += " (" + one.code + ")";
    }
    all.push_back(std::move(words));
  }
  std::sort(all.begin(), all.end());
  for (std::string& words : all) line(2, std::move(words));
  if (meeting.unresolved > 0) {
    line(2, say({"whose seat is not told: ", "без указания места: "}) + text(meeting.unresolved));
  }
  for (const auto& stranger : meeting.strangers) {
    line(2, in(names_.seat(stranger)) + say({": has no seat in the body", ": не входит в орган"}));
  }
}

void VerdictText::absentees(const gov::Meeting& meeting) {
  if (!meeting.attendance || (*meeting.attendance)->absent() == nullptr) return;
  std::string list;
  for (const fb::Absentee* one : *(*meeting.attendance)->absent()) {
    if (one->seat() != nullptr)
      join(list, in(names_.seat(projections::fixed_of<ledger::Id>(one->seat()))));
  }
  if (!list.empty()) line(1, say({"absent: ", "отсутствуют: "}) + list);
}

void VerdictText::meeting(const gov::Meeting& meeting) {
  line(0, projections::text_of(meeting.fact->wording()->title()) + " — " +
              in(gov::words_of(meeting.day)));
  line(1, gov::words_of(meeting.result));
  if (meeting.conference) {
    line(1, say({"a conference, no meeting of a body", "совещание, а не заседание органа"}));
    return;
  }
  quorum(1, meeting.quorum);
  const std::size_t present = gov::counted_by_number(meeting)
                                  ? *(*meeting.attendance)->present_stated()
                                  : meeting.attendees.size() + meeting.unresolved;
  const bool open = meeting.untold > 0;
  line(1, (open ? say({"present, at least: ", "присутствуют, не меньше: "})
                : say({"present: ", "присутствуют: "})) +
              text(present));
  attendees(meeting);
  absentees(meeting);
  for (const gov::ItemQuorum& item : meeting.items) {
    if (item.quorum.present == meeting.quorum.present && item.quorum.met == meeting.quorum.met) {
      continue;
    }
    line(1, say({"question ", "вопрос "}) + text(item.agenda_item) + ":");
    quorum(2, item.quorum);
  }
  if (meeting.result_differs) {
    line(1, say({"ATTENTION: the paper states another result of the meeting",
                 "ВНИМАНИЕ: в протоколе указан другой итог заседания"}));
  }
}

/// «воздержались»: of a list, however long.
std::string VerdictText::choice_of_several(fb::Choice choice) const {
  if (choice == fb::Choice::ABSTAIN) return say({"abstained", "воздержались"});
  if (choice == fb::Choice::NOT_VOTING) return say({"did not vote", "не голосовали"});
  return in(gov::words_of(choice));
}

void VerdictText::roll_call(const gov::Ballot& ballot) {
  std::map<fb::Choice, std::vector<std::string>> names;
  for (const gov::RollCallLine& vote : ballot.roll_call) {
    std::string name = in(names_.seat(vote.seat));
    if (vote.candidate) name += " → " + in(names_.seat(*vote.candidate));
    if (vote.option) name += " → " + text(*vote.option);
    if (vote.counted != Truth::kYes) name += " (" + vote.code + ")";
    names[vote.choice].push_back(std::move(name));
  }
  for (auto& [choice, all] : names) {
    std::sort(all.begin(), all.end());
    std::string list;
    for (const std::string& name : all) join(list, name);
    line(2, choice_of_several(choice) + " — " + text(all.size()) + ": " + list);
  }
}

std::string VerdictText::late_events(const std::vector<std::uint64_t>& indexes) const {
  std::string events;
  for (const std::uint64_t index : indexes) join(events, text(index));
  if (events.empty()) return {};
  return say({"; not in the roll above, recorded since: events ",
              "; в этот перечень не входит записанное после: события "}) +
         events;
}

std::string VerdictText::casting_in_words(const gov::CastingVoteState& casting) const {
  if (!casting.holder && !casting.unknown_holder) {
    return say({"who holds it was not there", "кто им обладает, не присутствовал"});
  }
  const std::string holder = casting.holder ? in(names_.seat(*casting.holder))
                                            : say({"holder not recorded", "у кого, не записано"});
  if (casting.choice) {
    return holder + ", " + in(gov::words_of(static_cast<fb::Choice>(*casting.choice)));
  }
  const bool unknown = casting.unknown_holder || casting.unknown_choice;
  return holder + (unknown ? say({", for what, is not stated", ", за что, не указано"})
                           : say({", did not vote", ", не голосовал"}));
}

void VerdictText::outcome(const gov::Ballot& ballot) {
  std::string words = ballot.derivation.english.empty() ? in(gov::adopted_in_words(ballot.adopted))
                                                        : in(ballot.derivation);
  if (ballot.tally) {
    words += say({"; margin ", "; запас "}) + signed_text(ballot.tally->margin);
  }
  line(1, words);
  if (ballot.candidate) {
    line(1, say({"elected: ", "избран: "}) + in(names_.seat(*ballot.candidate)));
  }
  if (ballot.option) line(1, say({"option ", "вариант "}) + text(*ballot.option));
  if (ballot.casting.tie && ballot.casting.by_rule) {
    line(1, say({"casting vote: ", "решающий голос: "}) + casting_in_words(ballot.casting));
  }
  if (ballot.changed_late) {
    line(1, say({"by what was recorded since the closing: ", "по записанному после закрытия: "}) +
                in(gov::adopted_in_words(ballot.changed_late->adopted)) +
                late_events(ballot.late_events));
  }
}

void VerdictText::readings(const gov::Ballot& ballot) {
  for (const gov::BallotReading& reading : ballot.alternatives) {
    if (reading.outcome.adopted == ballot.adopted) continue;
    line(2, say({"read otherwise, ", "при другом прочтении, "}) + reading.turned + ": " +
                in(gov::adopted_in_words(reading.outcome.adopted)));
  }
}

void VerdictText::ballot(const gov::Ballot& ballot) {
  const auto item = ballot.fact->agenda_item();
  line(0, (item ? std::to_string(*item) + ". " : std::string()) + ballot.question);
  if (ballot.meeting && item) {
    for (const gov::ItemQuorum& one : ballot.meeting->items) {
      if (one.agenda_item == *item) quorum(1, one.quorum);
    }
  }
  line(1, say({"votes: ", "голоса: "}) + in(gov::words_of(ballot.grade)));
  roll_call(ballot);
  outcome(ballot);
  readings(ballot);
  if (ballot.counts_differ) {
    line(1, say({"ATTENTION: the counts of the paper are not those of the roll call",
                 "ВНИМАНИЕ: числа протокола расходятся с поимённым голосованием"}));
  }
  grounds(1, ballot.grounds);
}

void VerdictText::readings(const gov::Decision& decision) {
  for (const gov::DecisionReading& one : decision.readings) {
    std::string words = in(gov::words_of(one.state));
    if (!one.quorum_demanded) {
      words += say({"; no quorum demanded", "; кворум не требуется"});
    } else if (one.present && one.total && one.needed) {
      words += say({"; present ", "; присутствует "}) + text(*one.present) + say({" of ", " из "}) +
               text(*one.total) + say({", needed ", ", нужно "}) + text(*one.needed);
    }
    line(1, say({"read otherwise, ", "при другом прочтении, "}) +
                projections::rules::to_text(one.turned) + ": " + words);
  }
  if (!decision.all_readings) {
    line(1, say({"the assumptions are too many to read in every combination: each was read "
                 "otherwise alone, and all together",
                 "допущений слишком много, чтобы прочесть каждое сочетание: иначе прочтено каждое "
                 "отдельно и все вместе"}));
  } else if (!decision.grounds.depends_on_assumption) {
    line(1, say({"the outcome does not depend on assumptions", "от допущений итог не зависит"}));
  }
}

void VerdictText::decision(const gov::Decision& decision) {
  const std::string number = projections::text_of(decision.fact->printed_number());
  line(0, say({"Decision", "Решение"}) + (number.empty() ? "" : say({" ", " № "}) + number) + ": " +
              decision.title);
  line(1, gov::words_of(decision.state));
  if (decision.mismatch) {
    line(1, say({"ATTENTION: the paper states another result",
                 "ВНИМАНИЕ: в протоколе указан другой итог"}));
  }
  if (decision.quorum.changed_late) {
    line(1, say({"the quorum as it was known when the ballot was closed, which stands:",
                 "кворум, каким он был известен при закрытии голосования; он и действует:"}));
    quorum(2, decision.quorum);
  }
  if (decision.in_competence == Truth::kNo) {
    line(1, say({"outside the body's competence", "вне полномочий органа"}));
  }
  if (decision.on_agenda == Truth::kNo) {
    line(1, say({"not on the agenda", "нет в повестке"}));
  }
  for (const gov::ChairTerm& term : decision.chairs) {
    std::string words = say({"chair: ", "председатель: "}) + in(names_.seat(term.seat)) + ", " +
                        in(gov::since_in_words(term.from));
    if (term.last_day) words += say({" to ", " по "}) + in(gov::words_of(*term.last_day));
    if (!term.code.empty()) words += " (" + term.code + ")";
    line(1, words);
  }
  readings(decision);
  grounds(1, decision.grounds);
}

/// A stamp or a copy says nothing of signatures, so these are told beside it.
std::string VerdictText::signed_in_words(const gov::Protocol& protocol) const {
  switch (protocol.state) {
    case gov::ProtocolState::kApproved:
    case gov::ProtocolState::kCopySent:
    case gov::ProtocolState::kReceived:
      break;
    default:
      return {};
  }
  if (protocol.signatures.empty()) {
    return say({"; no signature is recorded", "; подписей не записано"});
  }
  return protocol.whole == gov::Truth::kYes
             ? say({"; signed by all who must", "; подписан всеми, кто должен"})
             : say({"; not all signatures that are demanded are recorded",
                    "; записаны не все требуемые подписи"});
}

std::string VerdictText::why_no_mandate(const gov::ProtocolSignature& signature) const {
  if (signature.term_expired) return say({", term expired", ", срок истёк"});
  if (!signature.held_by_another || signature.acting_as != fb::ActingAs::CHAIR) return {};
  return say({", another was chair on that day", ", в этот день председателем был другой"});
}

void VerdictText::protocol(const gov::Protocol& protocol) {
  const std::string number = protocol.number.empty() ? "" : say({" ", " № "}) + protocol.number;
  line(0, say({"Protocol", "Протокол"}) + number + ": " + in(gov::words_of(protocol.state)) +
              signed_in_words(protocol));
  for (const gov::ProtocolSignature& signature : protocol.signatures) {
    std::string words = in(gov::words_of(signature.acting_as));
    if (signature.seat) {
      join(words, in(names_.seat(*signature.seat)));
    } else if (signature.organisation) {
      join(words, in(names_.organisation(*signature.organisation)));
    }
    join(words, in(gov::words_of(signature.signed_on)));
    words += say({"; mandate: ", "; полномочие: "}) + in(gov::words_of(signature.mandate));
    words += why_no_mandate(signature);
    if (signature.stand_in) words += say({", in the chair's place", ", за председателя"});
    line(1, words);
  }
  std::string absent;
  for (const auto kind : protocol.missing_signers) {
    join(absent, in(gov::words_of(kind)));
  }
  if (!absent.empty()) line(1, say({"not signed by: ", "нет подписи: "}) + absent);
  grounds(1, protocol.grounds);
}

std::string VerdictText::responsible(const std::vector<gov::Responsible>& list) const {
  std::string out;
  for (const gov::Responsible& one : list) {
    if (one.organisation) {
      join(out, in(names_.organisation(*one.organisation)), "; ");
    } else if (one.role) {
      join(out, in(gov::words_of(*one.role)), "; ");
    } else if (one.body) {
      join(out, in(gov::words_of(*one.body)), "; ");
    } else {
      join(out, one.everybody ? say({"all participants", "все участники"}) : one.description, "; ");
    }
  }
  return out;
}

void VerdictText::duty(const gov::Obligation& duty) {
  std::string words = in(duty.title);
  if (!duty.period.empty() && duty.kind == gov::ObligationKind::kMeeting) {
    words += " (" + in(gov::duty_period_in_words(duty.period)) + ")";
  }
  if (auto who = responsible(duty.responsible); !who.empty()) words += " — " + who;
  line(1, words);
  if (!duty.scheduled && !duty.grounds.missing.empty()) {
    line(2, say({"undetermined: ", "не определено: "}) + in(duty.grounds.missing[0].sentence));
  } else if (!duty.scheduled) {
    line(2, duty.awaited.empty() ? say({"without a term", "без срока"})
                                 : say({"depends on: ", "зависит от: "}) + duty.awaited);
  } else {
    std::string due = in(gov::words_of(duty.due.nominal_due));
    if (duty.due.shifted()) due += " → " + in(gov::words_of(duty.due.effective_due));
    if (duty.due.unknown_calendar) {
      due += say({"; no calendar of ", "; нет календаря на "}) +
             std::to_string(*duty.due.unknown_calendar);
    }
    if (duty.due.provisional) {
      due += say({"; by a provisional calendar", "; по предварительному календарю"});
    }
    line(2, say({"due ", duty.due.nominal_due.known() ? "срок " : "срок: "}) + due + "; " +
                in(gov::words_of(duty.verdict.state)) +
                (duty.cancelled ? say({"; cancelled", "; отменено"}) : std::string()));
  }
  for (const gov::RuleUsed& rule : duty.grounds.rules) {
    if (rule.basis.assumed()) line(2, say({"assumed: ", "допущение: "}) + rule.basis.path);
  }
}

void VerdictText::finding(const gov::Finding& finding) {
  finding_heading(finding);
  finding_facts(finding);
}

void VerdictText::finding_in_register(const gov::Finding& finding) {
  finding_heading(finding);
  std::string stands = in(gov::words_of(finding.kind->shown_in));
  if (finding.clause.empty() && finding.certainty != fb::Certainty::UNSPECIFIED) {
    stands += say({"; certainty of the rule: ", "; достоверность правила: "}) +
              in(gov::words_of(finding.certainty));
  }
  line(2, stands);
  finding_facts(finding);
}

void VerdictText::finding_heading(const gov::Finding& finding) {
  std::string words = in(gov::words_of(finding.kind->severity)) + " " + std::string(finding.code());
  if (!finding.clause.empty()) {
    words += ", " + in(gov::clause_in_words(finding.clause)) + " (" +
             in(gov::words_of(finding.certainty)) + ")";
  }
  line(1, words + ": " + in(finding.kind->sentence));
  line(2, finding.subject_name);
  const gov::Sentence part = part_of_subject(finding, names_);
  if (!part.english.empty()) line(2, part);
}

/// The name of whose id the value is; any other value as it is. Two versions of one id are told
/// apart by their bodies or meetings.
std::string VerdictText::named(std::string_view name, const std::string& value) const {
  const auto id = ledger::fixed_from_hex<ledger::Id>(value);
  // Names of persons are in no ledger.
  if (!id || name.starts_with("person")) return value;
  return name == "before" || name == "now" ? names_.body(*id) : in(names_.seat(*id));
}

std::string VerdictText::number_in_words(const std::string& name, const std::string& value) const {
  if (language_ == Language::kRussian) return finding_number_in_russian(name, value);
  return name + " = " + value;
}

void VerdictText::finding_facts(const gov::Finding& finding) {
  if (!in(finding.detail).empty()) line(2, finding.detail);
  std::string numbers;
  for (const auto& [name, value] : finding.numbers)
    join(numbers, number_in_words(name, named(name, value)));
  if (!numbers.empty()) line(2, numbers);
  for (const gov::FindingReading& reading : finding.readings) {
    std::string otherwise;
    for (const auto& [name, value] : reading.numbers)
      join(otherwise, number_in_words(name, named(name, value)));
    if (otherwise.empty()) otherwise = in(reading.outcome);
    line(2,
         say({"read otherwise, ", "при другом прочтении, "}) + reading.turned + ": " + otherwise);
  }
  std::string events;
  for (const std::uint64_t index : finding.evidence.events()) join(events, text(index));
  if (!events.empty()) line(2, say({"events: ", "события: "}) + events);
}

void VerdictText::change(const gov::StandingChange& change) {
  const gov::Standing& one = change.after ? *change.after : *change.before;
  line(1, in(one.title));
  if (change.before) line(2, say({"was: ", "было: "}) + in(change.before->state));
  line(2, change.after ? say({"will be: ", "станет: "}) + in(change.after->state)
                       : say({"is gone", "больше нет"}));
}

}  // namespace tools
