// SPDX-License-Identifier: Apache-2.0
// What an operator with the checkpoint keys can do to a store: everything derived made to fit the
// entries as they are now.
#pragma once

#include <vector>

#include "tests/support/test_ledger.h"

namespace support {

/// Tiles, edge and head anew, the indexes and the subjects' streams if wanted, and every checkpoint
/// signed again.
void rewrite_history(MemoryDisk& disk, const TestLedger& ledger,
                     const std::vector<TestKey>& checkpoint_keys, bool indexes);

}  // namespace support
