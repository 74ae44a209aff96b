// SPDX-License-Identifier: Apache-2.0
// The whole answer on a file: the verdict, and who signed the paper: under an agreement, an
// amendment or a programme, under a protocol, or with an electronic signature on the file.
#pragma once

#include "api/http.h"
#include "api/json.h"
#include "projections/document_verdict.h"
#include "projections/documents_view.h"
#include "projections/view_reader.h"

namespace api {

/// Every recorded signature under one edition of the document, those under agreements first, then
/// programmes and protocols, then files; of an electronic signature the day in the zone, minutes
/// east of UTC. The errors of the views.
ledger::Result<Json> document_signers_json(const projections::ViewReader& reader,
                                           const projections::Document& document,
                                           std::uint16_t edition, int zone_minutes);

/// What `letopis document verify` and /v1/documents/by-sha256 answer. The errors of
/// document_verdict().
ledger::Result<Json> file_verdict_json(const projections::ViewReader& reader,
                                       const projections::VerdictQuery& query, Language language,
                                       int zone_minutes);

}  // namespace api
