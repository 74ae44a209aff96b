// SPDX-License-Identifier: Apache-2.0
// Texts that somebody else wrote, as they may be shown on a terminal or a page.
#pragma once

#include <string>
#include <string_view>

namespace tools {

/// Control characters (ISO 6429: C0, DEL and C1) as "\x1b", characters that turn or hide the
/// writing (Unicode bidirectional controls, line and paragraph separators) as "\u202e", bytes that
/// are no UTF-8 as "\xff". A line feed stays when `lines` is set.
std::string printable(std::string_view text, bool lines = false);

}  // namespace tools
