// SPDX-License-Identifier: Apache-2.0
// The seal over the sequencer's kept state: a signature by the standing checkpoint key. Whoever
// edits the kept rows and their digest on disk without that key cannot seal them again, so that the
// next opening makes the state again from the log and tells; and whoever verifies the log sees that
// the seal is not its own.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/ed25519.h"
#include "ledger/hash.h"
#include "ledger/note.h"

namespace ledger::internal {

inline constexpr std::string_view kStateSealKey = "e";

/// What is sealed: the state with this digest after the first `size` entries.
struct SealedState {
  Hash ledger_id;
  std::uint64_t size = 0;
  Hash digest;

  std::string message() const {
    std::string out("letopis/state-seal/v2\0", 22);
    out.append(ledger_id.view());
    put_u64(out, size);
    return out.append(digest.view());
  }
};

/// The errors of the signer.
inline Result<Signature> seal_state(const NoteSigner& signer, const SealedState& state) {
  return signer.sign(state.message());
}

inline bool is_seal_of(const PublicKey& key, const SealedState& state, std::string_view seal) {
  return seal.size() == Signature::kSize &&
         ed25519_verify(key, state.message(), fixed_from<Signature>(seal));
}

/// The signer of this key, if it is among them; else null.
inline const NoteSigner* signer_of(const std::vector<NoteSigner>& signers, const PublicKey& key) {
  const auto it = std::find_if(signers.begin(), signers.end(),
                               [&](const NoteSigner& signer) { return signer.key.key == key; });
  return it == signers.end() ? nullptr : &*it;
}

}  // namespace ledger::internal
