// SPDX-License-Identifier: Apache-2.0
// The whole answer on a file: the verdict, and who signed the paper: under an agreement, an
// amendment or a programme, under a protocol, or with an electronic signature on the file.
#pragma once

#include "api/http.h"
#include "api/json.h"
#include "projections/document_verdict.h"
#include "projections/view_reader.h"

namespace api {

/// What `letopis document verify` and /v1/documents/by-sha256 answer; of an electronic signature
/// the day in the zone, minutes east of UTC. The errors of document_verdict().
ledger::Result<Json> file_verdict_json(const projections::ViewReader& reader,
                                       const projections::VerdictQuery& query, Language language,
                                       int zone_minutes);

}  // namespace api
