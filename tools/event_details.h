// SPDX-License-Identifier: Apache-2.0
// Everything that an event says, line by line in one language, for whoever is about to sign it:
// nothing is left out, so that one sees what one signs.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_text.h"
#include "tools/session.h"

namespace tools {

/// What events that are not recorded yet are called, by their digest in hex.
using EventTitles = std::map<std::string, std::string>;

/// The word for a code of the schema, e.g. "FOR" -> "за"; what has none stays as it is (English:
/// in small letters).
std::string code_in_words(std::string_view code, Language language);

/// One line for each field of the payload of a body in its JSON form, and for its dates: a label
/// and a value; what a field holds stands under it, two spaces deeper.
std::vector<std::string> event_details(const api::Json& body, const EventTitles& titles,
                                       Language language);

}  // namespace tools
