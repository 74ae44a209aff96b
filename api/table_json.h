// SPDX-License-Identifier: Apache-2.0
// Any table inside a strict body as JSON, e.g. the parameters of a charter.
#pragma once

#include <string_view>

#include "api/json_text.h"

namespace api {

/// `table` is of the schema's type `name`, inside a body that check_body() accepted. REQUIRES: a
/// name of the schema.
Json table_of_body_to_json(std::string_view name, const void* table);

}  // namespace api
