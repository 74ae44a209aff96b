// SPDX-License-Identifier: Apache-2.0
#include "ledger/internal/coverage.h"

#include <algorithm>
#include <bit>

namespace ledger::internal {

namespace {

constexpr std::size_t kPaddingMax = 7;  // the largest alignment of the format is 8

}  // namespace

bool Coverage::claim(std::size_t begin, std::size_t count) {
  const std::size_t end = begin + count;
  for (std::size_t at = begin; at < end;) {
    const std::size_t in_word = at % 64;
    const std::size_t bits = std::min(end - at, 64 - in_word);
    const std::uint64_t mask = (~std::uint64_t{0} >> (64 - bits)) << in_word;
    std::uint64_t& word = words_[at / 64];
    if ((word & mask) != 0) return false;
    word |= mask;
    at += bits;
  }
  return true;
}

std::size_t Coverage::next(std::size_t from, bool claimed) const {
  std::size_t at = from;
  while (at < size_) {
    const std::uint64_t word = claimed ? words_[at / 64] : ~words_[at / 64];
    const std::uint64_t rest = word >> (at % 64);
    if (rest != 0) return std::min(size_, at + static_cast<std::size_t>(std::countr_zero(rest)));
    at += 64 - at % 64;
  }
  return size_;
}

std::optional<std::size_t> Coverage::first_unreached(std::string_view bytes) const {
  for (std::size_t begin = next(0, false); begin < size_;) {
    const std::size_t end = next(begin, true);
    if (end - begin > kPaddingMax) return begin;
    for (std::size_t at = begin; at < end; ++at) {
      if (bytes[at] != '\0') return at;
    }
    begin = next(end, false);
  }
  return std::nullopt;
}

}  // namespace ledger::internal
