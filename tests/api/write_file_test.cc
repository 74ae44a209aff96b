// SPDX-License-Identifier: Apache-2.0
// Where write_file() puts its bytes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "api/files.h"
#include "tests/support/temp_dir.h"

namespace api {
namespace {

TEST(WriteFile, PipeIsWrittenIntoAndStaysAPipe) {
  const support::TempDir dir;
  const std::filesystem::path pipe = dir.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  ASSERT_TRUE(write_file(pipe, "протокол"));
  EXPECT_TRUE(std::filesystem::is_fifo(pipe)) << "no file in its place";
  std::string told(100, '\0');
  const ssize_t n = ::read(reader, told.data(), told.size());
  ::close(reader);
  ASSERT_GT(n, 0);
  EXPECT_EQ(told.substr(0, static_cast<std::size_t>(n)), "протокол");
}

TEST(WriteFile, FileIsReplacedAsAWhole) {
  const support::TempDir dir;
  const std::filesystem::path file = dir.path() / "minutes.txt";
  ASSERT_TRUE(write_file(file, "прежнее, длиннее"));
  ASSERT_TRUE(write_file(file, "новое"));
  const auto bytes = read_file(file);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*bytes, "новое");
}

}  // namespace
}  // namespace api
