// SPDX-License-Identifier: Apache-2.0
// The keys as the sequencer left them, for those who only read: tools, servers, authors. What they
// read here is for showing and for preparing events; the sequencer and the verifier decide by
// folding the log itself.
#pragma once

#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/rows.h"

namespace ledger {

/// The rows that key_registry.h reads, as kept with the newest entry. The errors of the store.
Result<Rows> read_key_rows(const EventStore& store);

}  // namespace ledger
