// SPDX-License-Identifier: Apache-2.0
// One epoll set shared by all request threads. Every connection is watched for one event at a
// time (EPOLLONESHOT), so an event always goes to exactly one thread.
#pragma once

#include <cstdint>
#include <optional>

#include "api/internal/descriptor.h"
#include "ledger/result.h"

namespace api {

enum class Interest { kRead, kWrite, kBoth };

class Poller {
 public:
  /// kIo SERVER_START.
  static ledger::Result<Poller> open();

  /// `id` above zero comes back from wait().
  bool add(int socket, std::uint64_t id, Interest interest);
  void rearm(int socket, std::uint64_t id, Interest interest);
  /// The id of a ready connection; nullopt after wake_all() or a signal.
  std::optional<std::uint64_t> wait();
  /// Every present and future wait() returns.
  void wake_all();

 private:
  Poller(Descriptor epoll, Descriptor wake) : epoll_(std::move(epoll)), wake_(std::move(wake)) {}

  Descriptor epoll_;
  Descriptor wake_;
};

}  // namespace api
