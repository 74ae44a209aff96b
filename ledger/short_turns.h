// SPDX-License-Identifier: Apache-2.0
// Threads that work for microseconds and then wait for a disk. Where all cores are busy, the
// scheduler lets a thread that has just got its answer wait until another one's turn is over:
// milliseconds, for a sync of tens of microseconds. Who asks for short turns gets the next one
// at once (Linux 6.12: sched_setattr(2), sched_runtime of SCHED_OTHER; without effect elsewhere).
#pragma once

#include <cstdint>
#include <optional>

namespace ledger {

inline constexpr std::uint64_t kShortTurnNs = 100'000;  ///< the shortest that Linux gives

/// How the scheduler treats a thread, as sched_setattr(2) lays it out.
struct Turns {
  std::uint32_t size = 0;
  std::uint32_t policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime_ns = 0;
  std::uint64_t deadline_ns = 0;
  std::uint64_t period_ns = 0;
};

/// Of this thread; nothing where the system does not say.
std::optional<Turns> turns_of_this_thread();

/// This thread has short turns while this lives.
class ShortTurns {
 public:
  ShortTurns();
  ~ShortTurns();
  ShortTurns(const ShortTurns&) = delete;
  ShortTurns& operator=(const ShortTurns&) = delete;

 private:
  std::optional<Turns> before_;  ///< to be given back
};

}  // namespace ledger
