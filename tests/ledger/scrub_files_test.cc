// SPDX-License-Identifier: Apache-2.0
// Damage done to the table files of an open store, whose caches still hold what was there before.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <set>

#include "ledger/event_check.h"
#include "ledger/kv.h"
#include "ledger/rocks_table_files.h"
#include "ledger/scrub.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/rocks_folder.h"

namespace support {
namespace {

namespace fs = std::filesystem;

class ScrubFiles : public testing::Test {
 protected:
  void SetUp() override {
    CommittedLedger ledger(TestLedger::Where::kRocks);
    ledger.organisations(200);
    ledger.commit();
    ledger.organisations(200);
    ledger.close();  // everything is in table files now
    fs::rename(ledger.folder / "log", dir_ / "log");
    auto opened = open_store(dir_ / "log", Mode::kWrite);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    read_everything();
  }

  /// From the file the first time, from the caches from then on.
  void read_everything() const {
    const auto head = store_->head();
    ASSERT_TRUE(head);
    std::uint64_t read = 0;
    const auto done =
        store_->read(0, head->size, [&](std::uint64_t, std::string_view) { return ++read > 0; });
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_EQ(read, head->size);
  }

  void one_pass(ledger::Scrubber& scrubber) const {
    const std::uint64_t rounds = scrubber.state().rounds;
    while (scrubber.state().rounds == rounds) ASSERT_TRUE(scrubber.step());
  }

  TempDir dir_;
  std::shared_ptr<ledger::EventStore> store_;
};

TEST_F(ScrubFiles, AByteFlippedUnderAnOpenStoreIsFoundInOnePassAlthoughTheCacheHidesIt) {
  std::vector<ledger::Fault> faults;
  ledger::ScrubOptions options;
  options.on_fault = [&](const ledger::Fault& fault) { faults.push_back(fault); };
  ledger::Scrubber scrubber(store_, *ledger::identity_of(*store_), options);
  one_pass(scrubber);
  EXPECT_TRUE(faults.empty()) << faults.front().message;

  std::set<std::string> damaged;
  for (const ledger::TableFile& file : ledger::table_files(*store_)) {
    flip_byte(file.path, 10);  // of the first block
    damaged.insert(file.path.string());
  }
  ASSERT_GT(damaged.size(), 1u);
  read_everything();  // the reader is told nothing
  one_pass(scrubber);
  std::set<std::string> named;
  for (const ledger::Fault& fault : faults) {
    EXPECT_EQ(fault.kind, ledger::FaultClass::kUnreadable);
    EXPECT_EQ(fault.reason, "CHECKSUM_MISMATCH");
    if (fault.structure == "table file") named.insert(fault.field);
  }
  EXPECT_EQ(named, damaged);

  const std::size_t told = faults.size();
  one_pass(scrubber);
  EXPECT_EQ(faults.size(), told) << "each thing is told once";
}

TEST_F(ScrubFiles, EveryByteOfATableFileThatMattersIsCheckedWhereverItLies) {
  const auto files = ledger::table_files(*store_);
  ASSERT_FALSE(files.empty());
  const fs::path copy = dir_ / "copy.sst";
  constexpr std::uint64_t kFooter = 53;  // its handles are padded with bytes that say nothing
  for (const ledger::TableFile& file : files) {
    EXPECT_EQ(file.bytes, fs::file_size(file.path));
    EXPECT_TRUE(ledger::check_table_file(file));
    const std::uint64_t step = std::max<std::uint64_t>(file.bytes / 40, 1);
    for (std::uint64_t at = 0; at + kFooter < file.bytes; at += step) {
      fs::copy_file(file.path, copy, fs::copy_options::overwrite_existing);
      flip_byte(copy, at);
      const auto sound = ledger::check_table_file({copy, file.bytes});
      EXPECT_FALSE(sound) << file.path << " byte " << at;
    }
  }
}

/// While it lives the process opens no more files.
class NoMoreFiles {
 public:
  NoMoreFiles() {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    const rlimit none{0, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  }
  ~NoMoreFiles() { EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before_), 0); }

 private:
  rlimit before_{};
};

TEST_F(ScrubFiles, ThatNoMoreFilesCanBeOpenedIsNoDamageOfThem) {
  std::vector<ledger::Fault> faults;
  ledger::ScrubOptions options;
  options.on_fault = [&](const ledger::Fault& fault) { faults.push_back(fault); };
  ledger::Scrubber scrubber(store_, *ledger::identity_of(*store_), options);
  const auto files = ledger::table_files(*store_);
  ASSERT_FALSE(files.empty());
  {
    const NoMoreFiles none;
    const auto read = ledger::check_table_file(files.front());
    EXPECT_FALSE(read);
    EXPECT_EQ(read ? "" : read.error().reason, ledger::kOutOfFiles);
    one_pass(scrubber);
  }
  EXPECT_TRUE(faults.empty()) << faults.front().message;
  EXPECT_EQ(scrubber.state().faults, 0U);
  EXPECT_TRUE(ledger::check_table_file(files.front()));
}

TEST_F(ScrubFiles, AFileThatTheStoreHasLeftBehindIsNoDamage) {
  EXPECT_TRUE(ledger::check_table_file({dir_ / "log" / "999999.sst", 1}));
}

}  // namespace
}  // namespace support
