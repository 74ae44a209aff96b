// SPDX-License-Identifier: Apache-2.0
// An open file descriptor that closes itself, and the sentence that says why a call failed.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace ledger::internal {

/// Move-only. Negative means that opening failed and errno says why.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// "cannot <action> <path>: <what errno means>"
inline std::string failed(std::string_view action, std::string_view path, int error = errno) {
  return "cannot " + std::string(action) + " " + std::string(path) + ": " +
         std::generic_category().message(error);
}

}  // namespace ledger::internal
