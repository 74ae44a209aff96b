// SPDX-License-Identifier: Apache-2.0
// From a passphrase to a key: Argon2id (RFC 9106) by libsodium, within this project's limits.
#pragma once

#include <array>
#include <cstddef>

#include "ledger/key_file.h"
#include "ledger/result.h"
#include "ledger/secret.h"

namespace ledger::internal {

using KdfSalt = std::array<unsigned char, 16>;

/// kRefused KDF_LIMIT naming the limit and what was asked for.
Status check_cost(const KdfCost& cost);

/// kIo KDF_OUT_OF_MEMORY.
Result<SecretBytes> derive_key(const SecretBytes& passphrase, const KdfSalt& salt,
                               const KdfCost& cost, std::size_t key_bytes);

}  // namespace ledger::internal
