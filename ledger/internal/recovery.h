// SPDX-License-Identifier: Apache-2.0
// What happens before the first append: taking the store over, comparing it with what was
// published, and bringing back the sequencer's state.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "ledger/anchor.h"
#include "ledger/event_store.h"
#include "ledger/internal/stream_heads.h"
#include "ledger/log.h"
#include "ledger/rows.h"
#include "ledger/tile_builder.h"

namespace ledger::internal {

struct Recovered {
  std::shared_ptr<EventStore> store;
  LedgerIdentity identity;
  Lease lease;
  Rows state;
  TileBuilder tree;
  std::optional<StreamHeads> streams;
  std::optional<Hash> last_commitment;  ///< D of the newest LedgerCommitment
  std::uint64_t last_recorded_at_us = 0;
  std::optional<Anchor> anchor;
  std::optional<Error> alarm;  ///< what was wrong with the kept state; `state` is made of the log
};

/// The sequencer's state after the first `size` entries, folded from them: the way back when the
/// kept one does not fit its digest. kCorrupt naming the event; the errors of the store.
Result<Rows> refold(const EventStore& store, const LedgerIdentity& identity,
                    const Admission& admission, std::uint64_t size);

/// For Log::open: errors as there.
Result<Recovered> recover_ledger(LogOptions& options);

struct Begun {
  Recovered recovered;
  CheckedEvent genesis;
};
/// For Log::create: an empty store taken over, and genesis with its signatures checked.
Result<Begun> begin_ledger(LogOptions& options, const SignedEvent& genesis);

}  // namespace ledger::internal
