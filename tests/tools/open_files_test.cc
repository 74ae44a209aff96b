// SPDX-License-Identifier: Apache-2.0
// Connections leave room for the files of the database.
#include "tools/open_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace {

using tools::kOtherFiles;

rlimit open_files() {
  rlimit limit{};
  EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  return limit;
}

TEST(OpenFiles, ConnectionsNeverTakeTheFilesOfTheDatabase) {
  EXPECT_EQ(tools::connections_within(20'000, 10'000), 10'000U);
  EXPECT_EQ(tools::connections_within(10'000, 10'000), 10'000U - kOtherFiles);
  EXPECT_EQ(tools::connections_within(1'024, 10'000), 512U);
  EXPECT_EQ(tools::connections_within(1'024, 100), 100U);
  EXPECT_EQ(tools::connections_within(0, 10), 1U);
  EXPECT_EQ(tools::connections_within(RLIM_INFINITY, 10'000), 10'000U);
}

TEST(OpenFiles, TheLimitOfTheShellIsRaisedAsFarAsTheSystemPermits) {
  const rlimit before = open_files();
  const rlimit low{256, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  const std::size_t room = tools::make_room_for_connections(1'000);
  const rlimit after = open_files();
  EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(after.rlim_max, before.rlim_max);
  EXPECT_GT(after.rlim_cur, 256U) << "the hard limit is higher";
  EXPECT_EQ(room, tools::connections_within(after.rlim_cur, 1'000));
  if (before.rlim_max > 2 * kOtherFiles) {
    EXPECT_EQ(room, 1'000U);
  }
}

}  // namespace
