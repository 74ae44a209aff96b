// SPDX-License-Identifier: Apache-2.0
// Verdicts of governance as JSON (API.md). The same verdict gives the same text for ever; dates
// that are not known to the day keep their bounds.
#pragma once

#include <optional>

#include "api/json.h"
#include "projections/governance/findings.h"

namespace api {

class Telling;

/// {"day", "not_before", "not_after"}; `day` is null unless both bounds are that day.
Json fuzzy_json(const projections::rules::FuzzyDate& date);
Json fuzzy_or_null(const std::optional<projections::rules::FuzzyDate>& date);
Json scope_json(const ledger::Scope& scope);
Json evidence_json(const projections::governance::Evidence& evidence);
/// Evidence, rules with clause and certainty, what is missing, and the assumption flag.
Json grounds_json(const projections::governance::Grounds& grounds, Language language);

/// A rule as used: its path in the charter, clause and certainty.
Json rule_json(const projections::governance::RuleUsed& rule);
/// When something is due: from what, nominally, and after days off are taken out.
Json due_json(const projections::rules::Deadline& due);

Json finding_json(const projections::governance::Finding& finding, Language language);
/// With a telling, organisations are named too.
Json obligation_json(const projections::governance::Obligation& duty, Language language,
                     const Telling* telling = nullptr);

const std::string& in(const projections::governance::Sentence& sentence, Language language);

}  // namespace api
