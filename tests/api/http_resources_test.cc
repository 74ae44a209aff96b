// SPDX-License-Identifier: Apache-2.0
// A server that is connected to and does not come to an end with its answer.
#include "api/http_resources.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace api {
namespace {

/// Takes connections into its queue and never says anything.
class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket_, 4), 0);
    socklen_t length = sizeof address;
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { ::close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int socket_;
  int port_ = 0;
};

TEST(HttpResources, AnAnswerThatTakesTooLongEndsTheAskingAltogether) {
  const SilentServer server;
  const auto fetch = http_resources(server.url(), "token", std::chrono::milliseconds(200));
  ASSERT_TRUE(fetch);
  for (const char* path : {"checkpoint", "tile/0/000"}) {
    const auto answer = (*fetch)(path, 1'000);
    ASSERT_FALSE(answer) << path;
    EXPECT_EQ(answer.error().reason, "SERVER_TOO_SLOW") << path;
    EXPECT_EQ(answer.error().where, path);
  }
}

}  // namespace
}  // namespace api
