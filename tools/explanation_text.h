// SPDX-License-Identifier: Apache-2.0
// An explanation as lines for people, in English or Russian; the JSON is api/explanation_json.h.
#pragma once

#include <string>
#include <vector>

#include "projections/governance/explanation.h"
#include "tools/session.h"

namespace tools {

std::vector<std::string> explanation_text(const projections::governance::Council& council,
                                          const projections::governance::Explanation& explanation,
                                          Language language);

}  // namespace tools
