// SPDX-License-Identifier: Apache-2.0
// A failing disk under a log at work: the batch is lost, or is there but reported as failed; the
// writer opens the store again, finds out which, answers accordingly and goes on.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <future>

#include "ledger/anchor.h"
#include "ledger/checkpoint.h"
#include "ledger/log.h"
#include "ledger/verify.h"
#include "tests/support/file_faults.h"
#include "tests/support/sample_ledger.h"

namespace ledger {
namespace {

using support::Draft;
using support::NthFault;
using support::SampleLedger;
using support::StoreFault;
using support::TestKey;
using support::TestLedger;

class LogFaults : public ::testing::TestWithParam<TestLedger::Where> {
 protected:
  void SetUp() override {
    t.faults = &faults;
    t.create();
    ASSERT_TRUE(t.log->append({t.sign(t.organisation(1))}));
  }

  void fail_next_append(StoreFault fault) {
    t.disk->next_write = fault;
    const bool persist = fault == StoreFault::kPersistAndFail;
    faults.arm({.nth = 0,
                .fault = {EIO, persist ? FaultExtent::kEverything : FaultExtent::kNothing},
                .ending = ".log",
                .writes = !persist,
                .syncs = persist});
  }
  AppendResult append(const Draft& draft) { return t.log->append({t.sign(draft)}); }
  std::string refusal(const Draft& draft) {
    const auto result = append(draft);
    return result ? "accepted" : result.error().reason;
  }

  /// Closes, verifies every byte against the anchor, opens again.
  void expect_sound() {
    t.close();
    auto options = t.options();
    ASSERT_TRUE(options);
    VerifyOptions verify;
    verify.admission = options->admission.get();
    verify.anchored_note = **read_anchor(options->anchor);
    verify.threads = 1;
    const auto report = verify_ledger(*options->store, verify);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->ok() && report->anchored)
        << (report->faults.empty() ? "" : report->faults[0].message);
    EXPECT_EQ(report->last_good->size, report->size);
    options->store.reset();
    ASSERT_TRUE(t.open());
  }

  NthFault faults;
  SampleLedger t{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, LogFaults,
                         ::testing::Values(TestLedger::Where::kMemory, TestLedger::Where::kRocks),
                         [](const auto& store) {
                           return store.param == TestLedger::Where::kMemory ? "Memory" : "Rocks";
                         });

TEST_P(LogFaults, ALostBatchIsToldAndTheSameBatchCanBeSentAgain) {
  const auto event = t.sign(t.organisation(2));
  fail_next_append(StoreFault::kLose);
  const auto lost = t.log->append({event});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().reason, "NOT_WRITTEN");
  EXPECT_EQ(lost.error().code, ErrorCode::kIo);
  EXPECT_EQ(t.log->view().size(), 2u);
  EXPECT_FALSE(t.log->stopped());
  const auto again = t.log->append({event});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->at(0).index, 2u);
  EXPECT_FALSE(again->at(0).repeated);
  expect_sound();
}

TEST_P(LogFaults, ABatchThatIsThereAlthoughItWasReportedAsFailedIsAcknowledged) {
  const auto event = t.sign(t.organisation(2));
  fail_next_append(StoreFault::kPersistAndFail);
  const auto kept = t.log->append({event});
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->at(0).index, 2u);
  EXPECT_FALSE(kept->at(0).repeated);
  EXPECT_EQ(t.log->view().size(), 3u);
  EXPECT_TRUE(t.log->append({event})->at(0).repeated);
  EXPECT_EQ(append(t.organisation(3))->at(0).index, 3u);
  expect_sound();
}

TEST_P(LogFaults, WhatWasDecidedForALostBatchIsForgotten) {
  const TestKey added(40);
  const auto introduction = [&] { return t.key_introduced(added, t.operator_hex, R"("ACT")", 40); };
  Draft by_added = t.organisation(2);
  by_added.author = &added;
  by_added.capacity = t.capacity("SECRETARY", t.operator_hex);
  const auto expecting = [&](std::uint64_t number, std::uint64_t version) {
    Draft draft = t.organisation(number);
    draft.extra = fmt::format(R"(,"expected":{{"subject":{{"kind":"REGISTRY","id":"{}"}},)"
                              R"("version":{}}})",
                              std::string(32, '0'), version);
    return draft;
  };
  fail_next_append(StoreFault::kLose);
  ASSERT_EQ(t.log->append({t.sign(introduction()), t.sign(t.organisation(9))}).error().reason,
            "NOT_WRITTEN");
  EXPECT_EQ(refusal(by_added), "KEY_UNKNOWN");
  EXPECT_EQ(refusal(expecting(3, 4)), "STALE_VERSION");
  EXPECT_EQ(refusal(expecting(3, 2)), "accepted");
  EXPECT_EQ(refusal(introduction()), "accepted") << "not KEY_KNOWN";
  expect_sound();
}

TEST_P(LogFaults, EverySubmissionOfALostGroupIsTold) {
  std::promise<void> hold;
  std::shared_future<void> held(hold.get_future());
  std::promise<void> reached;
  t.log->submit({t.sign(t.organisation(2))}, [&reached, held](AppendResult) {
    reached.set_value();
    held.wait();
  });
  reached.get_future().wait();
  std::vector<std::future<std::string>> answers;
  for (std::uint64_t n = 3; n < 8; ++n) {
    auto answer = std::make_shared<std::promise<std::string>>();
    answers.push_back(answer->get_future());
    t.log->submit({t.sign(t.organisation(n))}, [answer](AppendResult result) {
      answer->set_value(result ? "accepted" : result.error().reason);
    });
  }
  fail_next_append(StoreFault::kLose);
  hold.set_value();
  std::size_t accepted = 0;
  for (auto& answer : answers) {
    const std::string told = answer.get();
    EXPECT_TRUE(told == "accepted" || told == "NOT_WRITTEN") << told;
    accepted += told == "accepted" ? 1 : 0;
  }
  EXPECT_LT(accepted, answers.size());
  EXPECT_EQ(t.log->view().size(), 3 + accepted);
  expect_sound();
}

TEST_P(LogFaults, FailuresInARowAreSurvived) {
  std::uint64_t number = 2;
  for (int round = 0; round < 3; ++round) {
    for (const auto fault : {StoreFault::kLose, StoreFault::kPersistAndFail}) {
      fail_next_append(fault);
      const auto result = append(t.organisation(number));
      EXPECT_EQ(bool(result), fault == StoreFault::kPersistAndFail);
      EXPECT_TRUE(result || refusal(t.organisation(number)) == "accepted");
      ++number;
    }
  }
  EXPECT_EQ(t.log->view().size(), number);
  expect_sound();
}

TEST(LogStopped, AStoreThatCannotBeOpenedAgainStopsTheWriterAndReadersGoOn) {
  SampleLedger t(TestLedger::Where::kMemory);
  t.create();
  t.disk->next_write = StoreFault::kPersistAndFail;
  t.disk->cannot_reopen = true;
  const auto event = t.sign(t.organisation(1));
  const auto unknown = t.log->append({event});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, "OPEN_FAILED");
  ASSERT_TRUE(t.log->stopped());
  EXPECT_NE(t.log->stopped()->message.find("disk is gone"), std::string::npos);
  EXPECT_EQ(t.log->append({t.sign(t.organisation(2))}).error().reason, "OPEN_FAILED");
  EXPECT_TRUE(t.log->view().event(0));
  t.disk->cannot_reopen = false;
  ASSERT_TRUE(t.open());
  EXPECT_TRUE(t.log->append({event})->at(0).repeated) << "it was there all the same";
}

/// Each write and each sync of an append and of the checkpoint after it, for each kind of failure.
class LogDiskFaults : public ::testing::TestWithParam<FileFault> {};

TEST_P(LogDiskFaults, WhicheverOperationFailsNothingAcknowledgedIsLostAndTheLogGoesOn) {
  NthFault faults;
  SampleLedger t(TestLedger::Where::kRocks);
  t.faults = &faults;
  t.create();
  std::uint64_t size = 1;
  std::uint64_t number = 1;
  bool hit = true;
  for (std::size_t nth = 0; hit; ++nth) {
    SCOPED_TRACE(nth);
    const auto event = t.sign(t.organisation(number++));
    faults.arm({.nth = nth, .fault = GetParam(), .ending = ".log"});
    const auto first = t.log->append({event});
    hit = faults.seen() > nth;
    faults.disarm();
    ASSERT_TRUE(first || first.error().reason == "NOT_WRITTEN") << first.error().message;
    ASSERT_FALSE(t.log->stopped());
    const auto second = t.log->append({event});
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(second->at(0).index, size);
    EXPECT_EQ(second->at(0).repeated, bool(first));
    ++size;
    ASSERT_EQ(t.log->view().size(), size);
    ASSERT_TRUE(t.log->view().receipt(size - 1));
  }
  EXPECT_GE(number, 4u);  // a write and a sync of the append, a write of the checkpoint
  t.close();
  auto options = t.options();
  ASSERT_TRUE(options);
  const auto report = verify_ledger(*options->store, {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->ok());
  EXPECT_EQ(report->checkpoints_checked, size);
}

std::string fault_name(const ::testing::TestParamInfo<FileFault>& info) {
  const char* extents[] = {"Lost", "Torn", "PersistedButReportedFailed"};
  return extents[static_cast<std::size_t>(info.param.extent)];
}

INSTANTIATE_TEST_SUITE_P(All, LogDiskFaults,
                         ::testing::Values(FileFault{EIO, FaultExtent::kNothing},
                                           FileFault{EIO, FaultExtent::kEverything},
                                           FileFault{ENOSPC, FaultExtent::kHalf}),
                         fault_name);

}  // namespace
}  // namespace ledger
