// SPDX-License-Identifier: Apache-2.0
// The verdict about a document as one sentence in English or Russian.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "projections/document_verdict.h"
#include "projections/rules/dates.h"
#include "projections/rules/russian_number.h"

namespace projections {
namespace {

/// One text in both languages.
struct Words {
  const char* english;
  const char* russian;
  const char* in(Language language) const {
    return language == Language::kEnglish ? english : russian;
  }
};

bool english(Language language) { return language == Language::kEnglish; }

/// 2017-11-17 as it is written in the language.
std::string day_in(const std::string& day, Language language) {
  if (english(language) || day.size() != 10) return day;
  return day.substr(8, 2) + "." + day.substr(5, 2) + "." + day.substr(0, 4);
}

std::string quoted(const std::string& title, Language language) {
  return english(language) ? "“" + title + "”" : "«" + title + "»";
}

std::string since_words(const DocumentVerdict& verdict, Language language) {
  if (verdict.since.empty()) {
    return Words{" (since when is not known to the day)", " (с какого дня, точно неизвестно)"}.in(
        language);
  }
  return Words{" since ", " с "}.in(language) + day_in(verdict.since, language);
}

std::string rendition_words(const std::string& rendition, Language language) {
  struct Entry {
    const char* name;
    Words words;
  };
  static constexpr std::array kEntries{
      Entry{"ORIGINAL", {"the original", "подлинник"}}, Entry{"SCAN", {"a scan", "скан"}},
      Entry{"TEXT", {"its text", "текст"}},
      Entry{"CERTIFIED_COPY", {"a certified copy", "заверенная копия"}},
      Entry{"EXCERPT", {"an excerpt", "выписка"}}};
  for (const Entry& entry : kEntries) {
    if (rendition == entry.name) return entry.words.in(language);
  }
  return Words{"a file", "файл"}.in(language);
}

std::string subject_words(const DocumentVerdict& verdict, Language language) {
  return fmt::format(
      fmt::runtime(Words{"edition {} of {} ({})", "редакция {} документа {} ({})"}.in(language)),
      verdict.edition, quoted(verdict.title, language),
      rendition_words(verdict.rendition, language));
}

std::string other_words(const OtherDocument& other, Language language) {
  if (other.same_document) {
    return fmt::format(fmt::runtime(Words{"edition {}", "редакция {}"}.in(language)),
                       other.edition);
  }
  if (other.title.empty()) {
    return Words{"another document", "другой документ"}.in(language);
  }
  return quoted(other.title, language);
}

unsigned count_of(const std::vector<Missing>& missing, MissingKind kind) {
  unsigned count = 0;
  for (const Missing& one : missing) count += one.kind == kind ? 1 : 0;
  return count;
}

std::string counted_words(MissingKind kind, unsigned count, Language language) {
  const bool unsigned_lines = kind == MissingKind::kSignature;
  if (english(language)) {
    return fmt::format("{} {}{}", count, count == 1 ? "signature" : "signatures",
                       unsigned_lines ? "" : " with a known day");
  }
  return fmt::format("{} {}", count,
                     unsigned_lines
                         ? rules::form_with(count, "подписи", "подписей", "подписей")
                         : rules::form_with(count, "даты подписи", "дат подписей", "дат подписей"));
}

std::string missing_words(const Missing& missing, Language language) {
  const bool en = english(language);
  switch (missing.kind) {
    case MissingKind::kSlots:
      return en ? "who has to sign it, and the signatures" : "сведений о сторонах и их подписях";
    case MissingKind::kEffectiveDay:
      return en ? "the day from which it works" : "дня вступления в силу";
    case MissingKind::kConflictingDays:
      return en ? "one day instead of the several that are recorded"
                : "одного дня вступления в силу вместо нескольких записанных";
    case MissingKind::kTermEnd:
      return en ? "the last day of its term" : "последнего дня срока";
    case MissingKind::kEndDay:
      return fmt::format(fmt::runtime(en ? "the day of what ends it (event {})"
                                         : "дня, с которого его прекращает событие {}"),
                         missing.index);
    case MissingKind::kNewerEdition:
      return fmt::format(fmt::runtime(en ? "whether edition {} (event {}) has come into force"
                                         : "сведений о вступлении в силу редакции {} (событие {})"),
                         missing.number, missing.index);
    case MissingKind::kAmendment:
      return fmt::format(fmt::runtime(en ? "whether the amendment of event {} works"
                                         : "сведений о силе изменения (событие {})"),
                         missing.index);
    case MissingKind::kPartyLine:
      return en ? "a line for the signature of one of the parties"
                : "строки для подписи одной из сторон";
    case MissingKind::kApproval:
      return en ? "its approval" : "сведений об утверждении";
    case MissingKind::kAgreedBy:
      return en ? "the agreement of whom the charter names"
                : "согласования тем, кого называет положение";
    case MissingKind::kIssuerWord:
      return fmt::format(
          fmt::runtime(en ? "a word of its issuer or of those who run its place (event {}, which "
                            "brought this file in, is somebody else's)"
                          : "слова того, кто документ издал, или тех, кто управляет его местом "
                            "(этот файл событием {} внёс кто-то другой)"),
          missing.index);
    case MissingKind::kSignature:
    case MissingKind::kSignatureDay:
    case MissingKind::kPower:
      break;
  }
  return {};
}

/// What is missing, as a list; lines for signatures are counted.
std::string missing_list(const std::vector<Missing>& missing, Language language) {
  std::string list;
  const auto add = [&](const std::string& words) {
    if (words.empty()) return;
    if (!list.empty()) list += ", ";
    list += words;
  };
  for (const MissingKind kind : {MissingKind::kSignature, MissingKind::kSignatureDay}) {
    if (const unsigned count = count_of(missing, kind)) {
      add(counted_words(kind, count, language));
    }
  }
  for (const Missing& one : missing) add(missing_words(one, language));
  return list;
}

/// What stays open although the state is known.
std::string beside_words(const DocumentVerdict& verdict, Language language) {
  const std::string list = missing_list(verdict.missing, language);
  if (list.empty()) return {};
  return Words{"; not known: ", "; неизвестно: нет "}.in(language) + list;
}

/// What somebody says against it and has no power to say.
std::string claim_words(const DocumentVerdict& verdict, Language language) {
  std::string out;
  for (const Missing& one : verdict.missing) {
    if (one.kind != MissingKind::kPower) continue;
    out +=
        fmt::format(fmt::runtime(Words{
                        "; event {} is not counted: it would end, change or replace this document "
                        "on the word of somebody who has no power over it",
                        "; событие {} не учтено: им отменяет, меняет или заменяет этот документ "
                        "тот, кто не вправе им распоряжаться"}
                                     .in(language)),
                    one.index);
  }
  return out;
}

std::string in_force_words(const DocumentVerdict& verdict, Language language) {
  std::string words =
      Words{", in force", ", действует"}.in(language) + since_words(verdict, language);
  if (verdict.state == DocumentState::kAmended && verdict.by) {
    words = Words{", in force as amended by ", ", действует с изменениями по "}.in(language) +
            other_words(*verdict.by, language) + since_words(verdict, language);
  }
  if (!verdict.until.empty()) {
    words +=
        fmt::format(fmt::runtime(Words{" until {} inclusive", " по {} включительно"}.in(language)),
                    day_in(verdict.until, language));
  }
  return words + beside_words(verdict, language);
}

std::string not_yet_words(const DocumentVerdict& verdict, Language language) {
  const bool en = english(language);
  if (!verdict.since.empty()) {
    return (en ? ", not yet in force: it works from " : ", ещё не действует: вступает в силу ") +
           day_in(verdict.since, language);
  }
  if (!missing_list(verdict.missing, language).empty()) {
    return (en ? ", not in force: there is no record of " : ", не действует: нет ") +
           missing_list(verdict.missing, language);
  }
  return en ? ", not yet in force; from when it works is not known to the day"
            : ", ещё не действует; с какого дня вступает в силу, точно неизвестно";
}

/// Whether it is about the beginning of the paper's force.
bool of_the_beginning(const Missing& missing) {
  switch (missing.kind) {
    case MissingKind::kTermEnd:
    case MissingKind::kEndDay:
    case MissingKind::kNewerEdition:
    case MissingKind::kAmendment:
      return false;
    default:
      return true;
  }
}

/// `since` is the day after the last one in force.
std::string ended_words(const DocumentVerdict& verdict, Language language) {
  const bool en = english(language);
  if (std::any_of(verdict.missing.begin(), verdict.missing.end(), of_the_beginning)) {
    return (en ? ", not in force" : ", не действует") + since_words(verdict, language) +
           (en ? ": its term is over; whether it was in force before is undetermined, there is no "
                 "record of "
               : ": срок её кончился; действовала ли она раньше, не установлено: нет ") +
           missing_list(verdict.missing, language);
  }
  const auto first_out = rules::date_from_iso(verdict.since);
  if (!first_out) {
    return (en ? ", ended" : ", действие прекращено") + since_words(verdict, language);
  }
  const std::string last = rules::to_iso(*first_out - rules::days(1));
  return (en ? ", ended: its last day in force was "
             : ", действие прекращено: последний день действия ") +
         day_in(last, language);
}

std::string state_words(const DocumentVerdict& verdict, Language language) {
  const std::string since = since_words(verdict, language);
  const std::string by = verdict.by ? other_words(*verdict.by, language) : std::string();
  const bool en = english(language);
  switch (verdict.state) {
    case DocumentState::kInForce:
    case DocumentState::kAmended:
      return in_force_words(verdict, language);
    case DocumentState::kNotYet:
      return not_yet_words(verdict, language);
    case DocumentState::kSuperseded:
      return (en ? ", not in force" : ", не действует") + since +
             (en ? ": superseded by " : ": её заменяет ") + by;
    case DocumentState::kRepealed:
      return (en ? ", not in force" : ", не действует") + since +
             (en ? ": repealed by " : ": документ отменяет ") + by;
    case DocumentState::kEnded:
      return ended_words(verdict, language);
    case DocumentState::kWithdrawn:
      return en ? ", but its registration was taken back as a mistake"
                : ", но эта регистрация отозвана как ошибочная";
    case DocumentState::kCorrected:
      return fmt::format(
          fmt::runtime(en ? ", but a correction (event {}) put another file in its place"
                          : ", но исправление (событие {}) поставило на её место другой файл"),
          verdict.by ? verdict.by->index : 0);
    case DocumentState::kUndetermined:
      return (en ? "; whether it is in force is undetermined, there is no record of "
                 : "; действует ли она, не установлено: нет ") +
             missing_list(verdict.missing, language);
    case DocumentState::kOnRecord:
      return (en ? ", the newest on record; a paper of this kind does not come into force"
                 : ", последняя в журнале; бумага такого вида в силу не вступает") +
             beside_words(verdict, language);
    case DocumentState::kUnknown:
      break;
  }
  return {};
}

std::string grade_words(ledger::Grade grade, Language language) {
  switch (grade) {
    case ledger::Grade::kSelf:
      return Words{"vouched for by its author", "подтверждено автором записи"}.in(language);
    case ledger::Grade::kRecorder:
      return Words{"vouched for by a recorder", "внесено регистратором"}.in(language);
    case ledger::Grade::kDocument:
      return Words{"told by a registered document", "по зарегистрированному документу"}.in(
          language);
  }
  return {};
}

/// "7, 12–14": runs of three and more as one.
std::string index_list(const std::vector<std::uint64_t>& indexes) {
  std::string list;
  for (std::size_t i = 0; i < indexes.size();) {
    std::size_t last = i;
    while (last + 1 < indexes.size() && indexes[last + 1] == indexes[last] + 1) ++last;
    if (last - i < 2) last = i;
    if (!list.empty()) list += ", ";
    list += std::to_string(indexes[i]);
    if (last > i) list += "–" + std::to_string(indexes[last]);
    i = last + 1;
  }
  return list;
}

/// Events for which the same somebody vouches.
struct Vouched {
  std::optional<ledger::Grade> grade;
  std::vector<std::uint64_t> indexes;
};

/// In the order of the first of each.
std::vector<Vouched> by_grade(const std::vector<Evidence>& evidence) {
  std::vector<Vouched> groups;
  for (const Evidence& one : evidence) {
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const Vouched& each) { return each.grade == one.grade; });
    if (group == groups.end()) group = groups.insert(groups.end(), {one.grade, {}});
    group->indexes.push_back(one.index);
  }
  return groups;
}

/// Of a correction nothing is kept but its index.
std::string voucher_words(const Vouched& group, Language language) {
  if (group.grade) return grade_words(*group.grade, language);
  return group.indexes.size() == 1 ? Words{"a correction", "исправление"}.in(language)
                                   : Words{"corrections", "исправления"}.in(language);
}

std::string evidence_words(const DocumentVerdict& verdict, Language language) {
  const std::vector<Vouched> groups = by_grade(verdict.evidence);
  std::string list;
  for (const Vouched& group : groups) {
    const bool one = group.indexes.size() == 1;
    if (!list.empty()) list += "; ";
    list += Words{one ? "event " : "events ", one ? "событие " : "события "}.in(language);
    list += index_list(group.indexes);
    list += groups.size() == 1 ? "; " : Words{", ", " — "}.in(language);
    list += voucher_words(group, language);
  }
  return " (" + list + ")";
}

/// Which of the events rest on keys in doubt.
std::string doubt_words(const DocumentVerdict& verdict, Language language) {
  std::string out;
  for (const Evidence& one : verdict.evidence) {
    if (one.doubt.key_class == KeyClass::kSound) continue;
    const bool race = one.doubt.key_class == KeyClass::kRace;
    const Words words =
        race
            ? Words{"event {} was signed while the revocation of its key (event {}) was on its way",
                    "событие {} подписано, когда отзыв его ключа (событие {}) уже был в пути"}
            : Words{"event {} was signed by a key that may have been in wrong hands (event {})",
                    "событие {} подписано ключом, который мог быть в чужих руках (событие {})"};
    out += out.empty() ? Words{". ATTENTION: ", ". ВНИМАНИЕ: "}.in(language) : "; ";
    out += fmt::format(fmt::runtime(words.in(language)), one.index, one.doubt.by);
  }
  return out;
}

std::string near_words(const DocumentVerdict& verdict, Language language) {
  if (verdict.near.empty()) return {};
  std::string list;
  for (const NearDocument& near : verdict.near) {
    list += fmt::format(
        "{}{} ({} {}{})", list.empty() ? "" : ", ", quoted(near.title, language),
        Words{"event", "событие"}.in(language), near.index,
        near.same_number ? Words{", the same number", ", тот же номер"}.in(language) : "");
  }
  return Words{"; near are ", "; близко: "}.in(language) + list;
}

/// Why a file that says the same can still be unknown.
std::string_view other_hash_words(Language language) {
  return Words{
      "a scan made again, a file saved again or in another format, and a draft always "
      "have another hash, even when every word is the same",
      "повторный скан, пересохранённый файл, файл другого формата и черновик всегда "
      "имеют другой хеш, даже если каждое слово совпадает"}
      .in(language);
}

/// What the file is, how that stands, by which events.
std::string told_of(const DocumentVerdict& verdict, Language language) {
  return subject_words(verdict, language) + state_words(verdict, language) +
         claim_words(verdict, language) + evidence_words(verdict, language) +
         doubt_words(verdict, language) + ".";
}

}  // namespace

std::string verdict_sentence(const DocumentVerdict& verdict, Language language) {
  if (verdict.state == DocumentState::kUnknown) {
    return Words{"This file is not in the record", "Этого файла в журнале нет"}.in(language) +
           near_words(verdict, language) + "; " + std::string(other_hash_words(language)) + ".";
  }
  std::string words = Words{"This is ", "Это "}.in(language) + told_of(verdict, language);
  for (const DocumentVerdict& other : verdict.also) {
    words += Words{" The same file is also ", " Тот же файл — ещё и "}.in(language) +
             told_of(other, language);
  }
  return words;
}

}  // namespace projections
