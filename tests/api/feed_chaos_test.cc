// SPDX-License-Identifier: Apache-2.0
// Writers append, the server is killed again and again, ten readers come back with random pauses:
// every reader sees every position exactly once and in order.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
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

constexpr std::uint64_t kWriters = 2;
constexpr std::uint64_t kBatches = 15;
constexpr std::uint64_t kBatchEvents = 4;
constexpr std::uint64_t kReaders = 10;
constexpr int kKills = 3;
constexpr std::uint64_t kTotal = 1 + kWriters * kBatches * kBatchEvents;  ///< genesis too

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

  void read_all(std::uint64_t seed, std::vector<std::uint64_t>& seen) {
    std::mt19937_64 random(seed);
    std::string last;
    while (seen.empty() || seen.back() < kTotal) {
      EventStream feed(port_.load(), "/v1/stream", "Last-Event-ID: " + last + "\r\n");
      if (!feed.ok()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      // Some come back on their own, before anybody ended their stream.
      std::uint64_t patience = 1 + random() % 60;
      while (patience-- > 0) {
        const auto event = feed.next();
        if (!event) break;
        seen.push_back(std::stoull(event->id));
        if (random() % 16 == 0)
          std::this_thread::sleep_for(std::chrono::milliseconds(random() % 20));
        if (seen.back() == kTotal) break;
      }
      if (!feed.last_id().empty()) last = feed.last_id();
    }
  }

  support::TestLedger ledger_{support::TestLedger::Where::kRocks};
  std::optional<ChildProcess> server_;
  std::atomic<std::uint16_t> port_{0};
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
  std::vector<std::vector<std::uint64_t>> seen(kReaders);
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
  std::vector<std::uint64_t> all(kTotal);
  for (std::uint64_t i = 0; i < kTotal; ++i) all[i] = i + 1;
  for (const auto& mine : seen) EXPECT_EQ(mine, all);
}

}  // namespace
