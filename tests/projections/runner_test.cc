// SPDX-License-Identifier: Apache-2.0
#include "projections/runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <map>
#include <random>
#include <thread>

#include "projections/governance/preview.h"
#include "projections/internal/fold_batch.h"
#include "projections/internal/row_store.h"
#include "projections/keys_view.h"
#include "projections/runner_thread.h"
#include "tests/support/bodies.h"
#include "tests/support/identity_ledger.h"
#include "tests/support/random_catalogue.h"
#include "tests/support/random_history.h"
#include "tests/support/reference_views.h"
#include "tests/support/seeds.h"

namespace projections {
namespace {

namespace fs = std::filesystem;
using ledger::Scope;
using ledger::ScopeKind;
using support::IdentityLedger;
using support::RandomCatalogue;
using support::RandomHistory;
using support::ReferenceView;
using support::RowMap;
using support::TempDir;

RowMap rows_of(const ViewReader& reader, std::string_view view) {
  RowMap rows;
  const auto scanned = reader.scan(view, "", [&](std::string_view key, std::string_view value) {
    EXPECT_TRUE(rows.emplace(key, value).second) << "a key came twice";
    return true;
  });
  EXPECT_TRUE(scanned);
  return rows;
}

std::unique_ptr<Runner> open_runner(const fs::path& dir, std::uint64_t batch = 256) {
  RunnerOptions options;
  options.dir = dir;
  options.batch_events = batch;
  auto runner = Runner::open(options);
  if (!runner) ADD_FAILURE() << runner.error().message;
  return std::move(*runner);
}

/// Puts every value in one row and removes it again: any bytes as keys.
class EchoView : public View {
 public:
  explicit EchoView(std::uint32_t version = 1) : version_(version) {}
  std::string_view name() const override { return "echo"; }
  std::uint32_t version() const override { return version_; }
  void fold(const Event& event, RowWriter& rows) const override {
    const std::string number = std::to_string(event.index + version_);
    rows.put(std::string(event.index % 3, '\0'), number);
    rows.put(std::string(event.index % 3, '\0') + "\xff", number);
    rows.put("same", "the same");
    if (event.index % 4 == 3) rows.erase(std::string(1, '\0'));
  }

 private:
  std::uint32_t version_;
};

class RunnerTest : public ::testing::Test {
 protected:
  void grow(unsigned steps, std::uint64_t seed) {
    RandomHistory history(t, seed);
    for (unsigned i = 0; i < steps; ++i) history.step();
  }
  RunnerOptions echo(std::uint32_t version = 1) const {
    RunnerOptions options;
    options.dir = dir / "echo";
    options.views = {std::make_shared<EchoView>(version)};
    return options;
  }

  IdentityLedger t;
  TempDir dir;
};

TEST(RunnerOpen, OfManyThatMakeTheSameStoreAtOnceEachHasItOrIsToldThatItIsLocked) {
  for (int round = 0; round < 10; ++round) {
    const TempDir dir;
    std::vector<std::string> reasons(4);
    std::vector<std::thread> openers;
    for (std::string& reason : reasons) {
      openers.emplace_back([&reason, path = dir / "views"] {
        RunnerOptions options;
        options.dir = path;
        const auto runner = Runner::open(options);
        reason = runner ? "open" : runner.error().reason;
      });
    }
    for (std::thread& opener : openers) opener.join();
    EXPECT_GT(std::count(reasons.begin(), reasons.end(), "open"), 0);
    for (const std::string& reason : reasons) {
      EXPECT_TRUE(reason == "open" || reason == "LOCKED") << reason;
    }
    const auto names = std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator());
    EXPECT_EQ(names, 1) << "what was made in vain is gone";
  }
}

TEST_F(RunnerTest, KeysOfAnyBytesAreReadBackAsOfAnyPosition) {
  grow(20, 1);
  auto runner = Runner::open(echo());
  ASSERT_TRUE(runner);
  ASSERT_TRUE((*runner)->catch_up(t.view()));
  const auto events = support::events_of(t.view());
  ReferenceView reference;
  const EchoView view;
  for (const auto& event : events) {
    reference.fold(view, event);
    const auto reader = (*runner)->reader_at(event.index + 1);
    ASSERT_TRUE(reader);
    ASSERT_EQ(rows_of(*reader, "echo"), reference.rows) << "position " << event.index + 1;
    for (const auto& [key, value] : reference.rows) {
      const auto row = reader->get("echo", key);
      ASSERT_TRUE(row);
      EXPECT_EQ(*row, value);
    }
  }
  EXPECT_EQ((*runner)->states().front().digest, reference.digest);
  const auto nothing = (*runner)->reader_at(0);
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(rows_of(*nothing, "echo").empty());
}

TEST_F(RunnerTest, ShortRowsThatAreKeptCountAsWhatTheyTakeInMemory) {
  struct Row {  // of the table that keeps them, without what the allocator adds
    void* next;
    std::string key;
    std::optional<std::string> value;
    std::size_t hash;
  };
  ledger::KvOptions options;
  options.dir = dir / "rows";
  options.families = internal::families();
  options.create = true;
  const auto stored = ledger::Kv::open(std::move(options));
  ASSERT_TRUE(stored);
  const EchoView view;
  internal::ViewBatch batch(view, **stored, nullptr);
  ledger::KvBatch out;
  const auto events = support::events_of(t.view());
  ASSERT_TRUE(batch.fold(events.front().event(), {}, out));
  EXPECT_GE(batch.bytes(), out.size() * sizeof(Row));
  batch.forget();
  EXPECT_EQ(batch.bytes(), 0u);
}

TEST_F(RunnerTest, AScanContinuesAfterAKeyAndStaysUnderItsPrefix) {
  grow(12, 2);
  auto runner = Runner::open(echo());
  ASSERT_TRUE(runner && (*runner)->catch_up(t.view()));
  const auto reader = (*runner)->reader();
  ASSERT_TRUE(reader);
  const RowMap all = rows_of(*reader, "echo");
  for (const auto& [after, unused] : all) {
    RowMap rest;
    ASSERT_TRUE(reader->scan(
        "echo", "",
        [&](std::string_view key, std::string_view value) {
          return rest.emplace(key, value).second;
        },
        after));
    EXPECT_EQ(rest, RowMap(all.upper_bound(after), all.end()));
  }
  RowMap same;
  ASSERT_TRUE(reader->scan("echo", "sa", [&](std::string_view key, std::string_view value) {
    return same.emplace(key, value).second;
  }));
  EXPECT_EQ(same, (RowMap{{"same", "the same"}}));
}

TEST_F(RunnerTest, AReaderKeepsItsPositionWhileTheViewsGoOn) {
  auto runner = open_runner(dir / "views");
  ASSERT_TRUE(runner->catch_up(t.view()));
  const auto reader = runner->reader();
  ASSERT_TRUE(reader);
  const RowMap before = rows_of(*reader, "keys");
  grow(30, 3);
  ASSERT_TRUE(runner->catch_up(t.view()));
  EXPECT_EQ(rows_of(*reader, "keys"), before);
  EXPECT_EQ(reader->position(), 1u);
  runner.reset();
  EXPECT_EQ(rows_of(*reader, "keys"), before) << "the reader keeps the store open";
}

TEST_F(RunnerTest, APositionThatIsNotThereYetIsNotFound) {
  auto runner = open_runner(dir / "views");
  ASSERT_TRUE(runner->catch_up(t.view()));
  const auto reader = runner->reader_at(2);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().reason, "BEYOND_VIEW");
}

TEST_F(RunnerTest, AnotherVersionOfAViewIsFoldedAnew) {
  grow(10, 4);
  {
    auto runner = Runner::open(echo(1));
    ASSERT_TRUE(runner && (*runner)->catch_up(t.view()));
  }
  auto runner = Runner::open(echo(2));
  ASSERT_TRUE(runner);
  EXPECT_EQ((*runner)->position(), 0u);
  ASSERT_TRUE((*runner)->catch_up(t.view()));
  ReferenceView reference;
  for (const auto& event : support::events_of(t.view())) reference.fold(EchoView(2), event);
  const auto reader = (*runner)->reader();
  ASSERT_TRUE(reader);
  EXPECT_EQ(rows_of(*reader, "echo"), reference.rows);
  EXPECT_EQ((*runner)->states().front().digest, reference.digest);
}

TEST_F(RunnerTest, AnotherListOfViewsIsFoldedAnewAndLeavesNoRowOfTheOldOne) {
  grow(10, 5);
  RunnerOptions both = echo();
  both.views.push_back(std::make_shared<KeysView>());
  RunnerOptions keys = both;
  keys.views.erase(keys.views.begin());
  {
    auto runner = Runner::open(both);
    ASSERT_TRUE(runner && (*runner)->catch_up(t.view()));
    EXPECT_EQ((*runner)->position(), t.size());
    EXPECT_FALSE(rows_of(*(*runner)->reader(), "echo").empty());
  }
  {
    auto runner = Runner::open(both);
    ASSERT_TRUE(runner);
    EXPECT_EQ((*runner)->position(), t.size()) << "the same list goes on where it was";
  }
  auto runner = Runner::open(keys);
  ASSERT_TRUE(runner);
  EXPECT_EQ((*runner)->position(), 0u);
  EXPECT_EQ((*runner)->digest_at("echo", 1)->has_value(), false);
  ASSERT_TRUE((*runner)->catch_up(t.view()));
  const auto reader = (*runner)->reader();
  ASSERT_TRUE(reader);
  EXPECT_TRUE(rows_of(*reader, "echo").empty());
  ReferenceView reference;
  for (const auto& event : support::events_of(t.view())) reference.fold(KeysView(), event);
  EXPECT_EQ(rows_of(*reader, "keys"), reference.rows);
}

TEST_F(RunnerTest, TheViewsOfAnotherLedgerAreRefused) {
  auto runner = open_runner(dir / "views");
  ASSERT_TRUE(runner->catch_up(t.view()));
  const IdentityLedger other(support::TestLedger::Where::kMemory, "ledger.example/other");
  const auto refused = runner->catch_up(other.view());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "VIEWS_OF_ANOTHER_LEDGER");
}

TEST_F(RunnerTest, AShorterOrDifferentLogIsNoticed) {
  grow(5, 6);
  auto runner = open_runner(dir / "views");
  ASSERT_TRUE(runner->catch_up(t.view()));
  IdentityLedger twin;  // the same genesis
  const auto ahead = runner->catch_up(twin.view());
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().reason, "VIEWS_AHEAD");
  for (std::uint64_t number = 1; twin.size() < t.size(); ++number) {
    twin.must(twin.organisation(number));
  }
  const auto different = runner->catch_up(twin.view());
  ASSERT_FALSE(different);
  EXPECT_EQ(different.error().reason, "VIEWS_DIFFER");
}

std::map<std::string, std::uintmax_t> listing(const fs::path& dir) {
  std::map<std::string, std::uintmax_t> files;
  std::error_code gone;
  for (const auto& file : fs::directory_iterator(dir)) {
    files[file.path().filename()] = fs::file_size(file.path(), gone);
  }
  return files;
}

/// What a process leaves behind that is killed now: its files as they are at one moment. The
/// database tidies up in the background, so a copy during which the folder changed is made again.
void kill_into(const fs::path& from, const fs::path& to) {
  for (int attempt = 0; attempt < 1'000; ++attempt) {
    const auto before = listing(from);
    fs::remove_all(to);
    std::error_code changed;
    fs::copy(from, to, fs::copy_options::recursive, changed);
    if (!changed && listing(from) == before && listing(to) == before) return;
  }
  FAIL() << "the folder never stood still";
}

void expect_equal_to_reference(const Runner& runner, const std::vector<ReferenceView>& reference,
                               const Views& views, std::uint64_t position) {
  const auto reader = runner.reader_at(position);
  ASSERT_TRUE(reader);
  for (std::size_t i = 0; i < views.size(); ++i) {
    ASSERT_EQ(rows_of(*reader, views[i]->name()), reference[i].rows)
        << views[i]->name() << " at position " << position;
  }
}

class RandomHistoryTest : public RunnerTest, public ::testing::WithParamInterface<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Seeds, RandomHistoryTest,
                         ::testing::ValuesIn(support::seeds({11, 12, 13})));

/// Live, killed again and again, and from scratch: the same rows and digests, at every position
/// those of the slow fold. The types of the events that were recorded.
template <typename History>
std::map<std::string, int> live_killed_and_rebuilt(IdentityLedger& t, const fs::path& dir,
                                                   History& history, std::uint64_t seed,
                                                   int steps) {
  std::mt19937_64 random(seed);
  const Views views = all_views();
  auto live = open_runner(dir / "live");
  auto killed = open_runner(dir / "killed-0", 3);
  int kills = 0;
  for (int i = 0; i < steps; ++i) {
    history.step();
    if (random() % 3 == 0) {
      EXPECT_TRUE(live->catch_up(t.view()));
    }
    if (random() % 10 != 0) continue;
    EXPECT_TRUE(killed->catch_up(t.view(), random() % (t.size() + 1)));
    const fs::path before = dir / ("killed-" + std::to_string(kills));
    const fs::path after = dir / ("killed-" + std::to_string(++kills));
    kill_into(before, after);
    killed = open_runner(after, 1 + random() % 7);
  }
  EXPECT_GT(kills, 3);
  EXPECT_TRUE(live->catch_up(t.view()));
  EXPECT_TRUE(killed->catch_up(t.view()));
  auto fresh = open_runner(dir / "fresh");
  EXPECT_TRUE(fresh->catch_up(t.view()));
  EXPECT_EQ(live->states(), killed->states());
  EXPECT_EQ(live->states(), fresh->states());

  std::vector<ReferenceView> reference(views.size());
  std::map<std::string, int> types;
  for (const auto& event : support::events_of(t.view())) {
    ++types[std::string(event.body.payload_name())];
    for (std::size_t i = 0; i < views.size(); ++i) reference[i].fold(*views[i], event);
    if (random() % 8 != 0 && event.index + 1 != t.size()) continue;
    expect_equal_to_reference(*live, reference, views, event.index + 1);
    expect_equal_to_reference(*killed, reference, views, event.index + 1);
  }
  for (std::size_t i = 0; i < views.size(); ++i) {
    EXPECT_EQ(live->states()[i].digest, reference[i].digest) << views[i]->name();
    EXPECT_EQ(*live->rows_digest(views[i]->name()), *fresh->rows_digest(views[i]->name()));
  }
  return types;
}

TEST_P(RandomHistoryTest, LiveFoldKilledFoldAndRebuildAreOne) {
  RecordProperty("seed", static_cast<int>(GetParam()));
  std::printf("seed %llu\n", static_cast<unsigned long long>(GetParam()));
  RandomHistory history(t, GetParam());
  auto types = live_killed_and_rebuilt(t, dir.path(), history, GetParam(), 150);
  EXPECT_GE(types.size(), 15u) << "the history is too poor";
  EXPECT_GE(types["EventCorrected"], 5);
}

/// Histories of every type of event, which the schema itself makes up.
class CatalogueTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  IdentityLedger t{std::make_shared<support::AdmitEverything>(),
                   support::TestLedger::Where::kMemory, "ledger.example/catalogue"};
  TempDir dir;
};

INSTANTIATE_TEST_SUITE_P(Seeds, CatalogueTest, ::testing::ValuesIn(support::seeds({21, 22})));

TEST_P(CatalogueTest, OfEveryTypeOfEventLiveFoldKilledFoldAndRebuildAreOne) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(GetParam()));
  RandomCatalogue history(t, GetParam());
  history.complete();
  const auto types = live_killed_and_rebuilt(t, dir.path(), history, GetParam(), 110);
  for (const auto type : ledger::test::all_payload_types()) {
    EXPECT_TRUE(types.contains(fb::EnumNamePayload(type))) << fb::EnumNamePayload(type);
  }
}

/// What the functions of governance say of a place: every outcome, duty and finding.
std::vector<std::string> told(const Chronicle& chronicle, governance::Date on) {
  std::vector<std::string> out;
  const governance::Council council(chronicle, on);
  const auto duties = governance::obligations(council);
  for (const auto& one : governance::standings(council, duties)) {
    out.push_back(one.kind + " " + one.key + " " + one.state.russian);
  }
  for (const auto& one : governance::findings(chronicle, on)) {
    out.push_back(std::string(one.code()) + " " + to_hex(one.key) + " " + to_hex(one.facts_digest));
  }
  return out;
}

TEST_P(CatalogueTest, WhatIsSaidAtAPositionOnADayIsWhatTheSlowFoldOfThePrefixSays) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(GetParam()));
  RandomCatalogue history(t, GetParam() + 100);
  history.complete();
  for (int i = 0; i < 60; ++i) history.step();
  auto runner = open_runner(dir / "views");
  ASSERT_TRUE(runner->catch_up(t.view()));
  std::mt19937_64 random(GetParam());
  const Scope places[] = {
      {ScopeKind::kCluster, *ledger::fixed_from_hex<ledger::Id>(support::cluster_id(1))},
      {ScopeKind::kRegion, *ledger::fixed_from_hex<ledger::Id>(support::region_id(1))}};
  FoldedFactRows folded;
  std::size_t compared = 0;
  for (const auto& event : support::events_of(t.view())) {
    folded.fold(event.event());
    const std::uint64_t position = event.index + 1;
    if (position < 12 || (random() % 12 != 0 && position != t.size())) continue;
    const auto reader = runner->reader_at(position);
    ASSERT_TRUE(reader);
    const auto on = rules::date(2020 + static_cast<int>(random() % 7), 11, 20);
    for (const Scope& place : places) {
      const auto stored = Chronicle::load(*reader, place);
      const auto slow = Chronicle::load(folded, place, position);
      ASSERT_EQ(static_cast<bool>(stored), static_cast<bool>(slow)) << "position " << position;
      if (!stored) continue;  // its declaration is withdrawn
      const auto said = told(*stored, on);
      EXPECT_EQ(said, told(*slow, on)) << "position " << position;
      compared += said.size();
    }
  }
  EXPECT_GT(compared, 40u) << "the history says too little";
}

TEST_P(RandomHistoryTest, TheKeysViewSaysWhatTheLedgersOwnRegistrySays) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(GetParam()));
  grow(120, GetParam());
  auto runner = open_runner(dir / "views");
  ASSERT_TRUE(runner->catch_up(t.view()));
  const auto reader = runner->reader();
  ASSERT_TRUE(reader);
  const auto entries = all_keys(*reader);
  ASSERT_TRUE(entries);
  ledger::Rows registry;
  for (const auto& event : support::events_of(t.view())) {
    fold_keys(registry, event.body, event.index);
  }
  const auto records = ledger::all_keys(registry);
  ASSERT_EQ(entries->size(), records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const KeyEntry& entry = (*entries)[i];
    EXPECT_EQ(entry.key, records[i].key);
    EXPECT_EQ(entry.kind, records[i].kind);
    EXPECT_EQ(entry.scopes, records[i].scopes);
    EXPECT_EQ(entry.organisation, records[i].organisation);
    EXPECT_EQ(entry.introduced.index, records[i].introduced_at);
    EXPECT_EQ(entry.stands(), records[i].stands());
    EXPECT_EQ(entry.suspect_from(), records[i].suspect_from);
    EXPECT_EQ(entry.ended ? std::optional(entry.ended->source.index) : std::nullopt,
              records[i].ended_at);
  }
}

/// Every write from now on fails.
class FailingWrites : public ledger::FileFaults {
 public:
  ledger::FileFault on_append(std::string_view, std::size_t) override {
    if (!failing) return {};
    return {EIO, ledger::FaultExtent::kHalf};
  }
  ledger::FileFault on_sync(std::string_view) override { return {}; }
  std::atomic<bool> failing = false;
};

TEST_F(RunnerTest, AFailedWriteIsReportedAndTheNextOpeningContinues) {
  grow(20, 7);
  FailingWrites faults;
  RunnerOptions options;
  options.dir = dir / "views";
  options.batch_events = 5;
  options.faults = &faults;
  {
    auto runner = Runner::open(options);
    ASSERT_TRUE(runner && (*runner)->catch_up(t.view(), 7));
    faults.failing = true;
    EXPECT_FALSE((*runner)->catch_up(t.view()));
    EXPECT_EQ((*runner)->position(), 7u);
    faults.failing = false;
  }
  auto runner = Runner::open(options);
  ASSERT_TRUE(runner) << runner.error().message;
  ASSERT_TRUE((*runner)->catch_up(t.view()));
  auto fresh = open_runner(dir / "fresh");
  ASSERT_TRUE(fresh->catch_up(t.view()));
  EXPECT_EQ((*runner)->states(), fresh->states());
}

TEST_F(RunnerTest, ARebuildOfSoundViewsIsEqualAndTakesTheirPlace) {
  grow(20, 8);
  RunnerOptions options;
  options.dir = dir / "views";
  const auto rebuilt = rebuild_views(t.view(), options, false);
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_TRUE(rebuilt->equal);
  EXPECT_TRUE(rebuilt->replaced);
  EXPECT_EQ(open_runner(options.dir)->position(), t.size());
  EXPECT_FALSE(fs::exists(dir / "views.new"));
}

TEST_F(RunnerTest, ARebuildFindsARowThatSomebodyEdited) {
  grow(20, 9);
  RunnerOptions options;
  options.dir = dir / "views";
  ASSERT_TRUE(open_runner(options.dir)->catch_up(t.view()));
  {
    ledger::KvOptions kv_options;
    kv_options.dir = options.dir;
    kv_options.families = projections::internal::families();
    auto kv = ledger::Kv::open(kv_options);
    ASSERT_TRUE(kv);
    std::string key;
    ASSERT_TRUE((*kv)->scan(0, "organisations", "", [&](std::string_view found, std::string_view) {
      key = found;
      return false;
    }));
    ledger::KvBatch batch;
    batch.put(0, key, "\x01 edited");
    ASSERT_TRUE((*kv)->write(batch, true));
  }
  const auto kept = rebuild_views(t.view(), options, false);
  ASSERT_TRUE(kept);
  EXPECT_FALSE(kept->equal);
  EXPECT_FALSE(kept->replaced);
  EXPECT_NE(kept->live[1].rows, kept->fresh[1].rows);
  EXPECT_EQ(kept->live[0], kept->fresh[0]);
  const auto replaced = rebuild_views(t.view(), options, true);
  ASSERT_TRUE(replaced);
  EXPECT_TRUE(replaced->replaced);
  const auto again = rebuild_views(t.view(), options, false);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->equal);
}

TEST_F(RunnerTest, TheDigestOfEveryPositionIsKept) {
  grow(10, 9);
  auto runner = Runner::open(echo());
  ASSERT_TRUE(runner);
  std::vector<ledger::Hash> then{ledger::Hash{}};
  while (then.size() <= t.size()) {
    ASSERT_TRUE((*runner)->catch_up(t.view(), then.size()));
    then.push_back((*runner)->states().front().digest);
  }
  for (std::uint64_t position = 0; position < then.size(); ++position) {
    const auto kept = (*runner)->digest_at("echo", position);
    ASSERT_TRUE(kept);
    EXPECT_EQ(*kept, then[position]) << position;
  }
  EXPECT_EQ(*(*runner)->digest_at("echo", then.size()), std::nullopt);
}

TEST_F(RunnerTest, TheThreadKeepsUpWithTheLog) {
  std::shared_ptr<Runner> shared = open_runner(dir / "views");
  RunnerThread thread(shared, source_of(*t.test.log));
  grow(20, 10);
  const RunnerStatus status = thread.wait(t.size(), std::chrono::seconds(20));
  EXPECT_EQ(status.position, t.size());
  EXPECT_FALSE(status.error.has_value());
}

TEST_F(RunnerTest, TheThreadShowsWhyItDoesNotGetOn) {
  std::shared_ptr<Runner> shared = open_runner(dir / "views");
  ASSERT_TRUE(shared->catch_up(t.view()));
  const IdentityLedger other(support::TestLedger::Where::kMemory, "ledger.example/other");
  RunnerThread thread(shared, source_of(*other.test.log));
  const RunnerStatus status = thread.wait(100, std::chrono::seconds(20));
  ASSERT_TRUE(status.error);
  EXPECT_EQ(status.error->reason, "VIEWS_OF_ANOTHER_LEDGER");
  EXPECT_GE(status.failures, 1u);
}

}  // namespace
}  // namespace projections
