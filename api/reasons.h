// SPDX-License-Identifier: Apache-2.0
// What a stable code of a problem, or of a reason not to be ready, means, in both languages: the
// codes that HTTP alone knows, those of the ledger and the rules (projections/refusals.h), and
// those of the types of problems.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/refusals.h"

namespace api {

/// Nothing for a code that nobody has explained. A word that the ledger uses as well as a type of
/// problem (problem.h) is told as the ledger means it.
std::optional<projections::Explanation> explain_reason(std::string_view code);

/// What is told of one case: in English the sentence itself; in Russian what the code means and,
/// in brackets, the sentence, which has the numbers and names.
std::string case_text(std::string_view sentence, std::string_view meaning_ru, bool ru);

/// Every code that is explained, ascending.
std::vector<std::string_view> explained_reasons();

}  // namespace api
