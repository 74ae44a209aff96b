// SPDX-License-Identifier: Apache-2.0
// The order in which a list of findings is read.
#pragma once

#include <vector>

#include "projections/governance/findings.h"

namespace tools {

/// By code, within a code by the day of the subject and then by its event; what has no day comes
/// last.
std::vector<projections::governance::Finding> in_reading_order(
    const projections::Chronicle& chronicle,
    std::vector<projections::governance::Finding> findings);

}  // namespace tools
