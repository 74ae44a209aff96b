// SPDX-License-Identifier: Apache-2.0
#include "projections/open_views.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <system_error>

namespace projections {
namespace {

using ledger::Ok;
using ledger::Result;
using ledger::Status;
namespace fs = std::filesystem;

/// Held while a folder of views is replaced. The lock lies on the folder that holds it, so no file
/// is left; where that folder cannot be opened nothing could be moved in it either.
class ReplacingLock {
 public:
  explicit ReplacingLock(const fs::path& dir)
      : fd_(::open(fs::absolute(dir).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
  }
  ReplacingLock(const ReplacingLock&) = delete;
  ReplacingLock& operator=(const ReplacingLock&) = delete;
  ~ReplacingLock() {
    if (fd_ >= 0) ::close(fd_);
  }

 private:
  int fd_;
};

/// The folder holds something that is no store of views, or no longer one.
bool is_damage(const ledger::Error& error) {
  return error.code == ledger::ErrorCode::kCorrupt || error.reason == "EXISTS";
}

Status move_aside(const fs::path& dir) {
  std::error_code failed;
  fs::remove_all(damaged_views(dir), failed);
  if (!failed) fs::rename(dir, damaged_views(dir), failed);
  if (!failed) return Ok{};
  return ledger::io_error("RENAME_FAILED",
                          "the damaged views could not be moved aside: " + failed.message(),
                          dir.string());
}

Result<OpenedViews> opened(const RunnerOptions& options, std::optional<ledger::Error> damage) {
  auto runner = Runner::open(options);
  if (!runner) return runner.error();
  return OpenedViews{std::move(*runner), std::move(damage)};
}

}  // namespace

fs::path damaged_views(const fs::path& dir) {
  fs::path path = dir;
  path += ".damaged";
  return path;
}

Result<OpenedViews> open_views(const RunnerOptions& options) {
  auto first = opened(options, std::nullopt);
  if (first || !is_damage(first.error())) return first;
  const ReplacingLock lock(options.dir);
  auto second = opened(options, std::nullopt);  // somebody else may have replaced it meanwhile
  if (second || !is_damage(second.error())) return second;
  if (auto moved = move_aside(options.dir); !moved) return moved.error();
  return opened(options, second.error());
}

Result<OpenedViews> open_views_anew(const RunnerOptions& options, const ledger::Error& damage) {
  const ReplacingLock lock(options.dir);
  // Views that another process has open are LOCKED and stay where they are.
  auto readable = opened(options, std::nullopt);
  if (!readable && !is_damage(readable.error())) return readable;
  if (readable) readable->runner.reset();
  if (auto moved = move_aside(options.dir); !moved) return moved.error();
  return opened(options, damage);
}

}  // namespace projections
