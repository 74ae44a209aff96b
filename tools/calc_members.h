// SPDX-License-Identifier: Apache-2.0
// The members of a question of `letopis calc`, read strictly: what is absent is told apart from
// what is wrong, and the error names the member and its value.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/json_text.h"
#include "projections/rules/dates.h"

namespace tools::calc_members {

ledger::Error missing(const std::string& name);
/// A value that is none of those that are known.
ledger::Error unknown_value(const char* code, const std::string& name, const api::Json& value,
                            const std::string& known);
/// As it stood in the question.
std::string dumped(const api::Json& value);

/// Null counts as absent.
const api::Json* member(const api::Json& line, const std::string& name);

ledger::Result<std::uint64_t> whole(const api::Json& value, const std::string& name);
ledger::Result<std::uint64_t> count_at(const api::Json& line, const std::string& name);
ledger::Result<std::uint64_t> count_or(const api::Json& line, const std::string& name,
                                       std::uint64_t fallback);
ledger::Result<std::optional<std::uint64_t>> optional_count(const api::Json& line,
                                                            const std::string& name);
ledger::Result<projections::rules::Date> date_at(const api::Json& line, const std::string& name);
ledger::Result<bool> flag_or(const api::Json& line, const std::string& name, bool fallback);
/// A share in words; empty if the member is absent.
ledger::Result<std::string> rule_at(const api::Json& line, const std::string& name);
/// One of two words; empty if the member is absent.
ledger::Result<std::string> word_at(const api::Json& line, const std::string& name,
                                    const std::array<std::string_view, 2>& known);

}  // namespace tools::calc_members
