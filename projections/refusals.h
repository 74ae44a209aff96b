// SPDX-License-Identifier: Apache-2.0
// What each stable reason of an error means, in one line, in English and Russian: for tools and
// the API to show beside the error's own message.
#pragma once

#include <span>
#include <string_view>

namespace projections {

struct Explanation {
  std::string_view reason;   ///< as in ledger::Error::reason
  std::string_view english;  ///< one sentence
  std::string_view russian;  ///< the same
};

/// Null for a reason that is not in the table.
const Explanation* explain(std::string_view reason);

/// The rule of tools/RULES.md on which a refusal with this reason rests where no charter speaks,
/// e.g. "A7"; empty for an error that is no refusal by the rules.
std::string_view rule_of(std::string_view reason);

/// All of them, ascending by reason.
std::span<const Explanation> all_explanations();

}  // namespace projections
