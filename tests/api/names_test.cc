// SPDX-License-Identifier: Apache-2.0
#include "api/names.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "api/files.h"
#include "ledger/hash.h"
#include "tests/support/temp_dir.h"

namespace api {
namespace {

class NamesFile : public ::testing::Test {
 protected:
  std::string refusal(const std::string& text) {
    EXPECT_TRUE(write_file(path, text));
    const auto names = Names::open(path);
    return names ? "" : names.error().reason;
  }

  support::TempDir dir;
  std::filesystem::path path = dir.path() / "names.json";
};

NamedEvent some_event() {
  return {
      random_id(), random_hash(), {42, random_hash()}, {{"/payload/holder", std::string(64, 'a')}}};
}

TEST_F(NamesFile, EverythingComesBack) {
  const NamedEvent event = some_event();
  auto names = Names::open(path);
  ASSERT_TRUE(names);
  const auto ledger_id = random_hash();
  ASSERT_TRUE(names->bind(ledger_id));
  const auto id = names->id("департамент");
  names->put_event("order-465", event);
  ASSERT_TRUE(names->save());

  auto again = Names::open(path);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->id("департамент"), id);
  const NamedEvent* kept = again->event("order-465");
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(kept->event_id, event.event_id);
  EXPECT_EQ(kept->digest, event.digest);
  EXPECT_EQ(kept->seen.size, 42u);
  EXPECT_EQ(kept->seen.root, event.seen.root);
  EXPECT_EQ(kept->random, event.random);
  EXPECT_EQ(again->bind(random_hash()).error().reason, "OTHER_LEDGER");
  EXPECT_TRUE(again->bind(ledger_id));
}

TEST_F(NamesFile, IdIsMadeOnceAndEventsAreNoIds) {
  Names names;
  const auto id = names.id("tomsk");
  EXPECT_EQ(names.id("tomsk"), id);
  EXPECT_NE(names.id("tula"), id);
  EXPECT_EQ(names.event("tomsk"), nullptr);
}

TEST_F(NamesFile, OnlyOneAtATimeOpensItToWrite) {
  {
    auto mine = Names::open_to_write(path);
    ASSERT_TRUE(mine) << mine.error().message;
    const auto other = Names::open_to_write(path);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ledger::ErrorCode::kLocked);
    EXPECT_EQ(other.error().where, path.string());
    EXPECT_TRUE(Names::open(path)) << "reading needs no lock";
    ASSERT_TRUE(mine->save());
    const Names moved = *std::move(mine);
    EXPECT_FALSE(Names::open_to_write(path)) << "the lock goes with the names";
  }
  EXPECT_TRUE(Names::open_to_write(path));
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".lock"));
}

TEST_F(NamesFile, LockThatADeadProcessLeftHoldsNobodyUp) {
  ASSERT_TRUE(write_file(path.string() + ".lock", "4194303"));
  EXPECT_TRUE(Names::open_to_write(path));
}

TEST_F(NamesFile, OnlyItsOwnerMayReadIt) {
  auto names = Names::open(path);
  ASSERT_TRUE(names && names->save());
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(NamesFile, MalformedFilesAreRefused) {
  EXPECT_EQ(refusal("{"), "BAD_JSON");
  EXPECT_EQ(refusal("[]"), "BAD_NAMES_FILE");
  EXPECT_EQ(refusal(R"({"ledger_id": 5})"), "BAD_NAMES_FILE");
  EXPECT_EQ(refusal(R"({"ids": []})"), "BAD_NAMES_FILE");
  EXPECT_EQ(refusal(R"({"ids": {"a": "00"}})"), "BAD_NAMES_FILE");
  EXPECT_EQ(refusal(R"({"events": {"a": {}}})"), "BAD_NAMES_FILE");
  EXPECT_EQ(refusal(R"({"events": {"a": 7}})"), "BAD_NAMES_FILE");
  EXPECT_EQ(refusal("{}"), "");
}

TEST(WholeFile, IsReplacedAndNothingIsLeftBeside) {
  support::TempDir dir;
  const auto path = dir.path() / "file";
  ASSERT_TRUE(write_file(path, "one"));
  ASSERT_TRUE(write_file(path, "two"));
  EXPECT_EQ(*read_file(path), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(WholeFile, ErrorsSayWhatIsWrong) {
  support::TempDir dir;
  EXPECT_EQ(read_file(dir.path() / "none").error().reason, "NO_FILE");
  EXPECT_EQ(read_file(dir.path()).error().reason, "FILE_READ");
  EXPECT_EQ(write_file(dir.path() / "no" / "folder", "x").error().reason, "FILE_WRITE");
  ASSERT_TRUE(write_file(dir.path() / "empty", ""));
  EXPECT_EQ(*read_file(dir.path() / "empty"), "");
}

}  // namespace
}  // namespace api
