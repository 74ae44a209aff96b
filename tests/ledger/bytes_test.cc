// SPDX-License-Identifier: Apache-2.0
#include "ledger/bytes.h"

#include <gtest/gtest.h>

#include <set>

namespace ledger {
namespace {

TEST(Bytes, HexRoundTripsAndIsLowerCase) {
  EXPECT_EQ(to_hex(std::string_view("\x00\xab\xff", 3)), "00abff");
  EXPECT_EQ(*from_hex("00abff"), std::string("\x00\xab\xff", 3));
}

TEST(Bytes, UpperCaseOddOrForeignHexIsRefused) {
  for (const char* text : {"AB", "abc", "0g", " 0"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Bytes, FixedValueOfWrongLengthIsRefused) {
  EXPECT_FALSE(fixed_from_hex<Id>("00"));
  EXPECT_TRUE(fixed_from_hex<Id>("000102030405060708090a0b0c0d0e0f"));
}

TEST(Bytes, Base64RejectsWhatIsNotCanonical) {
  EXPECT_EQ(*from_base64("Zm9v"), "foo");
  EXPECT_EQ(*from_base64(""), "");
  EXPECT_EQ(*from_base64("Zg=="), "f");
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z g=", "Zm9v=", "Zm9-"}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

TEST(Bytes, IntegersAreBigEndian) {
  std::string out;
  put_u16(out, 0x0102);
  put_u64(out, 0x0304050607080910ULL);
  EXPECT_EQ(to_hex(out), "01020304050607080910");
  EXPECT_EQ(get_u16(out), 0x0102);
  EXPECT_EQ(get_u64(std::string_view(out).substr(2)), 0x0304050607080910ULL);
}

TEST(Bytes, DecimalsWithSignsSpacesLeadingZerosOrOverflowAreRefused) {
  EXPECT_EQ(*parse_decimal("0"), 0u);
  EXPECT_EQ(*parse_decimal("9223372036854775807"), 9223372036854775807u);
  for (const char* text :
       {"", "+8", "-1", "08", "8 ", " 8", "0x1", "9223372036854775808", "99999999999999999999"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Bytes, IdsThatAnAuthorCountsUpDoNotMeetInOneBucket) {
  std::set<std::size_t> hashes;
  for (unsigned char i = 0; i < 200; ++i) {
    Id low, high;
    low.bytes[15] = i;
    high.bytes[0] = i;
    hashes.insert(std::hash<Id>{}(low));
    if (i > 0) hashes.insert(std::hash<Id>{}(high));
    EXPECT_EQ(std::hash<Id>{}(low), std::hash<Id>{}(Id(low)));
  }
  EXPECT_EQ(hashes.size(), 399u);
}

TEST(Bytes, Utf8RejectsOverlongSurrogateAndTruncatedSequences) {
  EXPECT_TRUE(is_utf8("Совет кластера № 4 — \xF0\x9F\x93\x9C"));
  for (const char* text :
       {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xD0", "\xFF", "\x80"}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

}  // namespace
}  // namespace ledger
