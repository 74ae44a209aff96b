// SPDX-License-Identifier: Apache-2.0
// Plain Ed25519 (RFC 8032, not prehashed) by libsodium: whether a signature holds and whether a
// key is usable. Signing is signing_key.h.
#pragma once

#include <string_view>

#include "ledger/bytes.h"

namespace ledger {

/// Whether the signature is the key's over the message. Refuses non-canonical signatures and keys
/// of small order. Thread-safe, as everything here.
bool ed25519_verify(const PublicKey& key, std::string_view message, const Signature& signature);

/// Whether the key is a canonically written point of the main subgroup and not of small order.
/// Asked once wherever a key enters.
bool ed25519_is_valid_point(const PublicKey& key);

}  // namespace ledger
