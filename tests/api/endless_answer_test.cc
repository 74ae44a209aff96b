// SPDX-License-Identifier: Apache-2.0
// Servers and witnesses whose answers do not come to an end: they trickle, or they flood.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "api/server_client.h"
#include "api/witness_client.h"

namespace api {
namespace {

using std::chrono::milliseconds;

/// Answers one connection after the other with a piece each pause, until the other side leaves.
class EndlessServer {
 public:
  EndlessServer(std::string piece, milliseconds pause)
      : piece_(std::move(piece)), pause_(pause), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket_, 4), 0);
    socklen_t length = sizeof address;
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~EndlessServer() {
    ::shutdown(socket_, SHUT_RDWR);  // ends the waiting for the next connection
    thread_.join();
    ::close(socket_);
  }
  EndlessServer(const EndlessServer&) = delete;
  EndlessServer& operator=(const EndlessServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  static bool say(int connection, const std::string& bytes) {
    return ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
  }
  void serve() const {
    while (true) {
      const int connection = ::accept(socket_, nullptr, nullptr);
      if (connection < 0) return;
      char request[4'096];
      bool there = ::recv(connection, request, sizeof request, 0) > 0;
      there = there && say(connection,
                           "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                           "Connection: close\r\n\r\n");
      while (there && say(connection, piece_)) std::this_thread::sleep_for(pause_);
      ::close(connection);
    }
  }

  const std::string piece_;
  const milliseconds pause_;
  const int socket_;
  int port_ = 0;
  std::thread thread_;
};

const std::string kTrickle = " ";
const std::string kFlood(std::size_t{64} << 10, ' ');

TEST(EndlessAnswer, ToAnAuthorEndsAtTheLimitOfTimeOrSize) {
  const auto asked = [](const std::string& piece, milliseconds pause, const AnswerBounds& bounds) {
    const EndlessServer server(piece, pause);
    const auto client = ServerClient::open(server.url(), {}, Language::kEn, bounds);
    EXPECT_TRUE(client);
    const auto identity = (*client)->identity();
    return identity ? "an answer" : identity.error().reason;
  };
  EXPECT_EQ(asked(kTrickle, milliseconds(20), {milliseconds(300), 1'000'000}), "SERVER_TOO_SLOW");
  EXPECT_EQ(asked(kFlood, milliseconds(0), {milliseconds(60'000), 1'000'000}),
            "RESOURCE_TOO_LARGE");
}

TEST(EndlessAnswer, OfAWitnessEndsAtTheLimitOfTimeOrSize) {
  const auto asked = [](const std::string& piece, milliseconds pause, milliseconds timeout) {
    const EndlessServer server(piece, pause);
    const auto answer = post_checkpoint(server.url(), "old 0\n\nnothing\n", timeout);
    return answer ? "an answer" : answer.error().reason;
  };
  EXPECT_EQ(asked(kTrickle, milliseconds(20), milliseconds(100)), "WITNESS_SILENT");
  EXPECT_EQ(asked(kFlood, milliseconds(0), milliseconds(20'000)), "WITNESS_ANSWER");
}

}  // namespace
}  // namespace api
