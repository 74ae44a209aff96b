// SPDX-License-Identifier: Apache-2.0
// A folder for what is needed only while something is checked.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/result.h"

namespace ledger {

/// A folder that is gone when this is.
class ScratchFolder {
 public:
  /// In the system's folder for temporary files (TMPDIR). kIo FILE_WRITE.
  static Result<std::unique_ptr<ScratchFolder>> make();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace ledger
