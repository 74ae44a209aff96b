// SPDX-License-Identifier: Apache-2.0
#include "api/json_text.h"

#include <gtest/gtest.h>

namespace api {
namespace {

ledger::Error refused_text(std::string_view text) {
  const auto value = read_json(text, "votes.json");
  EXPECT_FALSE(value) << text;
  return value ? ledger::Error{} : value.error();
}

TEST(JsonText, EveryValueKnowsItsLine) {
  const auto text = read_json("{\n \"a\": [\n  1,\n  {\"b\": 2}],\n\n \"c\": 3}", "x");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->line_of(""), 1u);
  EXPECT_EQ(text->line_of("/a"), 2u);
  EXPECT_EQ(text->line_of("/a/1"), 4u);
  EXPECT_EQ(text->line_of("/a/1/b"), 4u);
  EXPECT_EQ(text->line_of("/c"), 6u);
  EXPECT_EQ(text->line_of("/c/missing"), 6u);
}

TEST(JsonText, MembersKeepTheirOrder) {
  const auto text = read_json(R"({"z":1,"a":{"y":[],"b":null}})", "x");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->value.dump(), R"({"z":1,"a":{"y":[],"b":null}})");
}

TEST(JsonText, DuplicateMemberIsRefusedWithItsPointer) {
  const auto error = refused_text("{\"a\": {\n\"b\": 1,\n\"b\": 2}}");
  EXPECT_EQ(error.reason, "DUPLICATE_MEMBER");
  EXPECT_EQ(error.where, "votes.json:3: /a/b");
}

TEST(JsonText, SameMemberInTwoObjectsIsNoDuplicate) {
  EXPECT_TRUE(read_json(R"([{"a":1},{"a":2}])", "x"));
}

TEST(JsonText, FractionsAndHugeNumbersAreRefused) {
  EXPECT_EQ(refused_text("{\"a\": 1.0}").where, "votes.json:1: /a");
  EXPECT_EQ(refused_text("[0, 1.0]").where, "votes.json:1: /1");
  EXPECT_EQ(refused_text("[1e3]").reason, "FRACTION");
  EXPECT_EQ(refused_text("[18446744073709551616]").reason, "FRACTION");
  const ledger::Error huge = refused_text(R"({"a":[1,1)" + std::string(400, '0') + "]}");
  EXPECT_EQ(huge.reason, "FRACTION") << "beyond a floating point number too";
  EXPECT_EQ(huge.where.substr(huge.where.size() - 4), "/a/1");
  EXPECT_TRUE(read_json("[18446744073709551615, -9223372036854775808]", "x"));
}

TEST(JsonText, NulCharacterIsRefused) {
  const auto error = refused_text("{\"a\": [\"x\", \"y\\u0000\"]}");
  EXPECT_EQ(error.reason, "NUL_CHARACTER");
  EXPECT_EQ(error.where, "votes.json:1: /a/1");
}

TEST(JsonText, BrokenTextNamesTheLineAndWhatWasExpected) {
  const auto error = refused_text("{\n\"a\": 1,\n}");
  EXPECT_EQ(error.reason, "BAD_JSON");
  EXPECT_EQ(error.where, "votes.json:3");
  EXPECT_EQ(error.message.substr(0, 12), "syntax error");
}

TEST(JsonText, WhateverIsNotJsonIsRefused) {
  for (const char* text : {"", "nul", "{'a':1}", "[1] 2", "[1,]", "\"\xff\"", "[\"\n\"]",
                           "// x\n[]", "[NaN]", "[01]", "{\"a\"}"}) {
    EXPECT_EQ(refused_text(text).reason, "BAD_JSON") << text;
  }
}

TEST(JsonText, DepthIsLimited) {
  const std::string deep = std::string(kJsonDepthMax, '[') + std::string(kJsonDepthMax, ']');
  EXPECT_TRUE(read_json(deep, "x"));
  EXPECT_EQ(refused_text("[" + deep + "]").reason, "TOO_DEEP");
}

TEST(JsonText, ManyMembersAreReadInLinearTime) {
  std::string many = "{";
  for (std::size_t i = 0; i < 50'000; ++i) many += "\"" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(read_json(many + "\"x\":0}", "x"));
  EXPECT_EQ(refused_text(many + "\"7\":0}").reason, "DUPLICATE_MEMBER");
}

TEST(JsonSequence, ValuesFollowEachOtherOnAnyLines) {
  const auto values = read_json_sequence("\n{\"a\":1}\n\n{\n\"b\":\n2}{\"c\":3}\n", "x");
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 3u);
  EXPECT_EQ((*values)[0].line_of("/a"), 2u);
  EXPECT_EQ((*values)[1].line_of("/b"), 5u);
  EXPECT_EQ((*values)[2].line_of(""), 6u);
}

TEST(JsonSequence, NothingIsNoValue) {
  const auto values = read_json_sequence(" \n\r\n\t", "x");
  ASSERT_TRUE(values);
  EXPECT_TRUE(values->empty());
}

TEST(JsonSequence, BareNumbersAreNoEvents) {
  const auto values = read_json_sequence("{}\n42\n", "votes.jsonl");
  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().where, "votes.jsonl:2");
}

TEST(JsonPointer, NamesAreEscaped) {
  EXPECT_EQ(pointer_to("/a", "b/c~d"), "/a/b~1c~0d");
  EXPECT_EQ(pointer_to("", 7), "/7");
}

}  // namespace
}  // namespace api
