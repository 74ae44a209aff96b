// SPDX-License-Identifier: Apache-2.0
// A server at a unix socket: its file, who it belongs to, and who is meant by those who call there.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/support/http_fixture.h"
#include "tests/support/temp_dir.h"

namespace {

using testing_support::get;
using testing_support::RawClient;

class UnixSocket : public testing_support::HttpServerTest {
 protected:
  static api::ServerOptions at(const std::string& path) {
    auto options = quick_options();
    options.unix_socket = path;
    return options;
  }
  std::string ask_caller(std::string_view lines) {
    return RawClient::at_file(path_).ask(get("/caller", lines)).body;
  }
  /// The reason for which a server does not start at the path.
  static std::string refusal(const std::string& path) {
    const auto second = api::Server::start(at(path), api::Router());
    return second ? "started" : second.error().reason;
  }
  /// A socket at the path to which nobody listens.
  void leave_dead_socket() {
    start(at(path_));
    std::filesystem::create_hard_link(path_, path_ + ".kept");
    server_.reset();
    std::filesystem::rename(path_ + ".kept", path_);
  }

  support::TempDir dir_;
  const std::string path_ = (dir_ / "http.sock").string();
};

TEST_F(UnixSocket, OnlyTheOwnerAndHisGroupMayConnectWhateverTheUmask) {
  for (const mode_t mask : {mode_t{0077}, mode_t{0}}) {
    const mode_t before = ::umask(mask);
    start(at(path_));
    ::umask(before);
    struct stat found {};
    ASSERT_EQ(::lstat(path_.c_str(), &found), 0);
    EXPECT_TRUE(S_ISSOCK(found.st_mode));
    EXPECT_EQ(found.st_mode & 07777, 0660U);
    EXPECT_EQ(RawClient::at_file(path_).ask(get("/hello")).body, "hello\n");
    server_.reset();
  }
}

TEST_F(UnixSocket, ItsFileGoesWithTheServer) {
  start(at(path_));
  EXPECT_EQ(server_->port(), 0);
  server_->stop();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(UnixSocket, AFileThatAnotherPutInItsPlaceStays) {
  start(at(path_));
  std::filesystem::remove(path_);
  std::ofstream(path_) << "another's";
  server_->stop();
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(UnixSocket, ASocketThatADeadServerLeftIsReplaced) {
  leave_dead_socket();
  ASSERT_FALSE(RawClient::at_file(path_).connected());
  start(at(path_));
  EXPECT_EQ(RawClient::at_file(path_).ask(get("/hello")).status, 200);
}

TEST_F(UnixSocket, ASocketOfALiveServerIsNotTaken) {
  start(at(path_));
  EXPECT_EQ(refusal(path_), "BIND_FAILED");
  EXPECT_EQ(RawClient::at_file(path_).ask(get("/hello")).status, 200);
}

TEST_F(UnixSocket, WhatIsNoSocketIsNotReplaced) {
  std::ofstream(path_) << "somebody's";
  EXPECT_EQ(refusal(path_), "BIND_FAILED");
  EXPECT_TRUE(std::filesystem::is_regular_file(path_));
  EXPECT_EQ(refusal((dir_ / "none/http.sock").string()), "BIND_FAILED");
  EXPECT_EQ(refusal((dir_ / std::string(120, 'x')).string()), "BAD_ADDRESS");
}

TEST_F(UnixSocket, TheCallerIsWhomTheProxyNames) {
  start(at(path_));
  EXPECT_EQ(ask_caller("X-Forwarded-For: 198.51.100.7\r\n"), "198.51.100.7");
  EXPECT_EQ(ask_caller("X-Forwarded-For: 127.0.0.1, 198.51.100.7\r\n"), "198.51.100.7");
  EXPECT_EQ(ask_caller("X-Forwarded-For: evil\r\n"), "unknown");
  EXPECT_EQ(ask_caller(""), "unix");
}

}  // namespace
