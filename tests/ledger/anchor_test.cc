// SPDX-License-Identifier: Apache-2.0
#include "ledger/anchor.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ledger {
namespace {

namespace fs = std::filesystem;

class AnchorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "anchor.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    dir_ = name;
    path_ = dir_ / "state" / "anchor";
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string bytes() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void overwrite(const std::string& content) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << content;
  }

  fs::path dir_;
  fs::path path_;
};

TEST_F(AnchorTest, ANewAnchorHoldsNothing) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  EXPECT_FALSE(anchor->note());
}

TEST_F(AnchorTest, AMissingAnchorIsNotFoundUnlessCreated) {
  const auto anchor = Anchor::open(path_, false);
  ASSERT_FALSE(anchor);
  EXPECT_EQ(anchor.error().reason, "NO_ANCHOR");
}

TEST_F(AnchorTest, AnEmptiedFileIsDamagedUnlessANewAnchorIsAskedFor) {
  ASSERT_TRUE(Anchor::open(path_, true)->write("first"));
  overwrite("");
  const auto opened = Anchor::open(path_, false);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "ANCHOR_DAMAGED");
  EXPECT_FALSE(read_anchor(path_));
  EXPECT_TRUE(Anchor::open(path_, true));
}

TEST_F(AnchorTest, ANewAnchorThatHoldsNothingIsOpenedAgain) {
  ASSERT_TRUE(Anchor::open(path_, true));
  const auto again = Anchor::open(path_, false);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->note());
  EXPECT_FALSE(*read_anchor(path_));
}

TEST_F(AnchorTest, OfTwoWritersOnlyTheOneWhoseCheckpointItHoldsGoesOn) {
  auto first = Anchor::open(path_, true);
  ASSERT_TRUE(first->write("1\n\nsigned"));
  auto second = Anchor::open(path_, false);
  ASSERT_TRUE(second->write("1\n\nsigned, cosigned"));  // the same checkpoint, once more
  ASSERT_TRUE(first->write("2 of the first\n\nsigned"));
  const auto refused = second->write("2 of the second\n\nsigned");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kBehind);
  EXPECT_EQ(refused.error().reason, "ANCHOR_TAKEN");
  EXPECT_EQ(**read_anchor(path_), "2 of the first\n\nsigned");
  EXPECT_TRUE(first->write("3\n\nsigned"));
}

TEST_F(AnchorTest, AFileThatWasReplacedOrTakenAwayIsNotWrittenToAnyMore) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor->write("first"));
  fs::rename(path_, dir_ / "kept");
  EXPECT_EQ(anchor->write("second").error().reason, "ANCHOR_TAKEN");
  ASSERT_TRUE(Anchor::open(path_, true)->write("first"));
  EXPECT_EQ(anchor->write("second").error().reason, "ANCHOR_TAKEN");
  EXPECT_EQ(**read_anchor(dir_ / "kept"), "first");
}

TEST_F(AnchorTest, TheNewestOfManyWritesIsReadBack) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(anchor->write("note " + std::to_string(i)));
  EXPECT_EQ(**read_anchor(path_), "note 4");
  EXPECT_EQ(*Anchor::open(path_, false)->note(), "note 4");
}

TEST_F(AnchorTest, ATornWriteLeavesThePreviousCheckpoint) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  ASSERT_TRUE(anchor->write("first"));
  const std::string before = bytes();
  ASSERT_TRUE(anchor->write("second"));
  const std::string after = bytes();
  std::string old = before;
  old.resize(after.size(), '\0');
  for (std::size_t cut = 0; cut < 64; ++cut) {
    std::string torn = old;
    torn.replace(0, cut, after, 0, cut);
    overwrite(torn);
    const auto note = read_anchor(path_);
    ASSERT_TRUE(note) << cut;
    EXPECT_TRUE(**note == "first" || (**note == "second" && torn == after)) << cut;
  }
}

TEST_F(AnchorTest, ASlotThatIsNotWholeOrNotTheOneBeforeIsNamed) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  EXPECT_FALSE(inspect_anchor(path_)->bad_slot);
  ASSERT_TRUE(anchor->write("first"));
  EXPECT_FALSE(inspect_anchor(path_)->bad_slot) << "the other was never written";
  const std::string after_first = bytes();
  ASSERT_TRUE(anchor->write("second"));
  ASSERT_TRUE(anchor->write("third"));
  const std::string whole = bytes();
  EXPECT_FALSE(inspect_anchor(path_)->bad_slot);
  for (const unsigned slot : {0U, 1U}) {
    std::string torn = whole;
    torn[slot * 4096 + 20] ^= 1;
    overwrite(torn);
    EXPECT_EQ(inspect_anchor(path_)->bad_slot, slot);
    EXPECT_EQ(inspect_anchor(path_)->note, slot == 1 ? "second" : "third");
  }
  overwrite(whole.substr(0, 4096) + after_first.substr(4096));  // a slot of an older writing
  EXPECT_EQ(inspect_anchor(path_)->note, "second");
  std::string wiped = whole;
  wiped.replace(0, 4096, 4096, '\0');
  overwrite(wiped);
  EXPECT_EQ(inspect_anchor(path_)->bad_slot, 0U);
}

TEST_F(AnchorTest, BytesInThePaddingOfASlotOrBehindBothAreToldAndHideNothing) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  for (const char* note : {"first", "second", "third"}) ASSERT_TRUE(anchor->write(note));
  const std::string whole = bytes();
  EXPECT_FALSE(inspect_anchor(path_)->foreign_bytes);
  std::vector<std::string> spoilt{whole + "x", whole, whole, whole};
  spoilt[1][4095] ^= 1;
  spoilt[2][8191] ^= 1;
  spoilt[3][200] ^= 1;
  for (const std::string& one : spoilt) {
    overwrite(one);
    const auto reading = inspect_anchor(path_);
    ASSERT_TRUE(reading);
    EXPECT_TRUE(reading->foreign_bytes);
    EXPECT_FALSE(reading->bad_slot);
    EXPECT_EQ(reading->note, "third");
  }
}

TEST_F(AnchorTest, DamageToBothSlotsIsCorruptNotEmpty) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  ASSERT_TRUE(anchor->write("first"));
  ASSERT_TRUE(anchor->write("second"));
  std::string damaged = bytes();
  damaged[20] = static_cast<char>(damaged[20] ^ 1);
  damaged[4096 + 20] = static_cast<char>(damaged[4096 + 20] ^ 1);
  overwrite(damaged);
  const auto note = read_anchor(path_);
  ASSERT_FALSE(note);
  EXPECT_EQ(note.error().reason, "ANCHOR_DAMAGED");
}

TEST_F(AnchorTest, DamageToTheFirstCheckpointOfAllIsCorruptNotEmpty) {
  ASSERT_TRUE(Anchor::open(path_, true)->write("first"));
  std::string damaged = bytes();
  damaged[4096 + 20] = static_cast<char>(damaged[4096 + 20] ^ 1);
  overwrite(damaged);
  EXPECT_EQ(read_anchor(path_).error().reason, "ANCHOR_DAMAGED");
  EXPECT_EQ(Anchor::open(path_, true).error().reason, "ANCHOR_DAMAGED");
}

TEST_F(AnchorTest, ANoteThatDoesNotFitIsRefusedWithItsLimit) {
  auto anchor = Anchor::open(path_, true);
  ASSERT_TRUE(anchor);
  const auto written = anchor->write(std::string(4096, 'x'));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().reason, "NOTE_TOO_LONG");
}

TEST_F(AnchorTest, AnAnchorInsideTheLedgerFolderIsRefused) {
  EXPECT_FALSE(check_anchor_outside(dir_ / "ledger" / "sub" / "anchor", dir_ / "ledger"));
  EXPECT_FALSE(check_anchor_outside(dir_ / "x" / ".." / "ledger" / "anchor", dir_ / "ledger"));
  EXPECT_TRUE(check_anchor_outside(dir_ / "ledger2" / "anchor", dir_ / "ledger"));
}

}  // namespace
}  // namespace ledger
