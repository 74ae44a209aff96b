// SPDX-License-Identifier: Apache-2.0
#include "ledger/signing_key.h"

#include <sodium.h>

#include <utility>

namespace ledger {

SigningKey SigningKey::generate() {
  SecretBytes seed(crypto_sign_SEEDBYTES);
  randombytes_buf(seed.data(), seed.size());
  return from_seed(std::move(seed));
}

SigningKey SigningKey::from_seed(SecretBytes seed) {
  LEDGER_CHECK(seed.size() == crypto_sign_SEEDBYTES);
  SecretBytes expanded(crypto_sign_SECRETKEYBYTES);
  PublicKey derived;
  LEDGER_CHECK(crypto_sign_seed_keypair(derived.bytes.data(), expanded.data(), seed.data()) == 0);
  return SigningKey(std::move(expanded));
}

PublicKey SigningKey::public_key() const {
  LEDGER_CHECK(expanded_.size() == crypto_sign_SECRETKEYBYTES);
  return fixed_from<PublicKey>(expanded_.view().substr(crypto_sign_SEEDBYTES));
}

Signature SigningKey::sign(std::string_view message) const {
  LEDGER_CHECK(expanded_.size() == crypto_sign_SECRETKEYBYTES);
  Signature signature;
  LEDGER_CHECK(crypto_sign_detached(signature.bytes.data(), nullptr, as_unsigned(message),
                                    message.size(), expanded_.data()) == 0);
  return signature;
}

std::string_view SigningKey::seed() const {
  LEDGER_CHECK(expanded_.size() == crypto_sign_SECRETKEYBYTES);
  return expanded_.view().substr(0, crypto_sign_SEEDBYTES);
}

}  // namespace ledger
