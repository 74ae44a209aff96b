// SPDX-License-Identifier: Apache-2.0
// Which events stand behind the values of an answer: read off the answer itself, whose facts carry
// their `source` and whose verdicts carry their `evidence`, also in `grounds`. They are those of
// the object that has them, with all values in it that have no nearer object with events; an item
// or a card that names none itself rests on those of its parts.
#pragma once

#include "api/json.h"

namespace api {

/// [{"pointer": JSON pointer of an object, "events": [indexes, ascending]}], in the body's order.
Json explain_body(const Json& body);

}  // namespace api
