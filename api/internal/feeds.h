// SPDX-License-Identifier: Apache-2.0
// The pool of feeds and long polls: a thread each, made when first needed, with a hard cap, so
// that no number of open feeds takes a thread away from plain requests.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "api/internal/driver.h"

namespace api {

class FeedPool {
 public:
  /// `give_back` arms a connection again; `drop` forgets one that is of no more use.
  using ConnectionSink = std::function<void(const std::shared_ptr<Connection>&)>;
  FeedPool(ServerState& state, ConnectionSink give_back, ConnectionSink drop);
  ~FeedPool();

  /// False: every place is taken; the job is untouched then.
  bool submit(FeedJob& job);
  std::size_t open() const;
  /// Tells every feed to end. New ones are refused.
  void request_stop();
  /// Waits for the threads. REQUIRES: request_stop().
  void join();

 private:
  void loop();
  bool run(FeedJob job);

  ServerState& state_;
  ConnectionSink give_back_;
  ConnectionSink drop_;
  std::stop_source stop_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<FeedJob> waiting_;       ///< guarded by mutex_
  std::size_t open_ = 0;              ///< guarded by mutex_; running or waiting
  std::vector<std::thread> threads_;  ///< guarded by mutex_ until request_stop()
};

}  // namespace api
