// SPDX-License-Identifier: Apache-2.0
// The histories of the three regions, served on a real socket.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "api/place_lists.h"
#include "api/serve.h"
#include "ledger/rocks_store.h"
#include "projections/rules/dates.h"
#include "tests/support/json_schema.h"
#include "tests/support/loaded_history.h"
#include "tests/support/raw_http.h"
#include "tests/support/temp_dir.h"

namespace testing_support {

/// The day on which the tests look.
inline constexpr const char* kHistoryOn = "2024-06-01";
/// Where it says that readers find it.
inline constexpr const char* kHistoryUrl = "https://ledger.example";

/// One server for all tests of a suite, and the places that have everything.
class HistoryServed : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<support::TempDir>();
    ledger::RocksStoreOptions store_options;
    store_options.dir = support::loaded_history() / "log";
    store_options.read_only = true;
    auto store = ledger::open_rocks_store(store_options);
    ASSERT_TRUE(store) << store.error().message;
    auto reader = std::make_shared<ledger::LogReader>(std::move(*store));
    ASSERT_TRUE(reader->load());
    api::ServeOptions options;
    options.server.on_access = [](const api::AccessRecord&) {};
    options.views = *folder_ / "views";
    options.public_url = kHistoryUrl;
    options.clock = std::make_shared<ledger::SystemClock>();
    auto server = api::LedgerServer::start({nullptr, std::move(reader)}, std::move(options));
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
    const std::uint64_t size = server_->service().view().size();
    server_->service().views->wait(size, std::chrono::milliseconds(60'000));
    document_ = json("/v1/openapi.json");
    const api::Json clusters = json("/v1/clusters");
    // The example year of the three regions, in a fixed order; ids differ from load to load.
    for (const char* name : {"Пример: Приборостроительный", "Пример: Машиностроительный",
                             "Пример: Культурно-образовательный"}) {
      for (const api::Json& cluster : clusters["items"]) {
        if (cluster["name"] != name) continue;
        places_.push_back("/v1/clusters/" + cluster["cluster"].get<std::string>());
      }
    }
    const api::Json regions = json("/v1/regions");
    for (const api::Json& region : regions["items"]) {
      if (region["name"] != "Томская область") continue;
      places_.push_back("/v1/regions/" + region["region"].get<std::string>());
    }
  }

  static void TearDownTestSuite() {
    server_.reset();
    folder_.reset();
    places_.clear();
  }

  static RawResponse ask(const std::string& target, const std::string& lines = {}) {
    return RawClient(server_->port()).ask(get(target, lines));
  }

  static api::Json json(const std::string& target) {
    const RawResponse response = ask(target);
    EXPECT_EQ(response.status, 200) << target << response.body;
    return api::Json::parse(response.body, nullptr, false);
  }

  static void expect_shape(const std::string& shape, const api::Json& body,
                           const std::string& target) {
    const api::Json reference = {{"$ref", "#/components/schemas/" + shape}};
    EXPECT_EQ(SchemaCheck(document_).check(body, reference), "") << target;
  }

  static bool has(const std::string& place, const api::PlaceList& list) {
    return list.of_regions || place.starts_with("/v1/clusters");
  }

  /// The place and its facts, for what the routes do not show.
  static api::PlaceOnDay place_on_day(const std::string& place) {
    const auto reader = server_->service().views->runner()->reader();
    EXPECT_TRUE(reader);
    const std::string id = place.substr(place.rfind('/') + 1);
    const ledger::Scope scope{place.starts_with("/v1/clusters") ? ledger::ScopeKind::kCluster
                                                                : ledger::ScopeKind::kRegion,
                              *ledger::fixed_from_hex<ledger::Id>(id)};
    auto chronicle = projections::Chronicle::load(*reader, scope);
    EXPECT_TRUE(chronicle);
    return {std::make_shared<const projections::Chronicle>(std::move(*chronicle)),
            *projections::rules::date_from_iso(kHistoryOn), api::Language::kRu};
  }

  static inline std::unique_ptr<support::TempDir> folder_;
  static inline std::unique_ptr<api::LedgerServer> server_;
  static inline api::Json document_;
  static inline std::vector<std::string> places_;
};

}  // namespace testing_support
