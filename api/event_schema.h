// SPDX-License-Identifier: Apache-2.0
// JSON Schema (2020-12) of an event's body as the API shows it, made from the binary schema that
// the strict check compiles too.
#pragma once

#include <string>
#include <vector>

#include "api/json.h"

namespace api {

/// The names of the payload types, in the schema's order.
std::vector<std::string> event_types();

/// The definition, in the schema of an event, of what is served of it: the body that the schema
/// describes, with place, digests and signatures.
inline constexpr std::string_view kRecordedDefinition = "Recorded";

/// REQUIRES: one of event_types().
Json event_schema(const std::string& type);

}  // namespace api
