// SPDX-License-Identifier: Apache-2.0
// Seeds of random tests: those of the suite, or as many as somebody wants to try.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace support {

/// LETOPIS_SEEDS=FIRST:COUNT in place of the usual ones.
inline std::vector<std::uint64_t> seeds(std::vector<std::uint64_t> usual) {
  const char* wanted = std::getenv("LETOPIS_SEEDS");
  if (wanted == nullptr) return usual;
  char* rest = nullptr;
  const std::uint64_t first = std::strtoull(wanted, &rest, 10);
  const std::uint64_t count = *rest == ':' ? std::strtoull(rest + 1, nullptr, 10) : 1;
  std::vector<std::uint64_t> out;
  for (std::uint64_t i = 0; i < count; ++i) out.push_back(first + i);
  return out;
}

}  // namespace support
