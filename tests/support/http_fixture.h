// SPDX-License-Identifier: Apache-2.0
// A server with a small set of routes that show every property of the listener, and short limits.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/server.h"
#include "tests/support/raw_http.h"

namespace testing_support {

class HttpServerTest : public ::testing::Test {
 private:
  api::Router routes();
  void add_later_routes(api::Router& router);

  std::mutex mutex_;
  std::vector<std::string> access_lines_;       ///< guarded by mutex_
  std::vector<std::string> faults_;             ///< guarded by mutex_
  std::vector<std::function<void()>> resumes_;  ///< guarded by mutex_

 protected:
  /// Limits that let a test wait for a timeout without noticing it.
  static api::ServerOptions quick_options();

  void start(api::ServerOptions options = quick_options());
  RawClient connect() { return RawClient(server_->port()); }
  /// On a connection of its own.
  RawResponse ask(std::string_view bytes) { return connect().ask(bytes); }
  std::vector<std::string> access_lines() {
    const std::lock_guard lock(mutex_);
    return access_lines_;
  }
  std::vector<std::string> faults() {
    const std::lock_guard lock(mutex_);
    return faults_;
  }

  /// What the requests to /later wait for, in the order of their beginning.
  std::vector<std::function<void()>> resumes() {
    const std::lock_guard lock(mutex_);
    return resumes_;
  }

  std::latch slow_entered_{1};  ///< counted down when /slow is running
  std::latch slow_leave_{1};    ///< /slow answers when this is counted down
  /// The last member: it must end before what its handlers use.
  std::unique_ptr<api::Server> server_;
};

}  // namespace testing_support
