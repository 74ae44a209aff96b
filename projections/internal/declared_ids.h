// SPDX-License-Identifier: Apache-2.0
// Which ids a payload declares, which organisations it names, and whose history it belongs to.
#pragma once

#include <vector>

#include "projections/facts_view.h"
#include "projections/payload.h"

namespace projections::internal {

/// The ids of the things that the payload brings into being or gives another version of.
std::vector<ledger::Id> ids_declared_by(const PayloadRef& payload);

/// The organisations that the payload names in a way that a verdict may depend on: subjects,
/// parties, holders of seats, intended participants.
std::vector<ledger::Id> organisations_named_by(const PayloadRef& payload);

FactGroup group_of(const PayloadRef& payload, const ledger::Scope& scope);

}  // namespace projections::internal
