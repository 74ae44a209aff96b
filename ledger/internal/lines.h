// SPDX-License-Identifier: Apache-2.0
// Taking a text of LF-terminated lines apart, strictly: an unterminated rest is no line.
#pragma once

#include <optional>
#include <string_view>

namespace ledger {

/// Takes the first line off `text` and returns it without its LF; nothing if there is no LF.
inline std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace ledger
