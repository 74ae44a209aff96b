// SPDX-License-Identifier: Apache-2.0
#include "ledger/scratch_folder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace ledger {
namespace {

namespace fs = std::filesystem;

/// Of a folder whose owner holds its lock. It has another name until he does.
constexpr std::string_view kScratchName = "letopis-scratch-";

/// The open folder, to be closed; negative where somebody else holds the lock, and for what is no
/// folder of this user.
int lock_scratch(const fs::path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return folder;
  struct stat found {};
  const bool own = ::fstat(folder, &found) == 0 && found.st_uid == ::geteuid();
  if (own && ::flock(folder, LOCK_EX | LOCK_NB) == 0) return folder;
  ::close(folder);
  return -1;
}

/// What was left behind by runs that were interrupted: the lock goes with its process.
void remove_abandoned(const fs::path& temporary) {
  std::error_code failed;
  for (auto it = fs::directory_iterator(temporary, failed); !failed && it != fs::end(it);
       it.increment(failed)) {
    if (!it->path().filename().string().starts_with(kScratchName)) continue;
    const int abandoned = lock_scratch(it->path());
    if (abandoned < 0) continue;
    std::error_code ignored;
    fs::remove_all(it->path(), ignored);
    ::close(abandoned);
  }
}

}  // namespace

Result<std::unique_ptr<ScratchFolder>> ScratchFolder::make() {
  std::error_code failed;
  const fs::path temporary = fs::temp_directory_path(failed);
  std::string name = (temporary / "letopis-XXXXXX").string();
  if (failed || ::mkdtemp(name.data()) == nullptr) {
    return io_error("FILE_WRITE", "no temporary folder can be made", name);
  }
  remove_abandoned(temporary);
  const int lock = lock_scratch(name);
  fs::path path = temporary / (std::string(kScratchName) + name.substr(name.size() - 6));
  if (lock >= 0) fs::rename(name, path, failed);
  if (lock < 0 || failed) path = name;  // after an interruption nobody clears it away: that is all
  return std::unique_ptr<ScratchFolder>(new ScratchFolder(std::move(path), lock));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace ledger
