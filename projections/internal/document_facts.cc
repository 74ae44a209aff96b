// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/document_facts.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;

template <typename Tables>
std::vector<PartyValue> parties_of(const Tables* parties) {
  std::vector<PartyValue> out;
  if (parties == nullptr) return out;
  for (const fb::Party* party : *parties) {
    out.push_back(
        {party->number(), fixed_of<Id>(party->organisation()), text_of(party->named_as())});
  }
  return out;
}

template <typename Tables>
std::vector<SlotValue> slots_of(const Tables* slots) {
  std::vector<SlotValue> out;
  if (slots == nullptr) return out;
  for (const fb::SignatureSlot* slot : *slots) {
    out.push_back({slot->slot(), slot->party(), fb::EnumNameActingAs(slot->acting_as()),
                   text_of(slot->position())});
  }
  return out;
}

template <typename Strings>
std::vector<Id> ids_of(const Strings* ids) {
  std::vector<Id> out;
  if (ids == nullptr) return out;
  for (const auto* id : *ids) out.push_back(fixed_of<Id>(id));
  return out;
}

TermValue term_of(const fb::Term& term) {
  TermValue value;
  value.kind = fb::EnumNameTermKind(term.kind());
  value.until = optional_date_of(term.until());
  if (const auto* length = term.length()) {
    value.count = length->count();
    value.unit = fb::EnumNameLengthUnit(length->unit());
  }
  return value;
}

}  // namespace

DocumentRegistration registration_of(const fb::DocumentRegistered& event) {
  DocumentRegistration fact;
  fact.kind = fb::EnumNameDocumentKind(event.kind());
  fact.title = text_of(event.title());
  fact.issuer = optional_of<Id>(event.issuer());
  fact.issuer_title = text_of(event.issuer_title());
  fact.printed = printed_of(event.printed());
  fact.edition = event.edition();
  fact.edition_of = optional_of<Hash>(event.edition_of());
  fact.rendition = fb::EnumNameRendition(event.rendition());
  fact.rendition_of = optional_of<Hash>(event.rendition_of());
  const fb::DocumentFile& file = *event.file();
  fact.sha256 = optional_of<Hash>(file.sha256());
  fact.commitment = optional_of<Hash>(file.commitment());
  fact.streebog256 = optional_of<Hash>(file.streebog256());
  fact.bytes = file.bytes();
  fact.media_type = text_of(file.media_type());
  fact.personal_data = event.personal_data();
  if (const auto* custody = event.custody()) {
    fact.custody = fb::EnumNameCustodyPlace(custody->place());
  }
  return fact;
}

DocumentRelation relation_of(const fb::DocumentRelated& event) {
  DocumentRelation fact;
  fact.from = fixed_of<Hash>(event.from());
  fact.relation = fb::EnumNameDocumentRelation(event.relation());
  fact.to = optional_of<Hash>(event.to()->document());
  if (const auto* missing = event.to()->missing()) {
    fact.missing =
        MissingDocumentValue{fb::EnumNameDocumentKind(missing->kind()), text_of(missing->title()),
                             text_of(missing->issuer_title()), printed_of(missing->printed())};
  }
  fact.address = text_of(event.to()->address());
  fact.clause = text_of(event.clause());
  fact.effective = optional_date_of(event.effective());
  return fact;
}

SignatureEvidence evidence_of(const fb::SignatureEvidenceAttached& event) {
  SignatureEvidence fact;
  fact.document = fixed_of<Hash>(event.document());
  fact.kind = fb::EnumNameSignatureEvidenceKind(event.kind());
  fact.organisation = optional_of<Id>(event.organisation());
  fact.moment_source = fb::EnumNameMomentSource(event.moment()->source());
  if (const auto at = event.moment()->at_us()) fact.moment_us = *at;
  if (event.layers() != nullptr) {
    for (const fb::VerdictLayer* layer : *event.layers()) {
      fact.layers.push_back({fb::EnumNameVerdictLayerKind(layer->layer()),
                             fb::EnumNameLayerVerdict(layer->verdict())});
    }
  }
  return fact;
}

AgreementFact agreement_of(const fb::AgreementRegistered& event) {
  AgreementFact fact;
  fact.agreement = fixed_of<Id>(event.agreement());
  fact.version = event.version();
  fact.title = text_of(event.title_as_written());
  fact.kind = fb::EnumNameAgreementKind(event.kind());
  fact.document = fixed_of<Hash>(event.document());
  fact.parties = parties_of(event.parties());
  fact.slots = slots_of(event.slots());
  fact.printed = printed_of(event.printed());
  fact.term = term_of(*event.term());
  fact.adopted_by = optional_of<Hash>(event.adopted_by());
  fact.replaces = optional_of<Hash>(event.replaces());
  return fact;
}

AmendmentFact amendment_of(const fb::AgreementAmended& event) {
  AmendmentFact fact;
  fact.supplementary = fixed_of<Id>(event.supplementary());
  fact.agreement = fixed_of<Hash>(event.agreement());
  for (unsigned i = 0; i < event.kinds()->size(); ++i) {
    fact.kinds.emplace_back(
        fb::EnumNameAmendmentKind(event.kinds()->GetEnum<fb::AmendmentKind>(i)));
  }
  fact.title = text_of(event.wording()->title());
  fact.document = fixed_of<Hash>(event.document());
  fact.parties = parties_of(event.parties());
  fact.slots = slots_of(event.slots());
  fact.included = ids_of(event.included());
  fact.excluded = ids_of(event.excluded());
  if (event.term() != nullptr) fact.term = term_of(*event.term());
  fact.effective = optional_date_of(event.effective());
  return fact;
}

SigningFact signing_of(const fb::AgreementSigned& event) {
  SigningFact fact;
  fact.target = fixed_of<Hash>(event.target());
  fact.slot = event.slot();
  fact.organisation = optional_of<Id>(event.signature()->organisation());
  fact.signed_on = optional_date_of(event.signature()->signed_on());
  return fact;
}

CarriedFact lines_of(const fb::ProgrammeSubmitted& event) {
  CarriedFact fact;
  fact.parties = parties_of(event.parties());
  fact.slots = slots_of(event.slots());
  return fact;
}

TerminationFact termination_of(const fb::AgreementTerminated& event) {
  TerminationFact fact;
  fact.agreement = fixed_of<Hash>(event.agreement());
  fact.terminated_on = date_of(*event.terminated_on());
  fact.ground = fb::EnumNameTerminationGround(event.ground());
  return fact;
}

}  // namespace projections::internal
