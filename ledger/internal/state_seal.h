// SPDX-License-Identifier: Apache-2.0
// The seal over the sequencer's kept state: a hash that only a holder of the standing checkpoint
// key can make. Whoever edits the kept rows and their digest on disk cannot seal them again, so
// that the next opening makes the state again from the log and tells. Never shown to anybody: it
// proves nothing to those who have not the key.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/hash.h"
#include "ledger/note.h"

namespace ledger::internal {

inline constexpr std::string_view kStateSealKey = "e";

class StateSealer {
 public:
  /// The errors of the signer.
  static Result<StateSealer> create(const NoteSigner& signer, const Hash& ledger_id) {
    const auto secret = signer.sign(std::string(kTag) + std::string(ledger_id.view()));
    if (!secret) return secret.error();
    return StateSealer(signer.key.key, *secret);
  }

  const PublicKey& key() const { return key_; }
  /// Of the state with this digest after the first `size` entries.
  Hash seal(std::uint64_t size, const Hash& digest) const {
    return sha256({kTag, secret_.view(), be64(size), digest.view()});
  }

 private:
  static constexpr std::string_view kTag{"letopis/state-seal/v1\0", 22};

  StateSealer(const PublicKey& key, const Signature& secret) : key_(key), secret_(secret) {}

  PublicKey key_;
  Signature secret_;  ///< Ed25519 is deterministic: the same at every opening
};

/// The signer of this key, if it is among them; else null.
inline const NoteSigner* signer_of(const std::vector<NoteSigner>& signers, const PublicKey& key) {
  const auto it = std::find_if(signers.begin(), signers.end(),
                               [&](const NoteSigner& signer) { return signer.key.key == key; });
  return it == signers.end() ? nullptr : &*it;
}

}  // namespace ledger::internal
