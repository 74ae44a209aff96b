// SPDX-License-Identifier: Apache-2.0
// letopis bisect: what it says of two copies is no more than what it compared.
#include <gmock/gmock.h>

#include "tests/support/bundle_fixture.h"
#include "tests/support/tool_fixture.h"

namespace support {
namespace {

using testing::HasSubstr;

TEST_F(Bundle, BisectSaysThatItComparedTilesAndWithThoroughNamesTheEditedEntry) {
  const tools::ToolHome home;
  write_files(files(), home.path("a"));
  Files edited = files();
  flip(edited.at("tile/entries/000"), 4000);
  write_files(edited, home.path("b"));
  const Finished quick = home.run({"bisect", "a", "b"});
  EXPECT_EQ(quick.code, 0) << quick.out;
  EXPECT_THAT(quick.out, HasSubstr("Only the tiles"));
  const Finished thorough = home.run({"bisect", "a", "b", "--thorough"});
  EXPECT_EQ(thorough.code, 1) << thorough.out;
  EXPECT_THAT(thorough.out, HasSubstr("They differ at event"));
  const Finished same = home.run({"bisect", "a", "a", "--thorough"});
  EXPECT_EQ(same.code, 0) << same.out;
  EXPECT_EQ(same.out.find("Only the tiles"), std::string::npos) << same.out;
}

TEST_F(Bundle, BisectOfTheTwoFacesOfAServerNamesTheEventAtWhichTheyPart) {
  const tools::ToolHome home;
  write_files(files(), home.path("a"));
  const auto disk = fresh();
  *disk->entries[600] = *disk->entries[601];
  rewrite_history(disk, true);
  ledger::LogReader other(open_memory_store(disk));
  ASSERT_TRUE(other.load());
  api::ExportOptions options;
  options.dir = home.path("b");
  ASSERT_TRUE(api::export_bundle(other.view(), identity(), options));
  for (const bool thorough : {false, true}) {
    std::vector<std::string> arguments{"bisect", "a", "b"};
    if (thorough) arguments.push_back("--thorough");
    const Finished done = home.run(arguments);
    EXPECT_EQ(done.code, 1) << done.out;
    EXPECT_THAT(done.out, HasSubstr("They differ at event 600"));
  }
}

TEST_F(Bundle, BisectAndDiffOfARangeAreRefusedAndFindNoDifference) {
  const tools::ToolHome home;
  write_files(files(), home.path("whole"));
  api::ExportOptions options;
  options.from = 57;
  ASSERT_TRUE(export_to(home.path("range"), options));
  const std::vector<std::vector<std::string>> commands{
      {"bisect", "range", "range"}, {"bisect", "whole", "range"}, {"diff", "range"}};
  for (const auto& command : commands) {
    const Finished done = home.run(command);
    EXPECT_EQ(done.code, 2) << command[0] << done.out;
    EXPECT_THAT(done.err, HasSubstr("RANGE_BUNDLE")) << command[0];
  }
}

}  // namespace
}  // namespace support
