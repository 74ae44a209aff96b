// SPDX-License-Identifier: Apache-2.0
// JSON that is given out.
#include "api/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using api::Json;

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
  value["a"] = 2;
  value["m"] = "\xff";
  EXPECT_EQ(api::dump(value), "{\"z\":1,\"a\":2,\"m\":\"\xef\xbf\xbd\"}");
}

}  // namespace
