// SPDX-License-Identifier: Apache-2.0
// Random changes to bytes that somebody signed. How many: LETOPIS_MUTATIONS, a thousand unless
// given; the seed is that of LETOPIS_SEED, or always the same.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace support {

inline std::uint64_t number_in_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}
inline std::uint64_t mutations_wanted() {
  return number_in_environment("LETOPIS_MUTATIONS", 1'000);
}
inline std::uint64_t mutation_seed() { return number_in_environment("LETOPIS_SEED", 20'261'125); }

/// A bit turned, bytes cut off, taken out, doubled elsewhere, or overwritten with anything.
inline std::string mutated(std::string bytes, std::mt19937_64& random) {
  const std::size_t at = bytes.empty() ? 0 : random() % bytes.size();
  const std::size_t count = 1 + random() % 40;
  switch (random() % 5) {
    case 0:
      if (!bytes.empty()) {
        bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << random() % 8));
      }
      return bytes;
    case 1:
      bytes.resize(at);
      return bytes;
    case 2:
      bytes.erase(at, count);
      return bytes;
    case 3:
      bytes.insert(at, bytes.substr(random() % (bytes.size() + 1), count));
      return bytes;
    default:
      for (std::size_t i = at; i < std::min(bytes.size(), at + count); ++i) {
        bytes[i] = static_cast<char>(random());
      }
      return bytes;
  }
}

}  // namespace support
