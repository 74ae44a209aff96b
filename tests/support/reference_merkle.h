// SPDX-License-Identifier: Apache-2.0
// The Merkle tree as RFC 6962 section 2.1 defines it: recursive, over ranges of entries, knowing
// nothing of tiles, edges or bit tricks. Slow; only the hashes of ranges are remembered.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/hash.h"

namespace ledger::test {

class ReferenceTree {
 public:
  void append(std::string entry) { entries_.push_back(std::move(entry)); }

  /// MTH(D[begin:end]).
  Hash mth(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return sha256("");
    const auto known = known_.find({begin, end});
    if (known != known_.end()) return known->second;
    const Hash hash = compute(begin, end);
    known_.emplace(std::pair{begin, end}, hash);
    return hash;
  }
  Hash root(std::uint64_t size) { return mth(0, size); }

  /// PATH(m, D[n]).
  std::vector<Hash> path(std::uint64_t m, std::uint64_t n) { return path(m, 0, n); }
  /// PROOF(m, D[n]).
  std::vector<Hash> proof(std::uint64_t m, std::uint64_t n) { return subproof(m, 0, n, true); }

 private:
  /// Largest power of two smaller than n.
  static std::uint64_t split(std::uint64_t n) {
    std::uint64_t k = 1;
    while (2 * k < n) k *= 2;
    return k;
  }

  Hash compute(std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return sha256({std::string_view("\0", 1), entries_[begin]});
    const std::uint64_t middle = begin + split(end - begin);
    return sha256({"\x01", mth(begin, middle).view(), mth(middle, end).view()});
  }

  std::vector<Hash> path(std::uint64_t m, std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return {};
    const std::uint64_t k = split(end - begin);
    const std::uint64_t middle = begin + k;
    auto out = m < k ? path(m, begin, middle) : path(m - k, middle, end);
    out.push_back(m < k ? mth(middle, end) : mth(begin, middle));
    return out;
  }

  std::vector<Hash> subproof(std::uint64_t m, std::uint64_t begin, std::uint64_t end, bool known) {
    if (m == end - begin) {
      return known ? std::vector<Hash>{} : std::vector<Hash>{mth(begin, end)};
    }
    const std::uint64_t k = split(end - begin);
    const std::uint64_t middle = begin + k;
    auto out = m <= k ? subproof(m, begin, middle, known) : subproof(m - k, middle, end, false);
    out.push_back(m <= k ? mth(middle, end) : mth(begin, middle));
    return out;
  }

  std::vector<std::string> entries_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Hash> known_;
};

}  // namespace ledger::test
