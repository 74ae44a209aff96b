// SPDX-License-Identifier: Apache-2.0
// Time, numbers and the end: timeouts, limits of connections and feeds, idle crowds, stopping.
#include <sys/resource.h>

#include <chrono>
#include <thread>

#include "tests/support/http_fixture.h"

namespace {

using std::chrono::milliseconds;
using testing_support::get;
using testing_support::RawClient;
using testing_support::RawResponse;

class ServerLife : public testing_support::HttpServerTest {
 protected:
  void TearDown() override {
    if (!slow_leave_.try_wait()) slow_leave_.count_down();
  }
  /// Until the server has noticed; fails the test if it never does.
  template <typename Condition>
  void wait_until(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    EXPECT_TRUE(condition());
  }
};

TEST_F(ServerLife, ASlowHeadGets408AndTheEnd) {
  auto options = quick_options();
  options.head_timeout = milliseconds(40);
  start(options);
  RawClient client = connect();
  const RawResponse response = client.ask("GET /hello HTTP/1.1\r\nHost:");
  EXPECT_EQ(response.status, 408);
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerLife, TricklingDoesNotProlongAHead) {
  auto options = quick_options();
  options.head_timeout = milliseconds(100);
  start(options);
  RawClient client = connect();
  client.send("GET /hello HTTP/1.1\r\n");
  const auto since = std::chrono::steady_clock::now();
  std::thread trickle([&] {
    while (client.send("A: b\r\n") && server_->stats().connections > 0 &&
           std::chrono::steady_clock::now() - since < std::chrono::seconds(5)) {
      std::this_thread::sleep_for(milliseconds(10));
    }
  });
  EXPECT_EQ(client.read().status, 408);
  trickle.join();
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(3));
}

TEST_F(ServerLife, ASlowBodyGets408) {
  auto options = quick_options();
  options.body_timeout = milliseconds(40);
  options.bytes_per_second_min = 1'000'000;
  start(options);
  const std::string head =
      "POST /v1/echo HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n";
  EXPECT_EQ(ask(head + "Content-Length: 5\r\n\r\n1").status, 408);
  EXPECT_EQ(ask(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n1").status, 408);
}

TEST_F(ServerLife, WhatCameTooLateIsToldWhichLimitItHad) {
  auto options = quick_options();
  options.head_timeout = milliseconds(40);
  options.body_timeout = std::chrono::seconds(1);
  options.bytes_per_second_min = 1'000'000;
  start(options);
  const auto head = ask("GET /hello HTTP/1.1\r\nHost:");
  EXPECT_NE(head.body.find("the head did not arrive within 40 milliseconds"), std::string::npos)
      << head.body;
  const auto body =
      ask("POST /v1/echo HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
          "Content-Length: 5\r\n\r\n1");
  EXPECT_NE(body.body.find("the body did not arrive within 1 second and"), std::string::npos)
      << body.body;
  EXPECT_NE(body.body.find("1000000 per second"), std::string::npos) << body.body;
}

TEST_F(ServerLife, IdleConnectionsAreClosedWithoutAWord) {
  auto options = quick_options();
  options.idle_timeout = milliseconds(40);
  start(options);
  RawClient never = connect();
  RawClient once = connect();
  EXPECT_EQ(once.ask(get("/hello")).status, 200);
  EXPECT_TRUE(never.ended());
  EXPECT_TRUE(once.ended());
  wait_until([&] { return server_->stats().connections == 0; });
}

TEST_F(ServerLife, AReaderThatTakesNothingIsBrokenOff) {
  auto options = quick_options();
  options.write_timeout = milliseconds(40);
  options.bytes_per_second_min = 1'000'000'000;
  start(options);
  RawClient client = connect();
  client.send(get("/big"));
  wait_until([&] { return server_->stats().requests == 1 && server_->stats().connections == 0; });
  EXPECT_FALSE(client.read().complete);
}

TEST_F(ServerLife, ABigAnswerToASlowReaderHoldsNoThread) {
  auto options = quick_options();
  options.request_threads = 1;
  start(options);
  RawClient slow = connect();
  slow.send(get("/big"));
  EXPECT_EQ(ask(get("/hello")).status, 200);
  const RawResponse big = slow.read();
  EXPECT_TRUE(big.complete);
  EXPECT_EQ(big.body.size(), 24U << 20);
}

std::string upload(std::size_t length) {
  return "POST /v1/upload HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(length) +
         "\r\n\r\n";
}

TEST_F(ServerLife, LargeBodiesThatTakeAllTheMemoryGet503AndSmallOnesGoOn) {
  auto options = quick_options();
  options.held_bytes_max = 3'000'000;
  start(options);
  std::vector<RawClient> half;
  while (server_->stats().requests == 0 && half.size() < 5) {
    half.push_back(connect());
    half.back().send(upload(1'000'000) + std::string(900'000, 'x'));
    const std::size_t enough = half.size() * 900'000;
    wait_until(
        [&] { return server_->stats().requests > 0 || server_->stats().held_bytes >= enough; });
  }
  const RawResponse refused = half.back().read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.header("Retry-After").has_value());
  EXPECT_NE(refused.body.find("MEMORY_TAKEN"), std::string::npos) << refused.body;
  EXPECT_EQ(ask(upload(20'000) + std::string(20'000, 'x')).body, "20000");
  EXPECT_EQ(ask(get("/hello")).status, 200);
  half.clear();
  wait_until([&] { return server_->stats().held_bytes < 100'000; });
  EXPECT_EQ(ask(upload(300'000) + std::string(300'000, 'x')).body, "300000");
}

TEST_F(ServerLife, ALargeAnswerForWhichThereIsNoMemoryIsA503AndASmallOneGoesOut) {
  auto options = quick_options();
  options.held_bytes_max = 30 << 20;
  start(options);
  RawClient slow = connect();
  slow.send(get("/big"));
  wait_until([&] { return server_->stats().held_bytes > 20U << 20; });
  EXPECT_EQ(ask(get("/big")).status, 503);
  EXPECT_EQ(ask(get("/hello")).status, 200);
  EXPECT_TRUE(slow.read().complete);
  wait_until([&] { return server_->stats().held_bytes < 1U << 20; });
  EXPECT_EQ(ask(get("/big")).status, 200);
}

TEST_F(ServerLife, AnIdleConnectionKeepsNoMemoryOfTheLargeAnswerThatItHad) {
  start();
  RawClient client = connect();
  EXPECT_TRUE(client.ask(get("/big")).complete);
  wait_until([&] { return server_->stats().held_bytes == 0; });
  EXPECT_EQ(server_->stats().connections, 1U);
  EXPECT_EQ(client.ask(get("/hello")).body, "hello\n");
}

TEST_F(ServerLife, ACrowdOfIdleConnectionsTakesNothingOfTheMemoryForWhatIsOnItsWay) {
  auto options = quick_options();
  options.held_bytes_max = 1'000'000;
  start(options);
  std::vector<RawClient> idle;
  for (int i = 0; i < 60; ++i) {
    idle.push_back(connect());
    EXPECT_EQ(idle.back().ask(upload(60'000) + std::string(60'000, 'x')).body, "60000");
  }
  wait_until([&] { return server_->stats().held_bytes == 0; });
  EXPECT_EQ(ask(upload(300'000) + std::string(300'000, 'x')).body, "300000");
  EXPECT_GE(server_->stats().connections, idle.size());
}

TEST_F(ServerLife, AConnectionEndsAfterItsShareOfRequests) {
  auto options = quick_options();
  options.requests_per_connection_max = 3;
  start(options);
  RawClient client = connect();
  EXPECT_FALSE(client.ask(get("/hello")).header("Connection").has_value());
  EXPECT_FALSE(client.ask(get("/hello")).header("Connection").has_value());
  EXPECT_EQ(client.ask(get("/hello")).header("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerLife, ConnectionsOverTheLimitGet503) {
  auto options = quick_options();
  options.connections_max = 2;
  start(options);
  std::optional<RawClient> first = connect();
  RawClient second = connect();
  EXPECT_EQ(first->ask(get("/hello")).status, 200);
  EXPECT_EQ(second.ask(get("/hello")).status, 200);
  RawClient third = connect();
  const RawResponse refused = third.ask(get("/hello"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.header("Retry-After").has_value());
  EXPECT_NE(refused.body.find("all 2 places for connections are taken"), std::string::npos);
  EXPECT_TRUE(third.ended());
  first.reset();
  wait_until([&] { return server_->stats().connections == 1; });
  EXPECT_EQ(ask(get("/hello")).status, 200);
}

TEST_F(ServerLife, WhoComesOverTheLimitTakesFewOfTheDescriptorsThatAreNotForConnections) {
  auto options = quick_options();
  options.connections_max = 16;
  options.linger_timeout = std::chrono::seconds(20);
  start(options);
  std::vector<RawClient> crowd;
  for (int i = 0; i < 60; ++i) crowd.push_back(connect());
  EXPECT_TRUE(crowd.back().ended()) << "closed without a word";
  EXPECT_LE(server_->stats().connections, 18U);
  EXPECT_EQ(crowd.front().ask(get("/hello")).status, 200);
  EXPECT_EQ(crowd[16].read().status, 503);
}

TEST_F(ServerLife, AThousandIdleAndAThousandHalfHeadsCostNoThread) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ASSERT_GE(limit.rlim_cur, 4'200U) << "the test holds both ends of 2,000 connections";
  auto options = quick_options();
  options.request_threads = 2;
  start(options);
  std::vector<RawClient> crowd;
  for (int i = 0; i < 2'000; ++i) {
    crowd.push_back(connect());
    ASSERT_TRUE(crowd.back().connected()) << i;
    if (i % 2 == 0) crowd.back().send("GET /hello HTTP/1.1\r\nHo");
  }
  wait_until([&] { return server_->stats().connections == 2'000; });
  EXPECT_EQ(ask(get("/hello")).status, 200);
  EXPECT_EQ(crowd[1'998].ask("st: t\r\n\r\n").body, "hello\n");
  EXPECT_EQ(crowd[1'999].ask(get("/hello")).body, "hello\n");
}

TEST_F(ServerLife, FeedsHaveTheirOwnPlacesAndACap) {
  auto options = quick_options();
  options.request_threads = 1;
  start(options);
  std::optional<RawClient> first = connect();
  RawClient second = connect();
  for (RawClient* client : {&*first, &second}) {
    client->send(get("/feed"));
    const RawResponse head = client->read(true);
    EXPECT_EQ(head.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(head.header("Connection"), "close");
    EXPECT_EQ(client->read_bytes(10), "5\r\ntick\n\r\n");
  }
  EXPECT_EQ(ask(get("/hello")).status, 200);
  RawClient third = connect();
  EXPECT_EQ(third.ask(get("/feed")).status, 503);
  EXPECT_EQ(third.ask(get("/hello")).status, 200);
  first.reset();
  wait_until([&] { return server_->stats().feeds == 1; });
  third.send(get("/feed"));
  EXPECT_EQ(third.read(true).status, 200);
}

TEST_F(ServerLife, AFeedThatReturnsEndsItsBodyProperly) {
  start();
  RawClient client = connect();
  const RawResponse response = client.ask(get("/short-feed"));
  EXPECT_TRUE(response.complete);
  EXPECT_EQ(response.body, "one\ntwo\n");
  EXPECT_TRUE(client.ended());
  const RawResponse old = ask("GET /short-feed HTTP/1.0\r\n\r\n");
  EXPECT_FALSE(old.chunked);
  EXPECT_EQ(old.body, "one\ntwo\n");
}

TEST_F(ServerLife, AFeedThatThrowsIsCutOffRecognisably) {
  start();
  const RawResponse response = ask(get("/bad-feed"));
  EXPECT_EQ(response.body, "one\n");
  EXPECT_FALSE(response.complete);
  EXPECT_EQ(faults(), std::vector<std::string>{"in the stream"});
}

TEST_F(ServerLife, AFeedsReaderThatTakesNothingIsDroppedAndItsPlaceIsFree) {
  auto options = quick_options();
  options.write_timeout = milliseconds(40);
  start(options);
  RawClient client = connect();
  client.send(get("/flood"));
  wait_until([&] { return server_->stats().requests == 1 && server_->stats().feeds == 0; });
  EXPECT_FALSE(client.read().complete);
}

TEST_F(ServerLife, AParameterCanSendARequestToTheFeedPool) {
  auto options = quick_options();
  options.feeds_max = 0;
  start(options);
  EXPECT_EQ(ask(get("/maybe-poll")).status, 200);
  EXPECT_EQ(ask(get("/maybe-poll?wait=1")).status, 503);
}

TEST_F(ServerLife, ALongPollKeepsItsConnection) {
  start();
  RawClient client = connect();
  client.send(get("/hello") + get("/poll") + get("/hello") + get("/poll"));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.read().body, "hello\n");
  EXPECT_EQ(client.ask(get("/poll")).body, "hello\n");
}

TEST_F(ServerLife, StoppingFinishesWhatIsInFlightAndClosesTheRest) {
  start();
  RawClient idle = connect();
  EXPECT_EQ(idle.ask(get("/hello")).status, 200);
  RawClient feed = connect();
  feed.send(get("/feed"));
  EXPECT_EQ(feed.read(true).status, 200);
  RawClient busy = connect();
  busy.send(get("/slow"));
  slow_entered_.wait();
  std::jthread stopper([this] { server_->stop(); });
  EXPECT_TRUE(idle.ended());
  std::string rest;  // no line at all, if it was stopped before the first one
  while (!rest.ends_with("0\r\n\r\n")) {
    const std::string byte = feed.read_bytes(1);
    if (byte.empty()) break;
    rest += byte;
  }
  EXPECT_TRUE(feed.ended());
  EXPECT_TRUE(rest == "0\r\n\r\n" || rest.ends_with("\r\n0\r\n\r\n")) << rest;
  const std::uint16_t port = server_->port();
  wait_until([&] { return !RawClient(port).connected(); });  // the listener closes beside them
  slow_leave_.count_down();
  const RawResponse last = busy.read();
  EXPECT_EQ(last.body, "slow\n");
  EXPECT_EQ(last.header("Connection"), "close");
  stopper.join();
  EXPECT_EQ(server_->stats().connections, 0U);
}

TEST_F(ServerLife, AHundredRequestsThatWaitHoldNoThread) {
  auto options = quick_options();
  options.request_threads = 1;
  start(options);
  std::vector<RawClient> waiting;
  for (int i = 0; i < 100; ++i) {
    waiting.push_back(connect());
    waiting.back().send(get("/later"));
  }
  wait_until([&] { return server_->stats().requests_waiting == 100; });
  EXPECT_EQ(ask(get("/hello")).body, "hello\n");
  EXPECT_EQ(server_->stats().requests, 1U);
  for (const auto& resume : resumes()) resume();
  for (RawClient& client : waiting) EXPECT_EQ(client.read().body, "/later\n");
  EXPECT_EQ(server_->stats().requests_waiting, 0U);
  EXPECT_EQ(access_lines().size(), 101U);
}

TEST_F(ServerLife, PipelinedAnswersKeepTheirOrderAroundOneThatComesLater) {
  start();
  RawClient client = connect();
  client.send(get("/hello") + get("/later") + get("/soon") + get("/hello"));
  EXPECT_EQ(client.read().body, "hello\n");
  wait_until([&] { return resumes().size() == 1; });
  EXPECT_EQ(server_->stats().requests, 1U);
  resumes()[0]();
  EXPECT_EQ(client.read().body, "/later\n");
  EXPECT_EQ(client.read().body, "/soon\n");
  EXPECT_EQ(client.read().body, "hello\n");
}

TEST_F(ServerLife, HeadOfALateAnswerHasItsLengthAndNoBody) {
  start();
  RawClient client = connect();
  client.send("HEAD /soon HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_EQ(client.read(true).header("Content-Length"), "6");
  EXPECT_EQ(client.ask(get("/hello")).body, "hello\n");
}

TEST_F(ServerLife, AnAnswerThatMayWaitNoLongerIsMadeWithoutItsCause) {
  start();
  RawClient client = connect();
  EXPECT_EQ(client.ask(get("/give-up")).body, "/give-up\n");
  // What comes too late is not taken for the cause of the next answer.
  client.send(get("/later"));
  wait_until([&] { return resumes().size() == 2; });
  resumes()[0]();
  resumes()[0]();
  EXPECT_EQ(ask(get("/hello")).body, "hello\n");
  EXPECT_EQ(server_->stats().requests_waiting, 1U);
  resumes()[1]();
  EXPECT_EQ(client.read().body, "/later\n");
}

TEST_F(ServerLife, AWaitIsNotCutShortByTheDeadlinesOfRequests) {
  auto options = quick_options();
  options.idle_timeout = milliseconds(20);
  options.head_timeout = milliseconds(20);
  options.write_timeout = milliseconds(20);
  start(options);
  RawClient client = connect();
  client.send(get("/later"));
  RawClient idle = connect();
  EXPECT_TRUE(idle.ended());
  EXPECT_EQ(server_->stats().requests_waiting, 1U);
  resumes()[0]();
  EXPECT_EQ(client.read().body, "/later\n");
}

TEST_F(ServerLife, AnExceptionWhileFinishingIsAnswered) {
  start();
  EXPECT_EQ(ask(get("/later-boom")).status, 500);
  EXPECT_EQ(faults(), std::vector<std::string>{"while finishing"});
}

TEST_F(ServerLife, WhoHangsUpWhileWaitingIsForgottenWhenTheAnswerComes) {
  start();
  std::optional<RawClient> client = connect();
  client->send(get("/later"));
  wait_until([&] { return resumes().size() == 1; });
  client.reset();
  resumes()[0]();
  wait_until([&] { return server_->stats().connections == 0; });
  EXPECT_EQ(access_lines().size(), 1U);
}

TEST_F(ServerLife, StoppingLetsWaitingRequestsFinish) {
  start();
  RawClient client = connect();
  client.send(get("/later"));
  wait_until([&] { return resumes().size() == 1; });
  const std::uint16_t port = server_->port();
  std::jthread stopper([this] { server_->stop(); });
  wait_until([&] { return !RawClient(port).connected(); });
  resumes()[0]();
  const RawResponse last = client.read();
  EXPECT_EQ(last.body, "/later\n");
  EXPECT_EQ(last.header("Connection"), "close");
}

TEST_F(ServerLife, AnAnswerThatNeverComesDoesNotKeepTheServerAndMayComeAfterIt) {
  auto options = quick_options();
  options.stop_timeout = milliseconds(50);
  start(options);
  RawClient client = connect();
  client.send(get("/later"));
  wait_until([&] { return resumes().size() == 1; });
  server_.reset();
  EXPECT_TRUE(client.ended());
  resumes()[0]();
}

TEST_F(ServerLife, StoppingDoesNotWaitForeverForASilentPeer) {
  auto options = quick_options();
  options.stop_timeout = milliseconds(50);
  start(options);
  RawClient half = connect();
  half.send("GET /hello HT");
  wait_until([&] { return server_->stats().connections == 1; });
  server_->stop();
  EXPECT_TRUE(half.ended());
}

TEST_F(ServerLife, AFreePortIsChosenAndATakenOneIsAnError) {
  start();
  EXPECT_NE(server_->port(), 0);
  api::ServerOptions taken;
  taken.port = server_->port();
  const auto second = api::Server::start(taken, api::Router());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason, "BIND_FAILED");
  api::ServerOptions nowhere;
  nowhere.host = "999.1.1.1";
  const auto third = api::Server::start(nowhere, api::Router());
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().reason, "BAD_ADDRESS");
}

}  // namespace
