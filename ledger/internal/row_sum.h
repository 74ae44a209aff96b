// SPDX-License-Identifier: Apache-2.0
// Compares two sets of rows that come in different orders, in constant memory: the sum of a keyed
// hash of each row, under a key made for this run. Nobody who wrote the rows can know the key, so
// equal sums and counts mean equal rows.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ledger::internal {

/// The secret of one run.
struct RowSumKey {
  std::array<unsigned char, 16> bytes;
  static RowSumKey random();
};

class RowSum {
 public:
  void add(const RowSumKey& secret, std::uint8_t table, std::string_view key,
           std::string_view value);
  std::uint64_t count() const { return count_; }
  bool operator==(const RowSum&) const = default;

 private:
  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace ledger::internal
