// SPDX-License-Identifier: Apache-2.0
// Words of a printed protocol.
#include "tools/minutes_words.h"

#include <gtest/gtest.h>

namespace tools {
namespace {

TEST(MinutesWords, PostAfterACommaKeepsItsAbbreviationsAndItsLetters) {
  EXPECT_EQ(begun_small("Директор"), "директор");
  EXPECT_EQ(begun_small("Директор ОГБПОУ «Надёжность»"), "директор ОГБПОУ «Надёжность»");
  EXPECT_EQ(begun_small("И.о. руководителя"), "и.о. руководителя");
  EXPECT_EQ(begun_small("ВРИО директора"), "ВРИО директора");
  EXPECT_EQ(begun_small(""), "");
}

}  // namespace
}  // namespace tools
