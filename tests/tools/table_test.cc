// SPDX-License-Identifier: Apache-2.0
#include "tools/table.h"

#include <gtest/gtest.h>

namespace tools {
namespace {

TEST(DisplayWidth, CountsCellsAndNotBytes) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("vote"), 4u);
  EXPECT_EQ(display_width("голос"), 5u);
  EXPECT_EQ(display_width("№ 465 — «ё»"), 11u);
  EXPECT_EQ(display_width("и\u0306"), 1u) << "a combining mark takes no cell";
  EXPECT_EQ(display_width("会議"), 4u);
  EXPECT_EQ(display_width("\xff"), 1u);
}

TEST(Shorten, CutsBetweenCharactersAndSaysSo) {
  EXPECT_EQ(shorten("голос", 5), "голос");
  EXPECT_EQ(shorten("голосование", 6), "голос…");
  EXPECT_EQ(shorten("会議会議", 4), "会…") << "half a wide character does not fit";
  EXPECT_EQ(shorten("abc", 0), "");
}

TEST(Table, ColumnsStandUnderEachOther) {
  Table table({true, false, false});
  table.add({"7", "голос", "за"});
  table.add({"12", "vote", "for"});
  EXPECT_EQ(table.lines(0), (std::vector<std::string>{" 7  голос  за", "12  vote   for"}));
}

TEST(Table, LinesEndWithoutSpacesAndWithinTheWidth) {
  Table table({false, false});
  table.add({"one", ""});
  table.add({"two", "words that go on"});
  EXPECT_EQ(table.lines(10), (std::vector<std::string>{"one", "two  word…"}));
}

}  // namespace
}  // namespace tools
