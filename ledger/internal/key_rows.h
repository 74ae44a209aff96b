// SPDX-License-Identifier: Apache-2.0
// What the two halves of the key registry share: the rows (key_registry.cc) and the rules
// (key_rules.cc).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/key_registry.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger::internal {

std::string key_row(const PublicKey& key);
/// Present once the organisation had a key.
std::string organisation_row(const Id& organisation);
std::string encode_record(const KeyRecord& record);
KeyRecord decode_record(const PublicKey& key, std::string_view bytes);

/// REQUIRES: a hex field of a strict body.
PublicKey key_of(const flatbuffers::String* hex);
std::optional<Id> id_of(const flatbuffers::String* hex);

/// The KeyScope bits that the event grants.
std::uint8_t scope_bits(const fb::KeyIntroduced& event);
/// The root key's record as genesis introduces it. REQUIRES: the payload is LedgerCreated.
KeyRecord genesis_root(const Body& body);
KeyRecord genesis_key(const KeyRecord& root, const PublicKey& key, KeyKind kind, fb::Role role);

}  // namespace ledger::internal
