// SPDX-License-Identifier: Apache-2.0
#include "ledger/name_commitment.h"

#include <sodium.h>

namespace ledger {
namespace {

constexpr std::string_view kTag = "pd/v1";

static_assert(kSaltBytes == crypto_generichash_KEYBYTES);
static_assert(Hash::kSize == crypto_generichash_BYTES);

class KeyedHash {
 public:
  explicit KeyedHash(const SecretBytes& salt) {
    LEDGER_CHECK(salt.size() == kSaltBytes);
    LEDGER_CHECK(crypto_generichash_init(&state_, salt.data(), salt.size(), Hash::kSize) == 0);
  }
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;
  ~KeyedHash() { sodium_memzero(&state_, sizeof state_); }

  void add(std::string_view part) {
    std::string length;
    put_u64(length, part.size());
    crypto_generichash_update(&state_, as_unsigned(length), length.size());
    crypto_generichash_update(&state_, as_unsigned(part), part.size());
  }
  Hash finish() {
    Hash out;
    crypto_generichash_final(&state_, out.bytes.data(), Hash::kSize);
    return out;
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

SecretBytes random_salt() {
  SecretBytes salt(kSaltBytes);
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

Hash commit(const CommittedPlace& place, std::string_view value, const SecretBytes& salt) {
  KeyedHash hash(salt);
  hash.add(kTag);
  hash.add(place.ledger_id.view());
  hash.add(place.person.view());
  hash.add(place.field);
  hash.add(value);
  return hash.finish();
}

bool opens(const Hash& commitment, const CommittedPlace& place, std::string_view value,
           const SecretBytes& salt) {
  const Hash found = commit(place, value, salt);
  return sodium_memcmp(found.bytes.data(), commitment.bytes.data(), Hash::kSize) == 0;
}

}  // namespace ledger
