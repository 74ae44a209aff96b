// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/support/test_ledger.h"

namespace bench {

/// Distinct signed events, made once per process: making them costs more than appending them.
inline const std::vector<ledger::SignedEvent>& signed_events() {
  static const std::vector<ledger::SignedEvent> made = [] {
    const support::TestLedger t(support::TestLedger::Where::kMemory);
    std::vector<ledger::SignedEvent> list;
    for (std::uint64_t i = 0; i < 40'000; ++i) list.push_back(t.sign(t.organisation(i)));
    return list;
  }();
  return made;
}

}  // namespace bench
