// SPDX-License-Identifier: Apache-2.0
// What decisions assign and rows of plans demand, component by component and addressee by
// addressee, and what was reported of it.
#pragma once

#include <vector>

#include "projections/governance/internal/duty_context.h"

namespace projections::governance::internal {

Responsible responsible_of(const fb::Addressee& to);

void add_assignments(const DutyContext& context, std::vector<Obligation>& out);
/// The rows of the versions of plans that stand.
void add_plan_rows(const DutyContext& context, std::vector<Obligation>& out);

}  // namespace projections::governance::internal
