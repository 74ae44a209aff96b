// SPDX-License-Identifier: Apache-2.0
// What the routes over the log share: names of events, receipts, and the answers that are true for
// ever or of one size of the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/http.h"
#include "api/json.h"
#include "api/service.h"

namespace api {

inline constexpr std::string_view kForEver = "public, max-age=31536000, immutable";

Response bytes_response(std::string body, std::string type, std::string_view cache);
/// A resource of bytes: no negotiation, whatever Accept says.
/// `type` and `summary` are for the contract.
Route bytes_route(std::string pattern, Handler handler, std::string type, std::string summary);

/// Bytes that may change, as what witnesses still sign: tagged by content, asked for again each
/// time.
Response content_response(std::string body, std::string type);

/// The tag of what is true of this size of the log.
std::string state_tag(const ledger::ReadView& view);
/// JSON that is true of one size of the log.
Response state_response(const ledger::ReadView& view, const Json& json);
/// JSON that depends on more than the size: its tag names the size, for If-Match, and the content.
Response state_content_response(const ledger::ReadView& view, const Json& json);
/// Whether a list as of If-Match has the tag of an answer about this size of the log.
bool names_state(std::string_view list, const ledger::ReadView& view);
Json checkpoint_json(const ledger::ReadView& view);

/// The index that a path names: decimal, an event id or a digest in hex. kNotFound NO_EVENT,
/// BAD_NAME.
ledger::Result<std::uint64_t> find_event(const ledger::ReadView& view, std::string_view name);

/// kNotFound BEYOND_LOG: the parameter or field asks for a position that the log has not reached.
ledger::Error beyond_log(std::uint64_t position, std::uint64_t size, std::string where);

/// The tlog-proof file of an event: its index, inclusion proof and the first checkpoint that
/// covers it. Cosignatures may come to that checkpoint at any time; all else stays.
ledger::Result<std::string> receipt_file(const ledger::ReadView& view, std::uint64_t index);

}  // namespace api
