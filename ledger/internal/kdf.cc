// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/kdf.h"

#include <sodium.h>

#include <string>

#include "ledger/limits.h"

namespace ledger::internal {

static_assert(std::tuple_size_v<KdfSalt> == crypto_pwhash_argon2id_SALTBYTES);
static_assert(kKdfMinimum.memory_bytes == crypto_pwhash_argon2id_MEMLIMIT_MIN);
static_assert(kKdfInteractive.operations == crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE);
static_assert(kKdfInteractive.memory_bytes == crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE);
static_assert(kKdfModerate.operations == crypto_pwhash_argon2id_OPSLIMIT_MODERATE);
static_assert(kKdfModerate.memory_bytes == crypto_pwhash_argon2id_MEMLIMIT_MODERATE);
static_assert(kKdfMemoryBytesMax >= crypto_pwhash_argon2id_MEMLIMIT_MODERATE);

Status check_cost(const KdfCost& cost) {
  if (cost.operations < 1 || cost.operations > kKdfOperationsMax) {
    return refused("KDF_LIMIT",
                   "opslimit " + std::to_string(cost.operations) +
                       " is outside 1 to kKdfOperationsMax (" + std::to_string(kKdfOperationsMax) +
                       ")",
                   "opslimit");
  }
  if (cost.memory_bytes < kKdfMinimum.memory_bytes || cost.memory_bytes > kKdfMemoryBytesMax) {
    return refused("KDF_LIMIT",
                   "memlimit " + std::to_string(cost.memory_bytes) + " is outside " +
                       std::to_string(kKdfMinimum.memory_bytes) + " to kKdfMemoryBytesMax (" +
                       std::to_string(kKdfMemoryBytesMax) + ") bytes",
                   "memlimit");
  }
  return Ok{};
}

Result<SecretBytes> derive_key(const SecretBytes& passphrase, const KdfSalt& salt,
                               const KdfCost& cost, std::size_t key_bytes) {
  SecretBytes key(key_bytes);
  const int rc = crypto_pwhash(
      key.data(), key.size(), passphrase.view().data(), passphrase.size(), salt.data(),
      cost.operations, static_cast<std::size_t>(cost.memory_bytes), crypto_pwhash_ALG_ARGON2ID13);
  if (rc != 0) {
    return io_error("KDF_OUT_OF_MEMORY", "no memory for Argon2id, which needs " +
                                             std::to_string(cost.memory_bytes) + " bytes");
  }
  return key;
}

}  // namespace ledger::internal
