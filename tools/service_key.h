// SPDX-License-Identifier: Apache-2.0
// The key by which a ledger commits to itself, found among the keys of a ring.
#pragma once

#include <optional>

#include "api/key_ring.h"
#include "ledger/committer.h"

namespace tools {

/// Signs with the standing service key, without views; nothing when the ring does not hold it. The
/// ring outlives the signer. The errors of unlocking.
ledger::Result<std::optional<ledger::CommitmentSigner>> find_service_key(
    const ledger::ReadView& view, api::KeyRing& keys);

}  // namespace tools
