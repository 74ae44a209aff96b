// SPDX-License-Identifier: Apache-2.0
// Rows that are needed only while a log is checked, in bounded memory: the recent ones are held,
// older ones lie in a database in a folder that goes with them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/kv.h"
#include "ledger/result.h"
#include "ledger/scratch_folder.h"

namespace ledger::internal {

class ScratchRows {
 public:
  /// Beyond so many bytes the rows held are written out. The database has a cache and a write
  /// buffer of this size beside them.
  explicit ScratchRows(std::size_t bytes_held) : bytes_held_(bytes_held) {}

  // The errors of Kv and of ScratchFolder::make(); after one nothing here can be gone by.
  Result<std::optional<std::string>> get(std::string_view key);
  Status put(std::string key, std::string value);
  /// The first error that there was.
  const Status& status() const { return status_; }

 private:
  Status write_out();
  Status open();

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept {
      return std::hash<std::string_view>{}(key);
    }
  };

  const std::size_t bytes_held_;
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> held_;
  std::size_t held_bytes_ = 0;
  std::unique_ptr<ScratchFolder> folder_;  ///< outlives the database
  std::unique_ptr<Kv> kv_;                 ///< once something was written out
  Status status_ = Ok{};
};

}  // namespace ledger::internal
