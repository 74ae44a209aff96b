// SPDX-License-Identifier: Apache-2.0
#include "api/standing_key.h"

#include <utility>

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

/// While two keys overlap both sign, in any order: only with the same lines the key is the same.
Result<VerifierKey> StandingKey::at(const ledger::ReadView& view) {
  const auto note = ledger::parse_note(view.note());
  std::vector<std::uint32_t> signers;
  if (note) {
    for (const ledger::NoteSignature& line : note->signatures) signers.push_back(line.key_id);
  }
  const std::lock_guard lock(mutex_);
  if (known_ && note && signers == signers_) return *known_;
  auto read = standing_checkpoint_key(ledger_, view);
  if (read) {
    known_ = *read;
    signers_ = std::move(signers);
  }
  return read;
}

}  // namespace api
