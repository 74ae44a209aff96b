// SPDX-License-Identifier: Apache-2.0
#include "tools/explanation_text.h"

#include <algorithm>

#include "api/explanation_json.h"
#include "projections/governance/words.h"
#include "tools/event_details.h"
#include "tools/event_text.h"
#include "tools/verdict_text.h"

namespace tools {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;

std::string text(std::uint64_t number) { return std::to_string(number); }

class Printer {
 public:
  Printer(const gov::Council& council, const gov::Explanation& of, Language language)
      : council_(council),
        of_(of),
        names_(council.chronicle()),
        out_(names_, language),
        language_(language) {}

  std::vector<std::string> print();

 private:
  std::string say(const Text& words) const { return out_.say(words); }
  std::string in(const gov::Sentence& sentence) const { return out_.in(sentence); }
  std::string day_in_words(gov::Date day) const {
    return in(gov::words_of(gov::FuzzyDate::on(day)));
  }
  void print_head();
  void print_roll();
  void print_rules();
  void print_agreement(const gov::Agreement& agreement);
  void print_readings(const gov::Agreement& agreement);
  void print_claims(const gov::Agreement& agreement);
  void print_slots(int level, const gov::Signatures& signatures);
  void print_documents();
  void print_keys();
  void print_end();

  const gov::Council& council_;
  const gov::Explanation& of_;
  gov::PlaceNames names_;
  VerdictText out_;
  Language language_;
};

std::string events_of(const gov::Evidence& evidence) {
  std::string list;
  for (const std::uint64_t index : evidence.events())
    list += (list.empty() ? "" : ", ") + text(index);
  return list;
}

void Printer::print_head() {
  out_.line(0, of_.title);
  out_.line(1, names_.place() + say({"; judged on ", "; на день "}) + day_in_words(of_.on) +
                   say({", as known after events: ", ", как известно после событий: "}) +
                   text(of_.position));
}

void Printer::print_roll() {
  if (!of_.day) return;
  out_.line(0, say({"The roll on ", "Состав на "}) + day_in_words(*of_.day) + " (" +
                   text(of_.roll.size()) + ")");
  std::vector<std::string> lines;
  for (const gov::RollLine& one : of_.roll) {
    std::string words = in(names_.seat(one.holder.seat));
    if (one.holder.state == gov::SeatState::kVacant) words += say({", vacant", ", вакантно"});
    if (one.holder.state == gov::SeatState::kActing) words += say({", acting", ", и.о."});
    if (one.holder.entitled != gov::Truth::kYes) {
      words += say({"; membership: ", "; участие: "}) + in(gov::words_of(one.holder.entitled));
    }
    if (one.membership) {
      words += say({"; participant ", "; участник "}) +
               in(gov::since_in_words(one.membership->from)) + say({" by event ", " по событию "}) +
               text(one.membership->founded_by.index);
    }
    const std::string events = events_of(one.holder.evidence);
    if (!events.empty()) words += say({"; holder: events ", "; кто занимает: события "}) + events;
    lines.push_back(std::move(words));
  }
  std::sort(lines.begin(), lines.end());  // by name: ids have no order that means anything
  for (std::string& words : lines) out_.line(1, std::move(words));
  if (of_.late_events.empty()) return;
  std::string events;
  for (const std::uint64_t index : of_.late_events) {
    events += (events.empty() ? "" : ", ") + text(index);
  }
  out_.line(1, say({"as known when the ballot was closed; recorded since, by events: ",
                    "как было известно при закрытии голосования; записано после, события: "}) +
                   events);
}

void Printer::print_rules() {
  if (of_.rules.empty()) return;
  out_.heading({"Rules used", "Применённые правила"});
  for (const gov::RuleUsed& rule : of_.rules) {
    std::string words = rule.basis.path.empty() ? std::string() : rule.basis.path + ": ";
    words += in(gov::words_of(rule));
    if (rule.charter) {
      const auto value = api::parameter_value(council_, *rule.charter, rule.basis.path);
      if (!value.is_null()) words += "; " + value.dump();
      words += say({"; event ", "; событие "}) + text(*rule.charter);
    }
    out_.line(1, words);
  }
}

void Printer::print_slots(int level, const gov::Signatures& signatures) {
  for (const gov::SlotState& slot : signatures.slots) {
    std::string words = text(slot.slot) + ". ";
    words += slot.organisation ? in(names_.organisation(*slot.organisation)) : slot.position;
    if (slot.signature) {
      words += say({": signed, ", ": подписано, "}) + in(gov::words_of(slot.signed_on)) +
               say({", event ", ", событие "}) + text(slot.signature->index());
      if (!slot.authority_evidenced) {
        words += slot.power_did_not_run
                     ? say({", the power that is named did not run on that day",
                            ", названное полномочие в этот день не действовало"})
                     : say({", authority not evidenced", ", полномочия не подтверждены"});
      }
    } else if (slot.open) {
      words += say({": whether it was signed by that day is not known",
                    ": подписано ли к этому дню, не известно"});
    } else {
      words += say({": no signature by that day is recorded", ": подпись к этому дню не записана"});
    }
    out_.line(level, words);
  }
}

void Printer::print_readings(const gov::Agreement& agreement) {
  for (const gov::AgreementReading& one : agreement.readings) {
    out_.line(1, say({"read otherwise, ", "при другом прочтении, "}) + one.turned + ": " +
                     in(gov::words_of(one.state)) + say({"; concluded: ", "; заключено: "}) +
                     in(gov::words_of(one.concluded_on)));
  }
  if (!agreement.readings.empty() && !agreement.grounds.depends_on_assumption) {
    out_.line(1, say({"it does not depend on the assumption", "от допущения это не зависит"}));
  }
}

/// What somebody says alone, and what does not count therefore.
void Printer::print_claims(const gov::Agreement& agreement) {
  if (agreement.claimed) {
    out_.line(1, say({"a version on the word of one party: it takes the place of none",
                      "редакция со слов одной стороны: никакой другой она не заменяет"}));
  }
  for (const auto& one : agreement.claimed_terminations) {
    out_.line(1, say({"terminated on the word of one party, which ends nothing: event ",
                      "прекращено со слов одной стороны, что ничего не прекращает: событие "}) +
                     text(one.index()));
  }
  for (const std::uint64_t index : agreement.claimed_versions) {
    out_.line(1, say({"a later version on the word of one party takes nothing from it: event ",
                      "поздняя редакция со слов одной стороны её не заменяет: событие "}) +
                     text(index));
  }
}

void Printer::print_agreement(const gov::Agreement& agreement) {
  out_.line(0, agreement.title + ": " + in(gov::words_of(agreement.state)));
  out_.line(1, say({"concluded: ", "заключено: "}) + in(gov::words_of(agreement.concluded_on)));
  out_.line(1,
            say({"in force from: ", "действует с: "}) + in(gov::words_of(agreement.in_force_from)));
  if (agreement.last_day) {
    out_.line(1, say({"last day: ", "последний день: "}) + in(gov::words_of(*agreement.last_day)));
  } else {
    out_.line(1, agreement.term_stated ? say({"open-ended", "бессрочно"})
                                       : say({"no term stated", "срок не указан"}));
  }
  for (const gov::AgreementEnd& one : agreement.ends) {
    out_.line(1, (one.termination ? say({"terminated, last day: ", "прекращено, последний день: "})
                                  : say({"ended by another paper, last day: ",
                                         "прекращено другим документом, последний день: "})) +
                     in(gov::words_of(one.last_day)) + say({", event ", ", событие "}) +
                     text(one.source->index));
  }
  print_claims(agreement);
  out_.line(1, agreement.judged_by);
  out_.line(1, say({"signature lines signed: ", "подписано строк: "}) +
                   text(agreement.signatures.slots_signed) + "/" +
                   text(agreement.signatures.slots.size()));
  print_slots(2, agreement.signatures);
  for (const gov::Amendment& one : agreement.amendments) {
    out_.line(1, one.title + ": " + in(gov::words_of(one.in_force)) +
                     say({"; in force from ", "; действует с "}) +
                     in(gov::words_of(one.effective_from)) +
                     say({"; demanded path followed: ", "; порядок соблюдён: "}) +
                     in(gov::words_of(one.path_followed)));
    out_.line(2, one.judged_by);
    print_slots(2, one.signatures);
  }
  print_readings(agreement);
  out_.grounds(1, agreement.grounds);
}

void Printer::print_documents() {
  if (of_.documents.empty()) return;
  out_.heading({"Files and editions", "Файлы и редакции"});
  for (const auto& fact : of_.documents) {
    out_.line(1, say({"edition ", "редакция "}) + text(fact->edition()) + ", " +
                     code_in_words(fb::EnumNameRendition(fact->rendition()), language_) +
                     say({", event ", ", событие "}) + text(fact.index()) + " (" +
                     in(gov::words_of(fact.source->grade)) + ")");
  }
  if (!of_.uses.empty()) out_.heading({"What rests on it", "Что на нём основано"});
  for (const gov::DocumentUse& use : of_.uses) {
    out_.line(1, type_title(fb::EnumNamePayload(use.type), language_) +
                     say({", event ", ", событие "}) + text(use.index) +
                     (use.title.empty() ? "" : ": " + use.title));
  }
}

void Printer::print_keys() {
  if (of_.keys.empty()) return;
  out_.heading({"Keys behind the records", "Ключи, которыми подписаны записи"});
  for (const gov::KeyOfEvent& one : of_.keys) {
    std::string words =
        say({"event ", "событие "}) + text(one.event) + ": " + to_hex(one.key).substr(0, 16) + ", ";
    switch (one.standing) {
      case gov::KeyStanding::kGood:
        words += say({"good", "в силе"});
        break;
      case gov::KeyStanding::kRevoked:
        words += say({"revoked later", "отозван позже"});
        break;
      case gov::KeyStanding::kRace:
        words += say({"SIGNED WHILE ITS REVOCATION WAS ON ITS WAY",
                      "ПОДПИСАНО, КОГДА ОТЗЫВ КЛЮЧА УЖЕ БЫЛ В ПУТИ"});
        break;
      case gov::KeyStanding::kReconfirmed:
        words += say({"was in doubt, reconfirmed by another key",
                      "был под сомнением, подтверждено другим ключом"});
        break;
      case gov::KeyStanding::kSuspected:
        words += say({"SUSPECTED when it signed", "ПОД СОМНЕНИЕМ, когда подписывал"});
        break;
      case gov::KeyStanding::kUnknown:
        words +=
            say({"of the ledger itself, or unknown here", "ключ журнала или не известен здесь"});
        break;
    }
    if (one.introduced_by)
      words += say({"; introduced by ", "; введён событием "}) + text(*one.introduced_by);
    if (one.doubted_by)
      words += say({"; doubted by ", "; сомнение: событие "}) + text(*one.doubted_by);
    if (one.reconfirmed_by)
      words += say({"; reconfirmed by ", "; подтверждено событием "}) + text(*one.reconfirmed_by);
    out_.line(1, words);
  }
}

void Printer::print_end() {
  if (!of_.duties.empty()) out_.heading({"Deadlines", "Сроки"});
  for (const gov::Obligation& one : of_.duties) {
    out_.duty(one);
    out_.grounds(2, one.grounds);
  }
  out_.line(0, of_.findings.empty() ? say({"No findings about it", "Замечаний к этому нет"})
                                    : say({"Findings about it", "Замечания"}));
  for (const gov::Finding& one : of_.findings) out_.finding(one);
  std::string assumed;
  for (const gov::RuleUsed& rule : of_.rules) {
    if (rule.basis.assumed()) assumed += (assumed.empty() ? "" : ", ") + rule.basis.path;
  }
  if (!assumed.empty()) out_.line(0, say({"Assumptions: ", "Допущения: "}) + assumed);
  const bool all_read = std::all_of(of_.decisions.begin(), of_.decisions.end(),
                                    [](const gov::Decision& one) { return one.all_readings; });
  // Where not every combination was read there is no such answer.
  if (of_.depends_on_assumption || all_read) {
    out_.line(0, of_.depends_on_assumption
                     ? say({"Another reading of an assumption would change the answer",
                            "Другое прочтение допущения изменило бы ответ"})
                     : say({"The answer does not depend on assumptions",
                            "Ответ от допущений не зависит"}));
  }
  for (const gov::Missing& one : of_.missing) {
    out_.line(0, say({"Missing: ", "Не хватает: "}) + in(one.sentence));
  }
}

std::vector<std::string> Printer::print() {
  print_head();
  print_roll();
  print_rules();
  for (const gov::Meeting& one : of_.meetings) out_.meeting(one);
  for (const gov::Ballot& one : of_.ballots) out_.ballot(one);
  for (const gov::Decision& one : of_.decisions) out_.decision(one);
  for (const gov::Protocol& one : of_.protocols) out_.protocol(one);
  for (const gov::Agreement& one : of_.agreements) print_agreement(one);
  print_documents();
  print_keys();
  print_end();
  return out_.lines();
}

}  // namespace

std::vector<std::string> explanation_text(const gov::Council& council,
                                          const gov::Explanation& explanation, Language language) {
  return Printer(council, explanation, language).print();
}

}  // namespace tools
