// SPDX-License-Identifier: Apache-2.0
// Between the bytes of an event body and JSON: the schema's own JSON form, with enum values as
// names, a union as two members (`payload_type`, `payload`), integers above 2^53 as decimal texts
// (they are read as numbers too). Reading is strict; writing is
// stable: members in the order of the schema, the same bytes give the same text for ever.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/body.h"
#include "ledger/event_check.h"
#include "ledger/log_reader.h"
#include "ledger/result.h"

namespace api {

/// A complete body; what is absent in the bytes is absent here, plain numbers and flags are always
/// there.
Json body_to_json(const ledger::Body& body);

/// The bytes of a body that check_body() accepts. kInvalid, `where` being the JSON pointer:
/// UNKNOWN_MEMBER, MISSING_FIELD, WRONG_TYPE, UNKNOWN_NAME (of an enum value), OUT_OF_RANGE, and
/// the reasons of check_body().
ledger::Result<std::string> body_from_json(const Json& value);

/// A recorded event: index, recorded_at (RFC 3339, UTC), digest, leaf_hash, body, signatures (each
/// with its key). kCorrupt as parse_entry(); kCorrupt BAD_BODY naming the index.
ledger::Result<Json> recorded_event_to_json(const ledger::LedgerIdentity& ledger,
                                            const ledger::RecordedEvent& event);

/// The field path of a refusal as a JSON pointer: "payload.slots[1].party" is
/// "/payload/slots/1/party".
std::string pointer_of_path(std::string_view path);

/// "2026-01-31T23:59:59.000001Z" for microseconds since 1970-01-01T00:00:00Z; empty after the year
/// 9999, for which RFC 3339 has no form.
std::string rfc3339(std::uint64_t time_us);
/// The civil day of that instant so many minutes east of UTC, "2026-02-01"; empty likewise.
std::string day_in_zone(std::uint64_t time_us, int zone_minutes);

}  // namespace api
