// SPDX-License-Identifier: Apache-2.0
// A charter outside a ledger: a JSON file in the schema's form with local names, as in
// tools/charters/*.json. It becomes a strict body of CharterAdopted, so that the file is checked
// by the same rules as an event and read by the same code.
#pragma once

#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/body.h"
#include "ledger/result.h"

namespace api {

/// `charter` is a payload of CharterAdopted, of which only "parameters" is needed: what identifies
/// an act in a ledger is filled in. "@name" stands for an id or a digest made from the name. Errors
/// as of expand_author_form() and body_from_json(), `where` being the JSON pointer in `charter`.
ledger::Result<ledger::Body> charter_body(Json charter);

/// The smallest lawful parameters: everything "not stated", a five-day week of the calendar "ru".
Json minimal_charter();

/// Puts `value` at a path such as "bodies.EXPERT_COUNCIL.majority.base": members of objects,
/// elements of arrays by their `kind`, `name` or `role`; what is missing on the way is made. The
/// value is read as JSON if it is that, else it is a text. kInvalid BAD_PARAMETER.
ledger::Status set_parameter(Json& charter, std::string_view path, std::string_view value);

}  // namespace api
