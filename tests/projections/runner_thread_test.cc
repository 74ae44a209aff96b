// SPDX-License-Identifier: Apache-2.0
// Views that cannot be read or written any more while they are kept up with the log.
#include "projections/runner_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <future>
#include <optional>
#include <thread>

#include "projections/open_views.h"
#include "tests/support/file_faults.h"
#include "tests/support/identity_ledger.h"
#include "tests/support/temp_dir.h"

namespace projections {
namespace {

using namespace std::chrono_literals;
using support::IdentityLedger;
using support::TempDir;

const ledger::Error kReadDamage = ledger::corrupt("BAD_VIEW_ROW", "a row cannot be read", "facts");

class RenewedViews : public ::testing::Test {
 protected:
  RenewedViews() {
    for (std::uint64_t n = 1; n <= 5; ++n) t.must(t.organisation(n));
    options_.dir = dir_ / "views";
  }

  /// A thread whose views are open already and have caught up.
  void start(ViewsRenewal renewal) {
    auto opened = open_views(options_);
    ASSERT_TRUE(opened) << opened.error().message;
    thread_.emplace(std::shared_ptr<Runner>(std::move(opened->runner)), source_of(*t.test.log),
                    std::move(renewal));
    ASSERT_EQ(thread_->wait(t.size(), 20s).position, t.size());
  }
  ledger::Result<std::unique_ptr<Runner>> opened_anew(const ledger::Error& why) const {
    auto opened = is_view_damage(why) ? open_views_anew(options_, why) : open_views(options_);
    if (!opened) return opened.error();
    return std::move(opened->runner);
  }
  template <typename Condition>
  void until(Condition holds) const {
    while (!holds(thread_->status())) std::this_thread::yield();
  }

  IdentityLedger t;
  TempDir dir_;
  RunnerOptions options_;
  std::optional<RunnerThread> thread_;
};

/// A store that reads nothing any more.
class UnreadableRows : public ledger::KvReader {
 public:
  explicit UnreadableRows(ledger::Error error) : error_(std::move(error)) {}
  ledger::Result<std::optional<std::string>> get(ledger::Family, std::string_view) const override {
    return error_;
  }
  ledger::Status scan(ledger::Family, std::string_view, std::string_view,
                      const ledger::KvVisitor&) const override {
    return error_;
  }
  ledger::Status scan_one(ledger::Family, std::string_view, std::string_view,
                          const ledger::KvVisitor&) const override {
    return error_;
  }
  ledger::Status scan_long(ledger::Family, std::string_view, std::string_view,
                           const ledger::KvVisitor&) const override {
    return error_;
  }
  ledger::Status scan_back(ledger::Family, std::string_view, std::string_view,
                           const ledger::KvVisitor&) const override {
    return error_;
  }

 private:
  ledger::Error error_;
};

TEST(UnreadableViews, WhatTheirStoreCannotReadIsDamageOfTheViewsAndNoWordAboutTheLog) {
  for (const ledger::Error& error :
       {ledger::corrupt("CHECKSUM_MISMATCH", "block 3"), ledger::io_error("READ_FAILED", "EIO")}) {
    const ViewReader reader(std::make_shared<UnreadableRows>(error), 1);
    const auto row = reader.get("facts", "x");
    ASSERT_FALSE(row);
    EXPECT_TRUE(is_view_damage(row.error())) << error.reason;
    const auto rows =
        reader.scan("facts", "", [](std::string_view, std::string_view) { return true; });
    ASSERT_FALSE(rows);
    EXPECT_TRUE(is_view_damage(rows.error())) << error.reason;
  }
  EXPECT_FALSE(is_view_damage(ledger::corrupt("CHECKSUM_MISMATCH", "the log's")));
}

TEST(UnreadableViews, ThatNoMoreFilesCanBeOpenedIsNoDamageOfThem) {
  const ledger::Error error = ledger::io_error(std::string(ledger::kOutOfFiles), "EMFILE");
  const ViewReader reader(std::make_shared<UnreadableRows>(error), 1);
  const auto row = reader.get("facts", "x");
  ASSERT_FALSE(row);
  EXPECT_FALSE(is_view_damage(row.error()));
  EXPECT_EQ(row.error().reason, ledger::kOutOfFiles);
}

TEST_F(RenewedViews, DamageThatAReaderMeetsHasTheViewsFoldedAnew) {
  start({.open = [this](const ledger::Error& why) { return opened_anew(why); }});
  const auto before = thread_->runner()->states();
  thread_->note(kReadDamage);
  until([](const RunnerStatus& now) { return !now.damage; });
  EXPECT_EQ(thread_->status().renewals, 1U);
  EXPECT_TRUE(std::filesystem::exists(damaged_views(options_.dir)));
  ASSERT_NE(thread_->runner(), nullptr);
  EXPECT_EQ(thread_->runner()->states(), before);
  t.must(t.organisation(6));
  EXPECT_EQ(thread_->wait(t.size(), 20s).position, t.size()) << "and they go on";
}

TEST_F(RenewedViews, NobodyReadsThemBeforeTheyAreWhereTheyWere) {
  std::promise<void> asked;
  std::promise<void> go_on;
  start({.open = [&, go = go_on.get_future().share()](const ledger::Error& why) {
    asked.set_value();
    go.wait();
    return opened_anew(why);
  }});
  thread_->note(kReadDamage);
  asked.get_future().wait();
  EXPECT_EQ(thread_->runner(), nullptr);
  EXPECT_EQ(thread_->position(), 0U);
  EXPECT_EQ(thread_->status().damage->reason, "BAD_VIEW_ROW");
  std::atomic<bool> told = false;
  const auto listening = thread_->when_at(0, [&] { told = true; });
  EXPECT_FALSE(told) << "there is nothing to read";
  go_on.set_value();
  while (!told) std::this_thread::yield();
  EXPECT_EQ(thread_->position(), t.size());
  EXPECT_FALSE(thread_->status().damage);
}

TEST_F(RenewedViews, AFolderThatIsStillBeingReadIsOpenedWhenItsReadersHaveGone) {
  start({.open = [this](const ledger::Error& why) { return opened_anew(why); }});
  auto reader = thread_->runner()->reader();
  ASSERT_TRUE(reader);
  thread_->note(kReadDamage);
  until([](const RunnerStatus& now) { return now.failures > 0; });
  EXPECT_EQ(thread_->status().error->reason, "LOCKED");
  EXPECT_TRUE(reader->get("organisations", "x")) << "who reads goes on";
  reader = ledger::not_found("GONE", "");
  until([](const RunnerStatus& now) { return !now.damage; });
  EXPECT_EQ(thread_->position(), t.size());
  EXPECT_EQ(thread_->status().renewals, 1U);
}

TEST_F(RenewedViews, DamageThatComesBackAtOnceIsToldAndNotFoldedAnewAgain) {
  start({.open = [this](const ledger::Error& why) { return opened_anew(why); }, .pause = 1h});
  thread_->note(kReadDamage);
  until([](const RunnerStatus& now) { return !now.damage; });
  thread_->note(kReadDamage);
  t.must(t.organisation(6));
  EXPECT_EQ(thread_->wait(t.size(), 20s).position, t.size());
  EXPECT_TRUE(thread_->status().damage);
  EXPECT_EQ(thread_->status().renewals, 1U);
  EXPECT_NE(thread_->runner(), nullptr) << "what can be read is read";
}

TEST_F(RenewedViews, OtherErrorsOfReadersLeaveTheViewsAlone) {
  start({.open = [this](const ledger::Error& why) { return opened_anew(why); }});
  for (const ledger::Error& error :
       {ledger::corrupt("CHECKSUM_MISMATCH", "the log"), ledger::io_error("READ_FAILED", "a disk"),
        ledger::invalid("BAD_VIEW_ROW", "a question")}) {
    thread_->note(error);
    EXPECT_FALSE(thread_->status().damage) << error.reason;
  }
}

TEST_F(RenewedViews, AWriteThatFailedOnceIsOverWhenThereIsRoomAgain) {
  support::NthFault faults;
  options_.faults = &faults;
  start({.open = [this](const ledger::Error& why) { return opened_anew(why); }});
  faults.arm({.nth = 0, .fault = {.error = ENOSPC}, .ending = ".log", .repeated = true});
  t.must(t.organisation(6));
  until([](const RunnerStatus& now) { return now.failures > 0; });
  faults.disarm();
  until([this](const RunnerStatus& now) { return now.position == t.size() && !now.error; });
  EXPECT_EQ(thread_->status().renewals, 0U);
  EXPECT_FALSE(std::filesystem::exists(damaged_views(options_.dir)));
  thread_.reset();
  options_.faults = nullptr;
}

/// The views' thread over a log, counting its batches.
struct CountedBatches {
  explicit CountedBatches(const std::filesystem::path& dir) {
    RunnerOptions options;
    options.dir = dir;
    auto opened = open_views(options);
    EXPECT_TRUE(opened);
    LogSource source = source_of(*t.test.log);
    thread.emplace(std::shared_ptr<Runner>(std::move(opened->runner)),
                   LogSource{[this, view = source.view] {
                               ++batches;
                               return view();
                             },
                             source.wait});
  }
  IdentityLedger t;
  std::atomic<std::int64_t> batches = 0;
  std::optional<RunnerThread> thread;
};

TEST(ViewBatches, AreTenMillisecondsApartWhileEventsComeInAStreamAndNobodyWaits) {
  const TempDir dir;
  CountedBatches counted(dir / "views");
  ASSERT_EQ(counted.thread->wait(counted.t.size(), 20s).position, counted.t.size());
  const auto began = std::chrono::steady_clock::now();
  const std::int64_t before = counted.batches;
  for (std::uint64_t n = 1; n <= 60; ++n) counted.t.must(counted.t.organisation(n));
  const std::int64_t batches = counted.batches - before;
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_LE(batches, took / 10ms + 2);
  EXPECT_EQ(counted.thread->wait(counted.t.size(), 20s).position, counted.t.size());
}

}  // namespace
}  // namespace projections
