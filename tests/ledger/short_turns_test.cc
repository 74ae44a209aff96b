// SPDX-License-Identifier: Apache-2.0
#include "ledger/short_turns.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <mutex>
#include <set>

#include "tests/support/test_ledger.h"

namespace ledger {
namespace {

using support::TestLedger;

/// Runs on the turns that this kernel gives a thread; Linux tells their length since 6.12.
class ShortTurnsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const ShortTurns shortened;
    const auto turns = turns_of_this_thread();
    if (!turns || turns->runtime_ns == 0) GTEST_SKIP() << "this kernel tells no length of turns";
  }
};

std::uint64_t turn_of_this_thread() { return turns_of_this_thread()->runtime_ns; }

TEST_F(ShortTurnsTest, TurnsAreShortWhileAskedForAndAsBeforeAfterwards) {
  const Turns before = *turns_of_this_thread();
  {
    const ShortTurns outer;
    EXPECT_EQ(turn_of_this_thread(), kShortTurnNs);
    { const ShortTurns inner; }
    EXPECT_EQ(turn_of_this_thread(), kShortTurnNs) << "still asked for by the outer one";
  }
  const Turns after = *turns_of_this_thread();
  EXPECT_EQ(after.runtime_ns, before.runtime_ns);
  EXPECT_EQ(after.nice, before.nice);
  EXPECT_EQ(after.policy, before.policy);
}

TEST_F(ShortTurnsTest, WhoeverWaitsForTheDiskOfALogHasShortTurnsThere) {
  std::mutex mutex;
  std::map<WriteStep, std::set<std::uint64_t>> seen;
  TestLedger t(TestLedger::Where::kRocks);
  t.on_step = [&](WriteStep step) {
    const std::lock_guard lock(mutex);
    seen[step].insert(turn_of_this_thread());
  };
  t.create();
  {
    const std::lock_guard lock(mutex);
    seen.clear();  // genesis is recorded before the log's threads are there
  }
  const std::uint64_t before = turn_of_this_thread();
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(1))}));  // sequenced by this thread
  EXPECT_EQ(turn_of_this_thread(), before);
  std::promise<bool> appended;
  t.log->submit({t.sign(t.organisation(2))},  // sequenced by the log's own
                [&](const AppendResult& result) { appended.set_value(static_cast<bool>(result)); });
  ASSERT_TRUE(appended.get_future().get());
  t.close();
  const std::set<std::uint64_t> all_short{kShortTurnNs};
  for (const WriteStep step : {WriteStep::kRecorded, WriteStep::kPublished, WriteStep::kAnchored}) {
    EXPECT_EQ(seen[step], all_short) << static_cast<int>(step);
  }
}

}  // namespace
}  // namespace ledger
