// SPDX-License-Identifier: Apache-2.0
// The order of fields and of lists in the rows of the view "documents".
#pragma once

#include <tuple>

#include "projections/documents_view.h"
#include "projections/internal/fact_fields.h"

namespace projections {

template <typename A>
void fields(A& a, InArchive<A, DocumentRegistration>& v) {
  a(v.kind), a(v.title), a(v.issuer), a(v.issuer_title), a(v.printed), a(v.edition);
  a(v.edition_of), a(v.rendition), a(v.rendition_of), a(v.sha256), a(v.commitment);
  a(v.streebog256), a(v.bytes), a(v.media_type), a(v.personal_data), a(v.custody), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, MissingDocumentValue>& v) {
  a(v.kind), a(v.title), a(v.issuer_title), a(v.printed);
}

template <typename A>
void fields(A& a, InArchive<A, DocumentRelation>& v) {
  a(v.from_document), a(v.from), a(v.relation), a(v.to_document), a(v.to), a(v.missing);
  a(v.address), a(v.clause), a(v.effective), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, VerdictLayerValue>& v) {
  a(v.layer), a(v.verdict);
}

template <typename A>
void fields(A& a, InArchive<A, SignatureEvidence>& v) {
  a(v.document), a(v.kind), a(v.organisation), a(v.moment_source), a(v.moment_us), a(v.layers);
  a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, PartyValue>& v) {
  a(v.number), a(v.organisation), a(v.named_as);
}

template <typename A>
void fields(A& a, InArchive<A, SlotValue>& v) {
  a(v.slot), a(v.party), a(v.acting_as), a(v.position);
}

template <typename A>
void fields(A& a, InArchive<A, TermValue>& v) {
  a(v.kind), a(v.until), a(v.count), a(v.unit);
}

template <typename A>
void fields(A& a, InArchive<A, AgreementFact>& v) {
  a(v.agreement), a(v.version), a(v.title), a(v.kind), a(v.document), a(v.parties), a(v.slots);
  a(v.printed), a(v.term), a(v.adopted_by), a(v.replaces), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, AmendmentFact>& v) {
  a(v.supplementary), a(v.agreement), a(v.supplementary_document), a(v.amended_document);
  a(v.kinds), a(v.title), a(v.document), a(v.parties), a(v.slots), a(v.included), a(v.excluded);
  a(v.term), a(v.effective), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, SigningFact>& v) {
  a(v.target), a(v.slot), a(v.organisation), a(v.signed_on), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, TerminationFact>& v) {
  a(v.agreement), a(v.terminated_on), a(v.ground), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, EffectFact>& v) {
  a(v.by), a(v.document), a(v.title), a(v.effective), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, CarriedFact>& v) {
  a(v.by), a(v.document), a(v.parties), a(v.slots), a(v.source);
}

inline auto lists_of(Document& v) {
  return std::tie(v.registrations, v.relations, v.evidence, v.agreements, v.amendments, v.signings,
                  v.terminations, v.effects, v.carried);
}

}  // namespace projections
