// SPDX-License-Identifier: Apache-2.0
// Which events stand behind the values of an answer: read off the answer itself, whose facts carry
// their `source` and whose verdicts carry their `evidence`.
#pragma once

#include "api/json.h"

namespace api {

/// [{"pointer": JSON pointer of a value, "events": [indexes, ascending]}], in the body's order.
Json explain_body(const Json& body);

}  // namespace api
