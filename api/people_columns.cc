// SPDX-License-Identifier: Apache-2.0
// Which columns people see of each list. Columns are members of the list's shape.
#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "api/people_table.h"
#include "projections/governance/bodies.h"
#include "projections/governance/membership.h"
#include "projections/governance/words.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

/// The Russian word for a state of ours, by the word that JSON has; what is none stays.
template <typename State, State kLast>
std::string state_word(std::string_view code) {
  for (int i = 0; i <= static_cast<int>(kLast); ++i) {
    const auto state = static_cast<State>(i);
    if (gov::name_of(state) == code) return gov::words_of(state).russian;
  }
  return std::string(code);
}

constexpr auto kMembershipWord =
    state_word<gov::MembershipState, gov::MembershipState::kUndetermined>;
constexpr auto kMeetingWord = state_word<gov::MeetingResult, gov::MeetingResult::kReplaced>;
constexpr auto kDecisionWord = state_word<gov::DecisionState, gov::DecisionState::kNotOfABody>;
constexpr auto kProtocolWord = state_word<gov::ProtocolState, gov::ProtocolState::kSuperseded>;
constexpr auto kForceWord = state_word<gov::ForceState, gov::ForceState::kSuperseded>;
constexpr auto kTallyWord = state_word<rules::TallyGrade, rules::TallyGrade::kNone>;
constexpr auto kDutyWord = state_word<rules::DutyState, rules::DutyState::kUndetermined>;
constexpr auto kSeverityWord = state_word<gov::Severity, gov::Severity::kInfo>;

/// The same of a word of the schema.
template <typename E, const char* (*kName)(E), E kLast>
std::string schema_word(std::string_view code) {
  for (int i = 1; i <= static_cast<int>(kLast); ++i) {
    const auto value = static_cast<E>(i);
    if (kName(value) == code) return gov::words_of(value).russian;
  }
  return std::string(code);
}

constexpr auto kDecisionKindWord =
    schema_word<fb::DecisionKind, fb::EnumNameDecisionKind, fb::DecisionKind::MAX>;
constexpr auto kBodyWord = schema_word<fb::BodyKind, fb::EnumNameBodyKind, fb::BodyKind::MAX>;
constexpr auto kRoleWord = schema_word<fb::Role, fb::EnumNameRole, fb::Role::MAX>;
constexpr auto kActingWord = schema_word<fb::ActingAs, fb::EnumNameActingAs, fb::ActingAs::MAX>;

std::string truth_word(std::string_view code) {
  for (const auto truth : {rules::Truth::kNo, rules::Truth::kYes, rules::Truth::kUndetermined}) {
    const gov::Sentence words = gov::words_of(truth);
    if (words.english == code) return words.russian;
  }
  return std::string(code);
}

/// Codes that have no words elsewhere.
std::string other_word(std::string_view code) {
  static const std::map<std::string_view, std::string_view> words = {
      // calendars of working days
      {"OFFICIAL", "официальный"},
      {"PROVISIONAL", "предварительный"},
      // categories of organisations
      {"STATE_COLLEGE_SUBORDINATE", "подведомственный колледж"},
      {"COLLEGE", "колледж"},
      {"UNIVERSITY", "вуз"},
      {"EMPLOYER", "работодатель"},
      {"FEDERAL_BODY", "федеральный орган"},
      {"REGIONAL_BODY", "орган области"},
      {"MUNICIPAL_BODY", "орган местного самоуправления"},
      {"NPO", "некоммерческая организация"},
      {"ASSOCIATION", "объединение"},
      {"PRIVATE_PERSON", "физическое лицо"},
      {"SOLE_TRADER", "предприниматель"},
      {"OTHER", "иное"},
      {"UNSPECIFIED", ""},
      // grounds of membership, consents
      {"order", "распоряжение"},
      {"agreement", "соглашение"},
      {"amendment", "дополнительное соглашение"},
      {"accession", "решение о приёме"},
      {"opening", "сведения на начало учёта"},
      {"given", "получено"},
      {"not_required", "не требуется"},
      {"refused_without_effect", "отказ без последствий"},
      {"refused", "отказ"},
      {"not_recorded", "не записано"},
      {"given_late", "дано позднее"},
      {"undetermined", "не определено"},
      {"CONSENT", "согласие"},
      {"REFUSAL", "отказ"},
      // seats, offices
      {"held", "занято"},
      {"acting", "исполняет обязанности"},
      {"vacant", "свободно"},
      {"unknown", "не известно"},
      {"APPOINTED", "назначение"},
      {"RELEASED", "освобождение"},
      {"ACTING", "исполнение обязанностей"},
      {"ELECTED", "избрание"},
      // meetings, ballots, registers of findings, ends of organisations
      {"IN_PERSON", "очно"},
      {"REMOTE", "дистанционно"},
      {"MIXED", "смешанно"},
      {"BY_BALLOT", "опросом"},
      {"NOT_STATED", "не указано"},
      {"open", "идёт"},
      {"closed", "закрыто"},
      {"violation", "нарушение"},
      {"gap", "пробел в сведениях"},
      {"remark", "замечание к тексту"},
      {"REORGANISED", "реорганизовано"},
      {"LIQUIDATED", "ликвидировано"},
  };
  const auto found = words.find(code);
  return std::string(found == words.end() ? code : found->second);
}

/// What a paper is.
std::string document_word(std::string_view code) {
  static const std::map<std::string_view, std::string_view> words = {
      {"ORDER", "приказ, распоряжение"},
      {"REGULATION", "положение"},
      {"RULES_OF_PROCEDURE", "регламент"},
      {"LAW", "закон"},
      {"CHARTER", "устав"},
      {"PROTOCOL", "протокол"},
      {"WORK_PLAN", "план работы"},
      {"PROGRAMME", "программа"},
      {"AGREEMENT", "соглашение"},
      {"SUPPLEMENTARY_AGREEMENT", "дополнительное соглашение"},
      {"NOTICE", "уведомление"},
      {"LETTER", "письмо"},
      {"APPLICATION", "заявление"},
      {"CONSENT", "согласие"},
      {"OPINION", "отзыв"},
      {"CONCLUSION", "заключение"},
      {"REPORT", "отчёт"},
      {"POWER_OF_ATTORNEY", "доверенность"},
      {"SIGNATURE_FILE", "файл подписи"},
      {"CERTIFICATE", "сертификат"},
      {"ERASURE_ACT", "акт об уничтожении"},
      {"CALENDAR_ACT", "акт о нерабочих днях"},
      {"OTHER", "иное"},
  };
  const auto found = words.find(code);
  return found == words.end() ? other_word(code) : std::string(found->second);
}

/// Whose key it is.
std::string key_word(std::string_view code) {
  static const std::map<std::string_view, std::string_view> words = {
      {"PERSON", "лицо"},       {"OPERATOR_ROOT", "корневой ключ оператора"},
      {"SERVICE", "служба"},    {"CHECKPOINT", "контрольные точки"},
      {"WITNESS", "свидетель"}, {"RECOVERY", "восстановление"},
  };
  const auto found = words.find(code);
  return found == words.end() ? other_word(code) : std::string(found->second);
}

/// Which facts the record claims to hold.
std::string fact_word(std::string_view code) {
  static const std::map<std::string_view, std::string_view> words = {
      {"MEETINGS", "заседания"},
      {"DECISIONS", "решения"},
      {"ORDERS", "приказы и распоряжения"},
      {"MEMBERSHIP", "состав участников"},
      {"OFFICES", "должности"},
      {"AGREEMENTS", "соглашения"},
      {"NOTICES", "письма"},
      {"PROGRAMMES", "программы"},
      {"PLANS", "планы"},
      {"EXECUTION", "исполнение"},
      {"DOCUMENTS", "документы"},
  };
  const auto found = words.find(code);
  return std::string(found == words.end() ? code : found->second);
}

/// "2023-Q2" and "2023-05" as people write them; others as they are.
std::string calendar_period(const std::string& text) {
  constexpr std::size_t kAfterYear = 5;
  const bool of_year = text.size() == kAfterYear + 2 && text[kAfterYear - 1] == '-' &&
                       text.find_first_not_of("0123456789") == kAfterYear - 1;
  if (!of_year) return text;
  const std::string year = text.substr(0, kAfterYear - 1);
  if (text[kAfterYear] == 'Q') return text.substr(kAfterYear + 1) + " квартал " + year;
  return text.substr(kAfterYear) + "." + year;
}

/// One word of what a duty or a finding is about; empty for what only programs read: ids, paths of
/// rules, names of deadlines.
std::string part_word(const std::string& code) {
  static const std::map<std::string_view, std::string_view> words = {
      {"section", "раздел"},     {"slot", "место подписи"},
      {"component", "часть"},    {"presiding", "председательствование"},
      {"convening", "созыв"},    {"agenda", "повестка"},
      {"signing", "подписание"}, {"protocol", "протокол"},
      {"ballot", "голосование"}, {"copy", "копия"},
  };
  if (const auto found = words.find(code); found != words.end()) return std::string(found->second);
  for (std::string word : {kBodyWord(code), kRoleWord(code), calendar_period(code)}) {
    if (word != code) return word;
  }
  const bool latin = std::any_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  const bool id = code.size() >= 2 * ledger::Id::kSize &&
                  code.find_first_not_of("0123456789abcdef") == std::string::npos;
  return latin || id ? std::string() : code;
}

/// What a duty or a finding is about, beside its event: periods, parts of papers, bodies, roles.
std::string period_word(std::string_view code) {
  std::istringstream parts{std::string(code)};
  std::string all;
  for (std::string part; parts >> part;) {
    const std::string word = rules::date_from_iso(part) ? day_for_people(part) : part_word(part);
    if (!word.empty()) all.append(all.empty() ? "" : " ").append(word);
  }
  return all;
}

using Columns = std::vector<PeopleColumn>;
using ColumnsByShape = std::map<std::string_view, Columns>;

ColumnsByShape participant_columns() {
  return {
      {"Member",
       {{"Участник", "name"},
        {"ИНН", "inn"},
        {"ОГРН", "ogrn"},
        {"Категория", "category", other_word},
        {"Участник на дату", "member", truth_word},
        {"С", "from"},
        {"По", "last_day"},
        {"Основание", "ground", other_word},
        {"Согласие", "consent", other_word},
        {"Состояние записи", "state", kMembershipWord},
        {"Пункт", "grounds.rules.clause"},
        {"Правопреемник", "succeeded_by.organisation_name"}}},
      {"Consent", {{"Организация", "name"}, {"Ответ", "answer", other_word}, {"Дата", "given_on"}}},
      {"Candidate",
       {{"Организация", "name"},
        {"Заявление от", "applied_on"},
        {"Принята", "admitted", truth_word},
        {"Была участником", "was_member"}}},
      {"BodyLine",
       {{"Орган", "title"},
        {"Вид", "kind", kBodyWord},
        {"Действует с", "from"},
        {"Мест", "seat_count"},
        {"Свободно", "vacant_count"},
        {"Не определено", "undetermined_count"}}},
      {"Seat",
       {{"Организация", "organisation_name"},
        {"Место", "state", other_word},
        {"С", "since"},
        {"Вправе голосовать", "entitled", truth_word}}},
      {"ChairTerm",
       {{"Место", "seat"},
        {"Порядок", "mode", other_word},
        {"С", "from"},
        {"По", "last_day"},
        {"Исполняет на дату", "in_office", truth_word},
        {"Полномочия действительны", "effective", truth_word}}},
      {"Office",
       {{"Организация", "organisation_name"},
        {"Должность или роль", "role", kRoleWord},
        {"Наименование должности", "position"},
        {"Событие", "change", other_word},
        {"С", "from"},
        {"По", "to"},
        {"Занимает на дату", "in_office", truth_word}}},
      {"OrganisationLine",
       {{"Организация", "state.name"},
        {"ИНН", "state.inn"},
        {"ОГРН", "state.ogrn"},
        {"Категория", "state.category", other_word},
        {"Образовательная", "state.educational"},
        {"Прекращена", "state.ended", other_word}}},
  };
}

ColumnsByShape council_columns() {
  return {
      {"MeetingLine",
       {{"Заседание", "title"},
        {"Орган", "body_kind", kBodyWord},
        {"Дата", "day"},
        {"Форма", "form", other_word},
        {"Состояние", "state", kMeetingWord},
        {"Присутствовали", "quorum.present"},
        {"Всего", "quorum.total"},
        {"Нужно", "quorum.needed"},
        {"Кворум", "quorum.met", truth_word}}},
      {"BallotLine",
       {{"Вопрос", "question"},
        {"Орган", "body_kind", kBodyWord},
        {"Вид решения", "kind", kDecisionKindWord},
        {"Дата", "day"},
        {"Голосование", "state", other_word},
        {"За", "votes.for"},
        {"Против", "votes.against"},
        {"Воздержались", "votes.abstained"},
        {"Нужно голосов", "tally.needed"},
        {"Принято", "adopted", truth_word},
        {"Голоса известны", "grade", kTallyWord}}},
      {"DecisionLine",
       {{"Номер", "printed_number"},
        {"Решение", "title"},
        {"Вид", "kind", kDecisionKindWord},
        {"Орган", "body_kind", kBodyWord},
        {"Дата", "day"},
        {"Состояние", "state", kDecisionWord},
        {"Поручений", "component_count"}}},
      {"Assignment",
       {{"Решение", "decision_title"},
        {"Номер", "printed_number"},
        {"Поручение", "title"},
        {"Кому", "addressees.organisation_name"},
        {"Срок", "duties.due.effective"},
        {"Исполнение", "duties.state", kDutyWord},
        {"Исполнено", "duties.done"}}},
      {"ProtocolLine",
       {{"Номер", "number"},
        {"Дата", "dated"},
        {"Заседание", "meeting_day"},
        {"Состояние", "state", kProtocolWord},
        {"Подписан всеми", "signed", truth_word},
        {"Подписан как требуется", "formal", truth_word},
        {"Подписей", "signature_count"},
        {"Не хватает подписей", "missing_signers"}}},
      {"Obligation",
       {{"Обязанность", "title"},
        {"Ответственный", "responsible.organisation_name"},
        {"Ответственный (как записано)", "responsible.description"},
        {"Ответственны все участники", "responsible.everybody"},
        {"Роль ответственного", "responsible.role", kRoleWord},
        {"Орган", "responsible.body", kBodyWord},
        {"Период или часть", "period", period_word},
        {"Срок", "due.effective"},
        {"Состояние", "state", kDutyWord},
        {"Исполнено", "done"},
        {"Дней осталось", "days_left"},
        {"Рабочих дней просрочки", "working_days_late"},
        {"Пункт", "grounds.rules.clause"}}},
      {"Finding",
       {{"Что замечено", "sentence"},
        {"О чём", "subject_name"},
        {"Подробности", "detail"},
        {"Вид", "register", other_word},
        {"Важность", "severity", kSeverityWord},
        {"Пункт", "clause"},
        {"Период или часть", "period", period_word},
        {"Код", "code"},
        {"События", "evidence.events"}}},
  };
}

ColumnsByShape paper_columns() {
  return {
      {"AgreementLine",
       {{"Соглашение", "title"},
        {"Редакция", "version"},
        {"Состояние", "state", kForceWord},
        {"Со слов одной стороны", "claimed"},
        {"Заключено", "concluded_on"},
        {"Действует с", "in_force_from"},
        {"По", "in_force_to"},
        {"Участников", "party_count"},
        {"Подписали участников", "signed.parties_signed"},
        {"Изменений", "amendment_count"}}},
      {"ProgrammeLine",
       {{"Программа", "title"},
        {"Редакция", "version"},
        {"С", "from"},
        {"По", "to"},
        {"Подписана всеми", "signed_by_all", truth_word},
        {"Согласована", "agreed_as_demanded", truth_word}}},
      {"Indicator",
       {{"Показатель", "title"},
        {"Единица", "unit"},
        {"Год", "year"},
        {"План", "planned"},
        {"Отчёт", "reported"}}},
      {"PlanLine",
       {{"План", "title"},
        {"Редакция", "version"},
        {"С", "from"},
        {"По", "to"},
        {"Утверждён", "approved", truth_word},
        {"Заменён", "superseded"},
        {"Пунктов", "row_count"}}},
      {"PlanRow",
       {{"Номер", "printed_number"},
        {"Раздел", "section"},
        {"Мероприятие", "title"},
        {"Ответственные", "responsible.organisation_name"},
        {"Ответственные (как в плане)", "responsible.description"},
        {"Срок", "components.occurrences.due.effective"}}},
      {"Notice",
       {{"Отправитель", "sender.organisation_name"},
        {"Получатель", "to.organisation_name"},
        {"Отправлено", "sent_on"},
        {"Исходящий номер", "outgoing_number"},
        {"Получено", "received_on"},
        {"Входящий номер", "incoming_number"}}},
      {"CertifiedCopy",
       {{"Кто заверил", "certified_by.organisation_name"},
        {"Должность", "certified_by.position"},
        {"В качестве", "certified_by.acting_as", kActingWord},
        {"Дата", "certified_by.signed_on"}}},
      {"Representative",
       {{"Организация", "organisation_name"},
        {"Должность", "position"},
        {"Доверенность", "number"},
        {"С", "from"},
        {"По", "to"},
        {"Действует на дату", "in_force", truth_word}}},
      {"Order",
       {{"Акт", "title"},
        {"Номер", "act.printed.number"},
        {"Дата", "act.printed.date"},
        {"Включены", "included.organisation_name"},
        {"Исключены", "excluded.organisation_name"}}},
      {"CharterLine",
       {{"Устав (положение)", "title"},
        {"Редакция", "version"},
        {"Действует с", "effective"},
        {"Действует на дату", "in_force", truth_word}}},
      {"CoverageClaim",
       {{"Сведения", "facts", fact_word}, {"С", "from"}, {"По", "to"}, {"Полностью", "complete"}}},
      {"DocumentSummary",
       {{"Документ", "title"},
        {"Вид", "kind", document_word},
        {"Номер", "printed.number"},
        {"Дата", "printed.date"},
        {"Редакция", "newest_edition"},
        {"Код документа", "document"}}},
      {"NearDocument",
       {{"Документ", "title"}, {"Номер совпал", "same_number"}, {"Код документа", "document"}}},
      {"Region", {{"Регион", "name"}, {"Код региона", "region"}}},
      {"Cluster",
       {{"Кластер", "name"},
        {"Отрасль", "industry"},
        {"Создан", "decided_on"},
        {"Код кластера", "cluster"}}},
      {"CalendarLine",
       {{"Календарь", "calendar"},
        {"Год", "year"},
        {"Статус", "status", other_word},
        {"По нему считаются сроки", "counts"},
        {"Опубликован", "source.recorded_at"},
        {"Код публикации", "publication"}}},
      {"KeyLine",
       {{"Ключ", "key"},
        {"Вид", "kind", key_word},
        {"Роль", "role", kRoleWord},
        {"Код организации", "organisation"},
        {"Действует", "state.stands"},
        {"Введён", "introduced.source.recorded_at"},
        {"Прекращён", "ended.source.recorded_at"}}},
  };
}

}  // namespace

const std::vector<PeopleColumn>& people_columns(std::string_view shape) {
  static const ColumnsByShape all = [] {
    ColumnsByShape columns = participant_columns();
    columns.merge(council_columns());
    columns.merge(paper_columns());
    return columns;
  }();
  static const Columns none;
  const auto found = all.find(shape);
  return found == all.end() ? none : found->second;
}

}  // namespace api
