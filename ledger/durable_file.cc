// SPDX-License-Identifier: Apache-2.0
#include "ledger/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdio>

#include "ledger/internal/descriptor.h"

namespace ledger {
namespace {

using internal::Descriptor;
using internal::failed;

Error write_error(std::string_view action, const std::string& path, int error = errno) {
  return io_error("FILE_WRITE", failed(action, path, error), path);
}

Status write_and_sync(const Descriptor& file, const std::string& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return write_error("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(file.get()) != 0) return write_error("sync", path);
  return Ok{};
}

/// Zeros over the whole length, durably.
Status overwrite(const Descriptor& file, const std::string& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return write_error("inspect", path);
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return write_error("overwrite", path);
  return write_and_sync(file, path, std::string(static_cast<std::size_t>(status.st_size), '\0'));
}

}  // namespace

Status sync_folder_of(const std::filesystem::path& path, std::string_view reason) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.is_open() && ::fsync(descriptor.get()) == 0) return Ok{};
  return io_error(std::string(reason), failed("sync", folder.string(), errno), folder.string());
}

Result<std::string> read_small_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open() && errno == ENOENT) {
    return not_found("NO_FILE", "there is no file " + path.string(), "нет файла " + path.string(),
                     path.string());
  }
  if (!file.is_open()) return io_error("FILE_READ", failed("open", path.string()), path.string());
  std::string bytes(bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t n = ::read(file.get(), bytes.data() + size, bytes.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("FILE_READ", failed("read", path.string()), path.string());
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size > bytes_max) {
    return invalid("FILE_TOO_LARGE",
                   path.string() + " has more than " + std::to_string(bytes_max) + " bytes",
                   path.string());
  }
  bytes.resize(size);
  return bytes;
}

Status replace_secret_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::string temporary = path.string() + ".new";
  {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) return write_error("create", temporary);
    if (auto written = write_and_sync(file, temporary, bytes); !written) {
      ::unlink(temporary.c_str());
      return written;
    }
  }
  const Descriptor before(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return write_error("replace", path, error);
  }
  if (auto synced = sync_folder_of(path); !synced) return synced;
  // A crash here leaves the old bytes in freed blocks; they are sealed like the new ones.
  return before.is_open() ? overwrite(before, path) : Status(Ok{});
}

Status move_over_shredded(const std::filesystem::path& from, const std::filesystem::path& to) {
  {
    const Descriptor before(::open(to.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (before.is_open()) {
      if (auto done = overwrite(before, to); !done) return done;
    }
  }
  if (::rename(from.c_str(), to.c_str()) != 0) return write_error("replace", to);
  return sync_folder_of(to);
}

Status shred_file(const std::filesystem::path& path) {
  {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.is_open() && errno == ENOENT) return Ok{};
    if (!file.is_open()) return write_error("open", path);
    if (auto done = overwrite(file, path); !done) return done;
  }
  if (::unlink(path.c_str()) != 0) return write_error("remove", path);
  return sync_folder_of(path);
}

Status append_line(const std::filesystem::path& path, std::string_view line) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) return write_error("open", path);
  return write_and_sync(file, path, std::string(line) + "\n");
}

}  // namespace ledger
