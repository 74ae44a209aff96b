// SPDX-License-Identifier: Apache-2.0
#include "projections/chronicle.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/runner.h"
#include "tests/support/identity_ledger.h"
#include "tests/support/random_history.h"
#include "tests/support/reference_views.h"

namespace projections {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Scope;
using ledger::ScopeKind;
using support::cluster_id;
using support::IdentityLedger;
using support::org_id;
using support::region_id;
using support::Said;

template <typename T>
T hex(const std::string& text) {
  return *ledger::fixed_from_hex<T>(text);
}

class ChronicleTest : public ::testing::Test {
 protected:
  /// Two clusters in one region.
  void SetUp() override {
    for (const std::uint64_t number : {1u, 2u, 3u}) t.must(t.organisation(number));
    t.must(t.region(1, 1));
    t.must(t.cluster(1, 1));
    t.must(t.cluster(2, 1));
    recorder = &t.keeper("\"RECORD\"");
  }
  Said applied(std::uint64_t organisation, std::uint64_t cluster, const std::string& day) const {
    Said said;
    said.type = "AccessionApplied";
    said.author = recorder;
    said.grade = "RECORDER";
    said.scope_kind = "CLUSTER";
    said.scope_id = cluster_id(cluster);
    said.payload = fmt::format(
        R"({{"applicant":"{}","applied_on":{{"precision":"DAY","not_before":"{}","not_after":"{}","source":"PRINTED"}}}})",
        org_id(organisation), day, day);
    return said;
  }
  Said correction(const std::string& target, const std::optional<Said>& instead) const {
    Said said;
    said.type = "EventCorrected";
    said.author = recorder;
    said.grade = "RECORDER";
    said.scope_kind = "CLUSTER";
    said.scope_id = cluster_id(1);
    said.payload =
        fmt::format(R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"x"}}{}}})", target,
                    instead ? fmt::format(R"(,"new_payload_type":"{}","new_payload":{})",
                                          instead->type, instead->payload)
                            : std::string());
    return said;
  }
  Chronicle cluster(std::uint64_t number, std::uint64_t position = UINT64_MAX) {
    FoldedFactRows rows;
    for (const auto& event : support::events_of(t.view())) {
      if (event.index < position) rows.fold(event.event());
    }
    auto loaded = Chronicle::load(rows, {ScopeKind::kCluster, hex<Id>(cluster_id(number))},
                                  std::min(position, t.size()));
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    return std::move(*loaded);
  }

  IdentityLedger t;
  const support::TestKey* recorder = nullptr;
  support::TempDir dir;
};

TEST_F(ChronicleTest, TheRegisterIsAskedForTheIssuerOfAPaperAsForEveryOrganisationNamed) {
  Said paper = t.document(5, fmt::format(R"(,"issuer":"{}")", org_id(3)));
  paper.scope_kind = "CLUSTER";
  paper.scope_id = cluster_id(1);
  t.must(paper);
  const Chronicle one = cluster(1);
  const auto all = one.all<fb::OrganisationRegistered>();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const auto& fact) {
    return fact->profile()->organisation()->str() == org_id(3);
  }));
}

TEST_F(ChronicleTest, AClusterKnowsItsRegionTheRegistryAndTheOrganisationsThatItNames) {
  t.must(applied(2, 1, "2024-03-01"));
  t.must(applied(3, 2, "2024-03-02"));
  const Chronicle one = cluster(1);
  EXPECT_EQ(one.region(), hex<Id>(region_id(1)));
  EXPECT_EQ(one.all<fb::LedgerCreated>().size(), 1u);
  EXPECT_EQ(one.all<fb::RegionDeclared>().size(), 1u);
  ASSERT_EQ(one.all<fb::ClusterCreated>().size(), 1u);
  EXPECT_EQ(one.all<fb::ClusterCreated>()[0]->cluster()->str(), cluster_id(1));
  ASSERT_EQ(one.all<fb::AccessionApplied>().size(), 1u);
  EXPECT_EQ(one.all<fb::AccessionApplied>()[0]->applicant()->str(), org_id(2));
  std::vector<std::string> organisations;
  for (const auto& fact : one.all<fb::OrganisationRegistered>()) {
    organisations.push_back(fact->profile()->organisation()->str());
  }
  EXPECT_EQ(organisations, (std::vector<std::string>{org_id(1), org_id(2)}))
      << "the region's operator and the applicant; nobody named the third";
}

TEST_F(ChronicleTest, ACorrectionTakesThePlaceOfTheFactAndIsListed) {
  const std::string digest = t.must(applied(2, 1, "2024-03-01"));
  const std::uint64_t before = t.size();
  t.must(correction(digest, applied(3, 1, "2024-04-01")));
  const Chronicle now = cluster(1);
  const auto fact = now.find<fb::AccessionApplied>(hex<Hash>(digest));
  ASSERT_TRUE(fact);
  EXPECT_EQ((*fact)->applicant()->str(), org_id(3));
  EXPECT_EQ(fact->index(), before - 1) << "the fact keeps its place";
  EXPECT_EQ(fact->source->corrections, (std::vector<std::uint64_t>{before}));
  EXPECT_EQ(cluster(1, before).all<fb::AccessionApplied>()[0]->applicant()->str(), org_id(2))
      << "as it was known before";
}

TEST_F(ChronicleTest, AWithdrawnFactIsApartAndComesBackWithALaterCorrection) {
  const std::string digest = t.must(applied(2, 1, "2024-03-01"));
  t.must(correction(digest, std::nullopt));
  EXPECT_TRUE(cluster(1).all<fb::AccessionApplied>().empty());
  EXPECT_FALSE(cluster(1).find<fb::AccessionApplied>(hex<Hash>(digest)));
  ASSERT_EQ(cluster(1).withdrawn<fb::AccessionApplied>().size(), 1u);
  ASSERT_NE(cluster(1).source(hex<Hash>(digest)), nullptr);
  EXPECT_EQ(cluster(1).source(hex<Hash>(digest))->withdrawn, t.size() - 1);
  t.must(correction(digest, applied(2, 1, "2024-05-01")));
  EXPECT_EQ(cluster(1).all<fb::AccessionApplied>().size(), 1u);
}

TEST_F(ChronicleTest, APlaceThatNoEventDeclaresIsNotFound) {
  FoldedFactRows rows;
  for (const auto& event : support::events_of(t.view())) rows.fold(event.event());
  for (const ScopeKind kind : {ScopeKind::kRegion, ScopeKind::kCluster}) {
    const auto loaded = Chronicle::load(rows, {kind, hex<Id>(cluster_id(77))}, t.size());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().reason, "NO_SUCH_PLACE");
  }
}

TEST_F(ChronicleTest, AnIdThatIsDeclaredToBeSomethingElseIsNoRegion) {
  FoldedFactRows rows;
  for (const auto& event : support::events_of(t.view())) rows.fold(event.event());
  for (const std::string& id : {cluster_id(1), org_id(1)}) {
    const auto loaded = Chronicle::load(rows, {ScopeKind::kRegion, hex<Id>(id)}, t.size());
    ASSERT_FALSE(loaded) << id;
    EXPECT_EQ(loaded.error().reason, "NO_SUCH_PLACE");
  }
  EXPECT_TRUE(Chronicle::load(rows, {ScopeKind::kRegion, hex<Id>(region_id(1))}, t.size()));
}

TEST_F(ChronicleTest, TheStoreAndTheFoldInMemoryHoldTheSameRowsAtEveryPosition) {
  support::RandomHistory history(t, 7);
  for (int i = 0; i < 60; ++i) history.step();
  RunnerOptions options;
  options.dir = dir / "views";
  auto runner = Runner::open(options);
  ASSERT_TRUE(runner && (*runner)->catch_up(t.view()));
  FoldedFactRows folded;
  for (const auto& event : support::events_of(t.view())) {
    folded.fold(event.event());
    const auto reader = (*runner)->reader_at(event.index + 1);
    ASSERT_TRUE(reader);
    support::RowMap stored_rows, folded_rows;
    const auto into = [](support::RowMap& rows) {
      return [&rows](std::string_view key, std::string_view value) {
        return rows.emplace(key, value).second;
      };
    };
    ASSERT_TRUE(StoredFactRows(*reader).scan("", into(stored_rows)));
    ASSERT_TRUE(folded.scan("", into(folded_rows)));
    ASSERT_EQ(stored_rows, folded_rows) << "position " << event.index + 1;
  }
}

}  // namespace
}  // namespace projections
