// SPDX-License-Identifier: Apache-2.0
// What a copy that could not be finished shows of its source.
#pragma once

#include "ledger/result.h"
#include "ledger/verify.h"

namespace api::internal {

/// The fault that ledger::copy_log() ended with; `where` of the error begins with the event, if one
/// is to blame.
ledger::Fault fault_of_copy(const ledger::Error& error);

}  // namespace api::internal
