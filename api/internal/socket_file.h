// SPDX-License-Identifier: Apache-2.0
// A listening unix socket and its file, which the owner and his group alone may connect to.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "api/internal/descriptor.h"
#include "ledger/result.h"

namespace api {

/// The file of a socket. Removed with this, unless another one has its name by then.
class SocketFile {
 public:
  SocketFile() = default;
  SocketFile(std::string path, dev_t device, ino_t inode)
      : path_(std::move(path)), device_(device), inode_(inode) {}
  ~SocketFile() { remove(); }
  SocketFile(SocketFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), device_(other.device_), inode_(other.inode_) {}
  SocketFile& operator=(SocketFile&&) = delete;

  void remove();

 private:
  std::string path_;  ///< empty: none
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

struct SocketAndFile {
  Descriptor socket;
  SocketFile file;
};

/// Listens with the mode 0660. A socket that a dead server left is replaced. kInvalid BAD_ADDRESS:
/// the path is too long; kIo BIND_FAILED: a server listens there, something else has that name, or
/// the operating system's reason.
ledger::Result<SocketAndFile> listen_on_file(const std::string& path, int backlog);

}  // namespace api
