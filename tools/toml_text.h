// SPDX-License-Identifier: Apache-2.0
// TOML (v1.0, by toml++) as strict JSON with lines: the same JsonText that a JSON file gives, so
// that a form is read and its errors located in one way. Keys in Cyrillic need no quotes.
#pragma once

#include <string>
#include <string_view>

#include "api/json_text.h"
#include "ledger/result.h"

namespace tools {

/// kInvalid with `where` = "source:line": BAD_TOML, FRACTION (a number with a fraction), BAD_UTF8.
/// Dates become texts YYYY-MM-DD; times of day are refused (BAD_TOML).
ledger::Result<api::JsonText> read_toml(std::string_view text, std::string source);

}  // namespace tools
