// SPDX-License-Identifier: Apache-2.0
// A client that sends exactly the bytes it is given, for requests no polite client would make.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace testing_support {

struct RawResponse {
  int status = 0;
  std::string head;  ///< status line and fields, as received
  std::string body;  ///< unchunked
  bool chunked = false;
  bool complete = true;  ///< false: the connection ended inside

  /// Value of the field, by name without case; nullopt if absent.
  std::optional<std::string> header(std::string_view name) const;
};

class RawClient {
 public:
  /// Connects to 127.0.0.1; gives up on a silent peer after 10 seconds.
  explicit RawClient(std::uint16_t port);
  /// The same to a unix socket.
  static RawClient at_file(const std::string& path);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return socket_ >= 0; }
  /// False if the peer no longer takes bytes.
  bool send(std::string_view bytes);
  void half_close();
  /// The next response; status 0 if the connection ended before one. `to_head`: no body follows.
  RawResponse read(bool to_head = false);
  /// Exactly this many bytes, fewer at the end of the connection.
  std::string read_bytes(std::size_t size);
  /// The next line without its end ("\n"); nothing at the end of the connection.
  std::optional<std::string> read_line();
  /// Whether the peer ended the connection without sending more.
  bool ended();

  RawResponse ask(std::string_view bytes) {
    send(bytes);
    return read();
  }

 private:
  RawClient() = default;
  /// Connects a new socket of the family.
  void reach(int family, const sockaddr* address, socklen_t size);
  bool receive();
  std::string take_line();
  std::string take_chunks(bool& complete);

  int socket_ = -1;
  std::string buffer_;
};

/// "GET <target> HTTP/1.1", Host, the given extra lines (each with its CR LF) and the empty line.
std::string get(std::string_view target, std::string_view lines = {});

}  // namespace testing_support
