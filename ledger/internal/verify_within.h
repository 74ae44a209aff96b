// SPDX-License-Identifier: Apache-2.0
// verify_ledger() with another size of what it sets aside, for tests.
#pragma once

#include <cstddef>

#include "ledger/verify.h"

namespace ledger::internal {

/// `scratch_bytes` of rows are held in memory while the log is checked; older ones lie in a
/// temporary folder, in a database with a cache and a write buffer of this size.
Result<VerifyReport> verify_within(const EventStore& store, const VerifyOptions& options,
                                   std::size_t scratch_bytes);

}  // namespace ledger::internal
