// SPDX-License-Identifier: Apache-2.0
// Who signed a paper: under an agreement or an amendment, under a protocol, or with an electronic
// signature on the file.
#pragma once

#include "api/json.h"
#include "projections/documents_view.h"
#include "projections/view_reader.h"

namespace api {

/// Every recorded signature under one edition of the document, those under agreements first, then
/// protocols, then files. The errors of the views.
ledger::Result<Json> document_signers_json(const projections::ViewReader& reader,
                                           const projections::Document& document,
                                           std::uint16_t edition);

}  // namespace api
