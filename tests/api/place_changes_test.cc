// SPDX-License-Identifier: Apache-2.0
// What is otherwise of places between two positions, over the histories of three regions.
#include "api/place_changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "api/findings_at.h"
#include "api/place_lists.h"
#include "ledger/entry.h"
#include "tests/support/loaded_history.h"

namespace {

using api::ItemChange;
using api::Json;

class PlaceChanges : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto source = api::open_log_source(support::loaded_history().string());
    ASSERT_TRUE(source) << source.error().message;
    auto log = api::project_log(source->log);
    ASSERT_TRUE(log) << log.error().message;
    log_ = std::make_unique<api::ProjectedLog>(std::move(*log));
  }
  static void TearDownTestSuite() { log_.reset(); }

  /// Indexes of the events of a type.
  static std::vector<std::uint64_t> events_of(std::string_view type) {
    std::vector<std::uint64_t> found;
    const auto view = log_->view();
    auto read = view.range(0, view.size(), [&](std::uint64_t index, std::string_view bytes) {
      const auto entry = ledger::parse_entry(bytes);
      const auto body =
          entry ? ledger::check_body(entry->body) : ledger::Result<ledger::Body>(entry.error());
      if (body && body->payload_name() == type) found.push_back(index);
      return true;
    });
    EXPECT_TRUE(read);
    return found;
  }

  /// Changes by events [from, to), both states judged on the last day.
  static api::PlaceChanges between(std::uint64_t from, std::uint64_t to,
                                   const std::optional<ledger::Subject>& only = std::nullopt) {
    const auto day = api::last_day_recorded(*log_, to);
    EXPECT_TRUE(day);
    auto changes =
        api::place_changes_between(*log_, {from, to, *day, *day, api::Language::kEn}, only);
    EXPECT_TRUE(changes) << changes.error().message;
    return std::move(*changes);
  }

  /// Items of one list among the changes of all places.
  static std::vector<ItemChange> of_list(const api::PlaceChanges& changes, std::string_view list) {
    std::vector<ItemChange> out;
    for (const auto& place : changes.places) {
      for (const ItemChange& item : place.items) {
        if (item.list == list) out.push_back(item);
      }
    }
    return out;
  }

  static inline std::unique_ptr<api::ProjectedLog> log_;
};

TEST_F(PlaceChanges, EveryListButFindingsIsComparedByAKey) {
  for (const api::PlaceList& list : api::place_lists()) {
    EXPECT_EQ(api::item_key_members(list.name).empty(), list.name == "findings") << list.name;
  }
}

TEST_F(PlaceChanges, ClosedBallotIsToldWithItsStateBeforeAndAfter) {
  const auto closed = events_of("BallotClosed");
  ASSERT_FALSE(closed.empty());
  const auto ballots = of_list(between(closed[0], closed[0] + 1), "ballots");
  ASSERT_EQ(ballots.size(), 1u);
  const auto& parts = ballots[0].parts;
  const auto state = std::find_if(parts.begin(), parts.end(),
                                  [](const auto& part) { return part.path == "/state"; });
  ASSERT_NE(state, parts.end());
  EXPECT_EQ(state->before, "open");
  EXPECT_EQ(state->after, "closed");
}

TEST_F(PlaceChanges, VoteChangesItsBallotAndADecisionAppears) {
  const auto votes = events_of("VoteCast");
  ASSERT_FALSE(votes.empty());
  EXPECT_EQ(of_list(between(votes[0], votes[0] + 1), "ballots").size(), 1u);
  const auto made = events_of("DecisionDeclared");
  ASSERT_FALSE(made.empty());
  const auto decisions = of_list(between(made[0], made[0] + 1), "decisions");
  EXPECT_TRUE(std::any_of(decisions.begin(), decisions.end(),
                          [](const ItemChange& one) { return one.before.is_null(); }));
}

TEST_F(PlaceChanges, NothingIsOtherwiseWhereNothingHappened) {
  const std::uint64_t size = log_->view().size();
  const auto all = between(0, size);
  ASSERT_FALSE(all.places.empty());
  const auto& place = all.places.back().place;
  ASSERT_EQ(place.kind, ledger::ScopeKind::kCluster);
  const ledger::Subject cluster{ledger::SubjectKind::kCluster, place.id};
  EXPECT_TRUE(between(size, size, cluster).places.empty());
  const auto one = between(0, size, cluster);
  ASSERT_EQ(one.places.size(), 1u);
  for (const ItemChange& item : one.places[0].items) {
    EXPECT_TRUE(item.before.is_null()) << item.list;
    EXPECT_FALSE(item.key.empty()) << item.list;
  }
}

TEST_F(PlaceChanges, VoteAddsOneLineToTheRollCallAndLeavesTheOthers) {
  const auto votes = events_of("VoteCast");
  ASSERT_FALSE(votes.empty());
  for (const std::uint64_t vote : votes) {
    const auto ballots = of_list(between(vote, vote + 1), "ballots");
    ASSERT_EQ(ballots.size(), 1u) << vote;
    const auto& parts = ballots[0].parts;
    EXPECT_EQ(std::count_if(parts.begin(), parts.end(),
                            [](const auto& part) { return part.path.starts_with("/roll_call/"); }),
              1)
        << vote;
  }
}

/// All that is told of the changes, to be compared.
std::string told_changes(const api::PlaceChanges& changes) {
  std::string out = std::to_string(changes.left_out) + "\n";
  for (const api::PlaceChange& place : changes.places) {
    out += to_hex(place.place.id) + " " + std::to_string(place.left_out) + "\n";
    for (const ItemChange& item : place.items) {
      out += std::string(item.list) + " " + item.key + " " + item.before.dump() + " " +
             item.after.dump() + "\n";
      for (const auto& part : item.parts) {
        out += part.path + " " + part.before.dump() + " " + part.after.dump() + "\n";
      }
    }
  }
  return out;
}

TEST_F(PlaceChanges, StepByStepTheChangesAreThoseThatEachPairOfStatesHasByItself) {
  constexpr std::uint64_t kSteps = 12;
  const std::uint64_t size = log_->view().size();
  const auto day = api::last_day_recorded(*log_, size);
  ASSERT_TRUE(day);
  ASSERT_GT(size, 4 * kSteps);
  api::PlaceSteps steps(*log_);
  std::size_t changed = 0;
  // Two stretches, so that a state is also found again that later events have made old; and every
  // tenth step is judged on another day than the one before it.
  for (const std::uint64_t begin : {size / 2, size - kSteps}) {
    for (std::uint64_t index = begin; index < begin + kSteps; ++index) {
      const auto on = *day + std::chrono::days(index / 10 % 2);
      const api::StatesCompared states{index, index + 1, on, on, api::Language::kEn};
      const auto whole = api::place_changes_between(*log_, states);
      const auto step = steps.between(states);
      ASSERT_TRUE(whole && step);
      ASSERT_EQ(told_changes(*step), told_changes(*whole)) << "event " << index;
      changed += step->places.size();
    }
  }
  EXPECT_GT(changed, 0u);
}

TEST_F(PlaceChanges, ItemsOfOneKeyThatChangedPlacesAreTheSame) {
  const Json before = Json::parse(R"([{"key":"a","state":"due"},{"key":"a","state":"done"}])");
  const Json after = Json::parse(R"([{"key":"a","state":"done"},{"key":"a","state":"due"}])");
  EXPECT_TRUE(api::item_changes("obligations", before, after).empty());
}

TEST_F(PlaceChanges, ItemsOfOneKeyAreToldApartAndDistancesOfDaysAreNoChange) {
  const Json before = Json::parse(R"([{"key":"a","days_left":5},{"key":"a","days_left":1}])");
  const Json after = Json::parse(R"([{"key":"a","days_left":4},{"key":"b"}])");
  const auto changes = api::item_changes("obligations", before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].key, "a #2");
  EXPECT_TRUE(changes[0].after.is_null());
  EXPECT_EQ(changes[1].key, "b");
  EXPECT_TRUE(changes[1].before.is_null());
}

}  // namespace
