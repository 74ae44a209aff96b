// SPDX-License-Identifier: Apache-2.0
#include "projections/internal/refusal.h"

#include "projections/refusals.h"

namespace projections::internal {

ledger::Error refuse(const char* reason, const Sentence& said, std::string where,
                     const Sentence& clause) {
  const std::string rule(rule_of(reason));
  LEDGER_CHECK(!rule.empty());
  if (clause.english.empty()) {
    return ledger::refused_by(rule, reason, said.english, said.russian, std::move(where));
  }
  const Sentence all = said + clause;
  return {ledger::ErrorCode::kRefused, reason, all.english, std::move(where), all.russian};
}

}  // namespace projections::internal
