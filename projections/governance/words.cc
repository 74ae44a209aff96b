// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/words.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "projections/rules/russian_number.h"

namespace projections::governance {
namespace {

template <typename State>
struct Word {
  State state;
  std::string_view english;
  std::string_view russian;
};

/// The words of the state; those of the last row, which stands for all others, if none is its own.
template <typename State, std::size_t N>
Sentence word_in(const std::array<Word<State>, N>& table, State state) {
  for (const Word<State>& row : table) {
    if (row.state == state) return {std::string(row.english), std::string(row.russian)};
  }
  return {std::string(table.back().english), std::string(table.back().russian)};
}

std::string text(std::uint64_t value) { return std::to_string(value); }

/// "8", or "8 to 10" where some are open.
Sentence range(std::uint64_t low, std::uint64_t open) {
  if (open == 0) return {text(low), text(low)};
  const std::string high = text(low + open);
  return {text(low) + " to " + high, text(low) + "–" + high};
}

}  // namespace

Sentence words_of(Truth truth) {
  constexpr std::array kWords{
      Word<Truth>{Truth::kYes, "yes", "да"},
      Word<Truth>{Truth::kNo, "no", "нет"},
      Word<Truth>{Truth::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, truth);
}

Sentence words_of(MeetingResult result) {
  constexpr std::array kWords{
      Word<MeetingResult>{MeetingResult::kPlanned, "planned", "предстоит"},
      Word<MeetingResult>{MeetingResult::kHeld, "held", "состоялось"},
      Word<MeetingResult>{MeetingResult::kFailedNoQuorum, "failed, no quorum",
                          "не состоялось: нет кворума"},
      Word<MeetingResult>{MeetingResult::kCancelled, "cancelled", "отменено"},
      Word<MeetingResult>{MeetingResult::kReplaced, "moved to another meeting", "перенесено"},
      Word<MeetingResult>{MeetingResult::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, result);
}

Sentence words_of(DecisionState state) {
  constexpr std::array kWords{
      Word<DecisionState>{DecisionState::kAdopted, "adopted", "принято"},
      Word<DecisionState>{DecisionState::kAdoptedUnformalised,
                          "adopted, no protocol signed as the charter demands",
                          "принято, но нет протокола, подписанного как положено"},
      Word<DecisionState>{DecisionState::kRejected, "not adopted", "не принято"},
      Word<DecisionState>{DecisionState::kVoidNoQuorum, "void: no quorum", "ничтожно: нет кворума"},
      Word<DecisionState>{DecisionState::kNotOfABody, "no decision of a body of the cluster",
                          "не решение органа кластера"},
      Word<DecisionState>{DecisionState::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, state);
}

Sentence words_of(ProtocolState state) {
  constexpr std::array kWords{
      Word<ProtocolState>{ProtocolState::kSigned, "signed", "подписан"},
      Word<ProtocolState>{ProtocolState::kApproved, "approved", "утверждён"},
      Word<ProtocolState>{ProtocolState::kCopySent, "copy sent", "копия направлена"},
      Word<ProtocolState>{ProtocolState::kReceived, "copy received", "копия получена"},
      Word<ProtocolState>{ProtocolState::kSuperseded, "superseded by a later version",
                          "заменён другой версией"},
      Word<ProtocolState>{ProtocolState::kDraft,
                          "the signatures that are demanded are not recorded",
                          "требуемые подписи не записаны"},
  };
  return word_in(kWords, state);
}

Sentence words_of(ForceState state) {
  constexpr std::array kWords{
      Word<ForceState>{ForceState::kNotYet, "not in force yet", "ещё не действует"},
      Word<ForceState>{ForceState::kInForce, "in force", "действует"},
      Word<ForceState>{ForceState::kExpired, "its term is over", "срок истёк"},
      Word<ForceState>{ForceState::kTerminated, "terminated", "прекращено"},
      Word<ForceState>{ForceState::kSuperseded, "superseded by a later version or another paper",
                       "заменено другой версией или другим документом"},
      Word<ForceState>{ForceState::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, state);
}

Sentence words_of(MembershipState state) {
  constexpr std::array kWords{
      Word<MembershipState>{MembershipState::kEffective, "in effect", "действует"},
      Word<MembershipState>{MembershipState::kWithoutEffect, "recorded, without effect",
                            "записано, но не имеет силы"},
      Word<MembershipState>{MembershipState::kDisputed, "disputed", "оспаривается"},
      Word<MembershipState>{MembershipState::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, state);
}

Sentence words_of(rules::TallyGrade grade) {
  constexpr std::array kWords{
      Word<rules::TallyGrade>{rules::TallyGrade::kSignedRollCall, "roll call signed by the voters",
                              "поимённо, подписано голосовавшими"},
      Word<rules::TallyGrade>{rules::TallyGrade::kRecordedRollCall, "roll call as recorded",
                              "поимённо, записано"},
      Word<rules::TallyGrade>{rules::TallyGrade::kCounts, "counts of the paper",
                              "числа из протокола"},
      Word<rules::TallyGrade>{rules::TallyGrade::kWords, "words of the paper",
                              "слова из протокола"},
      Word<rules::TallyGrade>{rules::TallyGrade::kNone, "no votes recorded", "голоса не записаны"},
  };
  return word_in(kWords, grade);
}

Sentence words_of(rules::DutyState state) {
  constexpr std::array kWords{
      Word<rules::DutyState>{rules::DutyState::kOpen, "open", "срок не наступил"},
      Word<rules::DutyState>{rules::DutyState::kMet, "met", "исполнено в срок"},
      Word<rules::DutyState>{rules::DutyState::kMetByShift,
                             "met, the term ended on a non-working day (Civil Code 193)",
                             "исполнено в срок с переносом (ст. 193 ГК)"},
      Word<rules::DutyState>{rules::DutyState::kLateOpen, "overdue", "просрочено, не исполнено"},
      Word<rules::DutyState>{rules::DutyState::kLateDone, "done late", "исполнено с опозданием"},
      Word<rules::DutyState>{rules::DutyState::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, state);
}

Sentence words_of(Severity severity) {
  constexpr std::array kWords{
      Word<Severity>{Severity::kError, "error", "ошибка"},
      Word<Severity>{Severity::kLate, "late", "срок"},
      Word<Severity>{Severity::kWarning, "warning", "предупреждение"},
      Word<Severity>{Severity::kInfo, "info", "сведение"},
  };
  return word_in(kWords, severity);
}

Sentence words_of(Register shown_in) {
  constexpr std::array kWords{
      Word<Register>{Register::kViolation, "sign of a violation", "признак нарушения"},
      Word<Register>{Register::kGap, "gap in the record", "пробел в сведениях"},
      Word<Register>{Register::kRemark, "remark on a text or an act",
                     "замечание к тексту или акту"},
  };
  return word_in(kWords, shown_in);
}

Sentence words_of(ledger::Grade grade) {
  constexpr std::array kWords{
      Word<ledger::Grade>{ledger::Grade::kSelf, "own signature", "подписано самим"},
      Word<ledger::Grade>{ledger::Grade::kRecorder, "told by a recorder", "со слов секретаря"},
      Word<ledger::Grade>{ledger::Grade::kDocument, "told by a paper", "по документу"},
  };
  return word_in(kWords, grade);
}

Sentence words_of(fb::Certainty certainty) {
  constexpr std::array kWords{
      Word<fb::Certainty>{fb::Certainty::STATED, "stated", "установлено"},
      Word<fb::Certainty>{fb::Certainty::DEFAULT, "default of general law", "общий закон"},
      Word<fb::Certainty>{fb::Certainty::ASSUMED, "assumption", "допущение"},
      Word<fb::Certainty>{fb::Certainty::UNSPECIFIED, "source not stated", "источник не указан"},
  };
  return word_in(kWords, certainty);
}

Sentence words_of(fb::DecisionKind kind) {
  constexpr std::array kWords{
      Word<fb::DecisionKind>{fb::DecisionKind::RECOMMENDATION, "recommendation", "рекомендация"},
      Word<fb::DecisionKind>{fb::DecisionKind::PLAN, "plan", "план"},
      Word<fb::DecisionKind>{fb::DecisionKind::ELECTION, "election", "выборы"},
      Word<fb::DecisionKind>{fb::DecisionKind::APPOINTMENT, "appointment", "назначение"},
      Word<fb::DecisionKind>{fb::DecisionKind::COMPOSITION, "composition of a body",
                             "состав органа"},
      Word<fb::DecisionKind>{fb::DecisionKind::ASSIGNMENT, "assignment", "поручение"},
      Word<fb::DecisionKind>{fb::DecisionKind::ACCESSION, "accession", "приём участника"},
      Word<fb::DecisionKind>{fb::DecisionKind::EXCLUSION, "exclusion", "исключение участника"},
      Word<fb::DecisionKind>{fb::DecisionKind::AMENDMENT, "amendment of the agreement",
                             "изменение соглашения"},
      Word<fb::DecisionKind>{fb::DecisionKind::OPINION, "opinion", "заключение"},
      Word<fb::DecisionKind>{fb::DecisionKind::PROCEDURE, "procedure", "порядок ведения"},
      Word<fb::DecisionKind>{fb::DecisionKind::OTHER, "other", "иное"},
  };
  return word_in(kWords, kind);
}

Sentence words_of(fb::BodyKind kind) {
  constexpr std::array kWords{
      Word<fb::BodyKind>{fb::BodyKind::COORDINATION_COUNCIL, "coordination council",
                         "координационный совет"},
      Word<fb::BodyKind>{fb::BodyKind::REGIONAL_COORDINATION_COUNCIL,
                         "regional coordination council", "региональный координационный совет"},
      Word<fb::BodyKind>{fb::BodyKind::SECTORAL_COUNCIL, "sectoral council", "отраслевой совет"},
      Word<fb::BodyKind>{fb::BodyKind::EXPERT_COUNCIL, "expert council", "экспертный совет"},
      Word<fb::BodyKind>{fb::BodyKind::WORKING_GROUP, "working group", "рабочая группа"},
      Word<fb::BodyKind>{fb::BodyKind::PARTICIPANTS_MEETING, "meeting of participants",
                         "собрание участников"},
      Word<fb::BodyKind>{fb::BodyKind::OTHER, "body", "орган"},
  };
  return word_in(kWords, kind);
}

Sentence words_of(fb::Role role) {
  constexpr std::array kWords{
      Word<fb::Role>{fb::Role::REGIONAL_OPERATOR, "regional operator", "региональный оператор"},
      Word<fb::Role>{fb::Role::REGIONAL_COORDINATOR, "regional coordinator",
                     "региональный координатор"},
      Word<fb::Role>{fb::Role::CLUSTER_OPERATOR, "cluster operator", "оператор кластера"},
      Word<fb::Role>{fb::Role::SUPERVISING_OFFICIAL, "supervising official",
                     "курирующее должностное лицо"},
      Word<fb::Role>{fb::Role::HEAD, "head", "руководитель"},
      Word<fb::Role>{fb::Role::ACTING_HEAD, "acting head", "и.о. руководителя"},
      Word<fb::Role>{fb::Role::REPRESENTATIVE, "representative", "представитель"},
      Word<fb::Role>{fb::Role::COUNCIL_CHAIR, "chair of the council", "председатель совета"},
      Word<fb::Role>{fb::Role::COUNCIL_MEMBER, "member of the council", "член совета"},
      Word<fb::Role>{fb::Role::EXPERT_CHAIR, "chair of the expert council",
                     "председатель экспертного совета"},
      Word<fb::Role>{fb::Role::EXPERT, "expert", "эксперт"},
      Word<fb::Role>{fb::Role::WORKING_GROUP_HEAD, "head of the working group",
                     "руководитель рабочей группы"},
      Word<fb::Role>{fb::Role::SECRETARY, "secretary", "секретарь"},
      Word<fb::Role>{fb::Role::ARCHIVIST, "archivist", "архивист"},
      Word<fb::Role>{fb::Role::AUDITOR, "auditor", "аудитор"},
      Word<fb::Role>{fb::Role::UNSPECIFIED, "role not stated", "роль не указана"},
  };
  return word_in(kWords, role);
}

Sentence words_of(fb::OrganisationCategory category) {
  using Category = fb::OrganisationCategory;
  constexpr std::array kWords{
      Word<Category>{Category::STATE_COLLEGE_SUBORDINATE, "subordinate state college",
                     "подведомственный колледж"},
      Word<Category>{Category::COLLEGE, "college", "колледж"},
      Word<Category>{Category::UNIVERSITY, "university", "вуз"},
      Word<Category>{Category::EMPLOYER, "employer", "работодатель"},
      Word<Category>{Category::FEDERAL_BODY, "federal body", "федеральный орган"},
      Word<Category>{Category::REGIONAL_BODY, "regional body", "орган области"},
      Word<Category>{Category::MUNICIPAL_BODY, "municipal body", "орган местного самоуправления"},
      Word<Category>{Category::NPO, "non-profit organisation", "некоммерческая организация"},
      Word<Category>{Category::ASSOCIATION, "association", "объединение"},
      Word<Category>{Category::PRIVATE_PERSON, "private person", "физическое лицо"},
      Word<Category>{Category::SOLE_TRADER, "sole trader", "предприниматель"},
      Word<Category>{Category::OTHER, "other", "иное"},
      Word<Category>{Category::UNSPECIFIED, "category not stated", "категория не указана"},
  };
  return word_in(kWords, category);
}

Sentence words_of(fb::MeetingForm form) {
  constexpr std::array kWords{
      Word<fb::MeetingForm>{fb::MeetingForm::IN_PERSON, "in person", "очно"},
      Word<fb::MeetingForm>{fb::MeetingForm::REMOTE, "remotely", "дистанционно"},
      Word<fb::MeetingForm>{fb::MeetingForm::MIXED, "in person and remotely", "смешанно"},
      Word<fb::MeetingForm>{fb::MeetingForm::BY_BALLOT, "by ballot, without a meeting", "опросом"},
      Word<fb::MeetingForm>{fb::MeetingForm::NOT_STATED, "in a form that is not stated",
                            "форма не указана"},
  };
  return word_in(kWords, form);
}

Sentence words_of(const fb::Length& length) {
  struct Unit {
    fb::LengthUnit unit;
    std::string_view english;
    std::array<std::string_view, 3> russian;  ///< with 1, with 2, with 5
  };
  constexpr std::array kUnits{
      Unit{fb::LengthUnit::CALENDAR_DAYS,
           "calendar day",
           {"календарный день", "календарных дня", "календарных дней"}},
      Unit{fb::LengthUnit::WORKING_DAYS,
           "working day",
           {"рабочий день", "рабочих дня", "рабочих дней"}},
      Unit{fb::LengthUnit::WEEKS, "week", {"неделя", "недели", "недель"}},
      Unit{fb::LengthUnit::MONTHS, "month", {"месяц", "месяца", "месяцев"}},
      Unit{fb::LengthUnit::QUARTERS, "quarter", {"квартал", "квартала", "кварталов"}},
      Unit{fb::LengthUnit::YEARS, "year", {"год", "года", "лет"}},
  };
  const auto count = length.count();
  const auto* unit = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const Unit& row) { return row.unit == length.unit(); });
  if (unit == kUnits.end()) return same(text(count));
  const auto& [with_one, with_two, with_five] = unit->russian;
  return {text(count) + " " + std::string(unit->english) + (count == 1 ? "" : "s"),
          text(count) + " " + std::string(rules::form_with(count, with_one, with_two, with_five))};
}

Sentence words_of(fb::ActingAs acting_as) {
  constexpr std::array kWords{
      Word<fb::ActingAs>{fb::ActingAs::HEAD, "head", "руководитель"},
      Word<fb::ActingAs>{fb::ActingAs::ACTING_HEAD, "acting head",
                         "исполняющий обязанности руководителя"},
      Word<fb::ActingAs>{fb::ActingAs::DEPUTY_HEAD, "deputy head", "заместитель руководителя"},
      Word<fb::ActingAs>{fb::ActingAs::REPRESENTATIVE, "representative", "представитель"},
      Word<fb::ActingAs>{fb::ActingAs::CHAIR, "chair", "председатель"},
      Word<fb::ActingAs>{fb::ActingAs::PRESIDING, "presiding officer", "председательствующий"},
      Word<fb::ActingAs>{fb::ActingAs::SECRETARY, "secretary", "секретарь"},
      Word<fb::ActingAs>{fb::ActingAs::OTHER, "in a capacity that is not stated",
                         "в неуказанном качестве"},
  };
  return word_in(kWords, acting_as);
}

Sentence words_of(fb::Choice choice) {
  constexpr std::array kWords{
      Word<fb::Choice>{fb::Choice::FOR, "for", "за"},
      Word<fb::Choice>{fb::Choice::AGAINST, "against", "против"},
      Word<fb::Choice>{fb::Choice::ABSTAIN, "abstained", "воздержался"},
      Word<fb::Choice>{fb::Choice::NOT_VOTING, "did not vote", "не голосовал"},
  };
  return word_in(kWords, choice);
}

Sentence words_of(fb::ProtocolSignerKind signer) {
  constexpr std::array kWords{
      Word<fb::ProtocolSignerKind>{fb::ProtocolSignerKind::CHAIR, "chair", "председатель"},
      Word<fb::ProtocolSignerKind>{fb::ProtocolSignerKind::SECRETARY, "secretary", "секретарь"},
      Word<fb::ProtocolSignerKind>{fb::ProtocolSignerKind::ALL_PRESENT, "everybody present",
                                   "все присутствовавшие"},
      Word<fb::ProtocolSignerKind>{fb::ProtocolSignerKind::PRESIDING, "presiding officer",
                                   "председательствующий"},
  };
  return word_in(kWords, signer);
}

Sentence adopted_in_words(Truth adopted) {
  constexpr std::array kWords{
      Word<Truth>{Truth::kYes, "adopted", "принято"},
      Word<Truth>{Truth::kNo, "not adopted", "не принято"},
      Word<Truth>{Truth::kUndetermined, "undetermined", "не определено"},
  };
  return word_in(kWords, adopted);
}

namespace {

/// How many are needed of the fewest and of the most that the body may have.
Sentence needed_range(const QuorumState& quorum) {
  if (!quorum.needed || !quorum.total) return {"?", "?"};
  const std::uint64_t most = rules::needed_of(quorum.threshold, *quorum.total + quorum.total_open);
  return range(*quorum.needed, most - std::min(most, *quorum.needed));
}

}  // namespace

Sentence words_of(const QuorumState& quorum) {
  if (!quorum.applicable) return {"no quorum is demanded", "кворум не требуется"};
  constexpr std::array kMet{
      Word<Truth>{Truth::kYes, "there is a quorum", "кворум есть"},
      Word<Truth>{Truth::kNo, "NO quorum", "кворума НЕТ"},
      Word<Truth>{Truth::kUndetermined, "quorum undetermined", "кворум не определён"},
  };
  const Sentence met = word_in(kMet, quorum.met);
  if (!quorum.present || !quorum.total) {
    return {met.english + ": it is not known how many were present or belong to the body",
            met.russian + ": неизвестно, сколько присутствовало или сколько всего членов"};
  }
  const bool participants = quorum.base == fb::QuorumBase::ALL_PARTICIPANTS;
  const Sentence present = range(*quorum.present, quorum.present_open);
  const Sentence total = range(*quorum.total, quorum.total_open);
  const std::string share = rules::print_threshold(quorum.threshold);
  const Sentence needed = needed_range(quorum);
  const std::uint64_t most = *quorum.total + quorum.total_open;
  // «из 21 члена», «из 5 членов»
  const bool one = rules::takes_singular(most);
  const std::string_view members = one ? " члена" : " членов";
  const std::string_view named = one ? " участника" : " участников";
  const bool all = quorum.threshold.everybody();
  const std::string who = participants ? " participants" : " members";
  return {met.english + ": " + present.english + " present of " + total.english + who +
              (all ? ", all are needed" : ", " + share + " is " + needed.english),
          met.russian + ": присутствует " + present.russian + " из " + total.russian +
              std::string(participants ? named : members) +
              (all ? ", нужны все" : ", " + share + " — это " + needed.russian)};
}

Sentence words_of(const FuzzyDate& date) {
  if (!date.not_before && !date.not_after) return {"day not known", "день неизвестен"};
  if (date.known()) return {rules::to_iso(*date.day()), russian_day(*date.day())};
  const auto bound = [](const std::optional<Date>& day, const Sentence& before) {
    if (!day) return Sentence{};
    return Sentence{before.english + rules::to_iso(*day), before.russian + russian_day(*day)};
  };
  const std::string gap = date.not_before && date.not_after ? " " : "";
  const Sentence first = bound(date.not_before, {"not before ", "не раньше "});
  const Sentence last = bound(date.not_after, {"not after ", "не позже "});
  return {first.english + gap + last.english, first.russian + gap + last.russian};
}

Sentence since_in_words(const FuzzyDate& from) {
  if (!from.not_before && !from.not_after) return {"from a day not known", "с неизвестного дня"};
  const Sentence day = words_of(from);
  if (from.known()) return {"from " + day.english, "с " + day.russian};
  return {"from a day " + day.english, "со дня " + day.russian};
}

std::string russian_day(Date day) {
  const std::string iso = rules::to_iso(day);
  return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4);
}

Sentence duty_period_in_words(const std::string& period) {
  constexpr std::array<std::string_view, 12> kMonths{"январь",   "февраль", "март",   "апрель",
                                                     "май",      "июнь",    "июль",   "август",
                                                     "сентябрь", "октябрь", "ноябрь", "декабрь"};
  const std::string year = period.substr(0, 4);
  if (year.find_first_not_of("0123456789") != std::string::npos) return same(period);
  if (period.size() == 4) return {period, year + " год"};
  if (period.size() == 9 && period[4] == '/') return {period, period + " учебный год"};
  if (period.size() != 7) return same(period);
  if (period[5] == 'Q') return {period, period.substr(6) + " квартал " + year + " года"};
  const std::size_t month = static_cast<std::size_t>((period[5] - '0') * 10 + (period[6] - '0'));
  if (month < 1 || month > kMonths.size()) return same(period);
  return {period, std::string(kMonths.at(month - 1)) + " " + year + " года"};
}

Sentence words_of(const RuleUsed& rule) {
  const Sentence certainty = words_of(rule.basis.certainty);
  if (rule.basis.clause.empty()) return certainty;
  const Sentence clause = clause_in_words(rule.basis.clause);
  return {clause.english + ", " + certainty.english, clause.russian + ", " + certainty.russian};
}

Sentence clause_in_words(const std::string& clause) {
  constexpr std::string_view kCivilCode = "ГК ";
  if (clause.starts_with(kCivilCode)) {
    const std::string article = clause.substr(kCivilCode.size());
    return {"Civil Code " + article, "ст. " + article + " ГК"};
  }
  const bool numbered = !clause.empty() && clause[0] >= '0' && clause[0] <= '9';
  return numbered ? Sentence{"clause " + clause, "пункт " + clause} : same(clause);
}

Sentence deed_of(fb::DutyPoint stop, const std::string& name) {
  switch (stop) {
    case fb::DutyPoint::AGREEMENT_CONCLUDED:
      return {"conclude the agreement", "заключить соглашение"};
    case fb::DutyPoint::SUPPLEMENTARY_CONCLUDED:
      return {"conclude the supplementary agreement", "заключить дополнительное соглашение"};
    case fb::DutyPoint::PROTOCOL_SIGNED_BY_CHAIR:
      return {"sign the protocol as chair", "подписать протокол председателем"};
    case fb::DutyPoint::INCLUSION_DECIDED:
      return {"decide on the new participant", "принять решение о новом участнике"};
    case fb::DutyPoint::INCLUSION_NOTICE_RECEIVED:
      return {"bring the notice of the new participant to the operator",
              "вручить оператору уведомление о новом участнике"};
    case fb::DutyPoint::INDICATOR_PROPOSAL_RECEIVED:
      return {"bring in the proposal on the indicators", "представить предложение о показателях"};
    case fb::DutyPoint::INCLUSION_NOTICE_DISPATCHED:
      return {"tell the operator of the new participant", "уведомить оператора о новом участнике"};
    case fb::DutyPoint::ORDER_ISSUED:
      return {"issue the order on the new participant", "издать приказ о новом участнике"};
    case fb::DutyPoint::AGREEMENT_COPY_DISPATCHED:
      return {"send the copy of the agreement", "направить копию соглашения"};
    case fb::DutyPoint::SUPPLEMENTARY_COPY_DISPATCHED:
      return {"send the copy of the supplementary agreement",
              "направить копию дополнительного соглашения"};
    case fb::DutyPoint::PROTOCOL_COPY_DISPATCHED:
      return {"send the copy of the protocol", "направить копию протокола"};
    case fb::DutyPoint::PROGRAMME_CHANGED:
      return {"enter the change into the programme", "внести изменение в программу"};
    case fb::DutyPoint::CONCLUSION_DISPATCHED:
      return {"send the conclusion on the indicators", "направить заключение о показателях"};
    case fb::DutyPoint::MEETING_HELD:
      return {"hold the meeting", "провести заседание"};
    case fb::DutyPoint::PROTOCOL_REGISTERED:
      return {"put the decisions in a protocol", "оформить протокол"};
    case fb::DutyPoint::PLAN_APPROVED:
      return {"approve the plan", "утвердить план"};
    default:
      return {name, name};
  }
}

}  // namespace projections::governance
