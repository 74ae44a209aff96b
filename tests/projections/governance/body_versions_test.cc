// SPDX-License-Identifier: Apache-2.0
// A body whose composition has a day that is known within bounds only.
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

/// The expert council: seats 1 to 3 from some day of May 2022, seats 1 and 2 and 4 from some day of
/// May 2023.
struct Experts {
  Experts() {
    const auto first = t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "@m:2022-05",
                                support::ChronicleBuilder::seats(701, 3));
    t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "@m:2023-05",
             R"(,"seats":[{"seat":@t:701},{"seat":@t:702},{"seat":@t:704}],"replaces":")" + first +
                 "\"");
  }
  /// Seats, seats of which it is open whether there are such, and whether that is said.
  std::string on(const char* day) const {
    const Chronicle chronicle = t.b.chronicle();
    const Council council(chronicle, support::kToday);
    for (const auto& id : council.bodies()) {
      if (council.kind_of(id) != fb::BodyKind::EXPERT_COUNCIL) continue;
      const auto body = council.body(id, *rules::date_from_iso(day));
      if (!body) return "none";
      const auto& missing = body->grounds.missing;
      const bool said = std::any_of(missing.begin(), missing.end(), [](const Missing& one) {
        return one.what == "from of the body";
      });
      return std::to_string(body->seats.size()) + " " + std::to_string(body->undetermined.size()) +
             (said ? " open" : "");
    }
    return "unknown";
  }
  support::TomskCouncil t{3};
};

TEST(TO_3d_Composition, InsideTheBoundsOfItsDayNoSeatOfAFirstVersionIsCertain) {
  const Experts experts;
  EXPECT_EQ(experts.on("2022-04-30"), "none");
  EXPECT_EQ(experts.on("2022-05-15"), "0 3 open");
  EXPECT_EQ(experts.on("2022-05-31"), "3 0");
}

TEST(TO_3d_Composition, InsideTheBoundsOfTheNextVersionOnlyTheSeatsOfBothAreCertain) {
  const Experts experts;
  EXPECT_EQ(experts.on("2023-04-30"), "3 0");
  EXPECT_EQ(experts.on("2023-05-15"), "2 2 open");
  EXPECT_EQ(experts.on("2023-05-31"), "3 0");
}

}  // namespace
}  // namespace projections::governance
