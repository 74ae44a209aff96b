// SPDX-License-Identifier: Apache-2.0
// An explanation as JSON (API.md): the verdicts inside it are those of the other answers.
#pragma once

#include "api/json.h"
#include "projections/governance/explanation.h"

namespace api {

Json explanation_json(const projections::governance::Council& council,
                      const projections::governance::Explanation& explanation, Language language);

/// The value of a parameter that a verdict names, by its path: below "parameters" of a charter, or
/// below the payload of an agreement that gives its council rules. Null where the event with this
/// index does not state it, or is neither of the two in the council's place.
Json parameter_value(const projections::governance::Council& council, std::uint64_t event,
                     std::string_view path);

}  // namespace api
