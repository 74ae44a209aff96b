// SPDX-License-Identifier: Apache-2.0
// What tells agreements, letters, programmes, plans and documents from others of their kind.
#include "projections/governance/internal/subject_teller.h"
#include "projections/governance/words.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;

FuzzyDate day_of(const flatbuffers::String* iso) {
  const auto day = iso == nullptr ? std::nullopt : rules::date_from_iso(iso->string_view());
  return day ? FuzzyDate::on(*day) : FuzzyDate{};
}

SubjectKind notice_kind(fb::NoticeKind kind) {
  switch (kind) {
    case fb::NoticeKind::AGREEMENT_COPY:
      return {"notice with a copy of the agreement", "уведомление с копией соглашения",
              "уведомления с копией соглашения"};
    case fb::NoticeKind::SUPPLEMENTARY_COPY:
      return {"notice with a copy of the supplementary agreement",
              "уведомление с копией дополнительного соглашения",
              "уведомления с копией дополнительного соглашения"};
    case fb::NoticeKind::PROTOCOL_COPY:
      return {"notice with a copy of the protocol", "уведомление с копией протокола",
              "уведомления с копией протокола"};
    case fb::NoticeKind::INCLUSION:
      return {"notice of inclusion", "уведомление о включении", "уведомления о включении"};
    case fb::NoticeKind::INDICATOR_PROPOSAL:
      return {"proposal of indicators", "предложение показателей", "предложения показателей"};
    case fb::NoticeKind::CONCLUSION:
      return {"notice of a conclusion", "уведомление о заключении", "уведомления о заключении"};
    case fb::NoticeKind::WITHDRAWAL:
      return {"notice of withdrawal", "уведомление о выходе", "уведомления о выходе"};
    default:
      return {};
  }
}

Sentence relation_in_words(fb::DocumentRelation relation) {
  switch (relation) {
    case fb::DocumentRelation::AMENDS:
      return {"amends", "изменяет"};
    case fb::DocumentRelation::REPEALS:
      return {"repeals", "отменяет"};
    case fb::DocumentRelation::REPLACES:
      return {"replaces", "заменяет"};
    case fb::DocumentRelation::ANNEX_OF:
      return {"is an annex of", "является приложением к"};
    case fb::DocumentRelation::COPY_OF:
      return {"is a copy of", "является копией"};
    case fb::DocumentRelation::PUBLISHED_AT:
      return {"is published at", "опубликован:"};
    default:
      return {"refers to", "ссылается на"};
  }
}

/// The participant whose line in the block of signatures it is.
template <typename Paper>
const fb::Party* party_of(const Paper& paper, std::uint8_t slot) {
  if (paper.slots() == nullptr || paper.parties() == nullptr) return nullptr;
  for (const fb::SignatureSlot* line : *paper.slots()) {
    if (line->slot() != slot) continue;
    for (const fb::Party* party : *paper.parties()) {
      if (party->number() == line->party()) return party;
    }
  }
  return nullptr;
}

}  // namespace

// --- agreements ----------------------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::AgreementRegistered& event) {
  SubjectMarks out;
  out.title = text_of(event.title_as_written());
  put_printed(event.printed(), out);
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::AgreementAmended& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  out.day = rules::fuzzy(event.effective());
  return out;
}

Sentence SubjectTeller::party_of_slot(const fb::AgreementSigned& event) const {
  const fb::Party* party = nullptr;
  if (const auto paper = chronicle_.find<fb::AgreementRegistered>(event.target())) {
    party = party_of(**paper, event.slot());
  } else if (const auto added = chronicle_.find<fb::AgreementAmended>(event.target())) {
    party = party_of(**added, event.slot());
  } else if (const auto programme = chronicle_.find<fb::ProgrammeSubmitted>(event.target())) {
    party = party_of(**programme, event.slot());
  }
  return party == nullptr ? Sentence() : organisation(party->organisation());
}

SubjectMarks SubjectTeller::marks(const fb::AgreementSigned& event) {
  SubjectMarks out = belonging({"signature on", "подпись", "подписи"}, event.target());
  const FuzzyDate day = rules::fuzzy(event.signature()->signed_on());
  if (day.not_before || day.not_after) out.day = day;
  out.of = signer(*event.signature());
  const bool named = event.signature()->organisation() != nullptr;
  if (!named) out.of = joined(out.of, party_of_slot(event));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::AgreementTerminated& event) {
  SubjectMarks out = belonging({"termination of", "прекращение", "прекращения"}, event.agreement());
  out.day = rules::fuzzy(event.terminated_on());
  return out;
}

// --- copies and letters --------------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::CopyCertified& event) {
  SubjectMarks out =
      belonging({"certified copy of", "заверенная копия", "заверенной копии"}, event.document());
  const FuzzyDate day = rules::fuzzy(event.certified_by()->signed_on());
  if (day.not_before || day.not_after) out.day = day;
  out.of = signer(*event.certified_by());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::NoticeDispatched& event) {
  SubjectMarks out = of_kind(notice_kind(event.kind()));
  out.number = text_of(event.outgoing_number());
  out.day = rules::fuzzy(event.sent_on());
  out.of = from_to(addressee(event.sender()), addressee(event.to()));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::NoticeReceived& event) {
  SubjectMarks out = of_target(event.notice());
  out.kind = {};
  if (event.incoming_number() != nullptr) out.number = text_of(event.incoming_number());
  out.day = rules::fuzzy(event.received_on());
  return out;
}

// --- programmes and plans ------------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::ProgrammeSubmitted& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  out.of = period_in_words(rules::fuzzy(event.from()), rules::fuzzy(event.to()));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ProgrammeAgreed& event) {
  SubjectMarks out = belonging({"approval of", "согласование", "согласования"}, event.programme());
  out.day = rules::fuzzy(event.agreed_on());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ProgrammeChanged& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  out.day = rules::fuzzy(event.entered_on());
  out.of = in_words(event.programme());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::IndicatorReported& event) {
  const std::string number = std::to_string(event.indicator());
  const std::string year = std::to_string(event.year());
  SubjectMarks out = belonging({"indicator " + number + " for " + year + " of",
                                "показатель " + number + " за " + year + " год",
                                "показателя " + number + " за " + year + " год"},
                               event.programme());
  out.day = rules::fuzzy(event.reported_on());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::PlanSubmitted& event) {
  SubjectMarks out;
  out.title = text_of(event.wording()->title());
  out.of = period_in_words(day_of(event.from()), day_of(event.to()));
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::PlanApproved& event) {
  SubjectMarks out = belonging({"approval of", "утверждение", "утверждения"}, event.plan());
  out.day = rules::fuzzy(event.approved_on());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::PlanItemSet& event) {
  SubjectMarks out;
  out.number = text_of(event.printed_number());
  out.title = text_of(event.wording()->title());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ExecutionReported& event) {
  SubjectMarks out =
      belonging({"report on", "отчёт об исполнении", "отчёта об исполнении"}, event.duty());
  out.day = rules::fuzzy(event.done_on());
  out.of = organisation(event.organisation());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::ExecutionJudged& event) {
  SubjectMarks out = belonging({"judgement of", "оценка", "оценки"}, event.report());
  out.day = rules::fuzzy(event.judged_on());
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::TermChanged& event) {
  return belonging(
      {"change of the term of", "изменение срока исполнения", "изменения срока исполнения"},
      event.duty());
}

// --- documents -----------------------------------------------------------------------------------

SubjectMarks SubjectTeller::marks(const fb::DocumentRegistered& event) {
  SubjectMarks out;
  out.title = text_of(event.title());
  put_printed(event.printed(), out);
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::DocumentRelated& event) {
  SubjectMarks target;
  const fb::RelationTarget& to = *event.to();
  if (to.document() != nullptr) target = of_target(to.document());
  if (to.missing() != nullptr) {
    target.title = text_of(to.missing()->title());
    put_printed(to.missing()->printed(), target);
  }
  Sentence second = same_in_both(" " + text_of(to.address()));
  if (to.address() == nullptr) second = marks_in_words(target);
  const SubjectMarks first = of_target(event.from());
  const Sentence words = marks_in_words(first);
  const Sentence relation = relation_in_words(event.relation());
  SubjectMarks out;
  out.of = {first.kind.english + words.english + " " + relation.english + second.english,
            first.kind.russian + words.russian + " " + relation.russian + second.russian};
  return out;
}

SubjectMarks SubjectTeller::marks(const fb::SignatureEvidenceAttached& event) {
  SubjectMarks out = belonging(
      {"evidence of a signature on", "сведения о подписи", "сведений о подписи"}, event.document());
  out.of = organisation(event.organisation());
  return out;
}

}  // namespace projections::governance::internal
