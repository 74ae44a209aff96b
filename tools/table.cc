// SPDX-License-Identifier: Apache-2.0
#include "tools/table.h"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unistd.h>

#include <algorithm>

namespace tools {
namespace {

std::size_t width_of(UChar32 character) {
  const auto category = u_charType(character);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR ||
      category == U_CONTROL_CHAR) {
    return 0;
  }
  const int east_asian = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

icu::UnicodeString decode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

}  // namespace

std::size_t display_width(std::string_view text) {
  const icu::UnicodeString characters = decode(text);
  std::size_t width = 0;
  for (int32_t at = 0; at < characters.length(); at = characters.moveIndex32(at, 1)) {
    width += width_of(characters.char32At(at));
  }
  return width;
}

std::string shorten(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  const icu::UnicodeString characters = decode(text);
  std::size_t used = 0;
  int32_t end = 0;
  while (end < characters.length()) {
    used += width_of(characters.char32At(end));
    if (used > width - 1) break;
    end = characters.moveIndex32(end, 1);
  }
  std::string out;
  characters.tempSubStringBetween(0, end).toUTF8String(out);
  return out + "…";
}

std::vector<std::string> Table::lines(std::size_t width) const {
  std::vector<std::size_t> widths(right_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  std::vector<std::string> out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - display_width(row[i]), ' ');
      if (right_[i]) line += space;
      line += row[i];
      if (i + 1 == row.size()) break;
      if (!right_[i]) line += space;
      line += "  ";
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out.push_back(width == 0 ? line : shorten(line, width));
  }
  return out;
}

std::size_t terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 1 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

}  // namespace tools
