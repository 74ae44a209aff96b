// SPDX-License-Identifier: Apache-2.0
// Kinds, days and the telling itself; the types stand in subject_meetings.cc, subject_papers.cc and
// subject_registers.cc.
#include "projections/governance/internal/subject_teller.h"

#include <array>
#include <utility>

#include "projections/governance/words.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

/// A name holds names of what it belongs to, and these of theirs, no deeper.
constexpr int kDepthMax = 3;

struct KindRow {
  fb::Payload type;
  const char* english;
  const char* russian;
  const char* genitive;
};

/// The last row stands for what is not known.
constexpr std::array kKinds{
    KindRow{fb::Payload::LedgerCreated, "ledger", "журнал", "журнала"},
    KindRow{fb::Payload::LedgerCommitment, "commitment to the whole state",
            "обязательство о состоянии", "обязательства о состоянии"},
    KindRow{fb::Payload::RulesUpgraded, "rules of the ledger", "правила журнала", "правил журнала"},
    KindRow{fb::Payload::CheckpointKeyChanged, "change of the checkpoint key",
            "смена ключа контрольных точек", "смены ключа контрольных точек"},
    KindRow{fb::Payload::ImportClosed, "end of the import of history", "закрытие переноса истории",
            "закрытия переноса истории"},
    KindRow{fb::Payload::KeyIntroduced, "key", "ключ", "ключа"},
    KindRow{fb::Payload::KeyRevoked, "revocation of a key", "отзыв ключа", "отзыва ключа"},
    KindRow{fb::Payload::KeySuspected, "suspicion about a key", "подозрение о ключе",
            "подозрения о ключе"},
    KindRow{fb::Payload::KeyRecovered, "recovery of a key", "восстановление ключа",
            "восстановления ключа"},
    KindRow{fb::Payload::EventReconfirmed, "reconfirmation", "подтверждение", "подтверждения"},
    KindRow{fb::Payload::CharterAdopted, "charter", "положение", "положения"},
    KindRow{fb::Payload::CalendarYearPublished, "calendar", "календарь", "календаря"},
    KindRow{fb::Payload::RegionDeclared, "region", "регион", "региона"},
    KindRow{fb::Payload::ClusterCreated, "cluster", "кластер", "кластера"},
    KindRow{fb::Payload::OrganisationRegistered, "organisation", "организация", "организации"},
    KindRow{fb::Payload::OrganisationChanged, "change of an organisation", "изменение организации",
            "изменения организации"},
    KindRow{fb::Payload::OfficeHolderChanged, "change in an office", "изменение в должности",
            "изменения в должности"},
    KindRow{fb::Payload::RepresentativeAuthorised, "power of a representative",
            "полномочия представителя", "полномочий представителя"},
    KindRow{fb::Payload::PersonAliasDeclared, "one person under two references",
            "одно лицо под двумя обозначениями", "одного лица под двумя обозначениями"},
    KindRow{fb::Payload::CoverageDeclared, "claim of coverage", "заявление о полноте сведений",
            "заявления о полноте сведений"},
    KindRow{fb::Payload::OpeningState, "opening state", "начальное состояние",
            "начального состояния"},
    KindRow{fb::Payload::OrderIssued, "order", "приказ", "приказа"},
    KindRow{fb::Payload::MembershipConsentRecorded, "consent to membership", "согласие на участие",
            "согласия на участие"},
    KindRow{fb::Payload::AccessionApplied, "application to join", "заявление о вступлении",
            "заявления о вступлении"},
    KindRow{fb::Payload::WithdrawalNoticeRecorded, "notice of withdrawal", "уведомление о выходе",
            "уведомления о выходе"},
    KindRow{fb::Payload::BodyComposed, "composition of body", "состав органа", "состава органа"},
    KindRow{fb::Payload::OfficeVacated, "vacancy in body", "освобождение места в органе",
            "освобождения места в органе"},
    KindRow{fb::Payload::MeetingConvened, "meeting", "заседание", "заседания"},
    KindRow{fb::Payload::AttendanceRecorded, "attendance of meeting", "явка на заседание",
            "явки на заседание"},
    KindRow{fb::Payload::BallotOpened, "ballot", "голосование", "голосования"},
    KindRow{fb::Payload::VoteCast, "vote", "голос", "голоса"},
    KindRow{fb::Payload::BallotCounted, "count of ballot", "подсчёт голосов", "подсчёта голосов"},
    KindRow{fb::Payload::BallotClosed, "end of ballot", "закрытие голосования",
            "закрытия голосования"},
    KindRow{fb::Payload::DecisionDeclared, "decision", "решение", "решения"},
    KindRow{fb::Payload::MeetingClosed, "end of meeting", "закрытие заседания",
            "закрытия заседания"},
    KindRow{fb::Payload::ProtocolRegistered, "protocol", "протокол", "протокола"},
    KindRow{fb::Payload::ProtocolSigned, "signature on protocol", "подпись протокола",
            "подписи протокола"},
    KindRow{fb::Payload::ProtocolApproved, "approval of protocol", "утверждение протокола",
            "утверждения протокола"},
    KindRow{fb::Payload::ObjectionRecorded, "objection", "возражение", "возражения"},
    KindRow{fb::Payload::AgreementRegistered, "agreement", "соглашение", "соглашения"},
    KindRow{fb::Payload::AgreementAmended, "supplementary agreement", "дополнительное соглашение",
            "дополнительного соглашения"},
    KindRow{fb::Payload::AgreementSigned, "signature on agreement", "подпись соглашения",
            "подписи соглашения"},
    KindRow{fb::Payload::AgreementTerminated, "termination of agreement", "прекращение соглашения",
            "прекращения соглашения"},
    KindRow{fb::Payload::CopyCertified, "certified copy of document", "заверенная копия документа",
            "заверенной копии документа"},
    KindRow{fb::Payload::NoticeDispatched, "notice", "уведомление", "уведомления"},
    KindRow{fb::Payload::NoticeReceived, "receipt of notice", "получение уведомления",
            "получения уведомления"},
    KindRow{fb::Payload::ProgrammeSubmitted, "programme", "программа", "программы"},
    KindRow{fb::Payload::ProgrammeAgreed, "approval of programme", "согласование программы",
            "согласования программы"},
    KindRow{fb::Payload::ProgrammeChanged, "change of programme", "изменение программы",
            "изменения программы"},
    KindRow{fb::Payload::IndicatorReported, "reported indicator", "показатель", "показателя"},
    KindRow{fb::Payload::PlanSubmitted, "plan", "план", "плана"},
    KindRow{fb::Payload::PlanApproved, "approval of plan", "утверждение плана",
            "утверждения плана"},
    KindRow{fb::Payload::PlanItemSet, "plan row", "строка плана", "строки плана"},
    KindRow{fb::Payload::ExecutionReported, "report", "отчёт об исполнении",
            "отчёта об исполнении"},
    KindRow{fb::Payload::ExecutionJudged, "judgement of report", "оценка отчёта об исполнении",
            "оценки отчёта об исполнении"},
    KindRow{fb::Payload::TermChanged, "change of term", "изменение срока", "изменения срока"},
    KindRow{fb::Payload::DocumentRegistered, "document", "документ", "документа"},
    KindRow{fb::Payload::DocumentRelated, "relation of documents", "связь документов",
            "связи документов"},
    KindRow{fb::Payload::SignatureEvidenceAttached, "evidence of a signature", "сведения о подписи",
            "сведений о подписи"},
    KindRow{fb::Payload::EventCorrected, "correction", "исправление", "исправления"},
    KindRow{fb::Payload::FindingDispositioned, "word on a finding", "решение по замечанию",
            "решения по замечанию"},
    KindRow{fb::Payload::PersonalDataErased, "erasure of personal data",
            "удаление персональных данных", "удаления персональных данных"},
    KindRow{fb::Payload::NONE, "record", "запись", "записи"},
};

/// " of 2021-04-05", or the bounds in brackets; empty for a day of which nothing is known.
Sentence day_in_words(const FuzzyDate& date) {
  if (date.known()) {
    return {" of " + rules::to_iso(*date.day()), " от " + russian_day(*date.day())};
  }
  if (date.not_before && date.not_after) {
    const Sentence period = period_in_words(date, date);
    return {" (" + period.english + ")", " (" + period.russian + ")"};
  }
  if (date.not_before) {
    return {" (not before " + rules::to_iso(*date.not_before) + ")",
            " (не раньше " + russian_day(*date.not_before) + ")"};
  }
  if (!date.not_after) return {};
  return {" (not after " + rules::to_iso(*date.not_after) + ")",
          " (не позже " + russian_day(*date.not_after) + ")"};
}

}  // namespace

SubjectKind subject_kind(fb::Payload type) {
  const KindRow* found = &kKinds.back();
  for (const KindRow& row : kKinds) {
    if (row.type == type) found = &row;
  }
  return {found->english, found->russian, found->genitive};
}

Sentence period_in_words(const FuzzyDate& from, const FuzzyDate& to) {
  Sentence out;
  if (from.not_before) {
    out = {rules::to_iso(*from.not_before) + " to ", russian_day(*from.not_before) + " — "};
  } else if (to.not_after) {
    out = {"up to ", "по "};
  }
  if (to.not_after) {
    out.english += rules::to_iso(*to.not_after);
    out.russian += russian_day(*to.not_after);
  } else if (from.not_before) {
    out = {"from " + rules::to_iso(*from.not_before), "с " + russian_day(*from.not_before)};
  }
  return out;
}

Sentence joined(const Sentence& first, const Sentence& second, const std::string& separator) {
  if (!says(first)) return second;
  if (!says(second)) return first;
  return {first.english + separator + second.english, first.russian + separator + second.russian};
}

Sentence marks_in_words(const SubjectMarks& marks) {
  Sentence out = day_in_words(marks.day);
  const std::string title = marks.title.empty() ? "" : " «" + marks.title + "»";
  const auto number = [&](const char* sign) {
    return marks.number.empty() ? std::string() : sign + marks.number;
  };
  out.english = number(" No ") + title + out.english;
  out.russian = number(" № ") + title + out.russian;
  return out;
}

void put_printed(const flatbuffers::Vector<flatbuffers::Offset<fb::Printed>>* printed,
                 SubjectMarks& out) {
  if (printed == nullptr) return;
  for (const fb::Printed* one : *printed) {
    if (out.number.empty()) out.number = text_of(one->number());
    if (!out.day.not_before && !out.day.not_after) out.day = rules::fuzzy(one->date());
  }
}

template <typename T>
bool SubjectTeller::tell_as(const Hash& digest, SubjectMarks& out) {
  const auto fact = chronicle_.find<T>(digest);
  if (!fact) return false;
  out = marks(**fact);
  return true;
}

template <typename... Ts>
bool SubjectTeller::tell_as_any(const Hash& digest, SubjectMarks& out) {
  const fb::Payload type = chronicle_.type_of(digest);
  return ((type == fb::PayloadTraits<Ts>::enum_value && tell_as<Ts>(digest, out)) || ...);
}

SubjectMarks SubjectTeller::tell(const Hash& digest) {
  SubjectMarks out;
  if (depth_ < kDepthMax) {
    ++depth_;
    tell_as_any<
        fb::MeetingConvened, fb::AttendanceRecorded, fb::MeetingClosed, fb::BallotOpened,
        fb::VoteCast, fb::BallotCounted, fb::BallotClosed, fb::DecisionDeclared,
        fb::ProtocolRegistered, fb::ProtocolSigned, fb::ProtocolApproved, fb::ObjectionRecorded,
        fb::BodyComposed, fb::OfficeVacated, fb::AgreementRegistered, fb::AgreementAmended,
        fb::AgreementSigned, fb::AgreementTerminated, fb::CopyCertified, fb::NoticeDispatched,
        fb::NoticeReceived, fb::ProgrammeSubmitted, fb::ProgrammeAgreed, fb::ProgrammeChanged,
        fb::IndicatorReported, fb::PlanSubmitted, fb::PlanApproved, fb::PlanItemSet,
        fb::ExecutionReported, fb::ExecutionJudged, fb::TermChanged, fb::DocumentRegistered,
        fb::DocumentRelated, fb::SignatureEvidenceAttached, fb::LedgerCreated, fb::RulesUpgraded,
        fb::KeyIntroduced, fb::KeyRevoked, fb::KeySuspected, fb::KeyRecovered, fb::EventReconfirmed,
        fb::CharterAdopted, fb::CalendarYearPublished, fb::RegionDeclared, fb::ClusterCreated,
        fb::OrganisationRegistered, fb::OrganisationChanged, fb::OfficeHolderChanged,
        fb::RepresentativeAuthorised, fb::PersonAliasDeclared, fb::CoverageDeclared,
        fb::OpeningState, fb::OrderIssued, fb::MembershipConsentRecorded, fb::AccessionApplied,
        fb::WithdrawalNoticeRecorded, fb::EventCorrected, fb::FindingDispositioned>(digest, out);
    --depth_;
  }
  if (out.kind.english.empty()) out.kind = subject_kind(chronicle_.type_of(digest));
  return out;
}

SubjectMarks SubjectTeller::of_target(const flatbuffers::String* digest) {
  return digest == nullptr ? SubjectMarks() : tell(fixed_of<Hash>(digest));
}

SubjectMarks SubjectTeller::belonging(const SubjectKind& what, const flatbuffers::String* digest) {
  SubjectMarks out = of_target(digest);
  const bool known = digest != nullptr && chronicle_.source(fixed_of<Hash>(digest)) != nullptr;
  if (!known) return {};
  out.kind = {what.english + " " + out.kind.english, what.russian + " " + out.kind.genitive,
              what.genitive + " " + out.kind.genitive};
  return out;
}

Sentence SubjectTeller::in_words(const flatbuffers::String* digest) {
  if (digest == nullptr) return {};
  const SubjectMarks marks = of_target(digest);
  const Sentence words = marks_in_words(marks);
  return {marks.kind.english + words.english, marks.kind.russian + words.russian};
}

Sentence SubjectTeller::organisation(const flatbuffers::String* id) const {
  return id == nullptr ? Sentence() : names_.organisation(fixed_of<Id>(id));
}

Sentence SubjectTeller::seat(const flatbuffers::String* id) const {
  return id == nullptr ? Sentence() : names_.seat(fixed_of<Id>(id));
}

Sentence SubjectTeller::addressee(const fb::Addressee* addressee) const {
  if (addressee == nullptr) return {};
  switch (addressee->kind()) {
    case fb::AddresseeKind::ORGANISATION:
      return organisation(addressee->organisation());
    case fb::AddresseeKind::ROLE:
      return words_of(addressee->role()->role());
    case fb::AddresseeKind::BODY:
      return words_of(addressee->body()->kind());
    case fb::AddresseeKind::ALL_PARTICIPANTS:
      return {"all participants", "все участники"};
    default:
      return same_in_both(text_of(addressee->description()));
  }
}

Sentence SubjectTeller::from_to(const Sentence& sender, const Sentence& receiver) const {
  if (!says(receiver)) return sender;
  if (!says(sender)) return {"→ " + receiver.english, "→ " + receiver.russian};
  return joined(sender, receiver, " → ");
}

Sentence SubjectTeller::signer(const fb::PaperSignature& signature) const {
  Sentence post = same_in_both(text_of(signature.position()));
  if (!says(post) && signature.acting_as() != fb::ActingAs::UNSPECIFIED) {
    post = words_of(signature.acting_as());
  }
  const bool seated = signature.organisation() == nullptr;
  return joined(post, seated ? seat(signature.seat()) : organisation(signature.organisation()));
}

}  // namespace projections::governance::internal
