// SPDX-License-Identifier: Apache-2.0
// Sockets of TCP over IPv4 and IPv6, and of unix.
#include "api/internal/listen_socket.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "api/address.h"

namespace api {

namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

std::string numeric_host(const sockaddr_storage& address, socklen_t size) {
  if (address.ss_family == AF_UNIX) return std::string(kUnixCaller);
  std::array<char, NI_MAXHOST> host{};
  const auto* generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  if (::getnameinfo(generic, size, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
    return "unknown";
  }
  constexpr std::string_view kMapped = "::ffff:";
  const std::string_view text = host.data();
  const bool mapped = text.substr(0, kMapped.size()) == kMapped && text.find('.') != text.npos;
  return std::string(mapped ? text.substr(kMapped.size()) : text);
}

std::uint16_t local_port(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
  std::array<char, NI_MAXSERV> service{};
  if (::getsockname(socket, generic, &size) != 0 ||
      ::getnameinfo(generic, size, nullptr, 0, service.data(), service.size(), NI_NUMERICSERV)) {
    return 0;
  }
  return static_cast<std::uint16_t>(std::strtoul(service.data(), nullptr, 10));
}

Descriptor try_listen(const addrinfo& address, int backlog) {
  Descriptor socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (!socket.valid() ||
      ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      ::bind(socket.get(), address.ai_addr, address.ai_addrlen) != 0 ||
      ::listen(socket.get(), backlog) != 0) {
    return Descriptor();
  }
  return socket;
}

}  // namespace

ledger::Result<ListenSocket> ListenSocket::open(const std::string& host, std::uint16_t port,
                                                int backlog) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const std::string service = std::to_string(port);
  if (const int error = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &found); error != 0) {
    return ledger::invalid("BAD_ADDRESS", "cannot resolve " + host + ": " + ::gai_strerror(error));
  }
  const AddressList list(found, &::freeaddrinfo);
  Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  for (const addrinfo* address = found; wake.valid() && address != nullptr;
       address = address->ai_next) {
    Descriptor socket = try_listen(*address, backlog);
    if (!socket.valid()) continue;
    const std::uint16_t bound = local_port(socket.get());
    return ListenSocket(std::move(socket), std::move(wake), bound);
  }
  return ledger::io_error(
      "BIND_FAILED", "cannot listen on " + host + " port " + service + ": " + std::strerror(errno));
}

ledger::Result<ListenSocket> ListenSocket::open_file(const std::string& path, int backlog) {
  Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return ledger::io_error("BIND_FAILED", std::strerror(errno));
  auto made = listen_on_file(path, backlog);
  if (!made) return made.error();
  return ListenSocket(std::move(made->socket), std::move(wake), 0, std::move(made->file));
}

bool ListenSocket::wait(std::chrono::milliseconds timeout) {
  std::array<pollfd, 2> watched = {pollfd{wake_.get(), POLLIN, 0},
                                   pollfd{listener_.get(), POLLIN, 0}};
  const nfds_t count = exhausted_ ? 1 : 2;
  exhausted_ = false;
  return ::poll(watched.data(), count, static_cast<int>(timeout.count())) > 0 &&
         watched[1].revents != 0;
}

std::optional<Accepted> ListenSocket::accept() {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
  const int socket = ::accept4(listener_.get(), generic, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket < 0) {
    exhausted_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return std::nullopt;
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return Accepted{socket, numeric_host(address, size)};
}

void ListenSocket::wake() { ::eventfd_write(wake_.get(), 1); }

void abort_socket(int socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::shutdown(socket, SHUT_RDWR);
}

}  // namespace api
