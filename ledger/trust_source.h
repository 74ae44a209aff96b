// SPDX-License-Identifier: Apache-2.0
// The trust file that a ledger would give of itself: its id, the keys of its log with the sizes up
// to which they count, every key ever of the organisations that have had an administering one. What
// it says is worth as much as the hand that it comes from.
#pragma once

#include "ledger/log_reader.h"
#include "ledger/trust.h"

namespace ledger {

/// Without witnesses and auditors, which a ledger does not know. kCorrupt and kIo from the store.
Result<Trust> trust_of(const ReadView& view);

}  // namespace ledger
