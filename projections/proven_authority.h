// SPDX-License-Identifier: Apache-2.0
// Whether the authors of proven events had the scopes that admission asks for: with the ledger's
// own check of keys, what a proof by itself can show of who was allowed to say so.
#pragma once

#include "ledger/completeness.h"

namespace projections {

/// kCorrupt SCOPE_REQUIRED, ROOT_REQUIRED, EVIDENCE_MISSING, IMPORT_CLOSED, with the index of the
/// event; kRefused RULES_UNKNOWN under rules that this program does not know.
ledger::Status check_authority(const ledger::ProvenSubjects& proven);

}  // namespace projections
