// SPDX-License-Identifier: Apache-2.0
// Plain Ed25519 (RFC 8032, not prehashed) by libsodium: check, sign, and whether a key is usable.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/bytes.h"

namespace ledger {

inline constexpr std::size_t kEd25519SeedBytes = 32;

/// Whether the signature is the key's over the message. Refuses non-canonical signatures and keys
/// of small order. Thread-safe, as everything here.
bool ed25519_verify(const PublicKey& key, std::string_view message, const Signature& signature);

/// Whether the key is a canonically written point of the main subgroup and not of small order.
/// Asked once wherever a key enters.
bool ed25519_is_valid_point(const PublicKey& key);

/// REQUIRES: seed.size() == kEd25519SeedBytes. The expanded secret is wiped before returning.
PublicKey ed25519_public_key(std::string_view seed);
/// Deterministic. REQUIRES: seed.size() == kEd25519SeedBytes.
Signature ed25519_sign_with_seed(std::string_view seed, std::string_view message);

/// Overwrites the secret so that the compiler cannot leave it out, and empties the string.
void wipe(std::string& secret);

}  // namespace ledger
