// SPDX-License-Identifier: Apache-2.0
// A witness over HTTP: C2SP tlog-witness, POST /add-checkpoint, and the checkpoints that it has
// cosigned under /<hex of SHA-256(origin)>/checkpoint.
#pragma once

#include "api/router.h"
#include "ledger/witness.h"

namespace api {

/// Borrows the witness, which outlives the router.
Router make_witness_router(ledger::Witness& witness);

}  // namespace api
