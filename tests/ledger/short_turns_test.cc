// SPDX-License-Identifier: Apache-2.0
#include "ledger/short_turns.h"

#include <gtest/gtest.h>
#include <sys/utsname.h>

#include <cstdio>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "tests/support/test_ledger.h"

namespace ledger {
namespace {

using support::TestLedger;

/// What this kernel gives who asks: since 6.12 Linux tells and shortens turns, before it neither.
std::uint64_t short_turn_here() {
  utsname system{};
  EXPECT_EQ(uname(&system), 0);
  int major = 0;
  int minor = 0;
  EXPECT_EQ(std::sscanf(system.release, "%d.%d", &major, &minor), 2) << system.release;
  return std::pair(major, minor) >= std::pair(6, 12) ? kShortTurnNs : 0;
}

std::uint64_t turn_of_this_thread() { return turns_of_this_thread()->runtime_ns; }

TEST(ShortTurns, TurnsAreShortWhileAskedForAndAsBeforeAfterwards) {
  const Turns before = *turns_of_this_thread();
  {
    const ShortTurns outer;
    EXPECT_EQ(turn_of_this_thread(), short_turn_here());
    { const ShortTurns inner; }
    EXPECT_EQ(turn_of_this_thread(), short_turn_here()) << "still asked for by the outer one";
  }
  const Turns after = *turns_of_this_thread();
  EXPECT_EQ(after.runtime_ns, before.runtime_ns);
  EXPECT_EQ(after.nice, before.nice);
  EXPECT_EQ(after.policy, before.policy);
}

TEST(ShortTurns, TheThreadsOfALogThatWaitForTheDiskHaveThemAndItsCallersDoNot) {
  std::mutex mutex;
  std::map<WriteStep, std::set<std::uint64_t>> seen;
  TestLedger t(TestLedger::Where::kRocks);
  t.on_step = [&](WriteStep step) {
    const std::lock_guard lock(mutex);
    seen[step].insert(turn_of_this_thread());
  };
  t.create();
  const std::uint64_t before = turn_of_this_thread();
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(1))}));
  EXPECT_EQ(turn_of_this_thread(), before) << "whoever waits for the answer keeps its own";
  {
    const std::lock_guard lock(mutex);
    seen.clear();
  }
  std::promise<bool> appended;
  t.log->submit({t.sign(t.organisation(2))},
                [&](const AppendResult& result) { appended.set_value(static_cast<bool>(result)); });
  ASSERT_TRUE(appended.get_future().get());
  t.close();
  const std::set<std::uint64_t> all_short{short_turn_here()};
  for (const WriteStep step : {WriteStep::kRecorded, WriteStep::kPublished, WriteStep::kAnchored}) {
    EXPECT_EQ(seen[step], all_short) << static_cast<int>(step);
  }
}

}  // namespace
}  // namespace ledger
