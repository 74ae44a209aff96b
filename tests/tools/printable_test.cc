// SPDX-License-Identifier: Apache-2.0
#include "tools/printable.h"

#include <gtest/gtest.h>

namespace tools {
namespace {

TEST(Printable, WordsStayAsTheyAre) {
  EXPECT_EQ(printable("Пример: соглашение «о сотрудничестве» – 5 %"),
            "Пример: соглашение «о сотрудничестве» – 5 %");
}

TEST(Printable, WhatSteersATerminalIsShownAndNotObeyed) {
  EXPECT_EQ(printable("checkpoint\x1b[31mX"), "checkpoint\\x1b[31mX");
  EXPECT_EQ(printable("a\rb\tc\x7f"), "a\\x0db\\x09c\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\x9b31m");  // the one character that begins a sequence in C1
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a\\u202eb");
  EXPECT_EQ(printable("a\xff"), "a\\xff");
  EXPECT_EQ(printable("a\nb"), "a\\x0ab");
  EXPECT_EQ(printable("a\nb", true), "a\nb");
}

}  // namespace
}  // namespace tools
