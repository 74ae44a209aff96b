// SPDX-License-Identifier: Apache-2.0
#include "api/internal/socket_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "api/reasons.h"

namespace api {

namespace {

constexpr mode_t kSocketMode = 0660;

ledger::Error not_bound(const std::string& path, const std::string& why,
                        const std::string& why_russian) {
  return in_russian(ledger::io_error("BIND_FAILED", "cannot listen on unix:" + path + ": " + why),
                    "нельзя слушать на unix:" + path + ": " + why_russian);
}

ledger::Error not_bound(const std::string& path) {
  const std::string why = std::strerror(errno);
  return not_bound(path, why, why);
}

const sockaddr* untyped(const sockaddr_un& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

Descriptor new_socket() {
  return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

/// Two servers that start at once look one after the other. Ends with the descriptor.
Descriptor lock_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.valid() && ::flock(lock.get(), LOCK_EX) != 0) lock.reset();
  return lock;
}

/// Only a socket to which nobody listens any more goes away.
ledger::Status make_room(const std::string& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return ledger::Ok{};
    return not_bound(path);
  }
  if (!S_ISSOCK(found.st_mode)) {
    return not_bound(path, "there is something that is no socket", "там лежит не сокет");
  }
  const Descriptor caller = new_socket();
  if (!caller.valid()) return not_bound(path);
  const bool answered = ::connect(caller.get(), untyped(address), sizeof address) == 0;
  if (answered || errno == EAGAIN) {
    return not_bound(path, "another server listens there", "там слушает другой сервер");
  }
  if (errno != ECONNREFUSED) return not_bound(path);
  if (::unlink(path.c_str()) != 0) return not_bound(path);
  return ledger::Ok{};
}

}  // namespace

void SocketFile::remove() {
  struct stat found {};
  const bool own = !path_.empty() && ::lstat(path_.c_str(), &found) == 0 &&
                   found.st_dev == device_ && found.st_ino == inode_;
  if (own) ::unlink(path_.c_str());
  path_.clear();
}

ledger::Result<SocketAndFile> listen_on_file(const std::string& path, int backlog) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return ledger::invalid("BAD_ADDRESS", "the path of a socket has at most " +
                                              std::to_string(sizeof address.sun_path - 1) +
                                              " bytes: " + path);
  }
  path.copy(address.sun_path, path.size());
  const Descriptor lock = lock_folder_of(path);
  if (!lock.valid()) return not_bound(path);
  if (auto room = make_room(path, address); !room) return room.error();
  Descriptor socket = new_socket();
  // The file is never open to more than it ends up with: it gets the socket's mode without what
  // the umask takes away, and then what that took.
  if (!socket.valid() || ::fchmod(socket.get(), kSocketMode) != 0 ||
      ::bind(socket.get(), untyped(address), sizeof address) != 0) {
    return not_bound(path);
  }
  struct stat made {};
  if (::lstat(path.c_str(), &made) != 0) return not_bound(path);
  SocketFile file(path, made.st_dev, made.st_ino);
  if (::chmod(path.c_str(), kSocketMode) != 0 || ::listen(socket.get(), backlog) != 0) {
    return not_bound(path);
  }
  return SocketAndFile{std::move(socket), std::move(file)};
}

}  // namespace api
