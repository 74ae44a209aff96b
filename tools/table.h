// SPDX-License-Identifier: Apache-2.0
// Columns for a terminal, padded by the width that characters take on the screen, not by bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// Cells that the text takes on a terminal: wide East Asian characters and emoji two, combining
/// marks and control characters none, bytes that are no UTF-8 one each.
std::size_t display_width(std::string_view text);

/// At most `width` cells; what is cut off is marked by "…".
std::string shorten(std::string_view text, std::size_t width);

/// Rows of cells. Every column but the last is padded to its widest cell; columns are two spaces
/// apart. Columns named in `right` are padded on the left.
class Table {
 public:
  explicit Table(std::vector<bool> right) : right_(std::move(right)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  /// One line per row. Lines longer than `width` cells are shortened; 0: never.
  std::vector<std::string> lines(std::size_t width) const;

 private:
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

/// Cells per line of the terminal at standard output; 0 if it is none.
std::size_t terminal_width();

}  // namespace tools
