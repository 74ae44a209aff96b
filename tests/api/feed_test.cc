// SPDX-License-Identifier: Apache-2.0
// The feed and the long poll over real sockets: order, positions, resuming, filters, heartbeats,
// limits.
#include <fmt/format.h>

#include <thread>

#include "tests/support/event_stream.h"
#include "tests/support/served_ledger.h"

namespace {

using std::chrono::milliseconds;
using support::org_id;
using testing_support::EventStream;
using testing_support::get;
using testing_support::Json;
using testing_support::RawClient;
using testing_support::RawResponse;

class Feed : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    for (std::uint64_t number = 1; number <= 9; ++number) t.must(t.organisation(number));
    signed_.push_back(t.sign(t.organisation(21)));
    signed_.push_back(t.sign(t.organisation(22)));
  }

  void serve_with(api::FeedOptions feeds) {
    configure_ = [feeds](api::ServeOptions& options) { options.feeds = feeds; };
    serve();
  }
  EventStream stream(std::string_view target = "/v1/stream", std::string_view lines = {}) {
    return EventStream(server_->port(), target, lines);
  }

  std::vector<ledger::SignedEvent> signed_;  ///< not yet recorded
};

TEST_F(Feed, EveryEventComesOnceInOrderWithItsPositionAsId) {
  serve();
  EventStream feed = stream();
  ASSERT_TRUE(feed.ok()) << feed.head();
  EXPECT_NE(feed.head().find("Content-Type: text/event-stream"), std::string::npos);
  EXPECT_NE(feed.head().find("Cache-Control: no-store"), std::string::npos);
  EXPECT_NE(feed.head().find("X-Accel-Buffering: no"), std::string::npos);
  for (std::uint64_t index = 0; index < 10; ++index) {
    const auto event = feed.next();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->id, std::to_string(index + 1));
    const Json data = Json::parse(event->data);
    EXPECT_EQ(data["index"], index);
    EXPECT_EQ(event->type, data["body"]["payload_type"]);
    EXPECT_EQ(event->data, ask(fmt::format("/v1/events/{}", index)).body);
  }
}

TEST_F(Feed, AnEventThatIsRecordedLaterComesToThoseWhoWait) {
  serve();
  EventStream feed = stream("/v1/stream?after=10");
  ASSERT_EQ(post_events({signed_[0]}).status, 201);
  const auto event = feed.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, "11");
  EXPECT_EQ(Json::parse(event->data)["body"]["payload"]["profile"]["organisation"], org_id(21));
}

TEST_F(Feed, LastEventIdWinsOverTheAddress) {
  serve();
  EXPECT_EQ(stream("/v1/stream?after=2").next()->id, "3");
  EXPECT_EQ(stream("/v1/stream?after=2", "Last-Event-ID: 7\r\n").next()->id, "8");
  EXPECT_EQ(stream("/v1/stream?after=2", "Last-Event-ID: \r\n").next()->id, "3");
}

TEST_F(Feed, APositionBeyondTheLogOrNoPositionIsToldBeforeTheStream) {
  serve();
  EXPECT_EQ(problem("/v1/stream?after=11", 404, "BEYOND_LOG")["errors"][0]["parameter"], "after");
  const Json beyond = problem("/v1/stream", 404, "BEYOND_LOG", "Last-Event-ID: 11\r\n");
  EXPECT_EQ(beyond["errors"][0]["header"], "Last-Event-ID");
  problem("/v1/stream", 400, "BAD_EVENT_ID", "Last-Event-ID: x\r\n");
  problem("/v1/stream", 400, "BAD_EVENT_ID", "Last-Event-ID: 1\r\nLast-Event-ID: 7\r\n");
  problem("/v1/stream?after=-1", 400, "BAD_NUMBER");
  problem("/v1/stream?type=Nonsense", 400, "UNKNOWN_TYPE");
  problem("/v1/stream?cluster=12", 400, "BAD_ID");
  problem("/v1/stream", 406, "NOT_ACCEPTABLE", "Accept: application/json\r\n");
}

TEST_F(Feed, AFilterLeavesOthersOutAndHeartbeatsMoveThePositionOn) {
  api::FeedOptions feeds;
  feeds.heartbeat = milliseconds(5);
  serve_with(feeds);
  EventStream feed = stream("/v1/stream?organisation=" + org_id(4));
  const auto event = feed.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, "5");
  feed.next_empty_block();
  EXPECT_EQ(feed.last_id(), "10");
  EventStream typed = stream("/v1/stream?type=LedgerCreated&type=ClusterCreated");
  EXPECT_EQ(typed.next()->type, "LedgerCreated");
  typed.next_empty_block();
  EXPECT_EQ(typed.last_id(), "10");
}

TEST_F(Feed, AStreamEndsAfterItsTimeAndIsResumed) {
  api::FeedOptions feeds;
  feeds.duration_max = milliseconds(1);
  serve_with(feeds);
  std::string last;
  for (std::uint64_t rounds = 0; last != "10"; ++rounds) {
    ASSERT_LT(rounds, 20U);
    EventStream feed = stream("/v1/stream", "Last-Event-ID: " + last + "\r\n");
    ASSERT_TRUE(feed.ok());
    while (feed.next()) {
    }
    last = feed.last_id();
  }
}

TEST_F(Feed, TheFeedBeyondTheLimitIsToldToComeBackAndPlainReadingGoesOn) {
  configure_ = [](api::ServeOptions& options) { options.server.feeds_max = 2; };
  serve();
  EventStream one = stream();
  EventStream two = stream();
  ASSERT_TRUE(one.next() && two.next());
  const RawResponse third = ask("/v1/stream");
  expect_problem(third, 503, "TOO_MANY_FEEDS");
  EXPECT_EQ(Json::parse(third.body)["detail"], "all 2 places for feeds and long polls are taken");
  EXPECT_EQ(third.header("Retry-After"), "1");
  EXPECT_EQ(ask("/v1/events?after=10&wait=1").status, 503);
  EXPECT_EQ(ask("/v1/events").status, 200);
}

TEST_F(Feed, ALongPollAnswersWhenSomethingComes) {
  serve();
  RawClient poll(server_->port());
  poll.send(get("/v1/events?after=10&wait=30"));
  ASSERT_EQ(post_events({signed_[0]}).status, 201);
  const RawResponse answer = poll.read();
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json page = Json::parse(answer.body);
  ASSERT_EQ(page["events"].size(), 1U);
  EXPECT_EQ(page["events"][0]["index"], 10);
  EXPECT_EQ(page["next_from"], 11);
}

TEST_F(Feed, ALongPollForOthersWaitsPastWhatDoesNotMatch) {
  serve();
  RawClient poll(server_->port());
  poll.send(get("/v1/events?after=10&wait=30&organisation=" + org_id(22)));
  ASSERT_EQ(post_events({signed_[0]}).status, 201);
  ASSERT_EQ(post_events({signed_[1]}).status, 201);
  const Json page = Json::parse(poll.read().body);
  ASSERT_EQ(page["events"].size(), 1U);
  EXPECT_EQ(page["events"][0]["index"], 11);
}

TEST_F(Feed, ALongPollWithNothingNewEndsEmptyWithACursor) {
  serve();
  const Json now = json("/v1/events?after=10&wait=0");
  EXPECT_EQ(now["events"].size(), 0U);
  EXPECT_EQ(now["next_from"], 10);
  EXPECT_EQ(json("/v1/events?after=3&wait=30")["events"].size(), 7U);
  problem("/v1/events?after=10&wait=61", 400, "BAD_WAIT");
  problem("/v1/events?after=11&wait=0", 404, "BEYOND_LOG");
  EXPECT_EQ(problem("/v1/events?wait=3", 400, "WAIT_FROM_WHERE")["errors"][0]["parameter"],
            "after");
  problem("/v1/events?type=LedgerCreated&wait=3", 400, "WAIT_FROM_WHERE");
  EXPECT_EQ(json("/v1/events?from=3&wait=3")["events"].size(), 7U) << "from says where, too";
  EXPECT_EQ(json("/v1/events?wait=0")["events"].size(), 10U) << "nothing is waited for";
  problem("/v1/events?after=1&from=1", 400, "TWO_BEGINNINGS");
}

TEST_F(Feed, StoppingTheServerEndsFeedsAndLongPollsAtOnce) {
  serve();
  EventStream feed = stream();
  ASSERT_TRUE(feed.next());
  RawClient poll(server_->port());
  poll.send(get("/v1/events?after=10&wait=60"));
  // Answered only when a feed thread has it: the stop must find both inside.
  while (ask("/v1/ledger").status != 200) {
  }
  server_.reset();
  while (feed.next()) {
  }
  const RawResponse answer = poll.read();
  EXPECT_TRUE(answer.status == 200 || answer.status == 503 || answer.status == 0) << answer.status;
}

}  // namespace
