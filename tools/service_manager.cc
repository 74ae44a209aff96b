// SPDX-License-Identifier: Apache-2.0
#include "tools/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "ledger/bytes.h"

namespace tools {

namespace {

std::string set_by_manager(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

ServiceManager::ServiceManager() : socket_(set_by_manager("NOTIFY_SOCKET")) {
  const std::string process = set_by_manager("WATCHDOG_PID");
  if (!process.empty() && process != std::to_string(::getpid())) return;
  const auto microseconds = ledger::parse_decimal(set_by_manager("WATCHDOG_USEC"));
  if (!microseconds || *microseconds < 2'000) return;
  sign_every_ = std::chrono::milliseconds(*microseconds / 2'000);
}

void ServiceManager::tell(const std::string& message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  // '@' is how an abstract socket is written: its first byte is zero.
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const auto* generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  ::sendto(socket, message.data(), message.size(), MSG_NOSIGNAL, generic, size);
  ::close(socket);
}

}  // namespace tools
