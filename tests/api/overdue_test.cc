// SPDX-License-Identifier: Apache-2.0
// What `overdue_on` picks of duties, and of assignments that have duties.
#include <gtest/gtest.h>

#include "api/place_lists.h"

namespace api {
namespace {

TEST(Overdue, IsNoDutyThatWasCancelled) {
  const Json duties = Json::parse(R"([{"state":"overdue","cancelled":true,"key":"a"},
      {"state":"overdue","cancelled":false,"key":"b"},
      {"state":"open","cancelled":false,"key":"c"}])");
  EXPECT_EQ(overdue_of(duties), Json::array({duties[1]}));
}

TEST(Overdue, IsAnAssignmentWithADutyThatIs) {
  const Json assignments = Json::parse(R"([{"title":"a","duties":[]},
      {"title":"b","duties":[{"state":"overdue","cancelled":true},
                             {"state":"open","cancelled":false}]},
      {"title":"c","duties":[{"state":"met","cancelled":false},
                             {"state":"overdue","cancelled":false}]}])");
  EXPECT_EQ(overdue_of(assignments), Json::array({assignments[2]}));
}

}  // namespace
}  // namespace api
