// SPDX-License-Identifier: Apache-2.0
// The rows of admission on the disk decide nothing by themselves: verification names the row that
// somebody edited, removed or added, and whoever opens the ledger to write makes the rows again
// from the log first.
#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/log.h"
#include "ledger/verify.h"
#include "tests/support/governance_ledger.h"
#include "tests/support/memory_store.h"

namespace projections {
namespace {

using support::GovernanceLedger;

class GovernanceOpenTest : public ::testing::Test {
 protected:
  /// The reasons that verification gives.
  std::string told() {
    ledger::VerifyOptions options;
    options.admission = t.rules().get();
    options.threads = 1;
    const auto report = ledger::verify_ledger(*support::open_memory_store(t.test.disk), options);
    EXPECT_TRUE(report);
    std::string out;
    for (const auto& fault : report->faults) out += (out.empty() ? "" : " ") + fault.reason;
    return out;
  }
  void reopen() {
    auto options = t.test.options();
    ASSERT_TRUE(options);
    options->admission = t.rules();
    auto log = ledger::Log::open(std::move(*options));
    ASSERT_TRUE(log) << log.error().message;
    t.test.log = std::move(*log);
  }
  auto& state() { return t.test.disk->tables[static_cast<std::size_t>(ledger::Table::kState)]; }
  /// The key of a row of the rules of governance.
  std::string governance_row() {
    const auto it = state().lower_bound("rag");
    EXPECT_TRUE(it != state().end() && it->first.starts_with("rag"));
    return it->first;
  }
  /// Makes the kept digest that of the kept rows.
  void rewrite_digest() {
    ledger::Rows rows;
    for (const auto& [key, value] : state()) {
      if (key.starts_with('r')) rows.put(key.substr(1), value);
    }
    state()["d"] = rows.digest().view();
  }

  GovernanceLedger t;
};

TEST_F(GovernanceOpenTest, RowsAsTheyWereWrittenAreFine) {
  t.test.close();
  EXPECT_EQ(told(), "");
}

TEST_F(GovernanceOpenTest, AnEditedRowIsTold) {
  t.test.close();
  std::string& value = state().at(governance_row());
  if (value.empty()) value.push_back('x');
  value.back() = static_cast<char>(value.back() ^ 1);
  EXPECT_NE(told(), "");
}

TEST_F(GovernanceOpenTest, ARemovedRowIsTold) {
  t.test.close();
  state().erase(governance_row());
  EXPECT_NE(told().find("ROW_MISSING"), std::string::npos);
}

TEST_F(GovernanceOpenTest, AnAddedRowIsTold) {
  t.test.close();
  state().emplace("rag~", "x");
  EXPECT_NE(told().find("ROW_EXTRA"), std::string::npos);
}

TEST_F(GovernanceOpenTest, OpeningSaysThatARowWasEditedAndThatItDecidedNothing) {
  t.test.close();
  std::string& value = state().at(governance_row());
  value.push_back('x');
  reopen();
  ASSERT_TRUE(t.test.log->alarm());
  EXPECT_EQ(t.test.log->alarm()->reason, "STATE_ALTERED");
  EXPECT_NE(t.test.log->alarm()->message.find("1 kept rows differ, the first is 6167"),
            std::string::npos)
      << t.test.log->alarm()->message;
}

TEST_F(GovernanceOpenTest, OpeningSaysThatARowWasEditedWhoseDigestFitsAfterAnyEvent) {
  t.held_meeting(1, "2023-11-10");  // no commitment is the last event
  t.test.close();
  state().at(governance_row()).push_back('x');
  rewrite_digest();
  reopen();
  ASSERT_TRUE(t.test.log->alarm());
  EXPECT_EQ(t.test.log->alarm()->reason, "STATE_ALTERED");
}

TEST_F(GovernanceOpenTest, OpeningSaysThatARowWasEditedAndTheSealTakenAway) {
  t.test.close();
  state().at(governance_row()).push_back('x');
  rewrite_digest();
  state().erase("e");
  reopen();
  ASSERT_TRUE(t.test.log->alarm());
  EXPECT_EQ(t.test.log->alarm()->reason, "STATE_ALTERED");
}

TEST_F(GovernanceOpenTest, OpeningSaysThatTheWholeStateOfAnEarlierDayWasPutBack) {
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  t.test.close();
  const auto earlier = state();
  reopen();
  t.must(t.native(t.head(1), "VoteCast", t.vote(ballot, 1)));
  t.test.close();
  std::erase_if(state(), [](const auto& row) { return row.first < "s"; });
  for (const auto& [key, value] : earlier) {
    if (key < "s") state()[key] = value;
  }
  reopen();
  ASSERT_TRUE(t.test.log->alarm());
  EXPECT_EQ(t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 1, "AGAINST"))),
            "DUPLICATE_VOTE");
}

TEST_F(GovernanceOpenTest, OpeningSaysNothingOfAnUnsealedStateThatTheLogGives) {
  t.test.close();
  state().erase("e");
  reopen();
  EXPECT_FALSE(t.test.log->alarm());
}

TEST_F(GovernanceOpenTest, OpeningSaysNothingOfRowsAsTheyWereWritten) {
  t.test.close();
  reopen();
  EXPECT_FALSE(t.test.log->alarm());
}

TEST_F(GovernanceOpenTest, NothingIsDecidedByRowsThatSomebodyTookAway) {
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  t.must(t.native(t.head(1), "VoteCast", t.vote(ballot, 1)));
  t.test.close();
  std::erase_if(state(), [](const auto& row) { return row.first.starts_with("rag"); });
  reopen();
  EXPECT_EQ(t.refusal(t.native(t.head(1), "VoteCast", t.vote(ballot, 1, "AGAINST"))),
            "DUPLICATE_VOTE");
  EXPECT_EQ(t.refusal(t.native(t.head(2), "VoteCast", t.vote(ballot, 2))), "accepted");
}

}  // namespace
}  // namespace projections
