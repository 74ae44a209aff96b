// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "tests/support/test_ledger.h"

namespace bench {

inline constexpr std::uint64_t kSignedEvents = 40'000;

/// Distinct signed events about so many organisations in turn, made once per process: making them
/// costs more than appending them.
inline const std::vector<ledger::SignedEvent>& signed_events(
    std::uint64_t organisations = kSignedEvents) {
  static auto& made = *new std::map<std::uint64_t, std::vector<ledger::SignedEvent>>;
  std::vector<ledger::SignedEvent>& list = made[organisations];
  if (!list.empty()) return list;
  const support::TestLedger t(support::TestLedger::Where::kMemory);
  for (std::uint64_t i = 0; i < kSignedEvents; ++i) {
    support::Draft draft = t.organisation(i % organisations);
    draft.id = 1'000 + i;
    list.push_back(t.sign(draft));
  }
  return list;
}

}  // namespace bench
