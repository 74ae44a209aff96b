// SPDX-License-Identifier: Apache-2.0
// Threads of the server: one accepts and watches the deadlines, the request threads take ready
// connections from one epoll set, and the feed pool has its own. No lock is held while a handler
// runs.
#include "api/server.h"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <unordered_map>

#include "api/internal/feeds.h"
#include "api/internal/listen_socket.h"
#include "api/internal/poller.h"
#include "ledger/short_turns.h"

namespace api {

namespace {

constexpr std::size_t kRefusedAtOnceMax = 64;
constexpr std::size_t kRefusedPart = 8;
constexpr int kAcceptsPerRound = 64;
constexpr std::chrono::milliseconds kStopTick{5};

/// Often enough for the shortest timeout to be kept within a quarter.
std::chrono::milliseconds tick_of(const ServerOptions& options) {
  const auto shortest = std::min({options.idle_timeout, options.head_timeout, options.body_timeout,
                                  options.write_timeout, options.linger_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(200));
}

/// Connections over the limit that are told why; beyond these they are closed. An eighth of the
/// limit at most: where descriptors are few the rest of them are the database's.
std::size_t refused_at_once(const ServerOptions& options) {
  return std::clamp<std::size_t>(options.connections_max / kRefusedPart, 1, kRefusedAtOnceMax);
}

/// Counts itself while it lives.
class Busy {
 public:
  explicit Busy(std::atomic<std::size_t>& count) : count_(count) { count_.fetch_add(1); }
  ~Busy() { count_.fetch_sub(1); }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  std::atomic<std::size_t>& count_;
};

/// Arms `c` if it is parked, so that a worker takes it at once. REQUIRES: c.mutex is held.
void wake_parked(Connection& c, Poller& poller) {
  if (!std::exchange(c.parked, false)) return;
  c.armed = true;
  poller.rearm(c.socket, c.id, Interest::kBoth);
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Router router, ListenSocket listener, Poller poller);
  ~Impl() { stop(); }

  void start();
  void stop();
  std::uint16_t port() const { return port_; }
  ServerStats stats() const;

 private:
  using ConnectionRef = std::shared_ptr<Connection>;

  void accept_loop();
  void drain_connections();
  void accept_some();
  void admit_connection(Accepted accepted);
  void sweep();
  void abort_all();

  void request_loop();
  void serve(Driver& driver, const ConnectionRef& connection);
  ConnectionRef find(std::uint64_t id) const;
  void arm(Connection& connection, Interest interest);
  void park(Connection& connection);
  std::function<void()> resumer(const ConnectionRef& connection);
  void drop(const ConnectionRef& connection);
  std::size_t size() const;

  ServerState state_;
  ListenSocket listener_;
  std::shared_ptr<Poller> poller_;  ///< kept by whoever may resume a connection
  const std::uint16_t port_;
  FeedPool feeds_;
  Driver refuser_;  ///< of the accepting thread

  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, ConnectionRef> connections_;  ///< guarded by mutex_
  std::uint64_t next_id_ = 1;                                     ///< of the accepting thread

  std::mutex stop_mutex_;  ///< one stop at a time
  std::atomic<bool> quitting_{false};
  std::atomic<std::size_t> busy_{0};  ///< request threads that serve a connection now
  std::thread acceptor_;
  std::vector<std::thread> workers_;
};

Server::Impl::Impl(ServerOptions options, Router router, ListenSocket listener, Poller poller)
    : state_{std::move(options), std::move(router), {}, {}, {}, {}, {}},
      listener_(std::move(listener)),
      poller_(std::make_shared<Poller>(std::move(poller))),
      port_(listener_.port()),
      feeds_(
          state_, [this](const ConnectionRef& c) { arm(*c, Interest::kBoth); },
          [this](const ConnectionRef& c) { drop(c); }),
      refuser_(state_) {
  state_.give_to_feeds = [this](FeedJob& job) { return feeds_.submit(job); };
  state_.resumer = [this](const ConnectionRef& c) { return resumer(c); };
}

void Server::Impl::start() {
  for (std::size_t i = 0; i < state_.options.request_threads; ++i) {
    workers_.emplace_back([this] { request_loop(); });
  }
  acceptor_ = std::thread([this] { accept_loop(); });
}

void Server::Impl::stop() {
  const std::lock_guard lock(stop_mutex_);
  if (quitting_.load()) return;
  state_.stopping.store(true);
  feeds_.request_stop();
  listener_.wake();
  if (acceptor_.joinable()) acceptor_.join();
  quitting_.store(true);
  poller_->wake_all();
  for (auto& worker : workers_) worker.join();
  feeds_.join();
  const std::lock_guard table(mutex_);
  connections_.clear();
}

ServerStats Server::Impl::stats() const {
  return {.connections = size(),
          .feeds = feeds_.open(),
          .requests = state_.requests.load(),
          .connections_max = state_.options.connections_max,
          .feeds_max = state_.options.feeds_max,
          .request_threads = state_.options.request_threads,
          .request_threads_busy = busy_.load(),
          .requests_waiting = state_.waiting.load(),
          .held_bytes = state_.held->load(),
          .held_bytes_max = state_.options.held_bytes_max};
}

void Server::Impl::accept_loop() {
  const ledger::ShortTurns turns;
  const auto tick = tick_of(state_.options);
  while (!state_.stopping.load()) {
    if (listener_.wait(tick)) accept_some();
    sweep();
  }
  listener_.close();
  drain_connections();
}

/// Idle connections close at once, the others when their answer is out or the time is up.
void Server::Impl::drain_connections() {
  const auto deadline = std::chrono::steady_clock::now() + state_.options.stop_timeout;
  while (size() > 0 && std::chrono::steady_clock::now() < deadline) {
    sweep();
    std::this_thread::sleep_for(kStopTick);
  }
  abort_all();
}

void Server::Impl::accept_some() {
  for (int i = 0; i < kAcceptsPerRound; ++i) {
    auto accepted = listener_.accept();
    if (!accepted) return;
    admit_connection(*std::move(accepted));
  }
}

void Server::Impl::admit_connection(Accepted accepted) {
  const auto& options = state_.options;
  const std::size_t open = size();
  auto connection = std::make_shared<Connection>(
      next_id_++, accepted.socket, std::move(accepted.peer),
      ParserLimits{options.target_bytes_max, options.headers_bytes_max, options.headers_max},
      state_.held);
  if (open >= options.connections_max + refused_at_once(options)) return;
  connection->transport = options.make_transport(connection->socket);
  connection->deadline_us.store(
      steady_now_us() +
      std::chrono::duration_cast<std::chrono::microseconds>(options.idle_timeout).count());
  Interest interest = Interest::kRead;
  if (open >= options.connections_max) {
    refuser_.refuse(*connection, make_problem("too-many-connections",
                                              "all " + std::to_string(options.connections_max) +
                                                  " places for connections are taken"));
    connection->phase.store(Phase::kAnswering);
    interest = Interest::kBoth;
  }
  connection->armed = true;
  {
    const std::lock_guard lock(mutex_);
    connections_.emplace(connection->id, connection);
  }
  if (!poller_->add(connection->socket, connection->id, interest)) drop(connection);
}

/// Wakes a worker for each connection whose deadline passed, and when stopping for idle ones.
void Server::Impl::sweep() {
  const auto now = steady_now_us();
  const bool stopping = state_.stopping.load();
  const std::lock_guard lock(mutex_);
  for (const auto& [id, connection] : connections_) {
    const Phase phase = connection->phase.load(std::memory_order_relaxed);
    const bool late = connection->deadline_us.load(std::memory_order_relaxed) <= now;
    if (!late && !(stopping && phase == Phase::kIdle)) continue;
    const std::lock_guard own(connection->mutex);
    if (late) wake_parked(*connection, *poller_);
    if (!connection->armed) continue;
    // A socket that takes no bytes is not writable either: only its end wakes a worker.
    if (phase == Phase::kWriting) abort_socket(connection->socket);
    poller_->rearm(connection->socket, id, Interest::kBoth);
  }
}

/// Whatever still waits on its peer fails at once.
void Server::Impl::abort_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, connection] : connections_) abort_socket(connection->socket);
}

void Server::Impl::request_loop() {
  const ledger::ShortTurns turns;
  Driver driver(state_);
  while (true) {
    const auto id = poller_->wait();
    if (quitting_.load()) return;
    if (!id) continue;
    const ConnectionRef connection = find(*id);
    if (connection == nullptr || !connection->take()) continue;
    const Busy busy(busy_);
    try {
      serve(driver, connection);
    } catch (...) {
      if (state_.options.on_fault) state_.options.on_fault("", "a connection met an exception");
      drop(connection);
    }
  }
}

void Server::Impl::serve(Driver& driver, const ConnectionRef& connection) {
  switch (driver.advance(connection)) {
    case Verdict::kReadable:
      return arm(*connection, Interest::kRead);
    case Verdict::kWritable:
      return arm(*connection, Interest::kWrite);
    case Verdict::kTurn:
      return arm(*connection, Interest::kBoth);
    case Verdict::kClose:
      return drop(connection);
    case Verdict::kGivenAway:
      return;
    case Verdict::kAnswer:
      return park(*connection);
  }
}

Server::Impl::ConnectionRef Server::Impl::find(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : found->second;
}

void Server::Impl::arm(Connection& connection, Interest interest) {
  const std::lock_guard own(connection.mutex);
  connection.armed = true;
  poller_->rearm(connection.socket, connection.id, interest);
}

void Server::Impl::park(Connection& connection) {
  const std::lock_guard own(connection.mutex);
  connection.parked = true;
  if (connection.ready) wake_parked(connection, *poller_);
}

/// Outlives the server: an answer may come when nobody waits for it any more.
std::function<void()> Server::Impl::resumer(const ConnectionRef& connection) {
  const std::lock_guard own(connection->mutex);
  connection->ready = false;
  return [weak = std::weak_ptr(connection), poller = poller_, number = ++connection->awaited] {
    const ConnectionRef c = weak.lock();
    if (c == nullptr) return;
    const std::lock_guard lock(c->mutex);
    if (c->awaited != number) return;
    c->ready = true;
    wake_parked(*c, *poller);
  };
}

void Server::Impl::drop(const ConnectionRef& connection) {
  if (connection->waiting) state_.waiting.fetch_sub(1);
  const std::lock_guard lock(mutex_);
  connections_.erase(connection->id);
}

std::size_t Server::Impl::size() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

ledger::Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Router router) {
  std::signal(SIGPIPE, SIG_IGN);
  auto listener = options.unix_socket.empty()
                      ? ListenSocket::open(options.host, options.port, options.backlog)
                      : ListenSocket::open_file(options.unix_socket, options.backlog);
  if (!listener) return listener.error();
  auto poller = Poller::open();
  if (!poller) return poller.error();
  auto impl = std::make_unique<Impl>(std::move(options), std::move(router), *std::move(listener),
                                     *std::move(poller));
  try {
    impl->start();
  } catch (const std::system_error& e) {
    return ledger::io_error("SERVER_START", std::string("threads: ") + e.what());
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return impl_->port(); }
ServerStats Server::stats() const { return impl_->stats(); }
void Server::stop() { impl_->stop(); }

}  // namespace api
