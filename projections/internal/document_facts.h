// SPDX-License-Identifier: Apache-2.0
// Facts about documents read out of payloads; without their source, which the fold adds.
#pragma once

#include "projections/documents_view.h"

namespace projections::internal {

DocumentRegistration registration_of(const fb::DocumentRegistered& event);
/// Without the ids of the documents, which only the rows know.
DocumentRelation relation_of(const fb::DocumentRelated& event);
SignatureEvidence evidence_of(const fb::SignatureEvidenceAttached& event);
AgreementFact agreement_of(const fb::AgreementRegistered& event);
/// Without the ids of the documents.
AmendmentFact amendment_of(const fb::AgreementAmended& event);
SigningFact signing_of(const fb::AgreementSigned& event);
TerminationFact termination_of(const fb::AgreementTerminated& event);
/// A programme's lines for signatures; what else it is follows from the event.
CarriedFact lines_of(const fb::ProgrammeSubmitted& event);

}  // namespace projections::internal
