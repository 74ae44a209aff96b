// SPDX-License-Identifier: Apache-2.0
// The bytes that a signer signs and the digests taken of them; FORMAT.md, "The signed message".
// Two ledgers share no signature, even under one origin, because the ledger's id is part of them.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bytes.h"

namespace ledger {

/// M = "letopis/event/v1" 00 | LP8(origin) | ledger_id[32] | body. Every signer signs exactly M.
/// Genesis itself is signed with a zero ledger id.
/// REQUIRES: 1 <= origin.size() <= kOriginBytesMax.
std::string signed_message(std::string_view origin, const Hash& ledger_id, std::string_view body);

/// SHA-256("letopis/genesis/v1" 00 | genesis body).
Hash ledger_id_of(std::string_view genesis_body);

/// D = SHA-256(M): the only thing by which events refer to events.
Hash event_digest(std::string_view message);

}  // namespace ledger
