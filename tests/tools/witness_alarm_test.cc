// SPDX-License-Identifier: Apache-2.0
// The alarm that is kept beside the anchor: how long it stands, and what ends it.
#include "tools/witness_alarm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "ledger/anchor.h"
#include "tests/support/temp_dir.h"

namespace tools {
namespace {

using testing::HasSubstr;

const ledger::Error kAhead{ledger::ErrorCode::kBehind, "WITNESS_AHEAD", "the witness\nsaw 9", ""};

class WitnessAlarm : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(ledger::Anchor::open(anchor, true)); }
  void write(const std::string& text) { std::ofstream(anchor.string() + ".alarm") << text; }

  support::TempDir dir;
  const std::filesystem::path anchor = std::filesystem::path(dir.path()) / "anchor";
};

TEST_F(WitnessAlarm, IsToldWithItsReasonAndWhatEndsIt) {
  EXPECT_TRUE(check_no_alarm(anchor));
  ASSERT_TRUE(keep_alarm(anchor, kAhead, 4));
  const auto standing = check_no_alarm(anchor);
  ASSERT_FALSE(standing);
  EXPECT_EQ(standing.error().code, ledger::ErrorCode::kBehind);
  EXPECT_EQ(standing.error().reason, "WITNESS_AHEAD");
  EXPECT_THAT(standing.error().message, HasSubstr("the witness saw 9"));
  EXPECT_THAT(standing.error().message, HasSubstr("refill --known"));
  EXPECT_THAT(standing.error().message, HasSubstr("init --predecessor"));
  EXPECT_EQ(standing.error().where, anchor.string() + ".alarm");
}

TEST_F(WitnessAlarm, EndsWithACheckpointNewerThanWhatHadBeenPublished) {
  ASSERT_TRUE(keep_alarm(anchor, kAhead, 4));
  ASSERT_TRUE(keep_alarm(anchor, kAhead, 2)) << "the first one stands";
  for (const std::uint64_t held : {0, 3, 4}) {
    const auto settled = settle_alarm(anchor, held);
    ASSERT_TRUE(settled);
    EXPECT_FALSE(*settled) << held;
    EXPECT_FALSE(check_no_alarm(anchor));
  }
  const auto settled = settle_alarm(anchor, 5);
  ASSERT_TRUE(settled);
  EXPECT_TRUE(*settled);
  EXPECT_TRUE(check_no_alarm(anchor));
}

TEST_F(WitnessAlarm, FileThatSaysNoSizeStandsWhateverIsHeld) {
  for (const char* text : {"", "WITNESS_FORK\n", "WITNESS_FORK\nmany\nmessage\n"}) {
    write(text);
    const auto settled = settle_alarm(anchor, 1'000'000);
    ASSERT_TRUE(settled);
    EXPECT_FALSE(*settled) << text;
    EXPECT_FALSE(check_no_alarm(anchor));
  }
}

}  // namespace
}  // namespace tools
