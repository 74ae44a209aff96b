// SPDX-License-Identifier: Apache-2.0
#include "tests/support/loaded_history.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/paths.h"
#include "tests/support/process.h"

namespace support {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void load(const fs::path& home, const fs::path& letopis) {
  fs::remove_all(home / "demo");
  const char* path = std::getenv("PATH");
  const auto loaded = run({{std::string(kSourceDir) + "/tools/history/load", letopis.string(),
                            (home / "demo").string()},
                           {{"PATH", path == nullptr ? "/usr/bin:/bin" : path},
                            {"LC_ALL", "C.UTF-8"},
                            {"XDG_STATE_HOME", (home / "state").string()}},
                           ""});
  EXPECT_EQ(loaded.code, 0) << loaded.err;
}

}  // namespace

fs::path loaded_history() {
  const fs::path home = fs::path(kBinaryDir) / "history";
  const fs::path letopis = fs::path(kBinaryDir) / "letopis";
  fs::create_directories(home);
  const int lock = ::open((home / "lock").c_str(), O_CREAT | O_RDWR, 0600);
  EXPECT_GE(lock, 0);
  EXPECT_EQ(::flock(lock, LOCK_EX), 0);
  const std::string build = std::to_string(fs::last_write_time(letopis).time_since_epoch().count());
  if (text_of(home / "build") != build) {
    load(home, letopis);
    std::ofstream(home / "build") << build;
  }
  ::close(lock);
  return home / "demo" / "ledger";
}

}  // namespace support
