// SPDX-License-Identifier: Apache-2.0
// The views beside a ledger are a cache: whoever may not open them folds own ones, and damage in
// them is no word about the ledger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "projections/open_views.h"
#include "tests/support/secretary_home.h"
#include "tools/view_folder.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr uid_t kNobody = 65'534;

/// Somebody for whom the folder is closed, as long as it lives.
class Stranger {
 public:
  explicit Stranger(fs::path closed) : closed_(std::move(closed)), root_(::geteuid() == 0) {
    fs::permissions(closed_, root_ ? fs::perms::owner_all : fs::perms::none);
    away_ = root_ ? ::seteuid(kNobody) == 0 : true;
  }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;
  ~Stranger() {
    if (root_ && away_) away_ = ::seteuid(0) != 0;
    EXPECT_FALSE(root_ && away_) << "the test goes on as somebody else";
    fs::permissions(closed_, fs::perms::owner_all);
  }
  bool is_locked_out() const { return away_ && ::eaccess(closed_.c_str(), R_OK) != 0; }

 private:
  fs::path closed_;
  bool root_;
  bool away_ = false;
};

class ViewCache : public ::testing::Test {
 protected:
  /// The views are made, and what was written last time lies in tables.
  ViewCache() {
    for (int i = 0; i < 3; ++i) answer_ = ask();
    EXPECT_EQ(answer_.code, 0) << answer_.err;
    EXPECT_NE(answer_.out, "");
    EXPECT_EQ(answer_.err, "");
  }

  /// Also those of root's group, whose group somebody else still has here.
  static void let_others_read(const fs::path& path) {
    fs::permissions(path,
                    fs::perms::others_read | fs::perms::others_exec | fs::perms::group_read |
                        fs::perms::group_exec,
                    fs::perm_options::add);
  }
  Finished ask() const {
    return home.run({"obligations", "-d", "ledger", "--on", "2026-01-20", "--json"});
  }
  fs::path views() const { return home.path("ledger/views"); }
  fs::path kept() const { return projections::damaged_views(views()); }

  std::vector<fs::path> files(const std::string& part) const {
    std::vector<fs::path> out;
    for (const auto& item : fs::directory_iterator(views())) {
      if (item.path().filename().string().find(part) != std::string::npos) {
        out.push_back(item.path());
      }
    }
    return out;
  }
  /// Other bytes all over the file but for its last part, in which a table keeps its index.
  static void spoil(const fs::path& path, std::uintmax_t kept_bytes) {
    const auto size = fs::file_size(path);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    for (std::uintmax_t at = 0; at + kept_bytes < size; at += 64) {
      file.seekp(static_cast<std::streamoff>(at));
      file.put('\x5a');
    }
  }
  void expect_folded_anew() {
    const Finished healed = ask();
    EXPECT_EQ(healed.code, 0) << healed.err;
    EXPECT_EQ(healed.out, answer_.out);
    EXPECT_THAT(healed.err, HasSubstr("folded anew"));
    EXPECT_THAT(healed.err, HasSubstr(kept().filename().string()));
    EXPECT_TRUE(fs::exists(kept()));
    const Finished after = ask();
    EXPECT_EQ(after.code, 0) << after.err;
    EXPECT_EQ(after.out, answer_.out);
    EXPECT_EQ(after.err, "") << "once is enough";
  }

  SecretaryHome home;
  Finished answer_;
};

TEST_F(ViewCache, ViewsThatSomebodyMayNotReadDoNotKeepThemFromAnAnswer) {
  let_others_read(home.dir.path());
  let_others_read(home.path("ledger"));
  for (const auto& item : fs::directory_iterator(home.path("ledger"))) let_others_read(item.path());
  for (const auto& item : fs::directory_iterator(home.path("ledger/log"))) {
    let_others_read(item.path());
  }
  const auto files_before = files("").size();
  const auto events = static_cast<std::uint64_t>(home.size());
  Session session;
  {
    const Stranger stranger(views());
    if (!stranger.is_locked_out()) return;  // on this machine everybody may read everything
    const auto opened = ViewFolder::open(session, home.path("ledger"));
    ASSERT_TRUE(opened) << opened.error().reason << ": " << opened.error().message;
    const auto reader = (*opened)->reader();
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ(reader->position(), events);
  }
  EXPECT_EQ(files("").size(), files_before);
  EXPECT_FALSE(fs::exists(kept()));
}

TEST_F(ViewCache, ViewsWithoutTheirManifestAreFoldedAnew) {
  for (const auto& file : files("MANIFEST-")) spoil(file, 0);
  expect_folded_anew();
}

TEST_F(ViewCache, ViewsWithoutTheFileThatNamesTheOthersAreFoldedAnew) {
  fs::remove(views() / "CURRENT");
  expect_folded_anew();
}

TEST_F(ViewCache, DamageThatOnlyReadingARowShowsIsNoEvidenceOfTampering) {
  ASSERT_FALSE(files(".sst").empty());
  for (const auto& file : files(".sst")) spoil(file, fs::file_size(file) / 2);
  expect_folded_anew();
}

TEST_F(ViewCache, FolderOfSomethingElseIsKeptAside) {
  fs::remove_all(views());
  fs::create_directory(views());
  std::ofstream(views() / "letter.txt") << "not a view";
  expect_folded_anew();
  EXPECT_TRUE(fs::exists(kept() / "letter.txt"));
}

TEST_F(ViewCache, ServerStartsOverDamagedViewsAndSaysSoInOneLine) {
  for (const auto& file : files("MANIFEST-")) spoil(file, 0);
  support::Process server(home.command({"serve", "-d", "ledger", "--listen", "127.0.0.1:0"}));
  server.wait_for_lines(1);
  server.signal(SIGTERM);
  const Finished done = server.finish();
  EXPECT_EQ(done.code, 0) << done.err;
  const auto first = done.err.find("folded anew");
  EXPECT_NE(first, std::string::npos) << done.err;
  EXPECT_EQ(done.err.find("folded anew", first + 1), std::string::npos);
  EXPECT_TRUE(fs::exists(kept()));
}

}  // namespace
}  // namespace tools
