// SPDX-License-Identifier: Apache-2.0
// Key files on disk: created whole and durable or not at all, never overwritten.
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <cstdio>

#include "ledger/durable_file.h"
#include "ledger/internal/descriptor.h"
#include "ledger/key_file.h"
#include "ledger/limits.h"

namespace ledger {
namespace {

using internal::Descriptor;
using internal::failed;

Error write_error(std::string_view action, const std::string& path, int error = errno) {
  return io_error("KEY_FILE_WRITE", failed(action, path, error), path);
}

Status write_durably(const Descriptor& file, const std::string& path, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(file.get(), text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return write_error("write", path);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(file.get()) != 0) return write_error("sync", path);
  return Ok{};
}

/// Gives the finished file its name unless that name is taken. Returns 0 or an errno.
int publish(const std::string& temporary, const std::string& path) {
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) {
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // Network file systems know no such rename, but a hard link never overwrites either.
  if (::link(temporary.c_str(), path.c_str()) != 0) return errno;
  ::unlink(temporary.c_str());
  return 0;
}

}  // namespace

Status create_key_file(const std::string& path, std::string_view text) {
  unsigned char random[8];
  randombytes_buf(random, sizeof random);
  const std::string temporary = path + ".new-" + to_hex(as_view(random, sizeof random));
  {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) return write_error("create", temporary);
    const Status written = write_durably(file, temporary, text);
    if (!written) {
      ::unlink(temporary.c_str());
      return written.error();
    }
  }  // A crash before the next line leaves a file <path>.new-<random>, encrypted like the real one.
  const int error = publish(temporary, path);
  if (error != 0) {
    ::unlink(temporary.c_str());
    if (error != EEXIST) return write_error("create", path, error);
    return conflict("KEY_FILE_EXISTS", path + " exists; a key file is never overwritten", path);
  }
  return sync_folder_of(path, "KEY_FILE_WRITE");
}

Result<KeyFile> read_key_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open() && errno == ENOENT) {
    return not_found("NO_KEY_FILE", failed("read", path), path);
  }
  struct stat status {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
    return io_error("KEY_FILE_READ", failed("read", path), path);
  }
  std::string text(kKeyFileBytesMax + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t n = ::read(file.get(), text.data() + size, text.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("KEY_FILE_READ", failed("read", path), path);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size > kKeyFileBytesMax) {
    return invalid(
        "KEY_FILE_TOO_LARGE",
        path + " has more than kKeyFileBytesMax (" + std::to_string(kKeyFileBytesMax) + ") bytes",
        path);
  }
  text.resize(size);
  auto parsed = parse_key_file(text);
  if (!parsed) {
    Error error = parsed.error();
    error.where = error.where.empty() ? path : path + ": " + error.where;
    return error;
  }
  parsed->open_to_others = S_ISREG(status.st_mode) && (status.st_mode & 077) != 0;
  return parsed;
}

}  // namespace ledger
