// SPDX-License-Identifier: Apache-2.0
// The form of the texts that people write: Unicode's normal form C, so that one word has one
// spelling, and nothing in it that nobody sees. A rule of the door, for what is new: what is
// recorded stands as it was signed.
#pragma once

#include <string>
#include <string_view>

#include "ledger/body.h"
#include "ledger/result.h"

namespace projections {

/// The text in normal form C. REQUIRES: UTF-8.
std::string in_nfc(std::string_view text);

/// The name, such as "U+200B", of the first character of the text that nobody sees; empty if there
/// is none. REQUIRES: UTF-8.
std::string invisible_character(std::string_view text);

/// kRefused TEXT_NOT_NFC or TEXT_INVISIBLE (zero-width and format characters, byte order marks,
/// tags) for the first text of the event that has another form, naming its field.
ledger::Status check_text_form(const ledger::Body& body);

}  // namespace projections
