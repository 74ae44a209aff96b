// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "api/files.h"
#include "tests/support/temp_dir.h"

namespace api {
namespace {

TEST(WriteFile, PutsNoFileInThePlaceOfAPipeOrADevice) {
  const support::TempDir dir;
  const auto pipe = dir.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const auto link = dir.path() / "link";
  std::filesystem::create_symlink("/dev/null", link);
  for (const auto& path : {pipe, link}) {
    const auto written = write_file(path, "receipt");
    ASSERT_FALSE(written) << path;
    EXPECT_EQ(written.error().reason, "FILE_WRITE");
    EXPECT_NE(written.error().message.find("not an ordinary file"), std::string::npos);
  }
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
}

}  // namespace
}  // namespace api
