// SPDX-License-Identifier: Apache-2.0
// The keys of a log's checkpoints, read from its entries alone: for a log in whatever form, of
// which no other row is believed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/event_store.h"
#include "ledger/result.h"
#include "ledger/trust.h"

namespace tools {

/// Every key that signed checkpoints of the log's first `size` events, in order; one that was
/// replaced with the size up to which it still signs. Every event that changes keys has to be
/// signed, and allowed by the keys before it. kCorrupt BAD_ENTRY or the reason of the event, with
/// `where` naming it; the errors of the store.
ledger::Result<std::vector<ledger::LogKey>> checkpoint_keys_of(const ledger::EventStore& log,
                                                               std::uint64_t size);

/// The keys that a trust file has, with the sizes that it says, and those of `own` beside them: a
/// log that was cut short does not know which key came after its own. With no trust file, `own`.
/// kCorrupt ANOTHER_LEDGER when the file is about another ledger.
ledger::Result<std::vector<ledger::LogKey>> with_pinned_keys(
    std::vector<ledger::LogKey> own, const ledger::Hash& ledger_id,
    const std::optional<ledger::Trust>& trust);

}  // namespace tools
