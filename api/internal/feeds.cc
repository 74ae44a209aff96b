// SPDX-License-Identifier: Apache-2.0
// Feeds write straight to their socket and wait for slow readers themselves.
#include "api/internal/feeds.h"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace api {

namespace {

constexpr int kFeedNice = 5;

/// Blocks for at most the write timeout per write.
class SocketSink final : public ByteSink {
 public:
  SocketSink(Connection& connection, std::chrono::milliseconds timeout)
      : connection_(connection), timeout_(timeout) {}

  bool write(std::string_view bytes) override {
    const auto deadline = std::chrono::steady_clock::now() + timeout_;
    while (!bytes.empty()) {
      const IoResult io = connection_.transport->write(bytes);
      if (io.state == IoResult::State::kDone) {
        bytes.remove_prefix(io.bytes);
      } else if (io.state == IoResult::State::kWantWrite) {
        if (!wait(POLLOUT, deadline)) return false;
      } else if (io.state != IoResult::State::kWantRead || !wait(POLLIN, deadline)) {
        return false;
      }
    }
    return true;
  }

 private:
  bool wait(short events, std::chrono::steady_clock::time_point deadline) const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd watched{connection_.socket, events, 0};
    return ::poll(&watched, 1, static_cast<int>(left.count())) > 0 &&
           (watched.revents & (POLLERR | POLLHUP)) == 0;
  }

  Connection& connection_;
  std::chrono::milliseconds timeout_;
};

class SocketControl final : public FeedControl {
 public:
  SocketControl(int socket, std::stop_token stop) : socket_(socket), stop_(std::move(stop)) {}

  bool open() override {
    if (stop_.stop_requested()) return false;
    pollfd watched{socket_, POLLRDHUP, 0};
    return ::poll(&watched, 1, 0) == 0;
  }
  std::stop_token stop_token() const override { return stop_; }

 private:
  int socket_;
  std::stop_token stop_;
};

}  // namespace

FeedPool::FeedPool(ServerState& state, ConnectionSink give_back, ConnectionSink drop)
    : state_(state), give_back_(std::move(give_back)), drop_(std::move(drop)) {}

FeedPool::~FeedPool() {
  request_stop();
  join();
}

bool FeedPool::submit(FeedJob& job) {
  const std::lock_guard lock(mutex_);
  if (open_ >= state_.options.feeds_max || stop_.stop_requested()) return false;
  if (threads_.size() == open_) threads_.emplace_back([this] { loop(); });
  ++open_;
  waiting_.push_back(std::move(job));
  work_.notify_one();
  return true;
}

std::size_t FeedPool::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

void FeedPool::request_stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
  }
  work_.notify_all();
}

void FeedPool::join() {
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void FeedPool::loop() {
  // Plain requests go first: a thread's nice value is its own on Linux.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kFeedNice);
  while (true) {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return !waiting_.empty() || stop_.stop_requested(); });
    if (waiting_.empty()) return;
    FeedJob job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    const auto connection = job.connection;
    bool usable = false;
    try {
      usable = run(std::move(job));
    } catch (...) {
      if (state_.options.on_fault) state_.options.on_fault("", "a feed ended by an exception");
    }
    // The place is free before the connection is: the next request on it may be another feed.
    lock.lock();
    --open_;
    lock.unlock();
    usable ? give_back_(connection) : drop_(connection);
  }
}

/// Whether the connection is worth going on with, if only for its drain.
bool FeedPool::run(FeedJob job) {
  Connection& c = *job.connection;
  const std::int64_t since = steady_now_us();
  SocketSink sink(c, state_.options.write_timeout);
  if (!sink.write(std::string_view(c.out).substr(c.out_begin))) return false;
  c.out.clear();
  c.out_begin = 0;
  job.pending.request.stopping = stop_.get_token();
  SocketControl control(c.socket, stop_.get_token());
  Responder responder(state_.router, state_.stopping, state_.options.on_fault);
  const Route& route = *job.pending.admission.route;
  Response answer = responder.run(route, job.pending.request, route.handler);
  LEDGER_CHECK(answer.later == nullptr);  // a feed has a thread to wait with
  const Answered answered = responder.respond({.request = job.pending.request,
                                               .route = &route,
                                               .answer = std::move(answer),
                                               .minor_version = job.pending.head.minor_version,
                                               .keep_alive = job.keep_alive,
                                               .feed = &control},
                                              sink);
  record_access(state_, job.pending.request, &route, answered, since);
  c.closing = !answered.reusable;
  return answered.written;
}

}  // namespace api
