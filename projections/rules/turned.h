// SPDX-License-Identifier: Apache-2.0
// Assumed parameters of charters that are read otherwise than the charter gives them, to see
// whether an answer rests on them.
#pragma once

#include <map>
#include <string>

namespace projections::rules {

/// Path of the parameter -> its other value; empty for a parameter that has only one other.
using Turned = std::map<std::string, std::string, std::less<>>;

/// "bodies.EXPERT_COUNCIL.majority.base = present, membership.member_on_first_day".
std::string to_text(const Turned& turned);

}  // namespace projections::rules
