// SPDX-License-Identifier: Apache-2.0
// TCP without TLS.
#include <sys/socket.h>

#include <cerrno>

#include "api/transport.h"

namespace api {

namespace {

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(int socket) : socket_(socket) {}

  IoResult read(char* into, std::size_t size) override {
    while (true) {
      const auto got = ::recv(socket_, into, size, MSG_DONTWAIT);
      if (got > 0) return {IoResult::State::kDone, static_cast<std::size_t>(got)};
      if (got == 0) return {IoResult::State::kEnd};
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) return {IoResult::State::kWantRead};
      return {IoResult::State::kFailed};
    }
  }

  IoResult write(std::string_view bytes) override {
    while (true) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) return {IoResult::State::kDone, static_cast<std::size_t>(sent)};
      if (sent < 0 && errno == EINTR) continue;
      if (sent == 0 || errno == EAGAIN || errno == EWOULDBLOCK) {
        return {IoResult::State::kWantWrite};
      }
      return {IoResult::State::kFailed};
    }
  }

  void end_writing() override { ::shutdown(socket_, SHUT_WR); }

 private:
  int socket_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(int socket) {
  return std::make_unique<PlainTransport>(socket);
}

}  // namespace api
