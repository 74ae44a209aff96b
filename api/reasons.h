// SPDX-License-Identifier: Apache-2.0
// What a stable code of a problem, or of a reason not to be ready, means, in both languages: the
// codes that HTTP alone knows, those of the ledger and the rules (projections/refusals.h), and
// those of the types of problems.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"
#include "projections/refusals.h"

namespace api {

/// Nothing for a code that nobody has explained. A word that the ledger uses as well as a type of
/// problem (problem.h) is told as the ledger means it.
std::optional<projections::Explanation> explain_reason(std::string_view code);

/// What is told of one case in Russian: its Russian sentence where there is one; else what the code
/// means and, in brackets, the English sentence where that says more.
std::string case_in_russian(std::string_view english, std::string_view russian,
                            const projections::Explanation& meaning);

/// The error, with its message in Russian too.
ledger::Error in_russian(ledger::Error error, std::string russian);

/// Every code that is explained, ascending.
std::vector<std::string_view> explained_reasons();

}  // namespace api
