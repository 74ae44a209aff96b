// SPDX-License-Identifier: Apache-2.0
#include "api/internal/bounded_exchange.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>

namespace api::internal {
namespace {

/// Ends an exchange whose time is over.
class Deadline {
 public:
  Deadline(httplib::Client& client, std::chrono::milliseconds time)
      : watch_([this, &client, time] {
          std::unique_lock lock(mutex_);
          if (changed_.wait_for(lock, time, [this] { return over_; })) return;
          passed_ = true;
          client.stop();
        }) {}
  ~Deadline() { (void)passed(); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  /// Ends the watch; whether the time was over before.
  bool passed() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    if (watch_.joinable()) watch_.join();
    return passed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;    ///< guarded by mutex_
  bool passed_ = false;  ///< written by watch_ alone
  std::thread watch_;
};

}  // namespace

Exchange exchange(httplib::Client& client, httplib::Request request, const ExchangeBounds& bounds) {
  std::string body;
  bool too_large = false;
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    too_large = body.size() + size > bounds.bytes;
    if (!too_large) body.append(data, size);
    return !too_large;
  };
  Deadline deadline(client, bounds.time);
  httplib::Result result = client.send(request);
  // Also where there is a result: an answer without a length ends where its connection does.
  const bool too_slow = deadline.passed();
  return {std::move(result), std::move(body), too_slow, too_large};
}

}  // namespace api::internal
