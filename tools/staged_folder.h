// SPDX-License-Identifier: Apache-2.0
// A database that is changed beside itself: what goes wrong on the way, or turns out not to be what
// it should, leaves the original as it was.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/result.h"

namespace tools {

/// A copy of a closed database's folder. Its table files, which are never changed once they are
/// written, are shared by links, so that it costs little whatever the length of the log.
class StagedFolder {
 public:
  /// Beside the original, with ".staged" after its name; what an interrupted run left there goes.
  /// An original that does not exist gives a path with nothing there. kIo FILE_WRITE.
  static ledger::Result<std::unique_ptr<StagedFolder>> of(const std::filesystem::path& original);
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;
  /// Removes whatever did not take the original's place.
  ~StagedFolder();

  const std::filesystem::path& path() const { return staged_; }

  /// The original's place in one step. REQUIRES: the database is closed. kIo RENAME_FAILED, and
  /// the original is where it was.
  ledger::Status take_place();

 private:
  explicit StagedFolder(std::filesystem::path original);

  std::filesystem::path original_;
  std::filesystem::path staged_;
};

}  // namespace tools
