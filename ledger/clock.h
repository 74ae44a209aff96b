// SPDX-License-Identifier: Apache-2.0
// The clock is a parameter: whoever needs the time is given one, and tests give a fake.
#pragma once

#include <chrono>
#include <cstdint>

namespace ledger {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Microseconds since 1970-01-01T00:00:00Z.
  virtual std::uint64_t now_us() = 0;
};

class SystemClock : public Clock {
 public:
  std::uint64_t now_us() override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(since).count());
  }
};

}  // namespace ledger
