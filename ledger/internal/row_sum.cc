// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/row_sum.h"

#include <sodium.h>

#include <string>

#include "ledger/bytes.h"

namespace ledger::internal {

RowSumKey RowSumKey::random() {
  RowSumKey key;
  randombytes_buf(key.bytes.data(), key.bytes.size());
  return key;
}

void RowSum::add(const RowSumKey& secret, std::uint8_t table, std::string_view key,
                 std::string_view value) {
  static thread_local std::string row;
  row.assign(1, static_cast<char>(table));
  put_u32(row, static_cast<std::uint32_t>(key.size()));
  row += key;
  row += value;
  std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> hash;
  crypto_shorthash_siphashx24(hash.data(), as_unsigned(row), row.size(), secret.bytes.data());
  const std::string_view sum = as_view(hash.data(), hash.size());
  const std::uint64_t low = get_u64(sum);
  low_ += low;
  high_ += get_u64(sum.substr(8)) + (low_ < low ? 1 : 0);
  ++count_;
}

}  // namespace ledger::internal
