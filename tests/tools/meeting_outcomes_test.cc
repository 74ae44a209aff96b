// SPDX-License-Identifier: Apache-2.0
// What the printed minutes say of a ballot and a signature by the rules: the clause that settled
// it, and why a signature does not count.
#include "tools/meeting_outcomes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/finding_cases.h"

namespace tools {
namespace {

using support::TomskCouncil;

/// A council of ten under a chair in seat 1 that votes once, and its protocol.
struct Sitting {
  explicit Sitting(const std::string& votes) : t(10) {
    t.b.elect(t.council, 1, 10, "2021-04-05");
    const auto decided = t.decide(1, "2021-05-05", votes, "RECOMMENDATION");
    paper = t.b.protocol(1, "2", t.meeting, {decided}, "2021-05-05");
  }
  /// All that is told of the event with this digest.
  std::string told(const std::string& digest) const {
    const projections::Chronicle chronicle = t.b.chronicle();
    const MeetingOutcomes outcomes(chronicle, paper);
    std::string out;
    for (const std::string& line : outcomes.of(digest).lines) out += line + "\n";
    return out;
  }

  TomskCouncil t;
  std::string paper;
};

TEST(MeetingOutcomes, ATieCitesTheClauseOfTheCastingVote) {
  const Sitting tie("fffffaaaaa");
  const std::string told = tie.told(tie.t.ballot);
  EXPECT_NE(told.find("по решающему голосу (п. 7#2)"), std::string::npos) << told;
}

TEST(MeetingOutcomes, AMajorityCitesItsOwnClause) {
  const Sitting majority("ffffffaaaa");
  const std::string told = majority.told(majority.t.ballot);
  EXPECT_NE(told.find("принято (п. 7#1)"), std::string::npos) << told;
}

TEST(MeetingOutcomes, WhoSignsForAnotherChairHasNoExpiredTerm) {
  Sitting sitting("ffffffaaaa");
  const auto signature = sitting.t.b.sign(sitting.paper, "CHAIR", 3, "2021-05-05");
  const std::string told = sitting.told(signature);
  EXPECT_NE(told.find("председателем был другой"), std::string::npos) << told;
  EXPECT_EQ(told.find("истёк"), std::string::npos) << told;
}

/// The protocol names the version by which the meeting was to be a week earlier.
TEST(MeetingOutcomes, OfAMeetingThatWasPutOffTheTermsOfItsAssignmentsAreTold) {
  TomskCouncil t(10);
  t.b.elect(t.council, 1, 10, "2021-04-05");
  const auto decided = t.decide(1, "2021-05-05", "ffffffaaaa", "RECOMMENDATION",
                                R"(,"components":[{"number":1,"title":"Отчёт","schedule":
                                    {"kind":"UNTIL","day":"2021-12-01"}}])");
  const auto paper = t.b.protocol(1, "2", t.meeting, {decided}, "2021-05-12");
  t.b.meeting(1, t.council, "2021-05-12");
  const projections::Chronicle chronicle = t.b.chronicle();
  EXPECT_FALSE(MeetingOutcomes(chronicle, paper).due(decided, 1).lines.empty());
}

}  // namespace
}  // namespace tools
