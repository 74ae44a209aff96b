// SPDX-License-Identifier: Apache-2.0
// Orders that amend a paper or the order by it (OrderIssued.amends). Only an order of the place
// where the paper, or the order by it, is registered, or of a place above that, counts, and only
// one that has power over the paper (paper_power.h): elsewhere, or of its own, anybody could name
// it.
#pragma once

#include <vector>

#include "projections/internal/governed_paper.h"

namespace projections::internal {

/// In the order in which they were recorded, each once. The errors of Chronicle::load.
ledger::Result<std::vector<PaperChange>> changes_by_orders(PlacesOnDay& places,
                                                           const Document& document,
                                                           std::uint16_t edition);

}  // namespace projections::internal
