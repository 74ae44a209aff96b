// SPDX-License-Identifier: Apache-2.0
#include "ledger/scratch_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "tests/support/temp_dir.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

/// With a folder for temporary files of its own.
class Scratch : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* before = ::getenv("TMPDIR");
    if (before != nullptr) before_ = before;
    ::setenv("TMPDIR", dir_.path().c_str(), 1);
  }
  void TearDown() override {
    if (before_.empty()) {
      ::unsetenv("TMPDIR");
    } else {
      ::setenv("TMPDIR", before_.c_str(), 1);
    }
  }
  std::ptrdiff_t folders() const {
    return std::distance(fs::directory_iterator(dir_.path()), fs::directory_iterator());
  }

  const support::TempDir dir_;

 private:
  std::string before_;
};

TEST_F(Scratch, WhatAKilledProcessLeftBehindTheNextOneClearsAway) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto made = ScratchFolder::make();
    if (made) std::ofstream((*made)->path() / "much") << "left behind";
    (void)(made ? made->release() : nullptr);  // as a signal would end it
    ::_exit(0);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(folders(), 1);
  const auto made = ScratchFolder::make();
  ASSERT_TRUE(made);
  EXPECT_EQ(folders(), 1);
  EXPECT_FALSE(fs::exists((*made)->path() / "much"));
}

TEST_F(Scratch, OneThatIsInUseIsLeftAloneAndGoneWithItsOwner) {
  {
    const auto first = ScratchFolder::make();
    ASSERT_TRUE(first);
    std::ofstream((*first)->path() / "in use") << "still";
    const auto second = ScratchFolder::make();
    ASSERT_TRUE(second);
    EXPECT_TRUE(fs::exists((*first)->path() / "in use"));
    EXPECT_EQ(folders(), 2);
  }
  EXPECT_EQ(folders(), 0);
}

}  // namespace
}  // namespace ledger
