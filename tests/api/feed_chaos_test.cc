// SPDX-License-Identifier: Apache-2.0
// Writers append, the server is killed again and again, ten readers come back with random pauses,
// some of them to a filtered feed and some by long polls: every reader sees every event of its own
// exactly once, in order, and as it is recorded.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "api/wire.h"
#include "tests/paths.h"
#include "tests/support/child_process.h"
#include "tests/support/event_stream.h"
#include "tests/support/test_ledger.h"

namespace {

using support::ChildProcess;
using testing_support::EventStream;
using testing_support::RawClient;
using Json = nlohmann::json;

constexpr std::uint64_t kWriters = 2;
constexpr std::uint64_t kBatches = 15;
constexpr std::uint64_t kBatchEvents = 4;
constexpr std::uint64_t kReaders = 10;
constexpr int kKills = 3;
constexpr std::uint64_t kTotal = 1 + kWriters * kBatches * kBatchEvents;  ///< genesis too

/// What one reader was sent.
struct Seen {
  std::vector<std::uint64_t> positions;
  std::vector<Json> events;

  void take(std::uint64_t position, Json event) {
    positions.push_back(position);
    events.push_back(std::move(event));
  }
  bool done() const { return !positions.empty() && positions.back() >= kTotal; }
};

class FeedChaos : public ::testing::Test {
 protected:
  void SetUp() override { ledger_.create(); }

  void start() {
    server_.emplace(std::vector<std::string>{std::string(kBinaryDir) + "/letopis_serve_child",
                                             ledger_.folder.string()});
    const std::string line = server_->read_line();
    ASSERT_FALSE(line.empty()) << "the server did not start";
    port_.store(static_cast<std::uint16_t>(std::stoul(line)));
  }
  void kill_server() {
    ::kill(server_->pid(), SIGKILL);
    server_->wait();
    server_.reset();
  }

  /// Sends until an answer says that it is recorded; the ids make it safe to send again.
  void write(const std::string& batch) {
    const std::string request = "POST /v1/events HTTP/1.1\r\nHost: t\r\nContent-Type: " +
                                std::string(api::kEventsMediaType) +
                                "\r\nContent-Length: " + std::to_string(batch.size()) + "\r\n\r\n" +
                                batch;
    while (true) {
      RawClient client(port_.load());
      const int status = client.connected() ? client.ask(request).status : 0;
      if (status == 200 || status == 201) return;
      ASSERT_TRUE(status == 0 || status == 503) << status;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  void read_feed(std::uint64_t seed, const std::string& target, Seen& seen) {
    std::mt19937_64 random(seed);
    std::string last;
    while (!seen.done()) {
      EventStream feed(port_.load(), target, "Last-Event-ID: " + last + "\r\n");
      if (!feed.ok()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      // Some come back on their own, before anybody ended their stream.
      std::uint64_t patience = 1 + random() % 60;
      while (patience-- > 0 && !seen.done()) {
        const auto event = feed.next();
        if (!event) {
          if (feed.ok()) ++cut_;
          break;
        }
        seen.take(std::stoull(event->id), Json::parse(event->data));
        if (random() % 16 == 0)
          std::this_thread::sleep_for(std::chrono::milliseconds(random() % 20));
      }
      if (!feed.last_id().empty()) last = feed.last_id();
    }
  }

  void read_polls(std::uint64_t seed, Seen& seen) {
    std::mt19937_64 random(seed);
    std::uint64_t next = 0;
    while (!seen.done()) {
      const std::string target = "/v1/events?wait=5&from=" + std::to_string(next) +
                                 "&limit=" + std::to_string(1 + random() % 9);
      RawClient client(port_.load());
      const auto answer = client.connected()
                              ? client.ask("GET " + target + " HTTP/1.1\r\nHost: t\r\n\r\n")
                              : testing_support::RawResponse{};
      if (answer.status != 200) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        continue;
      }
      const Json page = Json::parse(answer.body, nullptr, false);
      if (page.is_discarded()) continue;  // killed in the middle of it
      for (const Json& event : page["events"]) {
        seen.take(event["index"].get<std::uint64_t>() + 1, event);
      }
      next = page["next_from"].get<std::uint64_t>();
    }
  }

  /// Every third reader polls, every third has a feed with a filter.
  void read_all(std::uint64_t reader, Seen& seen) {
    if (reader % 3 == 2) return read_polls(reader, seen);
    read_feed(reader, reader % 3 == 1 ? kFiltered : "/v1/stream", seen);
  }

  /// What is recorded, as the server tells it when all is over.
  std::vector<Json> recorded() {
    const auto answer =
        RawClient(port_.load()).ask("GET /v1/events?limit=1000 HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const Json page = Json::parse(answer.body, nullptr, false);
    return page["events"].get<std::vector<Json>>();
  }

  inline static const std::string kFiltered = "/v1/stream?type=OrganisationRegistered";
  support::TestLedger ledger_{support::TestLedger::Where::kRocks};
  std::optional<ChildProcess> server_;
  std::atomic<std::uint16_t> port_{0};
  std::atomic<int> cut_{0};  ///< feeds that the server's end or its limits ended
};

TEST_F(FeedChaos, EveryReaderSeesEveryPositionOnceInOrder) {
  std::vector<std::vector<std::string>> batches(kWriters);
  for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
    for (std::uint64_t batch = 0; batch < kBatches; ++batch) {
      std::vector<ledger::SignedEvent> events;
      for (std::uint64_t i = 0; i < kBatchEvents; ++i) {
        const auto number = (writer * kBatches + batch) * kBatchEvents + i + 1;
        events.push_back(ledger_.sign(ledger_.organisation(number)));
      }
      batches[writer].push_back(api::encode_events(events));
    }
  }
  ledger_.close();
  start();
  std::atomic<std::uint64_t> written{0};
  std::vector<std::thread> threads;
  for (const auto& mine : batches) {
    threads.emplace_back([&] {
      for (const auto& batch : mine) {
        write(batch);
        written.fetch_add(1);
      }
    });
  }
  std::vector<Seen> seen(kReaders);
  for (std::uint64_t reader = 0; reader < kReaders; ++reader) {
    threads.emplace_back([&, reader] { read_all(reader, seen[reader]); });
  }
  for (int kills = 1; kills <= kKills; ++kills) {
    const auto enough = kWriters * kBatches * static_cast<std::uint64_t>(kills) / (kKills + 1);
    while (written.load() < enough) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    kill_server();
    start();
  }
  for (auto& thread : threads) thread.join();
  const std::vector<Json> all = recorded();
  ASSERT_EQ(all.size(), kTotal);
  for (std::uint64_t reader = 0; reader < kReaders; ++reader) {
    const std::uint64_t first = reader % 3 == 1 ? 1 : 0;  // genesis registers nobody
    std::vector<std::uint64_t> positions;
    for (std::uint64_t i = first; i < kTotal; ++i) positions.push_back(i + 1);
    EXPECT_EQ(seen[reader].positions, positions) << "reader " << reader;
    const std::vector<Json> events(all.begin() + static_cast<std::ptrdiff_t>(first), all.end());
    EXPECT_EQ(seen[reader].events, events) << "reader " << reader;
  }
  EXPECT_GE(cut_, kKills) << "no feed was ended from outside: the test shows nothing";
}

}  // namespace
