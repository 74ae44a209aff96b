// SPDX-License-Identifier: Apache-2.0
#include "api/part_changes.h"

#include <gtest/gtest.h>

namespace {

using api::Json;
using api::part_changes;
using api::PartChange;

/// "PATH BEFORE AFTER" of every part.
std::vector<std::string> told(const char* before, const char* after) {
  std::vector<std::string> out;
  for (const PartChange& part : part_changes(Json::parse(before), Json::parse(after))) {
    out.push_back(part.path + " " + part.before.dump() + " " + part.after.dump());
  }
  return out;
}

using Told = std::vector<std::string>;

TEST(PartChanges, RollCallLineThatOnlyMovedIsNoChange) {
  const char* before = R"({"roll_call":[{"seat":"a","choice":"FOR"},{"seat":"b","choice":null}]})";
  EXPECT_EQ(told(before, R"({"roll_call":[{"seat":"b","choice":null},
                                          {"seat":"a","choice":"FOR"}]})"),
            Told());
  EXPECT_EQ(told(before, R"({"roll_call":[{"seat":"c","choice":"FOR"},{"seat":"a","choice":"FOR"},
                                          {"seat":"b","choice":"AGAINST"}]})"),
            (Told{R"(/roll_call/seat=b/choice null "AGAINST")",
                  R"(/roll_call/seat=c null {"seat":"c","choice":"FOR"})"}));
}

TEST(PartChanges, SeatThatVotedTwiceIsToldApartByItsEvents) {
  EXPECT_EQ(told(R"([{"seat":"a","event":4,"counted":"yes"}])",
                 R"([{"seat":"a","event":7,"counted":"yes"},
                     {"seat":"a","event":4,"counted":"no"}])"),
            (Told{R"(/event=4/counted "yes" "no")",
                  R"(/event=7 null {"seat":"a","event":7,"counted":"yes"})"}));
}

TEST(PartChanges, FactIsKnownByItsEventWhereverItStands) {
  EXPECT_EQ(told(R"([{"title":"x","source":{"index":3}},{"title":"y","source":{"index":9}}])",
                 R"([{"title":"z","source":{"index":9}},{"title":"x","source":{"index":3}}])"),
            (Told{R"(/event=9/title "y" "z")"}));
}

TEST(PartChanges, PlainValuesThatCameAndWentHaveThePathOfTheirList) {
  EXPECT_EQ(told(R"({"present":["a","b","b"]})", R"({"present":["b","c","a"]})"),
            (Told{R"(/present "b" null)", R"(/present null "c")"}));
}

TEST(PartChanges, ElementsThatNothingTellsApartMeetTheirLikeFirst) {
  EXPECT_EQ(told(R"([{"role":"x","n":1},{"role":"x","n":2}])",
                 R"([{"role":"y","n":0},{"role":"x","n":1},{"role":"x","n":2}])"),
            (Told{R"(/0 null {"role":"y","n":0})"}));
  EXPECT_EQ(told(R"([{"role":"x","n":1},{"role":"x","n":2}])",
                 R"([{"role":"x","n":2},{"role":"x","n":3}])"),
            (Told{R"(/1/n 1 3)"}));
}

TEST(PartChanges, NamesInAPathAreEscaped) {
  EXPECT_EQ(told(R"([{"path":"a/b","value":1}])", R"([{"path":"a/b","value":2}])"),
            (Told{R"(/path=a~1b/value 1 2)"}));
}

}  // namespace
