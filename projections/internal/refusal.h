// SPDX-License-Identifier: Apache-2.0
// How the rules say no: what was found and what was needed, in both languages, and the clause on
// which the refusal rests.
#pragma once

#include "ledger/result.h"
#include "projections/sentence.h"

namespace projections::internal {

/// `clause` is that of the charter, as clause_of() gives it; without one the refusal names the rule
/// of tools/RULES.md that its reason belongs to.
ledger::Error refuse(const char* reason, const Sentence& said, std::string where,
                     const Sentence& clause = {});

}  // namespace projections::internal
