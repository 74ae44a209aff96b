// SPDX-License-Identifier: Apache-2.0
// Which key signs the log's checkpoints now: it may be another one after every event.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/log_reader.h"
#include "ledger/note.h"

namespace api {

/// The key that signs checkpoints at this view. kCorrupt NO_CHECKPOINT_KEY.
ledger::Result<ledger::VerifierKey> standing_checkpoint_key(const ledger::LedgerIdentity& ledger,
                                                            const ledger::ReadView& view);

/// The same, read from the store only when other keys have signed the newest checkpoint than
/// before. Any thread.
class StandingKey {
 public:
  explicit StandingKey(ledger::LedgerIdentity ledger) : ledger_(std::move(ledger)) {}

  /// The errors of standing_checkpoint_key().
  ledger::Result<ledger::VerifierKey> at(const ledger::ReadView& view);

 private:
  const ledger::LedgerIdentity ledger_;
  std::mutex mutex_;
  std::optional<ledger::VerifierKey> known_;  ///< guarded by mutex_
  std::vector<std::uint32_t> signers_;  ///< key ids of the checkpoint it was read for, with mutex_
};

}  // namespace api
