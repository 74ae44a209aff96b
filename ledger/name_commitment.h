// SPDX-License-Identifier: Apache-2.0
// Commitments to personal data: what an event holds in place of a name. Keyed BLAKE2b-256
// (libsodium crypto_generichash) with a secret 32-byte salt of its own per value:
//   C = BLAKE2b-256(key = salt, LP("pd/v1") | LP(ledger_id) | LP(person) | LP(field) | LP(value))
// LP = length as 8 big-endian bytes, then the bytes. Without the salt a phone book tells nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/bytes.h"
#include "ledger/secret.h"

namespace ledger {

inline constexpr std::size_t kSaltBytes = 32;

/// What a commitment binds besides the value: the ledger, the person's random reference and the
/// path of the field that holds it, e.g. "payload.signature.person.name".
struct CommittedPlace {
  Hash ledger_id;
  Id person;
  std::string field;
};

/// From the system's random generator.
SecretBytes random_salt();

/// REQUIRES: salt.size() == kSaltBytes.
Hash commit(const CommittedPlace& place, std::string_view value, const SecretBytes& salt);

/// Whether value and salt are what the commitment was made of; compares in constant time.
bool opens(const Hash& commitment, const CommittedPlace& place, std::string_view value,
           const SecretBytes& salt);

/// What travels beside an event and is checked at the door; never part of the log.
struct Opening {
  std::string field;
  Id person;
  SecretBytes salt;
  SecretBytes value;
};

}  // namespace ledger
