// SPDX-License-Identifier: Apache-2.0
// Which bytes of a buffer have been claimed: one bit per byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ledger::internal {

class Coverage {
 public:
  explicit Coverage(std::size_t size) : size_(size), words_(size / 64 + 1) {}

  /// Marks [begin, begin + count) and returns true, or marks nothing useful and returns false when
  /// a byte of it is marked already. REQUIRES: the range lies inside the buffer.
  bool claim(std::size_t begin, std::size_t count);

  bool is_claimed(std::size_t at) const { return (words_[at / 64] >> (at % 64) & 1) != 0; }

  /// The first unclaimed byte that is no padding: not zero, or in a run of 8 or more.
  std::optional<std::size_t> first_unreached(std::string_view bytes) const;

 private:
  std::size_t next(std::size_t from, bool claimed) const;

  std::size_t size_;
  std::vector<std::uint64_t> words_;
};

}  // namespace ledger::internal
