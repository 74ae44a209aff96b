// SPDX-License-Identifier: Apache-2.0
// An Ed25519 private key (RFC 8032, plain, never prehashed). The secret stays in locked memory and
// leaves it only inside an encrypted key file (ledger/key_file.h).
#pragma once

#include <string_view>
#include <utility>

#include "ledger/bytes.h"
#include "ledger/secret.h"

namespace ledger {

/// Move-only. A moved-from key must not be used. Signing from several threads is safe.
class SigningKey {
 public:
  /// A new key from the system's random generator.
  static SigningKey generate();
  /// REQUIRES: seed.size() == 32 (the private key of RFC 8032 section 5.1.5).
  static SigningKey from_seed(SecretBytes seed);

  PublicKey public_key() const;
  /// Deterministic: the same key and message give the same signature.
  Signature sign(std::string_view message) const;

  /// The 32 secret bytes, borrowed from locked memory. Only for sealing a key file.
  std::string_view seed() const;

 private:
  explicit SigningKey(SecretBytes expanded) : expanded_(std::move(expanded)) {}

  SecretBytes expanded_;  ///< seed, then the public key derived from it, as libsodium wants it
};

}  // namespace ledger
