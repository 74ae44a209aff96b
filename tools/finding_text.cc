// SPDX-License-Identifier: Apache-2.0
#include "tools/finding_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <tuple>

#include "ledger/bytes.h"
#include "projections/governance/words.h"
#include "tools/event_details.h"

namespace tools {

namespace fb = ledger::fb;
namespace gov = projections::governance;

namespace {

struct PartWord {
  std::string_view period;
  const char* english;
  const char* russian;
};

constexpr std::array kActs{
    PartWord{"convening", "of convening it", "о созыве"},
    PartWord{"agenda", "of its agenda", "о повестке дня"},
    PartWord{"presiding", "of presiding", "о председательстве"},
    PartWord{"signing", "of signing it", "о подписании"},
    PartWord{"ballot", "of opening the ballot", "об открытии голосования"},
    PartWord{"protocol", "of signing the protocol", "о подписании протокола"},
    PartWord{"roll_call", "of the votes by name", "о поимённых голосах"},
    PartWord{"attendance", "of more votes than voters", "о числе голосов"},
    PartWord{"present", "of the number present", "о числе присутствующих"},
    PartWord{"copy", "of certifying the copy", "о заверении копии"},
};

/// Numbered parts: what stands before the number.
constexpr std::array kNumbered{
    PartWord{"section ", "section ", "раздел "},
    PartWord{"slot ", "signature line ", "строка подписи "},
    PartWord{"component ", "component ", "часть "},
};

struct Named {
  std::string_view name;
  std::string_view russian;
};

/// What findings are computed with, by the names that programs read.
constexpr std::array kNumbers{
    Named{"abstained", "воздержались"},
    Named{"acting_as", "в качестве"},
    Named{"against", "против"},
    Named{"agenda_item", "вопрос повестки"},
    Named{"agreed", "согласовано"},
    Named{"agreement", "соглашение"},
    Named{"approved_by", "кем утверждается"},
    Named{"base", "от скольких считается"},
    Named{"before", "прежде"},
    Named{"by", "кем"},
    Named{"calendar_days_late", "календарных дней опоздания"},
    Named{"category", "категория"},
    Named{"chair", "председатель"},
    Named{"charter", "положение"},
    Named{"charter_times_a_year", "раз в год по положению"},
    Named{"computed", "по расчёту"},
    Named{"concluded", "заключено"},
    Named{"consent", "согласие"},
    Named{"day", "день"},
    Named{"decisions", "решений"},
    Named{"done", "исполнено"},
    Named{"due_read_otherwise", "срок при другом прочтении"},
    Named{"effective", "действует с"},
    Named{"effective_due", "срок с переносом"},
    Named{"events", "событий"},
    Named{"facts", "событий"},
    Named{"for", "за"},
    Named{"form", "форма"},
    Named{"from", "с"},
    Named{"in_force_from", "действует с"},
    Named{"intended", "намеченный день выхода"},
    Named{"items", "вопросов в повестке"},
    Named{"kind", "вид"},
    Named{"known_at_closing", "при закрытии"},
    Named{"known_now", "теперь"},
    Named{"last_day", "последний день"},
    Named{"lost_seat_on", "место утрачено"},
    Named{"meeting", "заседание"},
    Named{"meeting_at_earliest", "заседание не раньше чем"},
    Named{"members", "участников"},
    Named{"met", "кворум"},
    Named{"missing", "не хватает"},
    Named{"needed", "нужно"},
    Named{"new_key", "новый ключ"},
    Named{"nominal_due", "срок по счёту"},
    Named{"now", "теперь"},
    Named{"number", "номер"},
    Named{"occurred", "произошло"},
    Named{"old_key", "прежний ключ"},
    Named{"parties", "сторон"},
    Named{"person_chair", "председатель"},
    Named{"person_signed", "подписавший"},
    Named{"plan", "план"},
    Named{"plan_times_a_year", "раз в год по плану"},
    Named{"present", "присутствовало"},
    Named{"present_at_most", "присутствовало самое большее"},
    Named{"printed", "напечатано"},
    Named{"programme", "программа"},
    Named{"quorum_known_at_closing", "кворум при закрытии"},
    Named{"quorum_known_now", "кворум теперь"},
    Named{"recorded", "записано"},
    Named{"refused", "отказано"},
    Named{"role", "роль"},
    Named{"seat", "место"},
    Named{"seats", "мест"},
    Named{"sent", "направлено"},
    Named{"signed", "подписано"},
    Named{"signed_on", "день подписания"},
    Named{"slots", "строк подписей"},
    Named{"stand_in", "за председателя"},
    Named{"stated", "в документе"},
    Named{"suspect_from", "под сомнением с события"},
    Named{"to", "по"},
    Named{"total", "всего"},
    Named{"unresolved", "без указания места"},
    Named{"used", "применяется"},
    Named{"without_line", "без своей строки"},
    Named{"working_days_late", "рабочих дней опоздания"},
    Named{"year", "год"},
    Named{"years_allowed", "допустимо лет"},
};

/// Values that programs read and code_in_words() has no words for.
constexpr std::array kValues{
    Named{"true", "да"},
    Named{"false", "нет"},
    Named{"PARTNERSHIP", "о партнёрстве"},
    Named{"PARTICIPANTS", "из участников"},
    Named{"PARENT_BODY", "из состава органа"},
    Named{"COOPERATION", "о сотрудничестве"},
    Named{"BODY_DECISION", "решение органа"},
    Named{"BODY_CHAIR", "председатель органа"},
    Named{"ALL_MEMBERS", "все члены"},
    Named{"ALL_PRESENT", "все присутствовавшие"},
    Named{"DEPUTY", "заместитель"},
    Named{"MEMBERS_CHOOSE", "кого выберут члены"},
    Named{"NOBODY", "никто"},
    Named{"PRESENT", "присутствующие"},
    Named{"VOTES_CAST", "поданные голоса"},
    Named{"acting", "исполняющий обязанности"},
    Named{"adopted", "принято"},
    Named{"adopted_not_formalised", "принято, но не оформлено"},
    Named{"given", "дано"},
    Named{"given_late", "дано позже"},
    Named{"held", "занято"},
    Named{"met", "есть"},
    Named{"no", "нет"},
    Named{"not_met", "нет"},
    Named{"not_of_a_body", "не решение органа кластера"},
    Named{"not_recorded", "не записано"},
    Named{"not_required", "не требуется"},
    Named{"refused", "отказано"},
    Named{"refused_without_effect", "отказ, который не имеет силы"},
    Named{"rejected", "не принято"},
    Named{"undetermined", "не определено"},
    Named{"unknown", "неизвестно"},
    Named{"vacant", "вакантно"},
    Named{"void_no_quorum", "ничтожно: нет кворума"},
    Named{"yes", "да"},
};

std::string_view russian_of(std::span<const Named> table, std::string_view name) {
  for (const Named& row : table) {
    if (row.name == name) return row.russian;
  }
  return name;
}

/// A day or the bounds of one (rules::to_text) as Russian papers print days; nothing for others.
std::optional<std::string> days_in_russian(std::string_view value) {
  if (value == "?") return gov::words_of(gov::FuzzyDate{}).russian;
  const auto dots = value.find("..");
  const std::string_view first = value.substr(0, dots);
  const std::string_view last = dots == std::string_view::npos ? first : value.substr(dots + 2);
  const gov::FuzzyDate date{projections::rules::date_from_iso(first),
                            projections::rules::date_from_iso(last)};
  const bool read = (date.not_before || first.empty()) && (date.not_after || last.empty());
  if (!read || (!date.not_before && !date.not_after)) return std::nullopt;
  return gov::words_of(date).russian;
}

std::string category_in_russian(std::string_view code) {
  for (int i = 1; i <= static_cast<int>(fb::OrganisationCategory::MAX); ++i) {
    const auto category = static_cast<fb::OrganisationCategory>(i);
    if (fb::EnumNameOrganisationCategory(category) == code) return gov::words_of(category).russian;
  }
  return std::string(code);
}

bool in_numbers(const gov::Finding& finding, std::string_view value) {
  return std::any_of(finding.numbers.begin(), finding.numbers.end(),
                     [&](const auto& one) { return one.second == value; });
}

}  // namespace

std::string finding_number_in_russian(const std::string& name, const std::string& value) {
  const bool clause = !name.empty() && name[0] >= '0' && name[0] <= '9';
  const std::string label =
      (clause ? "пункт " : "") + std::string(russian_of(kNumbers, name)) + ": ";
  if (auto days = days_in_russian(value)) return label + *days;
  const std::string_view known = russian_of(kValues, value);
  if (known != value) return label + std::string(known);
  if (name == "category") return label + category_in_russian(value);
  return label + code_in_words(value, Language::kRussian);
}

gov::Sentence part_of_subject(const gov::Finding& finding, const gov::PlaceNames& names) {
  const std::string_view period = finding.period;
  if (period.empty() || in_numbers(finding, period)) return {};
  for (const PartWord& word : kActs) {
    if (period == word.period) return {word.english, word.russian};
  }
  for (const PartWord& word : kNumbered) {
    const std::string_view number = period.substr(std::min(period.size(), word.period.size()));
    const bool digits = number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!period.starts_with(word.period) || number.empty() || !digits) continue;
    return {word.english + std::string(number), word.russian + std::string(number)};
  }
  if (const auto id = ledger::fixed_from_hex<ledger::Id>(period)) {
    if (finding.code() == "DUPLICATE_ID") {
      return {"the id " + to_hex(*id), "идентификатор " + to_hex(*id)};
    }
    return names.seat(*id);
  }
  // Of a duty that comes back: of which month, quarter or year.
  const gov::Sentence when = gov::duty_period_in_words(finding.period);
  return when.english == when.russian ? gov::Sentence{} : when;
}

std::vector<gov::Finding> in_reading_order(const projections::Chronicle& chronicle,
                                           std::vector<gov::Finding> findings) {
  const auto place = [&](const gov::Finding& one) {
    const auto& day = one.subject_day.not_before;
    const projections::Source* source = chronicle.source(one.subject);
    return std::tuple(one.code(), !day.has_value(),
                      day ? projections::rules::to_iso(*day) : std::string(),
                      source == nullptr ? 0 : source->index, std::string_view(one.period));
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const gov::Finding& a, const gov::Finding& b) { return place(a) < place(b); });
  return findings;
}

}  // namespace tools
