// SPDX-License-Identifier: Apache-2.0
// Running the server: readiness with its reasons, metrics, self-checks, TLS, lists as CSV, and what
// is common to all answers from views.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <latch>
#include <thread>

#include "api/csv.h"
#include "api/event_json.h"
#include "api/explain.h"
#include "api/metrics.h"
#include "api/people_table.h"
#include "api/self_check.h"
#include "api/tls.h"
#include "api/wire.h"
#include "ledger/schema/event_body_generated.h"
#include "tests/support/process.h"
#include "tests/support/served_ledger.h"

namespace {

using namespace std::chrono_literals;
using support::cluster_id;
using support::org_id;
using support::region_id;
using testing::HasSubstr;
using testing::StartsWith;
using testing_support::Json;
using testing_support::RawResponse;

class Running : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    t.must(t.region(1, 1));
    t.must(t.cluster(1, 1));
  }
  void serve_with(std::function<void(api::ServeOptions&)> change) {
    configure_ = std::move(change);
    serve();
  }
  /// Asks until the answer has this status: the watch looks again soon.
  RawResponse until(std::string_view target, int status) {
    while (true) {
      RawResponse response = ask(target);
      if (response.status == status) return response;
      std::this_thread::yield();
    }
  }
};

TEST_F(Running, NotEnoughRoomIsAReasonNotToBeReady) {
  serve_with([this](api::ServeOptions& options) {
    options.watch.disk = views_.path();
    options.watch.disk_free_bytes_min = UINT64_MAX;
    options.watch.tick = 1ms;
    options.watch.on_trouble = [](std::string_view, std::string_view) {};
  });
  const RawResponse response = until("/readyz", 503);
  const Json body = Json::parse(response.body);
  EXPECT_EQ(body["status"], "fail");
  EXPECT_EQ(body["reasons"][0]["code"], "DISK_LOW");
  const Json russian = Json::parse(ask("/readyz", "Accept-Language: ru\r\n").body);
  EXPECT_THAT(russian["reasons"][0]["detail"].get<std::string>(),
              StartsWith("На диске журнала осталось мало места. ("));
  EXPECT_EQ(ask("/livez").status, 200);
  EXPECT_EQ(ask("/healthz").header("Content-Type"), "application/health+json");
  EXPECT_THAT(ask("/metrics").body, HasSubstr("letopis_not_ready{reason=\"DISK_LOW\"} 1"));
}

TEST_F(Running, AFileOfTokensThatCanNoLongerBeReadIsAReasonNotToBeReady) {
  const std::filesystem::path tokens = views_.path() / "tokens.json";
  serve_with([&](api::ServeOptions& options) {
    options.access.tokens = tokens;
    options.watch.tick = 1ms;
    options.watch.on_trouble = [](std::string_view, std::string_view) {};
  });
  until("/readyz", 200);
  std::ofstream(tokens) << R"({"tokens": [)";
  const Json body = Json::parse(until("/readyz", 503).body);
  EXPECT_EQ(body["reasons"][0]["code"], "TOKENS_UNREADABLE");
  EXPECT_THAT(ask("/metrics").body, HasSubstr("letopis_not_ready{reason=\"TOKENS_UNREADABLE\"} 1"));
  std::ofstream(tokens) << R"({"tokens": []})";
  until("/readyz", 200);
}

TEST_F(Running, ATroubleIsToldToTheOperatorOnceWhenItBegins) {
  std::mutex mutex;
  std::vector<std::string> told;
  serve_with([&](api::ServeOptions& options) {
    options.watch.disk = views_.path();
    options.watch.disk_free_bytes_min = UINT64_MAX;
    options.watch.tick = 1ms;
    options.watch.on_trouble = [&](std::string_view code, std::string_view) {
      const std::lock_guard lock(mutex);
      told.emplace_back(code);
    };
  });
  until("/readyz", 503);
  const auto checks = server_->service().watch->state().self_checks;
  EXPECT_EQ(checks, 1U);
  server_.reset();
  EXPECT_EQ(std::count(told.begin(), told.end(), "DISK_LOW"), 1);
}

TEST_F(Running, AHundredReadersThatWaitForAPositionStopNobody) {
  serve_with([](api::ServeOptions& options) {
    options.server.request_threads = 1;
    options.view_wait = 60s;
  });
  const std::uint64_t next = view().size() + 1;
  const auto waiting = [&] { return server_->service().server_stats().requests_waiting; };
  std::vector<testing_support::RawClient> readers;
  for (int i = 0; i < 100; ++i) {
    readers.emplace_back(server_->port());
    readers.back().send(testing_support::get(fmt::format("/v1/regions?min_position={}", next)));
  }
  while (waiting() < 100) std::this_thread::yield();
  EXPECT_EQ(json("/v1/organisations")["as_of_position"], next - 1);
  EXPECT_EQ(post_events({t.sign(t.organisation(7))}).status, 201);
  for (auto& reader : readers) {
    const RawResponse response = reader.read();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(Json::parse(response.body)["as_of_position"], next);
  }
}

TEST_F(Running, AReaderWhosePositionDoesNotComeIsToldSo) {
  serve_with([](api::ServeOptions& options) { options.view_wait = 20ms; });
  const auto told = problem("/v1/regions?min_position=100", 503, "VIEW_BEHIND");
  EXPECT_THAT(told["detail"].get<std::string>(), HasSubstr("position 100 is needed"));
  EXPECT_THAT(told["detail"].get<std::string>(), HasSubstr("up to 20 milliseconds"));
  EXPECT_TRUE(ask("/v1/regions?min_position=100").header("Retry-After"));
}

TEST_F(Running, ASlowAppendStopsNoReader) {
  std::latch at_disk(1);
  std::latch go_on(1);
  std::atomic<bool> armed = false;
  t.test.on_step = [&](ledger::WriteStep step) {
    if (step != ledger::WriteStep::kSequenced || !armed.exchange(false)) return;
    at_disk.count_down();
    go_on.wait();
  };
  configure_ = [](api::ServeOptions& options) { options.server.request_threads = 1; };
  t.test.close();
  restart();
  armed = true;
  const auto event = [&](std::uint64_t n) { return t.sign(t.organisation(n)); };
  std::vector<testing_support::RawClient> writers;
  for (std::uint64_t n = 10; n < 30; ++n) {
    const std::string body = api::encode_events({event(n)});
    writers.emplace_back(server_->port());
    writers.back().send(
        fmt::format("POST /v1/events HTTP/1.1\r\nHost: t\r\nContent-Type: "
                    "application/vnd.letopis.events\r\nContent-Length: {}\r\n\r\n{}",
                    body.size(), body));
  }
  at_disk.wait();
  const std::uint64_t before = view().size();
  EXPECT_EQ(json("/v1/ledger")["size"], before);
  EXPECT_EQ(json("/v1/organisations")["as_of_position"], before);
  go_on.count_down();
  for (auto& writer : writers) EXPECT_EQ(writer.read().status, 201);
  EXPECT_EQ(view().size(), before + 20);
}

TEST_F(Running, AWalkWhileEventsComeSeesWhatWasThereAtItsBeginningOnceAndInOrder) {
  for (std::uint64_t n = 10; n < 40; ++n) t.must(t.organisation(n));
  for (std::uint64_t n = 2; n < 12; ++n) t.must(t.cluster(n, 1));
  for (std::uint64_t n = 1; n < 12; ++n) t.must(t.document(n));
  serve();
  const std::uint64_t begun = view().size();
  std::atomic<bool> walking = true;
  std::thread writer([&] {
    for (std::uint64_t n = 1'000; walking; ++n) {
      EXPECT_EQ(post_events({t.sign(t.organisation(n))}).status, 201);
    }
  });
  for (const char* list : {"/v1/organisations", "/v1/organisations?sort=-name", "/v1/clusters",
                           "/v1/documents", "/v1/regions", "/v1/keys"}) {
    const std::string question = std::string(list) + (std::strchr(list, '?') ? "&" : "?");
    Json page = json(question + fmt::format("limit=3&min_position={}", begun));
    const Json position = page["as_of_position"];
    Json walked = page["items"];
    while (page["next_cursor"].is_string()) {
      page = json(question + "limit=3&cursor=" + page["next_cursor"].get<std::string>());
      EXPECT_EQ(page["as_of_position"], position);
      for (const Json& item : page["items"]) walked.push_back(item);
    }
    const Json whole = json(question + "limit=1000&at=" + position.dump());
    EXPECT_EQ(walked, whole["items"]) << list;
  }
  // A walk over events that has no end catches up with what comes; the order is theirs.
  std::uint64_t next = 0;
  while (next < begun + 20) {
    const Json page = json(fmt::format("/v1/events?limit=7&from={}", next));
    for (const Json& event : page["events"]) EXPECT_EQ(event["index"], next++);
    EXPECT_EQ(page["next_from"], next);
  }
  walking = false;
  writer.join();
}

TEST_F(Running, AnAnswerThatIsKeptIsOfThisStateThisDayAndThisQuestion) {
  serve();
  const Json first = json("/v1/organisations");
  EXPECT_EQ(json("/v1/organisations"), first);
  EXPECT_EQ(json("/v1/organisations?limit=1")["items"].size(), 1U);
  EXPECT_NE(ask("/v1/organisations", "Accept: text/csv\r\n").body, first.dump());
  ASSERT_EQ(post_events({t.sign(t.organisation(50))}).status, 201);
  const Json more = json(fmt::format("/v1/organisations?min_position={}", view().size()));
  EXPECT_EQ(more["total"], first["total"].get<int>() + 1);
  EXPECT_EQ(json("/v1/organisations")["total"], more["total"]);
  t.test.clock->now += std::uint64_t{86'400'000'000};
  EXPECT_NE(json("/v1/organisations")["on"], first["on"]);
}

TEST_F(Running, AKeyStoodOnADayIfItStandsByWhatHadBeenRecordedWhenTheDayEnded) {
  constexpr std::uint64_t kDayUs = 86'400'000'000;
  constexpr std::uint64_t kZoneUs = 180 * 60'000'000ULL;  // as genesis says: whose days are meant
  const auto day_of = [&] { return api::rfc3339(t.test.clock->now + kZoneUs).substr(0, 10); };
  std::vector<std::string> days;
  const auto next_day = [&] {
    days.push_back(day_of());
    t.test.clock->now += kDayUs;
  };
  next_day();
  const support::TestKey& key = t.keeper(R"("ACT","ADMINISTER")");
  next_day();
  next_day();
  support::Said revoked;
  revoked.type = "KeyRevoked";
  revoked.payload = fmt::format(R"({{"key":"{}","organisation":"{}","reason":"LOST"}})", key.hex(),
                                org_id(9'000));
  revoked.author = &key;
  t.must(revoked);
  next_day();
  next_day();
  serve();
  const std::string card = "/v1/keys/" + key.hex();
  std::string stood;
  for (const std::string& day : days) {
    const RawResponse then = ask(card + "?known_on=" + day);
    const bool expected = then.status == 200 && Json::parse(then.body)["stands"] == true;
    EXPECT_EQ(json(card + "?on=" + day)["state"]["stands"], expected) << day;
    const Json listed = json("/v1/keys?limit=1000&stands=true&on=" + day)["items"];
    const bool found = std::any_of(listed.begin(), listed.end(), [&](const Json& line) {
      return line["key"] == key.hex() && line["state"]["on"] == day;
    });
    EXPECT_EQ(found, expected) << day;
    stood += expected ? 'y' : 'n';
  }
  EXPECT_EQ(stood, "nyynn");
}

TEST_F(Running, MetricsCountRequestsByRouteAndStatusAndNothingOfTheCallers) {
  serve();
  json("/v1/regions?min_position=4");
  ask("/v1/events/3");
  ask("/v1/events/77");
  testing_support::RawClient(server_->port()).ask("SECRETWORD / HTTP/1.1\r\nHost: t\r\n\r\n");
  const RawResponse response = ask("/metrics");
  EXPECT_EQ(response.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  const std::string& text = response.body;
  EXPECT_THAT(text, HasSubstr("letopis_http_requests_total{method=\"GET\","
                              "route=\"/v1/events/{event}\",status=\"200\"} 1"));
  EXPECT_THAT(text, HasSubstr("status=\"404\"} 1"));
  EXPECT_THAT(text, HasSubstr("letopis_log_size_events 4"));
  EXPECT_THAT(text, HasSubstr("letopis_view_position_events{view=\"keys\"} 4"));
  EXPECT_THAT(text, HasSubstr("letopis_view_lag_events{view=\"keys\"} 0"));
  EXPECT_THAT(text, HasSubstr("letopis_rocksdb_block_cache_usage"));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes"));
  EXPECT_EQ(text.find("SECRETWORD"), std::string::npos);
  EXPECT_EQ(text.find("/v1/events/77"), std::string::npos);
}

TEST_F(Running, TheSelfCheckHoldsForAGoodLedgerAndNotForAnotherKey) {
  serve();
  const auto& service = server_->service();
  EXPECT_TRUE(api::self_check(service.identity, view(), 1, 16));
  ledger::LedgerIdentity other = service.identity;
  other.origin = "ledger.example/other";
  EXPECT_FALSE(api::self_check(other, view(), 1, 16));
}

TEST_F(Running, OverTlsTheSameAnswersComeAndPlainWordsGetNone) {
  const auto key = (views_ / "key.pem").string();
  const auto certificate = (views_ / "cert.pem").string();
  const auto made = support::run(
      {{"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost"}});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(api::make_tls_transport(key, key).error().reason, "TLS_CERTIFICATE");
  EXPECT_EQ(api::make_tls_transport(certificate, certificate).error().reason, "TLS_KEY");
  serve_with([&](api::ServeOptions& options) { options.tls = {certificate, key}; });
  const std::string url = fmt::format("https://127.0.0.1:{}", server_->port());
  // Three requests, on one connection unless something is wrong.
  const auto said =
      support::run({{"/usr/bin/curl", "-sk", "-D", "-", url + "/v1/ledger", url + "/v1/checkpoint",
                     url + "/v1/ledger", "-w", "%{num_connects}."}});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("Strict-Transport-Security: max-age=31536000"));
  EXPECT_THAT(said.out, HasSubstr("1."));
  EXPECT_THAT(said.out, HasSubstr("0."));
  const auto large = support::run({{"/usr/bin/curl", "-sk", url + "/v1/openapi.json"}});
  EXPECT_TRUE(Json::accept(large.out)) << large.out.size();
  EXPECT_EQ(ask("/v1/ledger").status, 0);
}

TEST_F(Running, AListIsCsvForPeopleAndProgramsFromTheSameItems) {
  t.must(named(7, "=ООО «Ромашка»; Север"));
  serve();
  const Json list = json("/v1/organisations?min_position=5");
  const RawResponse plain = ask("/v1/organisations", "Accept: text/csv\r\n");
  EXPECT_EQ(plain.header("Content-Type"), "text/csv; charset=utf-8; header=present");
  const RawResponse asked = ask("/v1/organisations?format=csv", "Accept: image/png\r\n");
  EXPECT_EQ(asked.status, 200) << "the format that is asked for wins over Accept";
  EXPECT_EQ(asked.body, plain.body);
  EXPECT_EQ(plain.header("Letopis-Position"), "5");
  EXPECT_EQ(plain.body.substr(0, 13), "organisation,");
  EXPECT_EQ(std::count(plain.body.begin(), plain.body.end(), '\n'),
            static_cast<std::ptrdiff_t>(list["items"].size() + 1));
  const RawResponse excel = ask("/v1/organisations?format=excel&limit=1");
  EXPECT_THAT(excel.body, testing::StartsWith("\xef\xbb\xbfОрганизация;ИНН;"));
  EXPECT_EQ(excel.header("Letopis-Next-Cursor"), json("/v1/organisations?limit=1")["next_cursor"]);
  EXPECT_TRUE(excel.header("Link"));
  EXPECT_NE(plain.header("ETag"), ask("/v1/organisations").header("ETag"));
  problem("/v1/organisations?format=xml", 400, "BAD_FORMAT");
}

TEST_F(Running, MetricsTellHowFarTheDiskWasReadAgainAndWhatWasDamaged) {
  ledger::ScrubState state;
  state.position = 512;
  state.events = 1'280;
  state.faults = 3;
  serve_with([&](api::ServeOptions& options) { options.scrub = [&] { return state; }; });
  std::string text = ask("/metrics").body;
  EXPECT_THAT(text, HasSubstr("letopis_scrub_position_events 512\n"));
  EXPECT_THAT(text, HasSubstr("letopis_scrub_events_total 1280\n"));
  EXPECT_THAT(text, HasSubstr("letopis_scrub_faults_total 3\n"));
  EXPECT_THAT(text, HasSubstr("letopis_scrub_passes_total 0\n"));
  EXPECT_EQ(text.find("letopis_scrub_pass_age_seconds"), std::string::npos) << "no pass ended";
  state.rounds = 1;
  state.round_ended = std::chrono::steady_clock::now() - 5s;
  text = ask("/metrics").body;
  EXPECT_THAT(text, HasSubstr("letopis_scrub_passes_total 1\n"));
  EXPECT_THAT(text, HasSubstr("letopis_scrub_pass_age_seconds 5"));
}

TEST_F(Running, AServerThatReadsNothingAgainHasNoSuchMetrics) {
  serve();
  EXPECT_EQ(ask("/metrics").body.find("letopis_scrub"), std::string::npos);
}

TEST(Csv, CellsAreQuotedWhereTheyMustAndListsAreTheirJson) {
  const Json items = Json::parse(R"([{"a":"x,y","b":{"c":"=1+1"}},{"a":"he said \"no\"","b":null},
                                    {"a":"two\nlines","b":{"c":[1,2]}}])");
  EXPECT_EQ(api::csv_text(items, {"a", "b.c"}),
            "a,b.c\r\n\"x,y\",=1+1\r\n\"he said \"\"no\"\"\",\r\n\"two\nlines\",\"[1,2]\"\r\n");
}

TEST(Explain, EveryFactNamesItsEventsAndThoseOfItsCorrections) {
  const Json body = Json::parse(
      R"({"a":[{"source":{"index":4,"corrections":[9],"withdrawn":null}}],"evidence":[{"index":7}]})");
  EXPECT_EQ(api::explain_body(body).dump(),
            R"([{"pointer":"","events":[7]},{"pointer":"/a/0","events":[4,9]}])");
}

TEST(Explain, TheGroundsOfAnItemStandBehindItsValuesAndPartsBehindWhatIsMadeOfThem) {
  const Json verdict = Json::parse(
      R"({"total":1,"items":[{"state":"met","source":{"index":2},"end":{"day":"x"},
          "grounds":{"evidence":{"events":[5,3],"grade":"SELF"},"rules":[]}}]})");
  EXPECT_EQ(api::explain_body(verdict).dump(), R"([{"pointer":"/items/0","events":[2,3,5]}])");
  const Json facts = Json::parse(
      R"({"items":[{"key":"a","introduced":{"source":{"index":4}},"ended":{"source":{"index":8}}}]})");
  EXPECT_EQ(api::explain_body(facts).dump(),
            R"([{"pointer":"/items/0","events":[4,8]},{"pointer":"/items/0/introduced",)"
            R"("events":[4]},{"pointer":"/items/0/ended","events":[8]}])");
  EXPECT_EQ(api::explain_body(facts["items"][0])[0].dump(), R"({"pointer":"","events":[4,8]})");
}

TEST_F(Running, ExplainNamesTheEventsBehindEachFact) {
  serve();
  const Json card = json("/v1/clusters/" + cluster_id(1) + "?min_position=4&explain=1");
  bool found = false;
  for (const Json& line : card["explain"]) {
    found = found || (line["pointer"] == "/declarations/0" && line["events"] == Json::array({3}));
  }
  EXPECT_TRUE(found) << card["explain"];
  EXPECT_FALSE(json("/v1/clusters/" + cluster_id(1)).contains("explain"));
  problem("/v1/clusters?explain=yes", 400, "BAD_EXPLAIN");
}

TEST_F(Running, KnownOnIsThePositionAtTheEndOfThatDay) {
  const std::uint64_t day_us = std::uint64_t{86'400} * 1'000'000;
  const std::uint64_t first_us = t.test.clock->now;
  t.test.clock->now += day_us;
  t.must(t.cluster(2, 1));
  serve();
  const Json now = json("/v1/clusters?min_position=5");
  EXPECT_EQ(now["items"].size(), 2U);
  const auto zone_us = std::int64_t{server_->service().zone_minutes} * 60'000'000;
  const auto local_us = static_cast<std::int64_t>(first_us) + zone_us;
  const std::string first_day = api::rfc3339(static_cast<std::uint64_t>(local_us)).substr(0, 10);
  const Json then = json("/v1/clusters?known_on=" + first_day);
  EXPECT_EQ(then["as_of_position"], 4);
  EXPECT_EQ(then["items"].size(), 1U);
  EXPECT_EQ(then.dump(), json("/v1/clusters?at=4").dump());
  EXPECT_EQ(json("/v1/clusters?known_on=2000-01-01")["as_of_position"], 0);
  const auto day_after = [&](std::uint64_t days) {
    return api::rfc3339(static_cast<std::uint64_t>(local_us) + days * day_us).substr(0, 10);
  };
  EXPECT_EQ(json("/v1/clusters?known_on=" + day_after(1))["as_of_position"], 5) << "today";
  EXPECT_EQ(problem("/v1/clusters?known_on=" + day_after(2), 400, "FUTURE_DAY")["errors"].size(),
            1U);
  problem("/v1/clusters?known_on=2099-01-01", 400, "FUTURE_DAY");
  t.test.clock->now += day_us;
  EXPECT_EQ(json("/v1/clusters?known_on=" + day_after(2))["as_of_position"], 5) << "it has begun";
  problem("/v1/clusters?known_on=2026-02-30", 400, "BAD_DAY");
  problem("/v1/clusters?known_on=2026-02-03&at=1", 400, "TWO_POSITIONS");
}

TEST_F(Running, AStateIsJudgedOnADayThatFollowsFromItsPositionWhateverTheClockShows) {
  const std::uint64_t day_us = std::uint64_t{86'400} * 1'000'000;
  t.must(t.document(1));
  const std::uint64_t size = t.size();
  serve();
  json("/v1/clusters?min_position=" + std::to_string(size));
  const std::string today = json("/v1/clusters")["on"];
  const std::string at = "?at=" + std::to_string(size);
  const std::vector<std::string> targets = {
      "/v1/clusters" + at,
      "/v1/clusters?at=0",
      "/v1/clusters/" + cluster_id(1) + at,
      "/v1/clusters/" + cluster_id(1) + "/obligations" + at,
      "/v1/clusters/" + cluster_id(1) + "/obligations?known_on=" + today,
      "/v1/documents/" + support::document_id(1) + at,
      "/v1/organisations/" + org_id(1) + at};
  std::vector<std::string> before;
  for (const std::string& target : targets) before.push_back(ask(target).body);
  EXPECT_EQ(json(targets[0])["on"], today);
  EXPECT_EQ(json("/v1/clusters?known_on=2020-02-03")["on"], "2020-02-03");
  t.test.clock->now += 400 * day_us;
  EXPECT_NE(json("/v1/clusters")["on"], today);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    EXPECT_EQ(ask(targets[i]).body, before[i]) << targets[i];
  }
}

TEST_F(Running, ARangeOfDaysThatEndsBeforeItBeginsIsNotCalledADayWrittenWrong) {
  serve();
  const std::string target = "/v1/clusters?from_day=2024-02-02&to_day=2024-02-01";
  const Json reversed = problem(target, 400, "DAYS_REVERSED");
  EXPECT_EQ(reversed["detail"], "to_day is before from_day");
  EXPECT_EQ(reversed["errors"][0]["parameter"], "to_day");
  EXPECT_EQ(reversed["explanation"], "to_day is before from_day.");
  problem("/v1/clusters?from_day=2024-02-30", 400, "BAD_DAY");
}

TEST_F(Running, NoRouteAnswersForADayThatTheCalendarLacks) {
  serve();
  const std::string file = "/v1/documents/by-sha256/" + std::string(64, '0');
  for (const std::string day :
       {"2023-02-30", "2023-13-01", "0000-00-00", "1899-12-31", "2200-01-01", "06.12.2022", ""}) {
    for (const std::string& target : {std::string("/v1/clusters?on="), file + "?on="}) {
      const Json refused = problem(target + day, 400, "BAD_DAY");
      EXPECT_EQ(refused["errors"][0]["parameter"], "on");
    }
    problem("/v1/clusters?known_on=" + day, 400, "BAD_DAY");
  }
}

/// What people see of a code in a column.
std::string word_in(std::string_view shape, std::string_view path, std::string_view code) {
  for (const api::PeopleColumn& column : api::people_columns(shape)) {
    if (column.path == path && column.word != nullptr) return column.word(code);
  }
  ADD_FAILURE() << shape << " has no words for " << path;
  return {};
}

bool is_russian(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

/// Every value of a schema's enum has a Russian word in the column.
template <typename Values, typename Name>
void expect_words(std::string_view shape, std::string_view path, const Values& values, Name name) {
  for (const auto value : values) {
    if (static_cast<int>(value) == 0) continue;
    EXPECT_TRUE(is_russian(word_in(shape, path, name(value)))) << shape << " " << name(value);
  }
}

TEST(PeopleColumns, WordsOfTheSchemaAreRussian) {
  namespace fb = ledger::fb;
  expect_words("DocumentSummary", "kind", fb::EnumValuesDocumentKind(), fb::EnumNameDocumentKind);
  expect_words("KeyLine", "kind", fb::EnumValuesKeyKind(), fb::EnumNameKeyKind);
  expect_words("CalendarLine", "status", fb::EnumValuesCalendarStatus(),
               fb::EnumNameCalendarStatus);
  expect_words("CoverageClaim", "facts", fb::EnumValuesFactKind(), fb::EnumNameFactKind);
  expect_words("Finding", "period", fb::EnumValuesBodyKind(), fb::EnumNameBodyKind);
  expect_words("Finding", "period", fb::EnumValuesRole(), fb::EnumNameRole);
}

TEST(PeopleColumns, WhatAFindingIsAboutIsToldInRussianOrNotAtAll) {
  const auto told = [](std::string_view period) { return word_in("Finding", "period", period); };
  EXPECT_EQ(told("2023-05"), "05.2023");
  EXPECT_EQ(told("2023-Q2"), "2 квартал 2023");
  EXPECT_EQ(told("2022/2023"), "2022/2023");
  EXPECT_EQ(told("COORDINATION_COUNCIL"), "координационный совет");
  EXPECT_EQ(told("slot 3"), "место подписи 3");
  EXPECT_EQ(told("2.1 component 2 0123456789abcdef0123456789abcdef"), "2.1 часть 2");
  EXPECT_EQ(told("casting_vote.with_abstentions"), "");
  EXPECT_EQ(told("0123456789abcdef0123456789abcdef"), "");
}

}  // namespace
