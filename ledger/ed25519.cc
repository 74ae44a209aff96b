// SPDX-License-Identifier: Apache-2.0
#include "ledger/ed25519.h"

#include <sodium.h>

namespace ledger {
namespace {

static_assert(crypto_sign_SEEDBYTES == kEd25519SeedBytes);
static_assert(crypto_sign_PUBLICKEYBYTES == PublicKey::kSize);
static_assert(crypto_sign_BYTES == Signature::kSize);

void ensure_sodium() {
  static const int state = sodium_init();
  LEDGER_CHECK(state >= 0);
}

/// Seed and public key, as libsodium signs with; wiped when it goes.
struct KeyPair {
  PublicKey public_key;
  unsigned char secret[crypto_sign_SECRETKEYBYTES];

  explicit KeyPair(std::string_view seed) {
    LEDGER_CHECK(seed.size() == kEd25519SeedBytes);
    ensure_sodium();
    LEDGER_CHECK(crypto_sign_seed_keypair(public_key.bytes.data(), secret, as_unsigned(seed)) == 0);
  }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;
  ~KeyPair() { sodium_memzero(secret, sizeof secret); }
};

}  // namespace

bool ed25519_verify(const PublicKey& key, std::string_view message, const Signature& signature) {
  ensure_sodium();
  return crypto_sign_verify_detached(signature.bytes.data(), as_unsigned(message), message.size(),
                                     key.bytes.data()) == 0;
}

bool ed25519_is_valid_point(const PublicKey& key) {
  ensure_sodium();
  return crypto_core_ed25519_is_valid_point(key.bytes.data()) == 1;
}

PublicKey ed25519_public_key(std::string_view seed) { return KeyPair(seed).public_key; }

Signature ed25519_sign_with_seed(std::string_view seed, std::string_view message) {
  const KeyPair pair(seed);
  Signature signature;
  LEDGER_CHECK(crypto_sign_detached(signature.bytes.data(), nullptr, as_unsigned(message),
                                    message.size(), pair.secret) == 0);
  return signature;
}

void wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

}  // namespace ledger
