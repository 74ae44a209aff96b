// SPDX-License-Identifier: Apache-2.0
// epoll.
#include "api/internal/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <cstring>

namespace api {

namespace {

constexpr std::uint64_t kWakeId = 0;

epoll_event event_of(std::uint64_t id, Interest interest) {
  epoll_event event{};
  event.events = EPOLLONESHOT;
  if (interest != Interest::kWrite) event.events |= EPOLLIN;
  if (interest != Interest::kRead) event.events |= EPOLLOUT;
  event.data.u64 = id;
  return event;
}

}  // namespace

ledger::Result<Poller> Poller::open() {
  Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeId;
  if (!epoll.valid() || !wake.valid() ||
      ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, wake.get(), &event) != 0) {
    return ledger::io_error("SERVER_START", std::string("epoll: ") + std::strerror(errno));
  }
  return Poller(std::move(epoll), std::move(wake));
}

bool Poller::add(int socket, std::uint64_t id, Interest interest) {
  epoll_event event = event_of(id, interest);
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event) == 0;
}

void Poller::rearm(int socket, std::uint64_t id, Interest interest) {
  epoll_event event = event_of(id, interest);
  LEDGER_CHECK(::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, socket, &event) == 0);
}

std::optional<std::uint64_t> Poller::wait() {
  epoll_event event{};
  if (::epoll_wait(epoll_.get(), &event, 1, -1) != 1 || event.data.u64 == kWakeId) {
    return std::nullopt;
  }
  return std::uint64_t{event.data.u64};
}

void Poller::wake_all() { LEDGER_CHECK(::eventfd_write(wake_.get(), 1) == 0); }

}  // namespace api
