// SPDX-License-Identifier: Apache-2.0
// Blocking sockets.
#include "tests/support/raw_http.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace testing_support {

namespace {

bool same_letter(char a, char b) { return std::tolower(a) == std::tolower(b); }

}  // namespace

std::optional<std::string> RawResponse::header(std::string_view name) const {
  std::size_t begin = head.find("\r\n");
  while (begin != std::string::npos && begin + 2 < head.size()) {
    begin += 2;
    const auto end = std::min(head.find("\r\n", begin), head.size());
    const std::string line = head.substr(begin, end - begin);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        std::equal(name.begin(), name.end(), line.begin(), same_letter)) {
      return line.substr(std::min(line.size(), name.size() + 2));
    }
    begin = head.find("\r\n", begin);
  }
  return std::nullopt;
}

RawClient::RawClient(std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo("127.0.0.1", std::to_string(port).c_str(), &hints, &found) != 0) return;
  reach(AF_INET, found->ai_addr, found->ai_addrlen);
  ::freeaddrinfo(found);
}

RawClient RawClient::at_file(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  RawClient client;
  client.reach(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return client;
}

void RawClient::reach(int family, const sockaddr* address, socklen_t size) {
  socket_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (::connect(socket_, address, size) != 0) ::close(std::exchange(socket_, -1));
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::half_close() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::receive() {
  std::array<char, 65'536> block;
  const auto got = ::recv(socket_, block.data(), block.size(), 0);
  if (got <= 0) return false;
  buffer_.append(block.data(), static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::read_bytes(std::size_t size) {
  while (buffer_.size() < size && receive()) {
  }
  std::string bytes = buffer_.substr(0, size);
  buffer_.erase(0, bytes.size());
  return bytes;
}

std::optional<std::string> RawClient::read_line() {
  std::size_t end = 0;
  while ((end = buffer_.find('\n')) == std::string::npos) {
    if (!receive()) return std::nullopt;
  }
  std::string line = read_bytes(end + 1);
  line.pop_back();
  return line;
}

std::string RawClient::take_line() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!receive()) return {};
  }
  return read_bytes(end + 2);
}

std::string RawClient::take_chunks(bool& complete) {
  std::string body;
  while (true) {
    const std::string line = take_line();
    complete = !line.empty();
    if (!complete) return body;
    const auto size = std::strtoul(line.c_str(), nullptr, 16);
    const std::string chunk = read_bytes(size + 2);
    complete = chunk.size() == size + 2;
    if (size == 0 || !complete) return body;
    body += chunk.substr(0, size);
  }
}

RawResponse RawClient::read(bool to_head) {
  RawResponse response;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) return response;
  }
  response.head = read_bytes(end + 4);
  response.status = std::atoi(response.head.c_str() + 9);
  response.chunked = response.header("Transfer-Encoding") == "chunked";
  if (to_head || response.status == 304 || response.status == 204 || response.status < 200) {
    return response;
  }
  if (response.chunked) {
    response.body = take_chunks(response.complete);
  } else if (const auto length = response.header("Content-Length")) {
    const auto size = std::strtoul(length->c_str(), nullptr, 10);
    response.body = read_bytes(size);
    response.complete = response.body.size() == size;
  } else {
    while (receive()) {
    }
    response.body = std::exchange(buffer_, {});
  }
  return response;
}

bool RawClient::ended() {
  if (!buffer_.empty()) return false;
  std::array<char, 1> byte;
  return ::recv(socket_, byte.data(), byte.size(), MSG_PEEK) == 0;
}

std::string get(std::string_view target, std::string_view lines) {
  std::string request = "GET ";
  return request.append(target).append(" HTTP/1.1\r\nHost: t\r\n").append(lines).append("\r\n");
}

}  // namespace testing_support
