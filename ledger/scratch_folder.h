// SPDX-License-Identifier: Apache-2.0
// A folder for what is needed only while something is checked.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "ledger/result.h"

namespace ledger {

/// A folder that is gone when this is. Of a process that was killed or interrupted the next one
/// clears it away.
class ScratchFolder {
 public:
  /// In the system's folder for temporary files (TMPDIR). kIo FILE_WRITE.
  static Result<std::unique_ptr<ScratchFolder>> make();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  ScratchFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_;  ///< of the folder, held as long as it is in use; negative: none
};

}  // namespace ledger
