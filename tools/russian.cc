// SPDX-License-Identifier: Apache-2.0
#include "tools/russian.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "api/author_form.h"
#include "api/event_json_schema.h"

namespace tools {
namespace {

using api::Json;

constexpr std::array<std::string_view, 12> kGenitive{"января",   "февраля", "марта",  "апреля",
                                                     "мая",      "июня",    "июля",   "августа",
                                                     "сентября", "октября", "ноября", "декабря"};
constexpr std::array<std::string_view, 12> kNominative{"январь",   "февраль", "март",   "апрель",
                                                       "май",      "июнь",    "июль",   "август",
                                                       "сентябрь", "октябрь", "ноябрь", "декабрь"};
constexpr std::array<std::string_view, 12> kPrepositional{
    "январе", "феврале", "марте",    "апреле",  "мае",    "июне",
    "июле",   "августе", "сентябре", "октябре", "ноябре", "декабре"};

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto space = text.find(' ');
    if (space != 0) out.emplace_back(text.substr(0, space));
    if (space == std::string_view::npos) break;
    text.remove_prefix(space + 1);
  }
  return out;
}

std::optional<unsigned> number_in(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

std::optional<unsigned> month_in(std::string_view word) {
  for (std::size_t i = 0; i < 12; ++i) {
    if (word == kGenitive[i] || word == kNominative[i] || word == kPrepositional[i]) {
      return static_cast<unsigned>(i + 1);
    }
  }
  return std::nullopt;
}

std::optional<unsigned> quarter_in(std::string_view word) {
  constexpr std::array<std::array<std::string_view, 5>, 4> kQuarters{
      {{"1", "i", "1-й", "первый", "1-м"},
       {"2", "ii", "2-й", "второй", "2-м"},
       {"3", "iii", "3-й", "третий", "3-м"},
       {"4", "iv", "4-й", "четвертый", "4-м"}}};
  for (std::size_t i = 0; i < 4; ++i) {
    for (const auto& spelling : kQuarters[i]) {
      if (word == spelling) return static_cast<unsigned>(i + 1);
    }
  }
  return std::nullopt;
}

std::string day_spelling(unsigned year, unsigned month, unsigned day) {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

/// DD.MM.YYYY, where the day and the month may have one digit.
std::optional<std::string> dotted(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || first > 2 || second - first > 3) return std::nullopt;
  if (text.size() - second != 5) return std::nullopt;
  const auto day = number_in(text.substr(0, first));
  const auto month = number_in(text.substr(first + 1, second - first - 1));
  const auto year = number_in(text.substr(second + 1));
  if (!day || !month || !year) return std::nullopt;
  return day_spelling(*year, *month, *day);
}

bool is_year_word(std::string_view word) {
  return word == "год" || word == "года" || word == "году" || word == "г." || word == "г";
}

/// A year as "2021", "2021г." or "2021".
std::optional<unsigned> year_in(std::string_view word) {
  for (const std::string_view tail : {"г.", "г"}) {
    if (word.ends_with(tail)) word.remove_suffix(tail.size());
  }
  return word.size() == 4 ? number_in(word) : std::nullopt;
}

/// Words of a date without "г." and the like at the end.
std::optional<std::string> worded(std::vector<std::string> words) {
  if (!words.empty() && is_year_word(words.back())) words.pop_back();
  if (!words.empty() && words.front() == "в") words.erase(words.begin());
  if (words.empty()) return std::nullopt;
  const auto year = year_in(words.back());
  if (!year) return std::nullopt;
  if (words.size() == 1) return fmt::format("{:04}", *year);
  if (words.size() == 2) {
    const auto month = month_in(words[0]);
    return month ? std::optional(fmt::format("{:04}-{:02}", *year, *month)) : std::nullopt;
  }
  if (words.size() != 3) return std::nullopt;
  if (words[1].starts_with("квартал") || words[1] == "кв." || words[1] == "кв") {
    const auto quarter = quarter_in(words[0]);
    return quarter ? std::optional(fmt::format("{:04}-Q{}", *year, *quarter)) : std::nullopt;
  }
  const auto day = number_in(words[0]);
  const auto month = month_in(words[1]);
  if (!day || !month) return std::nullopt;
  return day_spelling(*year, *month, *day);
}

std::optional<std::string> lawful(const std::optional<std::string>& spelling) {
  if (!spelling || !api::legal_date_of(*spelling, "PRINTED")) return std::nullopt;
  return spelling;
}

// --- terms -------------------------------------------------------------------------------------

const char* unit_of(const std::vector<std::string>& words, std::size_t at) {
  const auto starts = [&](std::size_t i, std::string_view stem) {
    return i < words.size() && words[i].starts_with(stem);
  };
  if (starts(at, "рабоч")) return "WORKING_DAYS";
  if (starts(at, "календарн")) return "CALENDAR_DAYS";
  if (starts(at, "р.д.") || starts(at, "раб.")) return "WORKING_DAYS";
  if (starts(at, "к.д.")) return "CALENDAR_DAYS";
  if (starts(at, "дн") || starts(at, "день")) return "CALENDAR_DAYS";
  if (starts(at, "недел")) return "WEEKS";
  if (starts(at, "месяц")) return "MONTHS";
  if (starts(at, "квартал")) return "QUARTERS";
  if (starts(at, "лет") || starts(at, "год")) return "YEARS";
  return nullptr;
}

Json length_json(unsigned count, const char* unit) {
  Json out = Json::object();
  out["count"] = count;
  out["unit"] = unit;
  return out;
}

/// "не реже 2 раз в квартал", "ежемесячно", "раз в год"
std::optional<Json> frequency_of(const std::string& text) {
  constexpr std::array<std::pair<std::string_view, const char*>, 8> kEndings{
      {{"в календарный месяц", "CALENDAR_MONTH"},
       {"в месяц", "CALENDAR_MONTH"},
       {"в квартал", "CALENDAR_QUARTER"},
       {"в учебный год", "ACADEMIC_YEAR"},
       {"в год", "CALENDAR_YEAR"},
       {"ежемесячно", "CALENDAR_MONTH"},
       {"ежеквартально", "CALENDAR_QUARTER"},
       {"ежегодно", "CALENDAR_YEAR"}}};
  for (const auto& [ending, period] : kEndings) {
    if (!text.ends_with(ending)) continue;
    unsigned times = 1;
    for (const std::string& word : words_in(text)) {
      if (const auto number = number_in(word)) times = *number;
    }
    const bool said = text == ending || text.find("раз") != std::string::npos;
    if (!said || times == 0) return std::nullopt;
    Json out = Json::object();
    out["kind"] = "AT_LEAST";
    out["at_least"] = {{"times", times}, {"per", period}};
    return out;
  }
  return std::nullopt;
}

std::optional<Json> academic_year_of(const std::string& text) {
  const auto at = text.find("учебн");
  if (at == std::string::npos) return std::nullopt;
  for (const std::string& word : words_in(text)) {
    if (word.size() < 9 || (word[4] != '/' && word[4] != '-')) continue;
    const auto first = number_in(std::string_view(word).substr(0, 4));
    const auto second = number_in(std::string_view(word).substr(5, 4));
    if (!first || !second || *second != *first + 1) return std::nullopt;
    Json out = Json::object();
    out["kind"] = "ACADEMIC_YEAR";
    out["year"] = *first;
    return out;
  }
  return std::nullopt;
}

std::optional<Json> day_schedule(const std::string& spelling, const char* kind) {
  if (spelling.size() != 10) return std::nullopt;
  Json out = Json::object();
  out["kind"] = kind;
  out["day"] = spelling;
  return out;
}

std::optional<Json> dated_schedule(const std::string& spelling) {
  if (spelling.size() == 10) return day_schedule(spelling, "ON");
  const auto year = number_in(std::string_view(spelling).substr(0, 4));
  if (!year) return std::nullopt;
  Json out = Json::object();
  const std::string rest = spelling.substr(4);
  out["kind"] = rest.empty() ? "CALENDAR_YEAR" : rest[1] == 'Q' ? "QUARTER" : "MONTH";
  out["year"] = *year;
  if (rest.size() == 3 && rest[1] == 'Q') out["quarter"] = rest[2] - '0';
  if (rest.size() == 3 && rest[1] != 'Q') out["month"] = *number_in(rest.substr(1));
  return out;
}

std::optional<Json> period_of(const std::string& text) {
  if (!text.starts_with("с ")) return std::nullopt;
  const auto middle = text.find(" по ");
  if (middle == std::string::npos) return std::nullopt;
  const auto from = date_spelling(text.substr(3, middle - 3));
  const auto to = date_spelling(text.substr(middle + std::string_view(" по ").size()));
  if (!from || !to || from->size() != 10 || to->size() != 10) return std::nullopt;
  Json out = Json::object();
  out["kind"] = "PERIOD";
  out["from"] = *from;
  out["to"] = *to;
  return out;
}

/// "3 рабочих дня после заседания", "через 10 дней после …", "в течение 5 рабочих дней со дня …"
std::optional<Json> after_of(const std::string& text) {
  std::size_t at = text.find(" после ");
  std::size_t size = std::string_view(" после ").size();
  if (at == std::string::npos) {
    at = text.find(" со дня ");
    size = std::string_view(" со дня ").size();
  }
  if (at == std::string::npos) return std::nullopt;
  std::string head = text.substr(0, at);
  for (const std::string_view opening : {"через ", "в течение ", "не позднее "}) {
    if (head.starts_with(opening)) head = head.substr(opening.size());
  }
  auto length = length_of(head);
  if (!length || at + size >= text.size()) return std::nullopt;
  Json out = Json::object();
  out["kind"] = "AFTER_EVENT";
  out["after"] = std::move(*length);
  out["awaited"] = text.substr(at + size);
  return out;
}

std::optional<Json> external_of(const std::string& text) {
  for (const std::string_view opening : {"в соответствии с ", "согласно ", "по "}) {
    if (!text.starts_with(opening) || text.size() == opening.size()) continue;
    Json out = Json::object();
    out["kind"] = "EXTERNAL";
    out["awaited"] = text.substr(opening.size());
    return out;
  }
  return std::nullopt;
}

/// «до конца 2022 года», «до конца марта 2022 года»: the last day of it.
std::optional<Json> to_the_end_of(const std::string& text) {
  constexpr std::string_view kOpening = "до конца ";
  if (!text.starts_with(kOpening)) return std::nullopt;
  const auto spelling = date_spelling(text.substr(kOpening.size()));
  if (!spelling || spelling->size() == 10) return std::nullopt;
  const auto date = api::legal_date_of(*spelling, "PRINTED");
  if (!date || !date->contains("not_after")) return std::nullopt;
  return day_schedule((*date)["not_after"].get<std::string>(), "UNTIL");
}

/// «в течение 2022 года», «в течение февраля 2022 г.»
std::optional<Json> in_the_course_of(const std::string& text) {
  constexpr std::string_view kOpening = "в течение ";
  if (!text.starts_with(kOpening)) return std::nullopt;
  const auto date = date_spelling(text.substr(kOpening.size()));
  if (!date || date->size() == 10 || *date == "unknown") return std::nullopt;
  return dated_schedule(*date);
}

std::optional<Json> schedule_kind_of(const std::string& text) {
  Json none = Json::object();
  none["kind"] = "NONE";
  if (text.empty() || text == "без срока" || text == "срок не указан") return none;
  if (auto found = frequency_of(text)) return found;
  if (auto found = academic_year_of(text)) return found;
  if (auto found = period_of(text)) return found;
  for (const std::string_view opening :
       {"до ", "в срок до ", "не позднее ", "в срок не позднее ", "не позже ", "к "}) {
    if (!text.starts_with(opening)) continue;
    if (const auto day = date_spelling(text.substr(opening.size()))) {
      return day_schedule(*day, "UNTIL");
    }
  }
  if (auto found = to_the_end_of(text)) return found;
  if (auto found = in_the_course_of(text)) return found;
  if (auto found = after_of(text)) return found;
  if (const auto date = date_spelling(text); date && *date != "unknown") {
    return dated_schedule(*date);
  }
  return external_of(text);
}

// --- words of enumerations -----------------------------------------------------------------------

struct EnumWord {
  std::string_view enumeration;
  std::string_view russian;
  std::string_view name;
};

constexpr EnumWord kEnumWords[] = {
    {"MeetingForm", "очно", "IN_PERSON"},
    {"MeetingForm", "дистанционно", "REMOTE"},
    {"MeetingForm", "смешанно", "MIXED"},
    {"MeetingForm", "заочно", "BY_BALLOT"},
    {"MeetingForm", "не указана", "NOT_STATED"},
    {"Convener", "председатель", "CHAIR"},
    {"Convener", "оператор", "OPERATOR"},
    {"Convener", "координатор", "COORDINATOR"},
    {"Convener", "член совета", "ANY_MEMBER"},
    {"Convener", "не указано", "NOT_STATED"},
    {"BodyKind", "координационный совет", "COORDINATION_COUNCIL"},
    {"BodyKind", "региональный координационный совет", "REGIONAL_COORDINATION_COUNCIL"},
    {"BodyKind", "отраслевой совет", "SECTORAL_COUNCIL"},
    {"BodyKind", "экспертный совет", "EXPERT_COUNCIL"},
    {"BodyKind", "рабочая группа", "WORKING_GROUP"},
    {"BodyKind", "собрание участников", "PARTICIPANTS_MEETING"},
    {"AbsenceReason", "уважительная", "EXCUSED"},
    {"AbsenceReason", "неуважительная", "NOT_EXCUSED"},
    {"AbsenceReason", "не указана", "NOT_STATED"},
    {"Openness", "открытое", "OPEN"},
    {"Openness", "тайное", "SECRET"},
    {"Openness", "не указано", "NOT_STATED"},
    {"DecisionKind", "рекомендация", "RECOMMENDATION"},
    {"DecisionKind", "план", "PLAN"},
    {"DecisionKind", "выборы", "ELECTION"},
    {"DecisionKind", "назначение", "APPOINTMENT"},
    {"DecisionKind", "состав", "COMPOSITION"},
    {"DecisionKind", "поручение", "ASSIGNMENT"},
    {"DecisionKind", "прием", "ACCESSION"},
    {"DecisionKind", "включение", "ACCESSION"},
    {"DecisionKind", "исключение", "EXCLUSION"},
    {"DecisionKind", "изменение соглашения", "AMENDMENT"},
    {"DecisionKind", "заключение", "OPINION"},
    {"DecisionKind", "порядок", "PROCEDURE"},
    {"DecisionKind", "иное", "OTHER"},
    {"ChairChoice", "за", "FOR"},
    {"ChairChoice", "против", "AGAINST"},
    {"ChairChoice", "воздержался", "ABSTAIN"},
    {"ChairChoice", "воздержалась", "ABSTAIN"},
    {"ChairChoice", "не голосовал", "NOT_VOTING"},
    {"ChairChoice", "не указано", "NOT_STATED"},
    {"TallyWords", "единогласно", "UNANIMOUS"},
    {"TallyWords", "большинством", "MAJORITY"},
    {"TallyWords", "большинством голосов", "MAJORITY"},
    {"TallyWords", "не указано", "NONE"},
    {"StatedResult", "принято", "ADOPTED"},
    {"StatedResult", "решение принято", "ADOPTED"},
    {"StatedResult", "не принято", "REJECTED"},
    {"StatedResult", "отклонено", "REJECTED"},
    {"StatedResult", "не указано", "NOT_STATED"},
    {"MeetingOutcome", "состоялось", "HELD"},
    {"MeetingOutcome", "нет кворума", "FAILED_NO_QUORUM"},
    {"MeetingOutcome", "не состоялось", "FAILED_NO_QUORUM"},
    {"MeetingOutcome", "не состоялось: нет кворума", "FAILED_NO_QUORUM"},
    {"MeetingOutcome", "отменено", "CANCELLED"},
    {"OfficeKind", "председатель", "CHAIR"},
    {"OfficeKind", "заместитель председателя", "DEPUTY_CHAIR"},
    {"OfficeKind", "секретарь", "SECRETARY"},
    {"OfficeKind", "руководитель группы", "GROUP_HEAD"},
    {"OfficeKind", "член", "MEMBER"},
    {"OfficeMode", "избран", "ELECTED"},
    {"OfficeMode", "назначен", "APPOINTED"},
    {"ActingAs", "руководитель", "HEAD"},
    {"ActingAs", "директор", "HEAD"},
    {"ActingAs", "и.о. руководителя", "ACTING_HEAD"},
    {"ActingAs", "исполняющий обязанности", "ACTING_HEAD"},
    {"ActingAs", "заместитель руководителя", "DEPUTY_HEAD"},
    {"ActingAs", "представитель", "REPRESENTATIVE"},
    {"ActingAs", "председатель", "CHAIR"},
    {"ActingAs", "председательствующий", "PRESIDING"},
    {"ActingAs", "секретарь", "SECRETARY"},
    {"ActingAs", "иное", "OTHER"},
    {"AuthorityKind", "должность", "OWN_OFFICE"},
    {"AuthorityKind", "приказ", "ORDER"},
    {"AuthorityKind", "доверенность", "PAPER_POWER"},
    {"AuthorityKind", "мчд", "MACHINE_READABLE_POWER"},
    {"AuthorityKind", "решение", "DECISION"},
    {"AuthorityKind", "не подтверждено", "NOT_EVIDENCED"},
    {"Rendition", "оригинал", "ORIGINAL"},
    {"Rendition", "скан", "SCAN"},
    {"Rendition", "текст", "TEXT"},
    {"Rendition", "заверенная копия", "CERTIFIED_COPY"},
    {"Rendition", "выписка", "EXCERPT"},
    {"AgendaState", "разослана", "SENT"},
    {"AgendaState", "утверждена", "ADOPTED"},
    {"AgendaState", "как в протоколе", "AS_PRINTED"},
    {"Role", "региональный оператор", "REGIONAL_OPERATOR"},
    {"Role", "региональный координатор", "REGIONAL_COORDINATOR"},
    {"Role", "оператор кластера", "CLUSTER_OPERATOR"},
    {"Role", "председатель совета", "COUNCIL_CHAIR"},
    {"Role", "руководитель", "HEAD"},
    {"Role", "секретарь", "SECRETARY"},
    {"OpinionPart", "анализ", "ANALYSIS"},
    {"OpinionPart", "рекомендации", "RECOMMENDATIONS"},
};

std::string upper_name(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-' || c == ' ') c = '_';
  }
  return out;
}

/// «5» апреля 2021 г.: papers print the day in quotes.
std::string unquoted_day(std::string_view text) {
  const std::string date = plain(text);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"«", "»"},
                                    {"\"", "\""},
                                    {"“", "”"},
                                    {"„", "“"}}) {
    const auto end = date.find(close, open.size());
    if (!date.starts_with(open) || end == std::string::npos) continue;
    return date.substr(open.size(), end - open.size()) + date.substr(end + close.size());
  }
  return date;
}

/// Without the midnight that tables write after a day.
std::string without_midnight(std::string date) {
  for (const std::string_view tail : {" 0:00", " 00:00", " 0:00:00", " 00:00:00", "t00:00:00"}) {
    if (date.ends_with(tail)) return date.substr(0, date.size() - tail.size());
  }
  return date;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string out;
  bool broken = false;
  for (const char c : text) {
    const bool breaks = c == '\n' || c == '\r' || c == '\t';
    broken = broken || breaks;
    if (breaks || (broken && c == ' ')) continue;
    if (broken && !out.empty() && out.back() != ' ') out += ' ';
    broken = false;
    out += c;
  }
  return out;
}

std::string plain(std::string_view text) {
  icu::UnicodeString characters = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  characters.toLower(icu::Locale("ru"));
  characters.findAndReplace(u"ё", u"е");
  characters.findAndReplace(u"\u00a0", u" ");
  std::string lower;
  characters.toUTF8String(lower);
  std::string out;
  for (const char c : lower) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::optional<std::string> date_spelling(std::string_view text) {
  const std::string date = without_midnight(unquoted_day(text));
  if (date == "неизвестно" || date == "unknown" || date == "без даты" || date == "не указана") {
    return "unknown";
  }
  std::string iso = date;
  std::replace(iso.begin(), iso.end(), 'q', 'Q');
  if (!iso.empty() && api::legal_date_of(iso, "PRINTED")) return iso;
  const auto words = words_in(date);
  if (!words.empty() && (words.size() == 1 || (words.size() == 2 && is_year_word(words[1])))) {
    if (auto found = lawful(dotted(words[0]))) return found;
    if (words[0].ends_with("г.")) {
      if (auto found = lawful(dotted(words[0].substr(0, words[0].size() - 3)))) return found;
    }
  }
  return lawful(worded(words));
}

std::optional<Json> schedule_of(std::string_view text) {
  auto out = schedule_kind_of(plain(text));
  if (out && (*out)["kind"] != "NONE") (*out)["printed"] = std::string(text);
  return out;
}

std::optional<Json> length_of(std::string_view text) {
  const auto words = words_in(plain(text));
  if (words.size() < 2) return std::nullopt;
  const auto count = number_in(words[0]);
  const char* unit = unit_of(words, 1);
  if (!count || *count == 0 || unit == nullptr) return std::nullopt;
  return length_json(*count, unit);
}

std::optional<Json> term_of(std::string_view text) {
  const std::string term = plain(text);
  Json out = Json::object();
  if (term == "бессрочно") {
    out["kind"] = "OPEN_ENDED";
    return out;
  }
  if (term == "не указан" || term == "срок не указан") {
    out["kind"] = "NOT_STATED";
    return out;
  }
  if (auto length = length_of(term)) {
    out["kind"] = "LENGTH";
    out["length"] = std::move(*length);
    return out;
  }
  constexpr std::string_view kUntil = "до ";
  if (!term.starts_with(kUntil)) return std::nullopt;
  const auto date = date_spelling(term.substr(kUntil.size()));
  if (!date) return std::nullopt;
  out["kind"] = "UNTIL";
  out["until"] = *date;
  return out;
}

std::optional<std::string> word_of(std::string_view enumeration, std::string_view text) {
  const std::string word = plain(text);
  for (const EnumWord& known : kEnumWords) {
    if (known.enumeration == enumeration && known.russian == word) return std::string(known.name);
  }
  for (const api::JsonEnum& candidate : api::json_schema().enums) {
    if (candidate.name != enumeration) continue;
    const auto* value = candidate.find(upper_name(word));
    if (value != nullptr && value->number != 0) return value->name;
  }
  return std::nullopt;
}

std::string words_known(std::string_view enumeration) {
  std::string out;
  for (const EnumWord& known : kEnumWords) {
    if (known.enumeration != enumeration) continue;
    out += (out.empty() ? "" : ", ") + std::string(known.russian);
  }
  return out;
}

std::string date_in_words(std::string_view spelling) {
  const auto year = std::string(spelling.substr(0, 4));
  const auto month_name = [&](const auto& names) {
    const auto month = number_in(spelling.substr(5, 2));
    return month && *month >= 1 && *month <= 12 ? std::string(names[*month - 1]) : std::string();
  };
  if (spelling.size() == 10) {
    const auto day = number_in(spelling.substr(8, 2));
    return std::to_string(day.value_or(0)) + " " + month_name(kGenitive) + " " + year + " года";
  }
  if (spelling.size() == 7 && spelling[5] == 'Q') {
    return std::string(spelling.substr(6)) + " квартал " + year + " года";
  }
  if (spelling.size() == 7) return month_name(kNominative) + " " + year + " года";
  if (spelling.size() == 4) return year + " год";
  return "дата не указана";
}

}  // namespace tools
