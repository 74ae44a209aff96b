// SPDX-License-Identifier: Apache-2.0
#include "tools/event_details.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "ledger/schema/event_body_generated.h"
#include "projections/governance/words.h"

namespace tools {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
using api::Json;

struct RussianWord {
  std::string_view name;
  std::string_view word;
};

/// Fields of the payloads of a meeting; what is not here is called as the schema calls it.
constexpr RussianWord kLabels[] = {
    {"abstained", "воздержались"},
    {"absent", "отсутствовали"},
    {"about", "о событиях"},
    {"acting", "кто действует"},
    {"acting_as", "в качестве"},
    {"addressees", "кому"},
    {"admits", "принимаются"},
    {"after", "через"},
    {"agenda", "повестка"},
    {"agenda_by", "повестку составил"},
    {"agenda_item", "вопрос повестки"},
    {"agenda_state", "состояние повестки"},
    {"anchor", "отсчёт"},
    {"at_least", "не реже"},
    {"authority", "полномочие"},
    {"awaited", "ожидается"},
    {"ballot", "голосование"},
    {"binding", "чем связан"},
    {"body", "орган"},
    {"by", "кто"},
    {"bytes", "байт"},
    {"candidate", "кандидат"},
    {"candidates", "кандидаты"},
    {"chair_choice", "голос председателя"},
    {"change", "изменение"},
    {"changes", "изменения состава"},
    {"charter", "положение"},
    {"choice", "выбор"},
    {"choices", "голоса по вариантам"},
    {"clause", "пункт"},
    {"closes", "окончание"},
    {"components", "поручения"},
    {"convened_by", "созвал"},
    {"count", "число"},
    {"custody", "хранение"},
    {"date", "дата"},
    {"dated", "дата"},
    {"day", "день"},
    {"decision", "решение"},
    {"decisions", "решения"},
    {"depends_on", "зависит от"},
    {"description", "описание"},
    {"document", "документ"},
    {"edition", "редакция"},
    {"effective", "действует с"},
    {"evidence", "подтверждение"},
    {"excludes", "исключаются"},
    {"file", "файл"},
    {"form", "форма"},
    {"from", "с"},
    {"invited", "приглашены"},
    {"kind", "вид"},
    {"length", "продолжительность"},
    {"media_type", "вид файла"},
    {"meeting", "заседание"},
    {"meetings_of", "заседания органа"},
    {"mode", "способ"},
    {"month", "месяц"},
    {"name", "обязательство об имени"},
    {"not_voting", "не голосовали"},
    {"number", "номер"},
    {"occurred", "день события"},
    {"office", "должность"},
    {"offices", "должности"},
    {"openness", "порядок голосования"},
    {"opened_by", "открыл"},
    {"opinion_parts", "части заключения"},
    {"option", "вариант"},
    {"options", "варианты"},
    {"organisation", "организация"},
    {"outcome", "итог"},
    {"per", "за период"},
    {"person", "лицо"},
    {"personal_data", "есть персональные данные"},
    {"place", "где"},
    {"position", "должность"},
    {"present", "присутствовали"},
    {"present_stated", "присутствовало по документу"},
    {"presiding", "председательствовал"},
    {"printed", "в документе"},
    {"printed_number", "номер в документе"},
    {"protocol", "протокол"},
    {"quarter", "квартал"},
    {"question", "вопрос"},
    {"reason", "причина"},
    {"rendition", "вид экземпляра"},
    {"replaces", "вместо"},
    {"role", "роль"},
    {"rule", "правило"},
    {"schedule", "срок"},
    {"seat", "место"},
    {"sent_on", "направлено"},
    {"sha256", "SHA-256"},
    {"signature", "подпись"},
    {"signed_on", "подписано"},
    {"stated_result", "итог по документу"},
    {"takes_place_on", "день заседания"},
    {"term", "срок полномочий"},
    {"text_hash", "хеш текста"},
    {"times", "раз"},
    {"title", "текст"},
    {"to", "по"},
    {"total_stated", "всего членов по документу"},
    {"unit", "единица"},
    {"until", "до"},
    {"votes_against", "против"},
    {"votes_for", "за"},
    {"wording", "формулировка"},
    {"words", "словами документа"},
    {"year", "год"},
};

/// Codes that governance has no words for, or other ones than are meant here.
constexpr RussianWord kCodes[] = {
    {"ABSTAIN", "воздержался"},
    {"ACADEMIC_YEAR", "учебный год"},
    {"ADOPTED", "принято"},
    {"AFTER_EVENT", "после события"},
    {"ALL_PARTICIPANTS", "все участники"},
    {"ANALYSIS", "анализ"},
    {"ANY_MEMBER", "любой член"},
    {"ARCHIVE", "архив"},
    {"AS_PRINTED", "как напечатано"},
    {"AT_LEAST", "не реже"},
    {"BODY", "орган"},
    {"BODY_MEETING", "заседание органа"},
    {"BY_BALLOT", "заочное голосование"},
    {"CALENDAR_DAYS", "календарные дни"},
    {"CALENDAR_MONTH", "календарный месяц"},
    {"CALENDAR_QUARTER", "календарный квартал"},
    {"CALENDAR_YEAR", "календарный год"},
    {"CANCELLED", "отменено"},
    {"CERTIFIED_COPY", "заверенная копия"},
    {"CONFERENCE", "совещание"},
    {"COORDINATOR", "координатор"},
    {"DECISION", "решение"},
    {"DEPUTY_CHAIR", "заместитель председателя"},
    {"DESCRIBED", "описано словами"},
    {"ELECTED", "избран"},
    {"APPOINTED", "назначен"},
    {"EXCERPT", "выписка"},
    {"EXCUSED", "по уважительной причине"},
    {"EXTERNAL", "внешнее событие"},
    {"FAILED_NO_QUORUM", "не состоялось: нет кворума"},
    {"GROUP_HEAD", "руководитель группы"},
    {"HEADER", "в заголовке"},
    {"HELD", "состоялось"},
    {"IN_PERSON", "очно"},
    {"JOINED", "прибыл"},
    {"LEFT", "ушёл"},
    {"LENGTH", "на время"},
    {"MACHINE_READABLE_POWER", "машиночитаемая доверенность"},
    {"MAJORITY", "большинством"},
    {"MEMBER", "член"},
    {"MIXED", "смешанная"},
    {"MONTH", "месяц"},
    {"MONTHS", "месяцы"},
    {"NONE", "нет"},
    {"NOT_EVIDENCED", "не подтверждено"},
    {"NOT_EXCUSED", "без уважительной причины"},
    {"NOT_STATED", "не указано"},
    {"ON", "в день"},
    {"OPEN", "открытое"},
    {"OPEN_ENDED", "бессрочно"},
    {"OPERATOR", "оператор"},
    {"ORDER", "приказ"},
    {"ORGANISATION", "организация"},
    {"ORIGINAL", "оригинал"},
    {"OTHER", "иное"},
    {"OWN_OFFICE", "по должности"},
    {"PAPER_POWER", "доверенность на бумаге"},
    {"PERIOD", "период"},
    {"PLAIN_HASH", "хешем"},
    {"PROTOCOL", "протокол"},
    {"QUARTER", "квартал"},
    {"QUARTERS", "кварталы"},
    {"RECOMMENDATIONS", "рекомендации"},
    {"REJECTED", "не принято"},
    {"REMOTE", "дистанционно"},
    {"ROLE", "роль"},
    {"SCAN", "скан"},
    {"SECRET", "тайное"},
    {"SENT", "направлена"},
    {"TEXT", "текст"},
    {"UNANIMOUS", "единогласно"},
    {"UNTIL", "до дня"},
    {"WEEKS", "недели"},
    {"WORKING_DAYS", "рабочие дни"},
    {"YEARS", "годы"},
};

/// Null if the table has no such name.
template <std::size_t N>
const RussianWord* find_word(const RussianWord (&table)[N], std::string_view name) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const RussianWord& row) { return row.name == name; });
  return found == std::end(table) ? nullptr : found;
}

/// The words of governance for a value of this enum.
template <typename E>
std::optional<gov::Sentence> words_of(std::string_view code, const char* (*name)(E), E last) {
  for (int i = 1; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<E>(i);
    if (name(value) == code) return gov::words_of(value);
  }
  return std::nullopt;
}

std::optional<gov::Sentence> governance_words(std::string_view code) {
  if (const auto words = words_of(code, fb::EnumNameChoice, fb::Choice::MAX)) return words;
  if (const auto words = words_of(code, fb::EnumNameActingAs, fb::ActingAs::MAX)) return words;
  if (const auto words = words_of(code, fb::EnumNameDecisionKind, fb::DecisionKind::MAX)) {
    return words;
  }
  if (const auto words = words_of(code, fb::EnumNameBodyKind, fb::BodyKind::MAX)) return words;
  const auto role = words_of(code, fb::EnumNameRole, fb::Role::MAX);
  // Roles of the ledger itself have no words there.
  if (role && role->english == gov::words_of(fb::Role::UNSPECIFIED).english) return std::nullopt;
  return role;
}

std::string in_small_letters(std::string_view code) {
  std::string out(code);
  for (char& c : out) {
    if (c == '_') c = ' ';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string label(std::string_view field, Language language) {
  if (language == Language::kRussian) {
    if (const auto* found = find_word(kLabels, field)) return std::string(found->word);
  }
  return in_small_letters(field);
}

/// Text that the author wrote is not read as a code.
bool is_free_text(std::string_view field) {
  constexpr std::string_view kTexts[] = {"title",  "number",      "printed_number", "position",
                                         "clause", "description", "awaited",        "anchor",
                                         "text",   "printed"};
  return std::find(std::begin(kTexts), std::end(kTexts), field) != std::end(kTexts);
}

class Details {
 public:
  Details(const EventTitles& titles, Language language) : titles_(titles), language_(language) {}

  void add(std::string_view field, const Json& value, std::size_t level) {
    if (value.is_null()) return;
    if (value.is_object() && value.contains("precision")) return line(field, date(value), level);
    if (value.is_object()) {
      line(field, "", level);
      for (const auto& [name, part] : value.items()) add(name, part, level + 1);
      return;
    }
    if (!value.is_array()) return line(field, text(field, value), level);
    for (const Json& one : value) add(field, one, level);
  }

  std::vector<std::string> take() { return std::move(lines_); }

 private:
  void line(std::string_view field, const std::string& value, std::size_t level) {
    lines_.push_back(std::string(2 * level, ' ') + label(field, language_) + ":" +
                     (value.empty() ? "" : " ") + value);
  }

  std::string text(std::string_view field, const Json& value) const {
    if (value.is_boolean()) {
      const auto words = gov::words_of(projections::rules::truth_of(value.get<bool>()));
      return language_ == Language::kRussian ? words.russian : words.english;
    }
    if (!value.is_string()) return value.dump();
    const auto& text = value.get_ref<const std::string&>();
    const auto title = titles_.find(text);
    if (title != titles_.end()) return title->second;
    if (const auto day = projections::rules::date_from_iso(text); day && !is_free_text(field)) {
      return language_ == Language::kRussian ? gov::russian_day(*day) : text;
    }
    return is_free_text(field) ? text : code_in_words(text, language_);
  }

  std::string date(const Json& value) const {
    const auto bound = [&](const char* name) {
      const auto text = value.value(name, std::string());
      return text.empty() ? std::nullopt : projections::rules::date_from_iso(text);
    };
    const auto words = gov::words_of(gov::FuzzyDate{bound("not_before"), bound("not_after")});
    return language_ == Language::kRussian ? words.russian : words.english;
  }

  const EventTitles& titles_;
  Language language_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string code_in_words(std::string_view code, Language language) {
  const auto words = governance_words(code);
  if (language != Language::kRussian) {
    if (words) return words->english;
    return find_word(kCodes, code) != nullptr ? in_small_letters(code) : std::string(code);
  }
  if (const auto* found = find_word(kCodes, code)) return std::string(found->word);
  return words ? words->russian : std::string(code);
}

std::vector<std::string> event_details(const Json& body, const EventTitles& titles,
                                       Language language) {
  Details out(titles, language);
  for (const char* part : {"dates", "payload"}) {
    const auto found = body.find(part);
    if (found == body.end() || !found->is_object()) continue;
    for (const auto& [name, value] : found->items()) out.add(name, value, 0);
  }
  return out.take();
}

}  // namespace tools
