// SPDX-License-Identifier: Apache-2.0
// Who may sign which event, by the scopes of the author's key and the grade of attestation.
#pragma once

#include "ledger/admission.h"
#include "projections/internal/identity_state.h"

namespace projections::internal {

/// kRefused ROOT_REQUIRED, SCOPE_REQUIRED, EVIDENCE_MISSING, IMPORT_CLOSED.
ledger::Status check_authority(const IdentityState& state, const ledger::Candidate& candidate);

/// Votes, closings, keys, genesis, commitments and corrections themselves are not corrected.
bool may_be_corrected(fb::Payload type);

/// Whether such an event is an act or a fact of one place. Of registers and papers no event says
/// it by its type; whose they are is asked since version 3 of the rules.
bool belongs_to_a_place(fb::Payload type);

}  // namespace projections::internal
