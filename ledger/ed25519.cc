// SPDX-License-Identifier: Apache-2.0
#include "ledger/ed25519.h"

#include <sodium.h>

namespace ledger {
namespace {

static_assert(crypto_sign_PUBLICKEYBYTES == PublicKey::kSize);
static_assert(crypto_sign_BYTES == Signature::kSize);

void ensure_sodium() {
  static const int state = sodium_init();
  LEDGER_CHECK(state >= 0);
}

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

}  // namespace ledger
