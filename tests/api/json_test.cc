// SPDX-License-Identifier: Apache-2.0
// JSON at the border.
#include "api/json.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

#include "ledger/bytes.h"

namespace {

using api::Json;
using api::parse_json;

TEST(JsonOutput, IntegersBeyondADoubleAreStrings) {
  const std::uint64_t bound = std::uint64_t{1} << 53;
  EXPECT_EQ(api::dump(api::json_integer(bound)), "9007199254740992");
  EXPECT_EQ(api::dump(api::json_integer(bound + 1)), "\"9007199254740993\"");
  EXPECT_EQ(api::dump(api::json_integer(std::int64_t{-5})), "-5");
  EXPECT_EQ(api::dump(api::json_integer(std::numeric_limits<std::int64_t>::min())),
            "\"-9223372036854775808\"");
}

TEST(JsonOutput, MembersKeepTheirOrderAndBadUtf8DoesNotThrow) {
  Json value = Json::object();
  value["z"] = 1;
  value["a"] = api::json_hex("\x01\xff");
  value["m"] = "\xff";
  EXPECT_EQ(api::dump(value), "{\"z\":1,\"a\":\"01ff\",\"m\":\"\xef\xbf\xbd\"}");
}

TEST(JsonInput, ReadsEveryKindOfValue) {
  const std::string text = R"({"b":[1,-2,0.5,true,null,"\u0451"],"a":{"":{}}})";
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(api::dump(*parsed), R"({"b":[1,-2,0.5,true,null,"ё"],"a":{"":{}}})");
}

TEST(JsonInput, ADuplicateKeyIsRefusedWhereItStands) {
  const auto parsed = parse_json(R"({"votes":[{"seat":1},{"se/at":2,"se/at":3}]})");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().reason, "DUPLICATE_KEY");
  EXPECT_EQ(parsed.error().where, "/votes/1/se~1at");
  EXPECT_FALSE(parse_json(R"({"a":1,"\u0061":2})")) << "the same name in two spellings";
}

TEST(JsonInput, DepthIsBounded) {
  const std::string deep = std::string(32, '[') + std::string(32, ']');
  EXPECT_TRUE(parse_json(deep));
  EXPECT_EQ(parse_json("[" + deep + "]").error().reason, "JSON_TOO_DEEP");
  EXPECT_EQ(parse_json(std::string(1'000'000, '[')).error().reason, "JSON_TOO_DEEP");
}

TEST(JsonInput, WhatIsNotJsonIsRefused) {
  for (const char* text : {"", "{", "{}{}", "[1,]", "nul", "01", "1e999", "'a'", "{a:1}", "// c\n1",
                           "\"\\ud800\"", "\"\t\"", "\xef\xbb\xbf{}"}) {
    const auto parsed = parse_json(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().reason, "BAD_JSON") << text;
  }
  EXPECT_EQ(parse_json("\"\xff\"").error().reason, "BAD_UTF8");
}

TEST(JsonInput, ManyMembersDoNotTakeQuadraticTime) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  text.back() = '}';
  const auto since = std::chrono::steady_clock::now();
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->size(), 100'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(5));
}

}  // namespace
