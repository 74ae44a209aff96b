// SPDX-License-Identifier: Apache-2.0
#include "api/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace api {
namespace {

using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kReadBytes = std::size_t{64} << 10;

ledger::Error too_large(const std::filesystem::path& path, std::size_t bytes_max) {
  return ledger::corrupt(
      "RESOURCE_TOO_LARGE",
      path.string() + " has more than the " + std::to_string(bytes_max) + " bytes that it may have",
      path);
}

ledger::Error write_error(const std::string& path, int error) {
  return ledger::io_error("FILE_WRITE", "cannot write " + path + ": " + std::strerror(error), path);
}

/// Returns 0 or an errno.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// Returns 0 or an errno; closes the descriptor.
int write_and_sync(int fd, std::string_view bytes) {
  int error = write_all(fd, bytes);
  if (error == 0 && ::fsync(fd) != 0) error = errno;
  if (::close(fd) != 0 && error == 0) error = errno;
  return error;
}

Status sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return write_error(folder, errno);
  const int error = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (error != 0) return write_error(folder, error);
  return Ok{};
}

/// Whether the name stands for something to write into, not for a file to put another in place of:
/// a device, a pipe, /dev/stdout whatever it leads to.
bool is_written_through(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return false;
  const auto folder = std::filesystem::absolute(path, error).parent_path();
  return std::filesystem::is_other(status) || folder == "/dev" || folder == "/dev/fd";
}

Status write_through(const std::filesystem::path& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return write_error(path, errno);
  int error = write_all(fd, bytes);
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error != 0) return write_error(path, error);
  return Ok{};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  return read_file(path, SIZE_MAX);
}

Status check_ordinary_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status)) return Ok{};
  return ledger::corrupt("NOT_A_FILE", path.string() + " is not an ordinary file", path);
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return ledger::not_found("NO_FILE", "there is no file " + path.string(),
                             "нет файла " + path.string(), path.string());
  }
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || std::filesystem::is_directory(path, error)) {
    auto error_opening = ledger::io_error("FILE_READ", "cannot open " + path.string(), path);
    error_opening.russian = "не удалось открыть " + path.string();
    return error_opening;
  }
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size > bytes_max) return too_large(path, bytes_max);
  std::string bytes;
  if (!error) bytes.reserve(size);
  for (std::array<char, kReadBytes> part{};
       file.read(part.data(), part.size()), file.gcount() > 0;) {
    bytes.append(part.data(), static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > bytes_max) return too_large(path, bytes_max);
  }
  if (file.bad()) return ledger::io_error("FILE_READ", "cannot read " + path.string(), path);
  return bytes;
}

Status write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  if (is_written_through(path)) return write_through(path, bytes);
  const std::string temporary = path.string() + ".new-" + std::to_string(::getpid());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                        static_cast<mode_t>(mode));
  if (fd < 0) return write_error(temporary, errno);
  int error = write_and_sync(fd, bytes);
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    return write_error(path, error);
  }
  return sync_folder(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace api
