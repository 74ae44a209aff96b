// SPDX-License-Identifier: Apache-2.0
// The seam between the listener and the bytes of one connection. The plain one is below; TLS is
// another implementation over the same non-blocking socket.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace api {

/// What a transport did. Bytes is meaningful with kDone only, and then above zero.
struct IoResult {
  enum class State {
    kDone,
    kWantRead,   ///< nothing moved: try again when the socket is readable
    kWantWrite,  ///< nothing moved: try again when the socket is writable
    kEnd,        ///< reading: the peer sent all it will send
    kFailed,     ///< the connection is of no more use
  };
  State state;
  std::size_t bytes = 0;
};

/// Never blocks. Used by one thread at a time; does not own the socket.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual IoResult read(char* into, std::size_t size) = 0;
  virtual IoResult write(std::string_view bytes) = 0;
  /// Tells the peer that nothing more will be sent.
  virtual void end_writing() = 0;
};

/// Makes the transport of an accepted, non-blocking socket.
using TransportFactory = std::function<std::unique_ptr<Transport>(int socket)>;

std::unique_ptr<Transport> make_plain_transport(int socket);

}  // namespace api
