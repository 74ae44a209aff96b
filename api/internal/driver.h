// SPDX-License-Identifier: Apache-2.0
// Moves one connection on as far as it goes without waiting: read, parse, admit, answer, write.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "api/internal/connection.h"
#include "api/server.h"
#include "api/server_responder.h"

namespace api {

/// What a connection waits for when the driver is done with it.
enum class Verdict { kReadable, kWritable, kTurn, kClose, kGivenAway, kAnswer };

/// A request for the feed pool, with its connection.
struct FeedJob {
  std::shared_ptr<Connection> connection;
  Pending pending;
  bool keep_alive;
};

/// What all drivers of a server share.
struct ServerState {
  ServerOptions options;
  Router router;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::size_t> waiting{0};  ///< requests whose answer is not there yet
  /// False: no place in the feed pool; the job is untouched then.
  std::function<bool(FeedJob&)> give_to_feeds;
  /// What tells the connection that the answer it waits for can be made.
  std::function<std::function<void()>(const std::shared_ptr<Connection>&)> resumer;
  /// Of bodies that come and answers that go, by all connections.
  HeldBytes::Count held = std::make_shared<std::atomic<std::size_t>>(0);
};

std::int64_t steady_now_us();
std::string new_request_id();

/// One per worker thread.
class Driver {
 public:
  explicit Driver(ServerState& state);

  /// REQUIRES: the caller owns the connection. Exceptions mean that it must be dropped.
  Verdict advance(const std::shared_ptr<Connection>& connection);

  /// Puts the answer of a request that was never read into the connection, which then closes.
  void refuse(Connection& connection, const Problem& problem);

 private:
  enum class Progress { kNeedInput, kFlush, kGivenAway, kWaits };

  Progress consume(const std::shared_ptr<Connection>& connection);
  Progress consume_head(Connection& connection);
  Progress consume_body(const std::shared_ptr<Connection>& connection);
  void begin_request(Connection& connection, RequestHead head);
  Progress finish_request(const std::shared_ptr<Connection>& connection);
  void run(const std::shared_ptr<Connection>& connection, Pending pending, const Handler& handler,
           std::int64_t since_us);
  void wait(const std::shared_ptr<Connection>& connection, Waiting waiting);
  Progress consume_answer(const std::shared_ptr<Connection>& connection);
  void answer(Connection& connection, Pending& pending, Response response, std::int64_t since_us);
  void refuse_pending(Connection& connection, const Problem& problem);
  bool too_much_held(const Connection& connection, std::size_t more) const;

  std::optional<Verdict> flush(Connection& connection);
  std::optional<Verdict> fill(Connection& connection);
  std::optional<Verdict> drain(Connection& connection);
  bool expire(Connection& connection);
  Verdict wait_for_input(Connection& connection, Verdict verdict);
  static Verdict wait_for_answer(Connection& connection);

  ServerState& state_;
  Responder responder_;
  std::vector<char> buffer_;
};

/// Tells the access sink and counts.
void record_access(ServerState& state, const Request& request, const Route* route,
                   const Answered& answered, std::int64_t since_us);

}  // namespace api
