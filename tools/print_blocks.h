// SPDX-License-Identifier: Apache-2.0
// A printed paper as a list of blocks, and its two forms: plain text of 78 columns and one HTML
// page with the margins of GOST R 7.0.97-2016. Same blocks, same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tools {

enum class BlockKind {
  kCentred,  ///< a line in the middle
  kTitle,    ///< the kind of the paper, in the middle
  kEdges,    ///< `text` at the left edge, `right` at the right one
  kHeading,  ///< a word in capitals before a part
  kParagraph,
  kItem,       ///< `right` is its number or dash, `level` its depth
  kSignature,  ///< post at the left, line, name at the right
  kNote,       ///< small print
};

struct Block {
  BlockKind kind;
  std::string text;
  std::string right{};
  int level = 0;
};

std::string blocks_as_text(const std::vector<Block>& blocks);
/// `title` is the page's; everything is escaped.
std::string blocks_as_html(const std::vector<Block>& blocks, std::string_view title);

}  // namespace tools
