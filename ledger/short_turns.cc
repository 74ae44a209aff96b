// SPDX-License-Identifier: Apache-2.0
#include "ledger/short_turns.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ledger {
namespace {

bool set_turns(Turns turns) {
  turns.size = sizeof turns;
  return ::syscall(SYS_sched_setattr, 0, &turns, 0) == 0;
}

}  // namespace

std::optional<Turns> turns_of_this_thread() {
  Turns turns;
  if (::syscall(SYS_sched_getattr, 0, &turns, sizeof turns, 0) != 0) return std::nullopt;
  return turns;
}

ShortTurns::ShortTurns() {
  const auto turns = turns_of_this_thread();
  // Real-time threads need no help, and batch work has asked for long turns.
  if (!turns || turns->policy != SCHED_OTHER || turns->runtime_ns == kShortTurnNs) return;
  Turns shorter = *turns;
  shorter.runtime_ns = kShortTurnNs;
  if (set_turns(shorter)) before_ = turns;
}

ShortTurns::~ShortTurns() {
  if (before_) (void)set_turns(*before_);
}

}  // namespace ledger
