// SPDX-License-Identifier: Apache-2.0
#include "ledger/log.h"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/merkle.h"
#include "tests/support/test_ledger.h"

namespace ledger {
namespace {

using support::Draft;
using support::TestKey;
using support::TestLedger;

class LogTest : public ::testing::TestWithParam<TestLedger::Where> {
 protected:
  void SetUp() override { t.create(); }

  AppendResult append(const Draft& draft) { return t.log->append({t.sign(draft)}); }
  std::string refusal(const Draft& draft) {
    const auto result = append(draft);
    return result ? "accepted" : result.error().reason;
  }
  std::uint64_t size() { return t.log->view().size(); }
  Draft seen_now(Draft draft) {
    const auto view = t.log->view();
    draft.seen_size = view.size();
    draft.seen_root = to_hex(view.checkpoint().root);
    return draft;
  }

  TestLedger t{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Stores, LogTest,
                         ::testing::Values(TestLedger::Where::kMemory, TestLedger::Where::kRocks),
                         [](const auto& store) {
                           return store.param == TestLedger::Where::kMemory ? "Memory" : "Rocks";
                         });

TEST_P(LogTest, GenesisIsTheFirstEventAndIsPublished) {
  const auto view = t.log->view();
  EXPECT_EQ(view.size(), 1u);
  EXPECT_EQ(view.checkpoint().origin, t.origin);
  const auto entry = view.event(0);
  ASSERT_TRUE(entry);
  EXPECT_EQ(view.checkpoint().root, leaf_hash(entry->entry));
}

TEST_P(LogTest, AnAppendedEventGetsTheNextIndexAndItsExactBodyIsStored) {
  const auto event = t.sign(t.organisation(1));
  const auto result = t.log->append({event});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->at(0).index, 1u);
  EXPECT_FALSE(result->at(0).repeated);
  const auto recorded = t.log->view().event(1);
  ASSERT_TRUE(recorded);
  EXPECT_EQ(parse_entry(recorded->entry)->body, event.body);
}

TEST_P(LogTest, ARetriedEventGetsItsFirstPlaceAlsoAfterReopening) {
  const auto event = t.sign(t.organisation(1));
  ASSERT_TRUE(t.log->append({event}));
  ASSERT_TRUE(append(t.organisation(2)));
  ASSERT_TRUE(t.open());
  const auto again = t.log->append({event});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->at(0).index, 1u);
  EXPECT_TRUE(again->at(0).repeated);
  EXPECT_EQ(size(), 3u);
}

TEST_P(LogTest, ATakenEventIdWithAnotherBodyIsAConflictThatNamesTheFirst) {
  ASSERT_TRUE(append(t.organisation(1)));
  Draft other = t.organisation(2);
  other.id = t.organisation(1).id;
  const auto result = append(other);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kConflict);
  EXPECT_EQ(result.error().reason, "EVENT_ID_TAKEN");
  EXPECT_NE(result.error().message.find("index 1"), std::string::npos);
}

TEST_P(LogTest, TheSameIdTwiceInOneBatchIsARetryOrAConflict) {
  const auto event = t.sign(t.organisation(1));
  const auto twice = t.log->append({event, event});
  ASSERT_TRUE(twice) << twice.error().message;
  EXPECT_EQ(twice->at(1).index, 1u);
  EXPECT_EQ(size(), 2u);
  Draft other = t.organisation(3);
  other.id = t.organisation(4).id;
  EXPECT_FALSE(t.log->append({t.sign(other), t.sign(t.organisation(4))}));
  EXPECT_EQ(size(), 2u);
}

TEST_P(LogTest, ARefusedEventUndoesItsWholeBatch) {
  Draft bad = t.organisation(2);
  bad.seen_size = 99;
  bad.seen_root = to_hex(sha256("x"));
  const TestKey stranger(77);
  bad.author = &stranger;
  const auto result = t.log->append({t.sign(t.organisation(1)), t.sign(bad)});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().where.substr(0, 9), "events[1]");
  EXPECT_EQ(size(), 1u);
  const auto one = append(t.organisation(1));
  ASSERT_TRUE(one);
  EXPECT_EQ(one->at(0).index, 1u);
}

TEST_P(LogTest, AnUnknownKeyIsRefused) {
  const TestKey stranger(77);
  Draft draft = t.organisation(1);
  draft.author = &stranger;
  EXPECT_EQ(refusal(draft), "KEY_UNKNOWN");
}

TEST_P(LogTest, ASignatureOfAnotherLedgerOfTheSameOriginIsRefused) {
  TestLedger other(TestLedger::Where::kMemory);
  other.ledger_id = sha256("another genesis");
  const auto result = t.log->append({other.sign(t.organisation(1))});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "SIGNATURE_INVALID");
}

TEST_P(LogTest, ASignatureForAnotherOriginIsRefused) {
  TestLedger other(TestLedger::Where::kMemory, "ledger.example/other");
  other.ledger_id = t.ledger_id;
  EXPECT_EQ(t.log->append({other.sign(t.organisation(1))}).error().reason, "SIGNATURE_INVALID");
}

TEST_P(LogTest, AMissingOrExtraSignatureIsRefused) {
  auto event = t.sign(t.organisation(1));
  event.signatures.push_back(event.signatures[0]);
  EXPECT_EQ(t.log->append({event}).error().reason, "SIGNATURE_COUNT");
  event.signatures.clear();
  EXPECT_EQ(t.log->append({event}).error().reason, "SIGNATURE_COUNT");
}

TEST_P(LogTest, ASecondGenesisIsRefused) {
  EXPECT_TRUE(t.log->append({t.genesis()})->at(0).repeated);
  Draft draft = t.organisation(1);
  draft.capacity = t.capacity("SECRETARY", t.operator_hex);
  EXPECT_EQ(refusal(draft), "CAPACITY_MISMATCH");
}

TEST_P(LogTest, SeenMustBeACheckpointThatWasPublished) {
  ASSERT_TRUE(append(seen_now(t.organisation(1))));
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(2)), t.sign(t.organisation(3))}));
  Draft wrong_root = seen_now(t.organisation(4));
  wrong_root.seen_root = to_hex(sha256("fork"));
  EXPECT_EQ(refusal(wrong_root), "SEEN_ROOT");
  Draft between = t.organisation(4);
  between.seen_size = 3;  // inside the batch of two
  between.seen_root = to_hex(*t.log->view().root_at(3));
  EXPECT_EQ(refusal(between), "SEEN_UNKNOWN");
  EXPECT_EQ(refusal(seen_now(t.organisation(4))), "accepted");
}

TEST_P(LogTest, AStandingAuthorWhoHasSeenMoreThanWeHoldStopsTheWriter) {
  Draft ahead = t.organisation(1);
  ahead.seen_size = 5;
  ahead.seen_root = to_hex(sha256("future"));
  const TestKey stranger(77);
  Draft by_stranger = ahead;
  by_stranger.author = &stranger;
  EXPECT_EQ(refusal(by_stranger), "SEEN_AHEAD");
  EXPECT_FALSE(t.log->stopped());
  EXPECT_EQ(refusal(ahead), "SEEN_AHEAD");
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(2))}) || t.log->stopped());
  EXPECT_EQ(refusal(t.organisation(3)), "SEEN_AHEAD");
  ASSERT_TRUE(t.open());
  EXPECT_EQ(refusal(t.organisation(3)), "accepted");
}

TEST_P(LogTest, SubjectsOtherThanThePayloadImpliesAreRefused) {
  Draft draft = t.organisation(1);
  draft.subjects = R"([{"kind":"REGISTRY","id":"00000000000000000000000000000000"}])";
  EXPECT_EQ(refusal(draft), "SUBJECTS");
}

TEST_P(LogTest, AReferenceToNothingOrToAnotherTypeIsRefused) {
  const TestKey key(50);
  Draft draft = t.key_introduced(key, t.operator_hex, R"("RECORD")", 50);
  draft.extra = R"(,"basis":[")" + to_hex(sha256("nothing")) + R"("])";
  EXPECT_EQ(refusal(draft), "UNKNOWN_REFERENCE");
  const auto organisation = append(t.organisation(1));
  ASSERT_TRUE(organisation);
  Draft typed = t.key_introduced(key, t.operator_hex, R"("RECORD")", 51);
  typed.payload.insert(typed.payload.size() - 1,
                       R"(,"first_key_evidence":")" + to_hex(organisation->at(0).digest) + "\"");
  EXPECT_EQ(refusal(typed), "UNKNOWN_REFERENCE");
  Draft good = t.key_introduced(key, t.operator_hex, R"("RECORD")", 52);
  good.extra = R"(,"basis":[")" + to_hex(organisation->at(0).digest) + R"("])";
  EXPECT_EQ(refusal(good), "accepted");
}

TEST_P(LogTest, AReferenceToAnEarlierEventOfTheSameBatchResolves) {
  const auto first = t.sign(t.organisation(1));
  Draft second = t.organisation(2);
  second.extra = R"(,"basis":[")" + to_hex(t.digest_of(first)) + R"("])";
  ASSERT_TRUE(t.log->append({first, t.sign(second)}));
  Draft third = t.organisation(3);
  const auto fourth = t.sign(t.organisation(4));
  third.extra = R"(,"basis":[")" + to_hex(t.digest_of(fourth)) + R"("])";
  EXPECT_EQ(t.log->append({t.sign(third), fourth}).error().reason, "UNKNOWN_REFERENCE");
}

TEST_P(LogTest, TheExpectedVersionOfASubjectDecides) {
  const auto expecting = [&](std::uint64_t number, std::uint64_t version) {
    Draft draft = t.organisation(number);
    draft.extra =
        R"(,"expected":{"subject":{"kind":"REGISTRY","id":"00000000000000000000000000000000"},"version":)" +
        std::to_string(version) + "}";
    return draft;
  };
  EXPECT_EQ(refusal(expecting(1, 1)), "accepted");  // genesis is the registry's first event
  EXPECT_EQ(refusal(expecting(2, 1)), "STALE_VERSION");
  EXPECT_EQ(refusal(expecting(2, 2)), "accepted");
  ASSERT_TRUE(t.open());
  EXPECT_EQ(refusal(expecting(3, 2)), "STALE_VERSION");
  EXPECT_EQ(refusal(expecting(3, 3)), "accepted");
}

TEST_P(LogTest, AVersionIsExpectedOnlyOfWhatTheEventIsAboutAndOfNoCluster) {
  const auto expecting = [&](std::uint64_t number, const std::string& kind, const std::string& id) {
    Draft draft = t.organisation(number);
    draft.extra =
        R"(,"expected":{"subject":{"kind":")" + kind + R"(","id":")" + id + R"("},"version":0})";
    return draft;
  };
  EXPECT_EQ(refusal(expecting(1, "CLUSTER", support::hex_for(3, 16))), "EXPECTED_SUBJECT");
  EXPECT_EQ(refusal(expecting(1, "DOCUMENT", support::hex_for(3, 16))), "EXPECTED_SUBJECT");
  EXPECT_EQ(refusal(expecting(1, "ORGANISATION", t.operator_hex)), "EXPECTED_SUBJECT");
}

TEST_P(LogTest, RecordedTimeNeverRunsBackwards) {
  ASSERT_TRUE(append(t.organisation(1)));
  t.clock->now -= 1'000'000;
  ASSERT_TRUE(append(t.organisation(2)));
  const auto view = t.log->view();
  EXPECT_EQ(parse_entry(view.event(1)->entry)->recorded_at_us,
            parse_entry(view.event(2)->entry)->recorded_at_us);
}

TEST_P(LogTest, AClockAnHourBehindRefusesToOpen) {
  ASSERT_TRUE(append(t.organisation(1)));
  t.clock->now -= 3'600'000'001;
  const auto opened = t.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "CLOCK_BEHIND");
}

TEST_P(LogTest, AClockMoreThanAQuarterAheadOfTheLastEntryRefusesToOpenUnlessItIsAccepted) {
  ASSERT_TRUE(append(t.organisation(1)));
  t.clock->now += 92ULL * 86'400'000'000;
  ASSERT_TRUE(t.open());
  t.clock->now += 1;
  const auto opened = t.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "CLOCK_AHEAD");
  t.accept_clock = true;
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(append(t.organisation(2)));
  t.accept_clock = false;
  EXPECT_TRUE(t.open()) << "the last entry is of now";
}

TEST_P(LogTest, ACheckHasNoEffect) {
  const auto event = t.sign(t.organisation(1));
  ASSERT_TRUE(t.log->check({event}));
  EXPECT_EQ(size(), 1u);
  const auto result = t.log->append({event});
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->at(0).repeated);
}

TEST_P(LogTest, WhatACallerAsksOfBodiesIsAskedOnceOfEachAndRefusesOnlyWhatIsNew) {
  const auto old = t.sign(t.organisation(1));
  ASSERT_TRUE(t.log->append({old}));
  std::atomic<int> asked = 0;
  const BodyCheck never = [&](const Body& body) {
    ++asked;
    return Status(refused("NEVER", to_hex(body.event_id()), "payload"));
  };
  const auto again = t.log->check({old}, never);
  ASSERT_TRUE(again) << "it is in the log";
  EXPECT_TRUE(again->at(0).repeated);
  EXPECT_EQ(asked, 1);
  std::promise<AppendResult> answer;
  t.log->submit(
      {old, t.sign(t.organisation(2))},
      [&](AppendResult result) { answer.set_value(std::move(result)); }, never);
  const AppendResult both = answer.get_future().get();
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().reason, "NEVER");
  EXPECT_EQ(both.error().where, "events[1].payload");
  EXPECT_EQ(asked, 3);
  SignedEvent forged = t.sign(t.organisation(3));
  forged.signatures[0].bytes[5] ^= 1;
  EXPECT_EQ(t.log->check({forged}, never).error().reason, "SIGNATURE_INVALID");
  EXPECT_EQ(asked, 3) << "a body that nobody signed is not looked at";
  EXPECT_EQ(size(), 2u);
}

TEST_P(LogTest, AnAppendAnswersWithTheTimeOfTheEntryAlsoWhenItIsRepeated) {
  const auto event = t.sign(t.organisation(1));
  const auto first = t.log->append({event});
  ASSERT_TRUE(first);
  const auto entry = parse_entry(t.log->view().event(1)->entry);
  EXPECT_EQ(first->at(0).recorded_at_us, entry->recorded_at_us);
  t.clock->now += 1'000'000;
  const auto again = t.log->append({event});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->at(0).repeated);
  EXPECT_EQ(again->at(0).recorded_at_us, entry->recorded_at_us);
}

TEST_P(LogTest, ABatchBeyondTheLimitIsRefusedWithTheLimit) {
  std::vector<SignedEvent> events(257, t.sign(t.organisation(1)));
  const auto result = t.log->append(std::move(events));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "BATCH_SIZE");
  EXPECT_NE(result.error().message.find("256"), std::string::npos);
}

TEST_P(LogTest, WhoeverChecksItselfIsAnsweredOnceWhetherTheSubmissionIsSmallOrLarge) {
  for (const std::uint64_t count : {1U, 8U, 9U, 200U}) {
    std::vector<SignedEvent> events;
    for (std::uint64_t i = 0; i < count; ++i)
      events.push_back(t.sign(t.organisation(count * 1'000 + i)));
    std::promise<std::size_t> answer;
    t.log->submit_and_help(std::move(events), [&](AppendResult result) {
      answer.set_value(result ? result->size() : 0);
    });
    EXPECT_EQ(answer.get_future().get(), count);
  }
}

TEST_P(LogTest, AFullQueueAnswersAtOnce) {
  std::vector<SignedEvent> batch(256, t.sign(t.organisation(1)));
  std::promise<void> hold;
  std::shared_future<void> held(hold.get_future());
  std::atomic<int> overloaded = 0;
  std::atomic<int> answered = 0;
  // The first answer blocks the sequencer, so that the queue fills behind it.
  t.log->submit({t.sign(t.organisation(2))}, [&, held](AppendResult) {
    held.wait();
    ++answered;
  });
  for (int i = 0; i < 40; ++i) {
    t.log->submit(batch, [&](AppendResult result) {
      if (!result && result.error().reason == "QUEUE_FULL") ++overloaded;
      ++answered;
    });
  }
  EXPECT_GT(overloaded, 0);
  hold.set_value();
  t.close();
  EXPECT_EQ(answered, 41);
}

TEST_P(LogTest, ReadersFindEventsByIdDigestSubjectAndType) {
  const auto a = append(t.organisation(1));
  const auto b = append(t.organisation(2));
  ASSERT_TRUE(a && b);
  const auto view = t.log->view();
  EXPECT_EQ(**view.find_id(t.id_of(t.organisation(2))), 2u);
  EXPECT_EQ((*view.find_digest(b->at(0).digest))->index, 2u);
  EXPECT_FALSE(*view.find_digest(sha256("nothing")));
  std::vector<std::uint64_t> registry;
  ASSERT_TRUE(
      view.by_subject({SubjectKind::kRegistry, Id{}}, 1, [&](std::uint64_t n, std::uint64_t index) {
        EXPECT_EQ(n, registry.size() + 1);
        registry.push_back(index);
        return true;
      }));
  EXPECT_EQ(registry, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(*view.version_of({SubjectKind::kRegistry, Id{}}), 3u);
  std::vector<std::uint64_t> by_type;
  ASSERT_TRUE(
      view.by_type((*view.find_digest(b->at(0).digest))->payload_type, 0, [&](std::uint64_t index) {
        by_type.push_back(index);
        return true;
      }));
  EXPECT_EQ(by_type, (std::vector<std::uint64_t>{1, 2}));
}

TEST_P(LogTest, AnOldViewDoesNotSeeWhatCameLater) {
  const auto before = t.log->view();
  const auto result = append(t.organisation(1));
  ASSERT_TRUE(result);
  EXPECT_EQ(before.event(1).error().reason, "BEYOND_LOG");
  EXPECT_FALSE(*before.find_digest(result->at(0).digest));
  EXPECT_EQ(*before.version_of({SubjectKind::kRegistry, Id{}}), 1u);
  EXPECT_EQ(before.tile({0, 0, 2}).error().reason, "NO_TILE");
  EXPECT_EQ(before.inclusion(0, 2).error().reason, "BEYOND_LOG");
}

TEST_P(LogTest, AReceiptVerifiesAndNeverChanges) {
  ASSERT_TRUE(append(t.organisation(1)));
  ASSERT_TRUE(append(t.organisation(2)));
  const auto first = t.log->view().receipt(1);
  ASSERT_TRUE(first) << first.error().message;
  for (int i = 3; i < 300; i += 99) {
    std::vector<SignedEvent> batch;
    for (int k = 0; k < 99; ++k) {
      batch.push_back(t.sign(t.organisation(static_cast<std::uint64_t>(i + k))));
    }
    ASSERT_TRUE(t.log->append(std::move(batch)));
  }
  ASSERT_TRUE(t.open());
  const auto later = t.log->view().receipt(1);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->checkpoint, first->checkpoint);
  EXPECT_EQ(later->inclusion, first->inclusion);
  const auto checkpoint = checkpoint_of_note(first->checkpoint);
  EXPECT_EQ(checkpoint->size, 2u);
  EXPECT_TRUE(verify_inclusion(leaf_hash(t.log->view().event(1)->entry), 1, 2, first->inclusion,
                               checkpoint->root));
}

TEST_P(LogTest, TilesOfEverySizeRebuildTheSameRoot) {
  std::uint64_t number = 1;
  for (const std::size_t count : {3u, 250u, 2u, 1u, 255u, 7u}) {
    std::vector<SignedEvent> batch;
    for (std::size_t k = 0; k < count; ++k) batch.push_back(t.sign(t.organisation(number++)));
    ASSERT_TRUE(t.log->append(std::move(batch)));
    Checkpoint before;
    {
      const auto view = t.log->view();
      before = view.checkpoint();
      const auto tree = load_tree(view.store(), view.size());
      ASSERT_TRUE(tree) << tree.error().message;
      EXPECT_EQ(tree->root(), before.root);
      EXPECT_EQ(*view.root_at(view.size()), before.root);
    }
    ASSERT_TRUE(t.open());
    EXPECT_EQ(t.log->view().checkpoint(), before);
  }
}

TEST_P(LogTest, ManyAuthorsAtOnceGetEveryIndexOnce) {
  constexpr int kAuthors = 8;
  constexpr int kEvents = 25;
  std::vector<std::vector<SignedEvent>> prepared(kAuthors);
  for (int a = 0; a < kAuthors; ++a) {
    for (int i = 0; i < kEvents; ++i) {
      prepared[a].push_back(t.sign(t.organisation(static_cast<std::uint64_t>(a * 1000 + i))));
    }
  }
  std::mutex mutex;
  std::set<std::uint64_t> indexes;
  std::vector<std::thread> authors;
  for (auto& events : prepared) {
    authors.emplace_back([&] {
      for (SignedEvent& event : events) {
        const auto result = t.log->append({std::move(event)});
        const std::lock_guard lock(mutex);
        ASSERT_TRUE(result);
        EXPECT_TRUE(indexes.insert(result->at(0).index).second);
      }
    });
  }
  for (std::thread& author : authors) author.join();
  EXPECT_EQ(indexes.size(), static_cast<std::size_t>(kAuthors * kEvents));
  EXPECT_EQ(*indexes.begin(), 1u);
  EXPECT_EQ(*indexes.rbegin(), static_cast<std::uint64_t>(kAuthors * kEvents));
}

TEST_P(LogTest, AnotherCheckpointKeyCannotContinueTheLog) {
  t.close();
  auto options = t.options();
  ASSERT_TRUE(options);
  options->checkpoint_signers[0].key.key = TestKey(99).key;
  const auto opened = Log::open(std::move(*options));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "WRONG_CHECKPOINT_KEY");
}

TEST_P(LogTest, AMissingAnchorRefusesToOpenUnlessANewOneIsAskedFor) {
  t.close();
  std::filesystem::remove(t.dir / "state" / "anchor");
  const auto opened = t.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, "NO_ANCHOR");
  t.new_anchor = true;
  ASSERT_TRUE(t.open());
  t.new_anchor = false;
  ASSERT_TRUE(t.open());
}

TEST(LogOnDisk, AnOldCopyOfTheFolderPutBackRefusesToOpen) {
  namespace fs = std::filesystem;
  TestLedger t(TestLedger::Where::kRocks);
  t.create();
  t.close();
  fs::copy(t.dir / "log", t.dir / "old", fs::copy_options::recursive);
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(1))}));
  t.close();
  fs::remove_all(t.dir / "log");
  fs::rename(t.dir / "old", t.dir / "log");
  const auto opened = t.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kBehind);
}

TEST(LogOnDisk, AForkOfTheSameLengthRefusesToOpen) {
  namespace fs = std::filesystem;
  TestLedger t(TestLedger::Where::kRocks);
  t.create();
  t.close();
  fs::copy(t.dir.path(), fs::path(t.dir.path()) += ".fork", fs::copy_options::recursive);
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(1))}));
  t.close();
  const fs::path fork = fs::path(t.dir.path()) += ".fork";
  fs::rename(t.dir / "state", t.dir / "kept");
  fs::rename(fork / "state", t.dir / "state");
  fs::rename(t.dir / "log", t.dir / "first");
  fs::rename(fork / "log", t.dir / "log");
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(2))}));
  t.close();
  fs::remove_all(t.dir / "state");
  fs::rename(t.dir / "kept", t.dir / "state");
  const auto opened = t.open();
  fs::remove_all(fork);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kBehind);
  EXPECT_NE(opened.error().message.find("another history"), std::string::npos);
}

TEST(LogOnDisk, OfTwoWritersOverCopiesOnlyTheFirstToSignGoesOn) {
  namespace fs = std::filesystem;
  TestLedger t(TestLedger::Where::kRocks), copy(TestLedger::Where::kRocks);
  t.create();
  t.close();
  fs::copy(t.dir / "log", copy.dir / "log", fs::copy_options::recursive);
  fs::create_directory_symlink(t.dir / "state", copy.dir / "state");
  ASSERT_TRUE(t.open());
  ASSERT_TRUE(copy.open()) << "nothing is signed yet";
  ASSERT_TRUE(t.log->append({t.sign(t.organisation(1))}));
  const auto refused = copy.log->append({copy.sign(copy.organisation(2))});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "ANCHOR_TAKEN");
  const auto again = copy.log->append({copy.sign(copy.organisation(4))});
  EXPECT_EQ(again.error().reason, "ANCHOR_TAKEN") << "the writer has stopped";
  EXPECT_EQ((*copy.log->view().store().head()).size, 1u) << "not even recorded";
  EXPECT_TRUE(t.log->append({t.sign(t.organisation(3))}));
}

TEST(LogOnDisk, ASecondWriterIsToldWhoHoldsTheLedger) {
  TestLedger t(TestLedger::Where::kRocks);
  t.create();
  const auto second = t.options();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kLocked);
}

}  // namespace
}  // namespace ledger
