// SPDX-License-Identifier: Apache-2.0
// What the register views say about short histories.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/documents_view.h"
#include "projections/internal/codec.h"
#include "projections/keys_view.h"
#include "projections/organisations_view.h"
#include "projections/places_view.h"
#include "projections/runner.h"
#include "tests/support/identity_ledger.h"

namespace projections {
namespace {

using ledger::Id;
using support::IdentityLedger;
using support::org_id;
using support::Said;
using support::TestKey;

Id id_of(const std::string& hex) { return *ledger::fixed_from_hex<Id>(hex); }

std::string date(const std::string& day) {
  return fmt::format(
      R"({{"precision":"DAY","not_before":"{0}","not_after":"{0}","source":"PRINTED"}})", day);
}

class ViewsTest : public ::testing::Test {
 protected:
  Said said(const std::string& type, const std::string& payload) {
    Said event;
    event.type = type;
    event.payload = payload;
    return event;
  }
  Said renamed(std::uint64_t organisation, const std::string& name, const std::string& from) {
    return said("OrganisationChanged", fmt::format(R"({{"organisation":"{}","kind":"RENAMED",
                            "names":[{{"kind":"FULL","text":"{}"}}],"from":{}}})",
                                                   org_id(organisation), name, from));
  }
  Said correction(const std::string& target, const Said* instead = nullptr) {
    return said(
        "EventCorrected",
        fmt::format(R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"x"}}{}}})", target,
                    instead == nullptr ? std::string()
                                       : fmt::format(R"(,"new_payload_type":"{}","new_payload":{})",
                                                     instead->type, instead->payload)));
  }

  ViewReader reader() {
    RunnerOptions options;
    options.dir = dir / "views";
    auto runner = Runner::open(options);
    EXPECT_TRUE(runner && (*runner)->catch_up(t.view()));
    return *(*runner)->reader();
  }
  Organisation organisation(std::uint64_t number) {
    const auto found = find_organisation(reader(), id_of(org_id(number)));
    EXPECT_TRUE(found && *found);
    return **found;
  }

  IdentityLedger t;
  support::TempDir dir;
};

TEST_F(ViewsTest, GenesisRegistersTheOperator) {
  const auto found = find_organisation(reader(), id_of(t.test.operator_hex));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(display_name((*found)->registrations.front().names), "Оператор");
  EXPECT_EQ((*found)->registrations.front().source.index, 0u);
}

TEST_F(ViewsTest, AnOrganisationIsFoundByItsNumbers) {
  t.must(t.organisation(1, R"(,"ogrn":"1027700132195","inn":"7707083893")"));
  const auto by_ogrn = organisation_by_ogrn(reader(), "1027700132195");
  ASSERT_TRUE(by_ogrn && *by_ogrn);
  EXPECT_EQ(to_hex((*by_ogrn)->id), org_id(1));
  const auto by_inn = organisation_by_inn(reader(), "7707083893");
  ASSERT_TRUE(by_inn && *by_inn);
  EXPECT_EQ(to_hex((*by_inn)->id), org_id(1));
  const auto unknown = organisation_by_inn(reader(), "7736207543");
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(*unknown);
}

TEST_F(ViewsTest, ANameHoldsFromItsDay) {
  t.must(t.organisation(1));
  t.must(renamed(1, "Новое имя", date("2022-09-01")));
  t.must(renamed(1, "Среднее имя", date("2021-09-01")));
  const Organisation found = organisation(1);
  EXPECT_EQ(display_name(organisation_on(found, "2021-08-31").names), "Колледж 1");
  EXPECT_EQ(display_name(organisation_on(found, "2021-09-01").names), "Среднее имя");
  EXPECT_EQ(display_name(organisation_on(found, "2022-09-01").names), "Новое имя");
  EXPECT_EQ(organisation_on(found, "2022-09-01").evidence, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(ViewsTest, AnUnknownDayMakesTheNameUncertain) {
  t.must(t.organisation(1));
  t.must(renamed(1, "Новое имя", R"({"precision":"UNKNOWN","source":"STATED"})"));
  EXPECT_TRUE(organisation_on(organisation(1), "2022-09-01").uncertain);
}

TEST_F(ViewsTest, ACorrectionTakesTheOldPlaceAndSaysSo) {
  t.must(t.organisation(1, R"(,"inn":"7707083893")"));
  const std::string wrong = t.must(renamed(1, "Ошибка", date("2021-09-01")));
  const Said right = renamed(1, "Верно", date("2021-10-01"));
  t.must(correction(wrong, &right));
  const Organisation found = organisation(1);
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_EQ(found.changes[0].names[0].text, "Верно");
  EXPECT_EQ(found.changes[0].source.index, 2u);
  EXPECT_EQ(found.changes[0].source.corrections, (std::vector<std::uint64_t>{3}));
  EXPECT_EQ(to_hex(found.changes[0].source.digest), wrong);
}

TEST_F(ViewsTest, AWithdrawnFactStaysVisibleAndCountsNoMore) {
  const std::string registered = t.must(t.organisation(1, R"(,"inn":"7707083893")"));
  const std::string wrong = t.must(renamed(1, "Ошибка", date("2021-09-01")));
  t.must(correction(wrong));
  t.must(correction(registered));
  const Organisation found = organisation(1);
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_EQ(found.changes[0].source.withdrawn, 3u);
  EXPECT_TRUE(organisation_on(found, "2022-01-01").names.empty());
  const auto by_inn = organisation_by_inn(reader(), "7707083893");
  ASSERT_TRUE(by_inn);
  EXPECT_FALSE(*by_inn);
}

TEST_F(ViewsTest, ASuccessorKnowsItsPredecessor) {
  t.must(t.organisation(1));
  t.must(t.organisation(2));
  t.must(said("OrganisationChanged",
              fmt::format(R"({{"organisation":"{}","kind":"REORGANISED","successor":"{}",
                          "from":{}}})",
                          org_id(1), org_id(2), date("2023-01-01"))));
  EXPECT_EQ(organisation_on(organisation(1), "2023-01-01").ended, "REORGANISED");
  ASSERT_EQ(organisation(2).predecessors.size(), 1u);
  EXPECT_EQ(to_hex(organisation(2).predecessors[0].organisation), org_id(1));
}

TEST_F(ViewsTest, PagesOfAListGoOnAfterTheLastId) {
  for (std::uint64_t number = 1; number <= 5; ++number) t.must(t.organisation(number));
  std::vector<Id> ids;
  std::optional<Id> after;
  while (true) {
    const auto page = list_organisations(reader(), after, 2);
    ASSERT_TRUE(page);
    if (page->empty()) break;
    EXPECT_LE(page->size(), 2u);
    for (const Organisation& one : *page) ids.push_back(one.id);
    after = ids.back();
  }
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

TEST_F(ViewsTest, ARegionListsItsClustersAndAClusterItsOperator) {
  t.must(t.organisation(1));
  t.must(t.region(1, 1));
  t.must(t.cluster(1, 1));
  t.must(t.cluster(2, 1));
  const TestKey& actor = t.keeper(R"("ACT")");
  Said office =
      said("OfficeHolderChanged", fmt::format(R"({{"organisation":"{}","role":"CLUSTER_OPERATOR",
                                 "change":"APPOINTED","from":{}}})",
                                              org_id(1), date("2022-01-01")));
  office.scope_kind = "CLUSTER";
  office.scope_id = support::cluster_id(2);
  office.author = &actor;
  t.must(office);
  const auto clusters = clusters_of_region(reader(), id_of(support::region_id(1)));
  ASSERT_TRUE(clusters);
  EXPECT_EQ(clusters->size(), 2u);
  const auto cluster = find_cluster(reader(), id_of(support::cluster_id(2)));
  ASSERT_TRUE(cluster && *cluster);
  ASSERT_EQ((*cluster)->roles.size(), 1u);
  EXPECT_EQ((*cluster)->roles[0].role, "CLUSTER_OPERATOR");
  EXPECT_EQ((*cluster)->declaration()->zone_minutes, 420);
  const auto region = find_region(reader(), id_of(support::region_id(1)));
  ASSERT_TRUE(region && *region);
  EXPECT_EQ(to_hex(*(*region)->declaration()->operator_organisation), org_id(1));
}

TEST_F(ViewsTest, AKeySaysWhoBroughtItInAndWhoEndedIt) {
  const TestKey& key = t.keeper(R"("ACT","ADMINISTER")");
  const auto entry = find_key(reader(), key.key);
  ASSERT_TRUE(entry && *entry);
  EXPECT_EQ((*entry)->introduced.author, t.test.root.key);
  EXPECT_EQ((*entry)->scopes, ledger::kScopeAct | ledger::kScopeAdminister);
  EXPECT_TRUE((*entry)->first_key_evidence.has_value());
  Said revoked =
      said("KeyRevoked", fmt::format(R"({{"key":"{}","organisation":"{}","reason":"LOST"}})",
                                     key.hex(), to_hex(*(*entry)->organisation)));
  revoked.author = &key;
  t.must(revoked);
  const auto ended = find_key(reader(), key.key);
  ASSERT_TRUE(ended && *ended);
  EXPECT_FALSE((*ended)->stands());
  EXPECT_EQ((*ended)->ended->reason, "LOST");
  EXPECT_EQ((*ended)->ended->source.author, key.key);
}

TEST_F(ViewsTest, RecoveryEndsEveryKeyOfTheOrganisation) {
  const TestKey& lost = t.keeper(R"("ACT","ADMINISTER")");
  const auto entry = find_key(reader(), lost.key);
  ASSERT_TRUE(entry && *entry);
  const std::string organisation = to_hex(*(*entry)->organisation);
  const TestKey fresh(77);
  Said said_recovered =
      said("KeyRecovered", fmt::format(R"({{"organisation":"{}","old_key":"{}","new_key":"{}"}})",
                                       organisation, lost.hex(), fresh.hex()));
  said_recovered.author = &t.test.recovery_a;
  said_recovered.cosigners = {&t.test.recovery_b};
  said_recovered.possession = &fresh;
  said_recovered.possession_capacity = t.test.capacity("SECRETARY", organisation);
  t.must(said_recovered);
  const auto keys = keys_of(reader(), id_of(organisation));
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2u);
  for (const KeyEntry& key : *keys) {
    EXPECT_EQ(key.stands(), key.key == fresh.key);
    EXPECT_EQ(key.scopes, (*entry)->scopes);
  }
}

TEST_F(ViewsTest, ADocumentKeepsItsMissingRelative) {
  const std::string paper = t.must(t.document(1));
  t.must(said("DocumentRelated",
              fmt::format(R"({{"from":"{}","to":{{"kind":"MISSING","missing":{{"kind":"PROTOCOL",
                          "title":"Протокол №1"}}}},"relation":"REFERS_TO"}})",
                          paper)));
  const auto found = find_document(reader(), id_of(support::document_id(1)));
  ASSERT_TRUE(found && *found);
  ASSERT_EQ((*found)->relations.size(), 1u);
  EXPECT_EQ((*found)->relations[0].missing->title, "Протокол №1");
}

TEST(Codec, CutAndOverlongRowsAreCorruptNotRead) {
  const std::vector<std::string> list{"a", "bcd", ""};
  const std::string bytes = internal::encode(list);
  const auto whole = internal::decode<std::vector<std::string>>(bytes);
  ASSERT_TRUE(whole);
  EXPECT_EQ(*whole, list);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(internal::decode<std::vector<std::string>>(bytes.substr(0, size)));
  }
  EXPECT_FALSE(internal::decode<std::vector<std::string>>(bytes + "x"));
  EXPECT_FALSE(internal::decode<std::vector<std::string>>("\xff\xff\xff\xff"));
}

}  // namespace
}  // namespace projections
