// SPDX-License-Identifier: Apache-2.0
// The listening socket and a way to wake its waiting thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "api/internal/descriptor.h"
#include "api/internal/socket_file.h"
#include "ledger/result.h"

namespace api {

struct Accepted {
  int socket;        ///< non-blocking, TCP_NODELAY; the receiver closes it
  std::string peer;  ///< numeric address; kUnixCaller of a unix socket
};

class ListenSocket {
 public:
  /// Binds to the first usable address of the host. kInvalid BAD_ADDRESS, kIo BIND_FAILED.
  static ledger::Result<ListenSocket> open(const std::string& host, std::uint16_t port,
                                           int backlog);
  /// The same of a unix socket. Errors as listen_on_file().
  static ledger::Result<ListenSocket> open_file(const std::string& path, int backlog);

  /// 0 of a unix socket.
  std::uint16_t port() const { return port_; }
  /// True if accept() is worth calling.
  bool wait(std::chrono::milliseconds timeout);
  /// nullopt: nobody waits, or the process is out of descriptors; then the next wait() pauses.
  std::optional<Accepted> accept();
  /// Ends a wait() in another thread.
  void wake();
  /// The file goes first: whoever comes next finds nothing that looks like a dead server's.
  void close() {
    file_.remove();
    listener_.reset();
  }

 private:
  ListenSocket(Descriptor listener, Descriptor wake, std::uint16_t port, SocketFile file = {})
      : listener_(std::move(listener)),
        wake_(std::move(wake)),
        port_(port),
        file_(std::move(file)) {}

  Descriptor listener_;
  Descriptor wake_;
  std::uint16_t port_;
  SocketFile file_;
  bool exhausted_ = false;
};

/// Makes every pending and later transfer on the socket fail, and its close forget unsent bytes.
/// Does not close it.
void abort_socket(int socket);

}  // namespace api
