// SPDX-License-Identifier: Apache-2.0
// Public keys as people meet them: the text form, the short fingerprint, and the one check that
// every key passes where it enters. Verification of signatures is in ledger/ed25519.h.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bytes.h"

namespace ledger {

/// "letopis-key:ed25519:" and 64 lower-case hex digits.
std::string public_key_text(const PublicKey& key);

/// Reads that form, or the bare 64 hex digits, and nothing else: no spaces, no upper case.
/// kInvalid BAD_PUBLIC_KEY for the spelling, BAD_KEY_POINT as check_public_key.
Result<PublicKey> parse_public_key(std::string_view text);

/// ed25519_is_valid_point as a Status: refuses, among others, the points of small order, for which
/// anybody can make signatures. kInvalid BAD_KEY_POINT.
Status check_public_key(const PublicKey& key);

/// The first 8 bytes of SHA-256("letopis/key/v1" 00 | key) as "xxxx-xxxx-xxxx-xxxx": for people to
/// read out and compare, never for programs to decide by.
std::string key_fingerprint(const PublicKey& key);

}  // namespace ledger
