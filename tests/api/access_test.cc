// SPDX-License-Identifier: Apache-2.0
// Who may read: tokens in their file, rights and clusters over real sockets, rates, callers behind
// proxies, CORS.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "api/gate.h"
#include "api/rate_limit.h"
#include "api/tokens.h"
#include "tests/support/event_stream.h"
#include "tests/support/served_ledger.h"

namespace {

using namespace std::chrono_literals;
using api::Right;
using support::cluster_id;
using testing::ElementsAre;
using testing_support::EventStream;
using testing_support::Json;
using testing_support::RawClient;
using testing_support::RawResponse;

api::Token token_with(std::vector<Right> rights) {
  api::Token token;
  token.name = "test";
  token.grant.rights = std::move(rights);
  return token;
}

TEST(Tokens, TheFileKeepsTheHashAloneAndReadsBack) {
  support::TempDir dir;
  const auto path = dir.path() / "tokens.json";
  api::Token token = token_with({Right::kRead, Right::kMetrics});
  token.grant.clusters = {*ledger::fixed_from_hex<ledger::Id>(cluster_id(1))};
  token.expires_us = 2'000;
  const std::string text = api::issue(token, 1'000);
  ASSERT_TRUE(api::write_tokens(path, {token}));
  EXPECT_EQ(std::filesystem::status(path).permissions() & std::filesystem::perms::group_all,
            std::filesystem::perms::none);
  std::ifstream file(path);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes.find(text), std::string::npos);
  EXPECT_EQ(bytes.find(text.substr(text.rfind('_') + 1)), std::string::npos);
  const auto read = api::read_tokens(path);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().sha256, token.sha256);
  EXPECT_EQ(read->front().grant.clusters, token.grant.clusters);
  EXPECT_THAT(read->front().grant.rights, ElementsAre(Right::kRead, Right::kMetrics));
}

TEST(Tokens, OnlyTheWholeTextOfAValidTokenOpens) {
  support::TempDir dir;
  const auto path = dir.path() / "tokens.json";
  api::Token good = token_with({Right::kRead});
  api::Token old = token_with({Right::kRead});
  old.expires_us = 5'000;
  api::Token gone = token_with({Right::kRead});
  gone.revoked_us = 1;
  const std::string good_text = api::issue(good, 1'000);
  const std::string old_text = api::issue(old, 1'000);
  const std::string gone_text = api::issue(gone, 1'000);
  ASSERT_TRUE(api::write_tokens(path, {good, old, gone}));
  api::TokenStore store(path);
  ASSERT_TRUE(store.refresh());
  EXPECT_EQ(store.find(good_text, 2'000)->token, good.grant.token);
  EXPECT_TRUE(store.find(old_text, 4'999));
  EXPECT_FALSE(store.find(old_text, 5'000));
  EXPECT_FALSE(store.find(gone_text, 2'000));
  EXPECT_FALSE(store.find(good_text + "0", 2'000));
  EXPECT_FALSE(store.find(good_text.substr(1), 2'000));
  EXPECT_FALSE(store.find("", 2'000));
}

TEST(Tokens, AFileThatIsNoneSaysWhere) {
  support::TempDir dir;
  const auto path = dir.path() / "tokens.json";
  const auto reason_of = [&](const char* text) {
    std::ofstream(path) << text;
    const auto read = api::read_tokens(path);
    return read ? "read" : read.error().reason;
  };
  EXPECT_EQ(reason_of("{}"), "BAD_TOKENS_FILE");
  EXPECT_EQ(reason_of("{"), "BAD_JSON");
  EXPECT_EQ(reason_of(R"({"tokens":[{"id":"a"}]})"), "BAD_TOKENS_FILE");
  EXPECT_EQ(reason_of(R"({"tokens":[]})"), "read");
}

TEST(Tokens, WhoeverChangesThemAtOnceLosesNothingOfTheOthers) {
  support::TempDir dir;
  const auto path = dir.path() / "tokens.json";
  constexpr int kThreads = 8;
  constexpr int kEach = 5;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) {
        EXPECT_TRUE(api::change_tokens(path, [&](std::vector<api::Token>& tokens) {
          for (api::Token& one : tokens) one.revoked_us = 1;
          tokens.push_back(token_with({Right::kRead}));
          api::issue(tokens.back(), 1'000);
          return ledger::Status(ledger::Ok{});
        }));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto tokens = api::read_tokens(path);
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->size(), static_cast<std::size_t>(kThreads * kEach));
  EXPECT_EQ(std::count_if(tokens->begin(), tokens->end(),
                          [](const api::Token& one) { return !one.revoked_us; }),
            1)
      << "the last one alone came after the last change";
}

TEST(RateLimit, ABucketHoldsTheBurstAndFillsWithTime) {
  api::RateLimiter limiter({2, 3});
  const auto start = api::RateLimiter::Clock::now();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("a", start));
  EXPECT_EQ(limiter.take("a", start), 1U);
  EXPECT_FALSE(limiter.take("b", start));
  EXPECT_FALSE(limiter.take("a", start + 500ms));
  EXPECT_EQ(limiter.take("a", start + 500ms), 1U);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("a", start + 100s));
  EXPECT_TRUE(limiter.take("a", start + 100s));
}

TEST(Address, TheCallerIsTheLastOneThatNoTrustedProxyIs) {
  const std::vector<api::Network> trusted = {*api::Network::parse("10.0.0.0/8"),
                                             *api::Network::parse("fd00::/8")};
  EXPECT_EQ(api::caller_of("192.0.2.1", "198.51.100.7", trusted), "192.0.2.1");
  EXPECT_EQ(api::caller_of("10.1.1.1", "198.51.100.7", trusted), "198.51.100.7");
  EXPECT_EQ(api::caller_of("10.1.1.1", "203.0.113.9, 198.51.100.7, fd00::1", trusted),
            "198.51.100.7");
  EXPECT_EQ(api::caller_of("10.1.1.1", "10.3.3.3, 10.2.2.2", trusted), "10.3.3.3");
  EXPECT_EQ(api::caller_of("10.1.1.1", std::nullopt, trusted), "10.1.1.1");
  EXPECT_EQ(api::caller_of("unix", "203.0.113.9, 10.2.2.2", trusted), "203.0.113.9");
  EXPECT_EQ(api::caller_of("unix", "203.0.113.9, unix", trusted), "unknown");
  for (const char* bad : {"", "x", "10.0.0.0/33", "10.0.0.0/", "::1/129", "1.2.3"}) {
    EXPECT_FALSE(api::Network::parse(bad)) << bad;
  }
  EXPECT_EQ(api::caller_group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(api::caller_group("192.0.2.1"), "192.0.2.1");
}

TEST(Address, APortBesideTheCallersAddressIsTakenOff) {
  const std::vector<api::Network> trusted = {*api::Network::parse("10.0.0.0/8")};
  EXPECT_EQ(api::caller_of("10.1.1.1", "198.51.100.7:4711", trusted), "198.51.100.7");
  EXPECT_EQ(api::caller_of("10.1.1.1", "[2001:db8::1]:4711", trusted), "2001:db8::1");
  EXPECT_EQ(api::caller_of("10.1.1.1", "[2001:db8::1]", trusted), "2001:db8::1");
  EXPECT_EQ(api::caller_of("10.1.1.1", "2001:db8::1", trusted), "2001:db8::1");
  EXPECT_EQ(api::caller_of("10.1.1.1", "198.51.100.7, 10.2.2.2:80", trusted), "198.51.100.7");
}

TEST(Address, ACallerThatCannotBeReadIsAForeignOne) {
  const std::vector<api::Network> trusted = {*api::Network::parse("127.0.0.0/8")};
  for (const char* text :
       {"", " ", "evil", "localhost", "unknown", "_hidden", "198.51.100.7,", "evil, 127.0.0.2",
        "198.51.100.7:", "198.51.100.7:x", "198.51.100.7:1234567", "[127.0.0.1]", "[::1", "[::1]x",
        "[::1]:", "::1]:80", "127.0.0.1:80:80", "198.51.100.7 127.0.0.1"}) {
    const std::string caller = api::caller_of("127.0.0.1", text, trusted);
    EXPECT_EQ(caller, api::kUnknownCaller) << text;
    EXPECT_FALSE(api::is_loopback(caller));
    EXPECT_EQ(api::caller_group(caller), api::kUnknownCaller);
  }
}

class Closed : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));
    t.must(t.region(1, 1));
    t.must(t.cluster(1, 1));
    t.must(t.cluster(2, 1));
    configure_ = [this](api::ServeOptions& options) {
      options.access.open_reads = false;
      options.access.tokens = path();
      options.watch.tick = 1ms;
    };
  }

  std::filesystem::path path() { return views_ / "tokens.json"; }

  /// The token's header line.
  std::string add(api::Token token) {
    const std::string text = api::issue(token, t.test.clock->now_us());
    tokens_.push_back(token);
    EXPECT_TRUE(api::write_tokens(path(), tokens_));
    return "Authorization: Bearer " + text + "\r\n";
  }
  api::Token limited(std::vector<Right> rights) {
    api::Token token = token_with(std::move(rights));
    token.grant.clusters = {*ledger::fixed_from_hex<ledger::Id>(cluster_id(1))};
    return token;
  }
  int status(std::string_view target, std::string_view lines) { return ask(target, lines).status; }

  void revoke_first() {
    tokens_[0].revoked_us = 1;
    // A file's time has to change for the change to be seen.
    ASSERT_TRUE(api::write_tokens(path(), tokens_));
    std::filesystem::last_write_time(
        path(), std::filesystem::last_write_time(path()) + std::chrono::seconds(1));
  }

  /// A feed that has sent everything and a long poll end after this, the poll with 401.
  void expect_to_end(const std::string& reader, const std::function<void()>& what_happens) {
    const std::uint64_t size = t.size();
    serve();
    EventStream feed(server_->port(), "/v1/stream", reader);
    for (std::uint64_t index = 0; index < size; ++index) ASSERT_TRUE(feed.next()) << index;
    RawClient poll(server_->port());
    poll.send(
        testing_support::get("/v1/events?after=" + std::to_string(size) + "&wait=60", reader));
    what_happens();
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    const auto open = [&] { return server_->service().server_stats().feeds; };
    while (open() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    EXPECT_EQ(open(), 0U);
    expect_problem(poll.read(), 401, "TOKEN_INVALID");
    EXPECT_FALSE(feed.next());
  }

  /// Two readers wait for a position (and one of them for an event): when it comes, the one whose
  /// token has ended is refused and the other is answered.
  void expect_refused_after_wait(const std::string& ending, const std::string& standing,
                                 const std::function<void()>& what_happens) {
    configure_ = [closed = configure_](api::ServeOptions& options) {
      closed(options);
      options.view_wait = 60s;
    };
    const std::string size = std::to_string(t.size());
    const std::string next = std::to_string(t.size() + 1);
    const auto event = t.sign(t.organisation(5));
    serve();
    RawClient refused(server_->port());
    RawClient answered(server_->port());
    RawClient poll(server_->port());
    refused.send(testing_support::get("/v1/clusters?min_position=" + next, ending));
    answered.send(testing_support::get("/v1/clusters?min_position=" + next, standing));
    poll.send(testing_support::get("/v1/events?after=" + size + "&wait=60", ending));
    const auto stats = [this] { return server_->service().server_stats(); };
    while (stats().requests_waiting < 2 || stats().feeds < 1) std::this_thread::yield();
    what_happens();
    while (status("/v1/events", ending) != 401) std::this_thread::yield();
    EXPECT_EQ(post_events({event}).status, 201);
    expect_problem(refused.read(), 401, "TOKEN_INVALID");
    expect_problem(poll.read(), 401, "TOKEN_INVALID");
    EXPECT_EQ(answered.read().status, 200);
  }

  std::vector<api::Token> tokens_;
};

TEST_F(Closed, OfTwoAuthorizationFieldsNeitherIsBelieved) {
  const std::string reader = add(token_with({Right::kRead}));
  serve();
  EXPECT_EQ(status("/v1/clusters", reader), 200);
  problem("/v1/clusters", 401, "TOKEN_INVALID", reader + "Authorization: Bearer lt_other\r\n");
  problem("/v1/clusters", 401, "TOKEN_INVALID", reader + reader);
}

TEST_F(Closed, AReaderWithATokenReadsAndNobodyElse) {
  const std::string reader = add(token_with({Right::kRead}));
  serve();
  const RawResponse without = ask("/v1/events");
  expect_problem(without, 401, "TOKEN_REQUIRED");
  EXPECT_EQ(without.header("WWW-Authenticate"), "Bearer realm=\"letopis\"");
  problem("/v1/events", 401, "TOKEN_INVALID", "Authorization: Bearer lt_nothing\r\n");
  EXPECT_EQ(status("/v1/events", reader), 200);
  EXPECT_EQ(status("/v1/clusters", reader), 200);
  EXPECT_EQ(status("/tile/entries/000.p/5", reader), 200);
  problem("/v1/stream", 403, "NOT_PERMITTED", reader);
  problem("/metrics", 403, "NOT_PERMITTED", reader);
}

TEST_F(Closed, WhatATokenIsAskedForInRussianHasNoEnglishSentence) {
  add(token_with({Right::kRead}));
  serve();
  for (const char* token : {"", "Authorization: Bearer lt_nothing\r\n"}) {
    const std::string lines = std::string("Accept-Language: ru\r\n") + token;
    const std::string detail = Json::parse(ask("/v1/events", lines).body)["detail"];
    EXPECT_EQ(detail.find("this resource"), std::string::npos) << detail;
    EXPECT_EQ(detail.find("unknown"), std::string::npos) << detail;
  }
}

TEST_F(Closed, HashTilesAndTheCheckpointAreOpenAndBundlesAreNot) {
  serve();
  for (const char* open : {"/checkpoint", "/tile/0/000.p/5", "/v1/ledger", "/v1/checkpoint", "/",
                           "/livez", "/readyz", "/problems", "/v1/schemas", "/v1/openapi.json"}) {
    EXPECT_EQ(ask(open).status, 200) << open;
  }
  EXPECT_EQ(ask("/tile/entries/000.p/5").status, 401);
  EXPECT_EQ(ask("/tile/%65ntries/000.p/5").status, 401);
}

TEST_F(Closed, WhatATokenOpensIsForNoSharedCache) {
  const std::string reader = add(token_with({Right::kRead}));
  serve();
  EXPECT_EQ(ask("/v1/events/1", reader).header("Cache-Control"),
            "private, max-age=31536000, immutable");
  EXPECT_EQ(ask("/v1/clusters", reader).header("Cache-Control"), "private, no-cache");
  EXPECT_EQ(ask("/tile/0/000.p/5").header("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(Closed, SeveralSpacesAfterBearerAreTakenAsOne) {
  std::string reader = add(token_with({Right::kRead}));
  serve();
  reader.insert(reader.find("Bearer ") + 7, "   ");
  EXPECT_EQ(status("/v1/events/1", reader), 200);
  EXPECT_EQ(status("/v1/events/1", "Authorization: Bearer   \r\n"), 401);
}

TEST_F(Closed, AReaderOfSomeClustersSeesTheirEventsAlone) {
  const std::string reader = add(limited({Right::kRead, Right::kFeed}));
  serve();
  problem("/v1/events", 403, "NOT_PERMITTED", reader);
  problem("/v1/events?cluster=" + cluster_id(2), 403, "NOT_PERMITTED", reader);
  const Json page = json("/v1/events?cluster=" + cluster_id(1), reader);
  ASSERT_EQ(page["events"].size(), 1U);
  const auto index = page["events"][0]["index"].get<std::uint64_t>();
  const std::string own = "/v1/events/" + std::to_string(index);
  const std::string other = "/v1/events/" + std::to_string(index + 1);
  EXPECT_EQ(status(own, reader), 200);
  EXPECT_EQ(status(own + "/entry", reader), 200);
  problem(other, 403, "NOT_PERMITTED", reader);
  problem(other + "/entry", 403, "NOT_PERMITTED", reader);
  EXPECT_EQ(status(other + "/receipt", reader), 200);
  problem("/v1/stream", 403, "NOT_PERMITTED", reader);
  problem("/tile/entries/000.p/5", 403, "NOT_PERMITTED", reader);
  problem("/v1/documents", 403, "NOT_PERMITTED", reader);
  for (const std::string& target : {other, std::string("/v1/documents")}) {
    EXPECT_EQ(ask(target, reader).header("WWW-Authenticate"),
              "Bearer realm=\"letopis\", error=\"insufficient_scope\"")
        << target << " (RFC 6750 section 3.1)";
  }
}

TEST_F(Closed, ATokenMadeOrRevokedWhileServingCounts) {
  serve();
  const std::string reader = add(token_with({Right::kRead}));
  while (status("/v1/events", reader) != 200) std::this_thread::yield();
  revoke_first();
  while (status("/v1/events", reader) != 401) std::this_thread::yield();
}

TEST_F(Closed, AFeedAndALongPollEndWhenTheirTokenIsRevoked) {
  const std::string reader = add(token_with({Right::kRead, Right::kFeed}));
  expect_to_end(reader, [this] { revoke_first(); });
}

TEST_F(Closed, AFeedAndALongPollEndWhenTheirTokenExpires) {
  api::Token token = token_with({Right::kRead, Right::kFeed});
  token.expires_us = t.test.clock->now_us() + 60'000'000;
  expect_to_end(add(token), [this] { t.test.clock->now += 60'000'000; });
}

TEST_F(Closed, WhoWaitsForAPositionIsRefusedWhenTheTokenIsRevokedMeanwhile) {
  const std::string revoked = add(token_with({Right::kRead}));
  const std::string standing = add(token_with({Right::kRead}));
  expect_refused_after_wait(revoked, standing, [this] { revoke_first(); });
}

TEST_F(Closed, WhoWaitsForAPositionIsRefusedWhenTheTokenExpiresMeanwhile) {
  api::Token token = token_with({Right::kRead});
  token.expires_us = t.test.clock->now_us() + 60'000'000;
  const std::string expiring = add(token);
  const std::string standing = add(token_with({Right::kRead}));
  expect_refused_after_wait(expiring, standing, [this] { t.test.clock->now += 60'000'000; });
}

TEST_F(Closed, EventsAuthenticateThemselvesAndNeedNoToken) {
  const auto event = t.sign(t.organisation(5));
  serve();
  EXPECT_EQ(post_events({event}).status, 201);
}

TEST_F(Closed, BehindAProxyMetricsAreNotForCallersThatItDoesNotName) {
  configure_ = [](api::ServeOptions& options) {
    options.server.trusted_proxies = {*api::Network::parse("127.0.0.1")};
  };
  serve();
  EXPECT_EQ(status("/metrics", ""), 200);
  EXPECT_EQ(status("/metrics", "X-Forwarded-For: 127.0.0.1:4711\r\n"), 200);
  for (const char* named : {"198.51.100.7:4711", "[2001:db8::1]:4711", "evil", "localhost", ""}) {
    EXPECT_EQ(status("/metrics", "X-Forwarded-For: " + std::string(named) + "\r\n"), 401) << named;
  }
}

TEST_F(Closed, AtAUnixSocketMetricsAreForCallersThatTheProxyNamesAsOfThisMachine) {
  const std::string path = (views_ / "http.sock").string();
  configure_ = [&](api::ServeOptions& options) { options.server.unix_socket = path; };
  serve();
  const auto asked = [&](std::string_view lines) {
    return RawClient::at_file(path).ask(testing_support::get("/metrics", lines)).status;
  };
  EXPECT_EQ(asked("X-Forwarded-For: 127.0.0.1\r\n"), 200);
  EXPECT_EQ(asked("X-Forwarded-For: 198.51.100.7\r\n"), 401);
  EXPECT_EQ(asked(""), 401);
}

TEST_F(Closed, OriginsOnTheListMayReadAndTheirPreflightsAreAnswered) {
  configure_ = [](api::ServeOptions& options) {
    options.access.cors_origins = {"https://good.example"};
  };
  serve();
  const RawResponse good = ask("/v1/ledger", "Origin: https://good.example\r\n");
  EXPECT_EQ(good.header("Access-Control-Allow-Origin"), "https://good.example");
  EXPECT_THAT(*good.header("Vary"), testing::HasSubstr("Origin"));
  for (const char* name : {"ETag", "Letopis-Next-Cursor", "Letopis-Next-From", "Letopis-Position",
                           "Link", "Location", "Retry-After", "X-Request-Id"}) {
    EXPECT_THAT(*good.header("Access-Control-Expose-Headers"), testing::HasSubstr(name));
  }
  const RawResponse bad = ask("/v1/ledger", "Origin: https://evil.example\r\n");
  EXPECT_FALSE(bad.header("Access-Control-Allow-Origin"));
  EXPECT_THAT(*bad.header("Vary"), testing::HasSubstr("Origin"));
  EXPECT_TRUE(
      ask("/v1/nothing", "Origin: https://good.example\r\n").header("Access-Control-Allow-Origin"));
  RawClient client(server_->port());
  const RawResponse preflight = client.ask(
      "OPTIONS /v1/events HTTP/1.1\r\nHost: t\r\nOrigin: https://good.example\r\n"
      "Access-Control-Request-Method: POST\r\n\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.header("Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS, POST");
  EXPECT_THAT(*preflight.header("Access-Control-Allow-Headers"), testing::HasSubstr("If-Match"));
}

TEST_F(Closed, WithoutAListNoOriginIsNamed) {
  configure_ = nullptr;
  serve();
  const RawResponse plain = ask("/v1/ledger", "Origin: https://good.example\r\n");
  EXPECT_FALSE(plain.header("Access-Control-Allow-Origin"));
  EXPECT_EQ(plain.status, 200);
}

TEST_F(Closed, AServerThatIsOpenForWantOfTokensClosesWithTheFirstOne) {
  configure_ = [this](api::ServeOptions& options) {
    options.access.open_until_tokens = true;
    options.access.tokens = path();
    options.watch.tick = 1ms;
  };
  serve();
  EXPECT_EQ(status("/v1/clusters", ""), 200);
  EXPECT_EQ(json("/v1/ledger")["open_reads"], true);
  EventStream feed(server_->port(), "/v1/stream", "");
  for (std::uint64_t index = 0; index < view().size(); ++index) ASSERT_TRUE(feed.next()) << index;
  const std::string reader = add(token_with({Right::kRead}));
  EXPECT_FALSE(feed.next()) << "it ends without a token";
  problem("/v1/clusters", 401, "TOKEN_REQUIRED");
  EXPECT_EQ(status("/v1/clusters", reader), 200);
  EXPECT_EQ(json("/v1/ledger")["open_reads"], false);
  std::filesystem::remove(path());
  problem("/v1/clusters", 401, "TOKEN_REQUIRED");
}

}  // namespace
