// SPDX-License-Identifier: Apache-2.0
// Events in words: what a type is called, what an event is about in one line, which event a person
// means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/body.h"
#include "ledger/log_reader.h"
#include "ledger/result.h"
#include "tools/session.h"

namespace tools {

/// E.g. "a vote"; the type's own name if nobody has named it.
std::string type_title(std::string_view payload_type, Language language);

/// The words by which a person recognises the event: a title, a name, a choice; may be empty.
std::string headline(const api::Json& body);

/// The number of a payload type. kInvalid UNKNOWN_TYPE.
ledger::Result<ledger::fb::Payload> parse_type(std::string_view name);

/// "registry", or region, organisation, cluster, document, ':' and 32 hex digits. kInvalid
/// BAD_SUBJECT.
ledger::Result<ledger::Subject> parse_subject(std::string_view text);

/// An index, an event id (32 hex digits) or a digest (64 hex digits). kInvalid BAD_SELECTOR,
/// kNotFound NO_SUCH_EVENT, and the errors of the view.
ledger::Result<std::uint64_t> find_event(const ledger::ReadView& view, const std::string& selector);

}  // namespace tools
