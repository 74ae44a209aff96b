// SPDX-License-Identifier: Apache-2.0
// A log whose operator has committed to something else than it, somewhere in its middle: a true
// commitment before, a true one after, everything derived fits, and all checkpoints are signed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "ledger/entry.h"
#include "ledger/trust.h"
#include "projections/governance_admission.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/rewritten_history.h"

namespace support {

class MidwayLie : public CommittedLedger {
 public:
  using Change = std::function<void(ledger::Commitment&, const ledger::EventStore&)>;

  /// `change` makes the lie of a true commitment.
  explicit MidwayLie(const Change& change)
      : CommittedLedger(Where::kMemory, "ledger.example/test",
                        std::make_shared<projections::GovernanceAdmission>()) {
    organisations(100);
    commit();
    organisations(200);
    auto draft = *log->draft_commitment();
    change(draft.commitment, *store());
    index = draft.commitment.size;
    const ledger::SignedEvent lie = sign(draft);
    close();
    disk->entries.push_back(*ledger::encode_entry({clock->now_us(), lie.body, lie.signatures}));
    rewrite_history(*disk, *this, {checkpoint}, true);
    LEDGER_CHECK(static_cast<bool>(open()));
    organisations(200);
    commit();
    organisations(5);
  }

  std::shared_ptr<const ledger::EventStore> store() const { return open_memory_store(disk); }
  ledger::LedgerIdentity identity() const { return {origin, ledger_id}; }
  ledger::Trust trust() const {
    ledger::Trust out;
    out.ledger_id = ledger_id;
    out.origin = origin;
    out.log_keys = {{{origin, ledger::SignatureType::kEd25519, checkpoint.key}, std::nullopt}};
    return out;
  }

  std::uint64_t index = 0;  ///< of the lie
};

/// A history without its newest organisation: what a shortened commitment says.
inline void shorten(ledger::Commitment& commitment, const ledger::EventStore&) {
  commitment.map_root.bytes[0] ^= 1;
  --commitment.map_count;
}

}  // namespace support
