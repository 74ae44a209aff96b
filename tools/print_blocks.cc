// SPDX-License-Identifier: Apache-2.0
#include "tools/print_blocks.h"

#include <algorithm>

#include "tools/html_text.h"
#include "tools/table.h"

namespace tools {
namespace {

constexpr std::size_t kColumns = 78;
constexpr std::size_t kIndent = 2;

/// Lines of at most `width` cells, broken at spaces; a longer word stands alone.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> out;
  std::string line;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const std::string word(text.substr(0, space));
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      out.push_back(std::move(line));
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty() || out.empty()) out.push_back(std::move(line));
  return out;
}

std::string spaces(std::size_t count) { return std::string(count, ' '); }

void put_centred(std::string& out, const std::string& text) {
  for (const std::string& line : wrap(text, kColumns)) {
    out += spaces((kColumns - std::min(kColumns, display_width(line))) / 2) + line + "\n";
  }
}

void put_edges(std::string& out, const Block& block) {
  const std::size_t used = display_width(block.text) + display_width(block.right);
  out += block.text + spaces(used < kColumns ? kColumns - used : 1) + block.right + "\n";
}

void put_hanging(std::string& out, const std::string& head, const std::string& text,
                 std::size_t indent) {
  const std::size_t hang = indent + (head.empty() ? 0 : display_width(head) + 1);
  bool first = true;
  for (const std::string& line : wrap(text, kColumns - hang)) {
    const std::string before = head.empty() ? std::string() : head + " ";
    out += first ? spaces(indent) + before + line : spaces(hang) + line;
    out += "\n";
    first = false;
  }
}

void put_signature(std::string& out, const Block& block) {
  const std::string line = "____________________";
  const std::vector<std::string> post = wrap(block.text, 34);
  for (std::size_t i = 0; i + 1 < post.size(); ++i) out += post[i] + "\n";
  out += post.back() + spaces(36 - std::min<std::size_t>(36, display_width(post.back()))) + line +
         "  " + (block.right.empty() ? "____________________" : block.right) + "\n\n";
}

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 20mm 10mm 20mm 20mm; }
body { font: 13pt/1.3 "PT Serif", "Times New Roman", serif; max-width: 180mm; margin: 0 auto; }
.c { text-align: center; }
h1 { text-align: center; font-size: 15pt; letter-spacing: .1em; margin: 6mm 0 2mm; }
h2 { font-size: 13pt; margin: 5mm 0 1mm; }
.e, .s { display: flex; justify-content: space-between; gap: 5mm; }
.s { margin-top: 8mm; align-items: flex-end; }
.s .p { width: 70mm; }
.s .l { flex: 1; border-bottom: .3mm solid; }
.s .n { width: 55mm; }
p { margin: 1mm 0; }
.i { display: flex; gap: 2mm; }
.i.l1 { margin-left: 7mm; }
.i.l2 { margin-left: 14mm; }
.f { font-size: 9pt; overflow-wrap: anywhere; }
)";

std::string html_of(const Block& block) {
  const std::string text = html_escaped(block.text);
  const std::string right = html_escaped(block.right);
  switch (block.kind) {
    case BlockKind::kCentred:
      return "<p class=\"c\">" + text + "</p>";
    case BlockKind::kTitle:
      return "<h1>" + text + "</h1>";
    case BlockKind::kEdges:
      return "<p class=\"e\"><span>" + text + "</span><span>" + right + "</span></p>";
    case BlockKind::kHeading:
      return "<h2>" + text + "</h2>";
    case BlockKind::kParagraph:
      return "<p>" + text + "</p>";
    case BlockKind::kItem:
      return "<p class=\"i l" + std::to_string(block.level) + "\"><span>" + right +
             "</span><span>" + text + "</span></p>";
    case BlockKind::kSignature:
      return "<p class=\"s\"><span class=\"p\">" + text +
             "</span><span class=\"l\"></span><span class=\"n\">" + right + "</span></p>";
    case BlockKind::kNote:
      return "<p class=\"f\">" + text + "</p>";
  }
  return {};
}

}  // namespace

std::string blocks_as_text(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    switch (block.kind) {
      case BlockKind::kCentred:
        put_centred(out, block.text);
        break;
      case BlockKind::kTitle:
        out += "\n";
        put_centred(out, block.text);
        out += "\n";
        break;
      case BlockKind::kEdges:
        put_edges(out, block);
        break;
      case BlockKind::kHeading:
        out += "\n" + block.text + "\n";
        break;
      case BlockKind::kParagraph:
      case BlockKind::kNote:
        put_hanging(out, "", block.text, 0);
        break;
      case BlockKind::kItem:
        put_hanging(out, block.right, block.text, kIndent * static_cast<std::size_t>(block.level));
        break;
      case BlockKind::kSignature:
        out += "\n";
        put_signature(out, block);
        break;
    }
  }
  return out;
}

std::string blocks_as_html(const std::vector<Block>& blocks, std::string_view title) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
      html_escaped(title) + "</title>\n<style>" + std::string(kStyle) +
      "</style>\n</head>\n<body>\n";
  for (const Block& block : blocks) out += html_of(block) + "\n";
  return out + "</body>\n</html>\n";
}

}  // namespace tools
