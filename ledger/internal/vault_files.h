// SPDX-License-Identifier: Apache-2.0
// The two small files of a vault, as text. The key file holds the key-encryption key of one epoch,
// sealed with a passphrase (Argon2id, then XChaCha20-Poly1305 with the lines above as associated
// data); it lies outside the vault's folder and outside its backups. The wraps file holds every
// person's data key, sealed under that key (associated data: the person), and who was erased:
//   letopis-vault-key v1          letopis-vault-wraps v1
//   ledger: <hex>                 ledger: <hex>
//   epoch: <n>                    epoch: <n>
//   opslimit: <passes>            person: <hex> open|blocked <base64 of nonce[24] | sealed[48]>
//   memlimit: <bytes>             erased: <hex> <epoch of the key that was destroyed>
//   salt: <base64>                check: <hex of BLAKE2b-256(key = KEK, the lines above)>
//   sealed: <base64>
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "ledger/bytes.h"
#include "ledger/key_file.h"
#include "ledger/result.h"
#include "ledger/secret.h"

namespace ledger::internal {

/// XChaCha20-Poly1305 with a random nonce: nonce[24] | ciphertext.
std::string seal(const SecretBytes& key, std::string_view plain, std::string_view associated);
/// kCorrupt NOT_SEALED_SO: another key, other associated data, or damage.
Result<SecretBytes> unseal(const SecretBytes& key, std::string_view sealed,
                           std::string_view associated);

/// A new 32-byte key.
SecretBytes random_key();

struct VaultKey {
  Hash ledger_id;
  std::uint32_t epoch = 0;
  KdfCost cost{};
  SecretBytes kek;
};

/// kRefused KDF_LIMIT, kIo KDF_OUT_OF_MEMORY.
Result<std::string> encode_vault_key(const VaultKey& key, const SecretBytes& passphrase);
/// kCorrupt VAULT_KEY_FILE naming the line; kRefused WRONG_PASSPHRASE, KDF_LIMIT.
Result<VaultKey> open_vault_key(std::string_view text, const SecretBytes& passphrase);

struct Wrap {
  bool blocked = false;
  std::string sealed;  ///< the person's data key
};

struct VaultWraps {
  Hash ledger_id;
  std::uint32_t epoch = 0;
  std::map<Id, Wrap> people;
  std::map<Id, std::uint32_t> erased;  ///< person -> epoch of the destroyed key
};

std::string encode_wraps(const VaultWraps& wraps, const SecretBytes& kek);
/// What the file says, before its check line is compared. kCorrupt VAULT_WRAPS_FILE naming the
/// line.
Result<VaultWraps> parse_wraps(std::string_view text);
/// Whether the check line is this key's over the lines above it.
bool wraps_are_of(std::string_view text, const SecretBytes& kek);

}  // namespace ledger::internal
