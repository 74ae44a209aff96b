// SPDX-License-Identifier: Apache-2.0
// The digests of the views as a commitment names them.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/commitment.h"
#include "projections/runner.h"

namespace projections {

/// Of every view that has reached this size; a view that has not is left out.
std::vector<ledger::ViewDigest> view_digests(const Runner& runner, std::uint64_t size);

}  // namespace projections
