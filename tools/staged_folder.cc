// SPDX-License-Identifier: Apache-2.0
#include "tools/staged_folder.h"

#include <fcntl.h>
#include <stdio.h>

#include <cerrno>
#include <cstring>

#include "ledger/durable_file.h"

namespace tools {
namespace {

namespace fs = std::filesystem;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

/// Written once by the database, and only removed after that.
bool is_table(const fs::path& file) { return file.extension() == ".sst"; }

std::error_code clone_file(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (is_table(from)) fs::create_hard_link(from, to, failed);
  if (is_table(from) && !failed) return failed;
  failed.clear();
  fs::copy_file(from, to, failed);  // also where the file system knows no links
  return failed;
}

Status clone_folder(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::create_directories(to, failed);
  for (fs::recursive_directory_iterator at(from, failed), end; !failed && at != end;
       at.increment(failed)) {
    const fs::path target = to / at->path().lexically_relative(from);
    if (at->is_directory(failed)) {
      fs::create_directory(target, failed);
    } else if (!failed) {
      failed = clone_file(at->path(), target);
    }
    if (failed) break;
  }
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), to.string());
  return Ok{};
}

Status rename_failed(const fs::path& path, const std::string& why) {
  return ledger::io_error("RENAME_FAILED", why, path.string());
}

/// Where the file system cannot exchange two folders: a crash between the two steps leaves the
/// original with ".before" after its name.
Status exchange_in_steps(const fs::path& staged, const fs::path& original) {
  const fs::path before = original.string() + ".before";
  std::error_code failed;
  fs::rename(original, before, failed);
  if (failed) return rename_failed(original, failed.message());
  fs::rename(staged, original, failed);
  if (failed) {
    std::error_code ignored;
    fs::rename(before, original, ignored);
    return rename_failed(staged, failed.message());
  }
  fs::rename(before, staged, failed);
  return Ok{};
}

}  // namespace

StagedFolder::StagedFolder(fs::path original)
    : original_(std::move(original)), staged_(original_.string() + ".staged") {}

StagedFolder::~StagedFolder() {
  std::error_code ignored;
  fs::remove_all(staged_, ignored);
}

Result<std::unique_ptr<StagedFolder>> StagedFolder::of(const fs::path& original) {
  std::unique_ptr<StagedFolder> out(new StagedFolder(original));
  std::error_code failed;
  fs::remove_all(out->staged_, failed);
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), out->staged_.string());
  if (!fs::exists(original, failed)) return out;
  if (auto cloned = clone_folder(original, out->staged_); !cloned) return cloned.error();
  return out;
}

Status StagedFolder::take_place() {
  std::error_code failed;
  if (!fs::exists(original_, failed)) {
    fs::rename(staged_, original_, failed);
    if (failed) return rename_failed(staged_, failed.message());
  } else if (::renameat2(AT_FDCWD, staged_.c_str(), AT_FDCWD, original_.c_str(), RENAME_EXCHANGE) !=
             0) {
    if (errno != EINVAL && errno != ENOSYS) return rename_failed(staged_, std::strerror(errno));
    if (auto exchanged = exchange_in_steps(staged_, original_); !exchanged) return exchanged;
  }
  return ledger::sync_folder_of(original_);
}

}  // namespace tools
