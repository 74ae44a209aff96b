// SPDX-License-Identifier: Apache-2.0
#include "api/standing_key.h"

#include "ledger/key_registry.h"
#include "ledger/key_state.h"

namespace api {

using ledger::Result;
using ledger::VerifierKey;

Result<VerifierKey> standing_checkpoint_key(const ledger::LedgerIdentity& ledger,
                                            const ledger::ReadView& view) {
  const auto rows = ledger::read_key_rows(view.store());
  if (!rows) return rows.error();
  const auto keys = ledger::find_checkpoint_keys(*rows);
  if (!keys) {
    return ledger::corrupt("NO_CHECKPOINT_KEY", "the ledger's state names no checkpoint key",
                           "state");
  }
  return VerifierKey{ledger.origin, ledger::SignatureType::kEd25519, keys->standing};
}

/// The standing key signs first, before the one that it replaced.
Result<VerifierKey> StandingKey::at(const ledger::ReadView& view) {
  const auto note = ledger::parse_note(view.note());
  const std::lock_guard lock(mutex_);
  if (known_ && note && note->signatures.front().key_id == known_->id()) return *known_;
  auto read = standing_checkpoint_key(ledger_, view);
  if (read) known_ = *read;
  return read;
}

}  // namespace api
