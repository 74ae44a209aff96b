// SPDX-License-Identifier: Apache-2.0
// The proof file of C2SP tlog-proof (draft, "c2sp.org/tlog-proof@v1"): an index, its inclusion
// proof and the signed checkpoint that the proof leads to. The entry itself is not in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/checkpoint.h"
#include "ledger/result.h"

namespace ledger {

struct TlogProof {
  std::optional<std::string> extra;  ///< not empty if present; covered by no signature
  std::uint64_t index = 0;
  std::vector<Hash> path;  ///< inclusion proof, the leaf's sibling first
  std::string checkpoint;  ///< the signed note, byte for byte

  bool operator==(const TlogProof&) const = default;
};

/// The file. kInvalid BAD_PROOF_FILE when parse_tlog_proof() would not read it back.
Result<std::string> format_tlog_proof(const TlogProof& proof);
/// Strict; at most kProofHashesMax hashes. The checkpoint is not looked into. kInvalid
/// BAD_PROOF_FILE.
Result<TlogProof> parse_tlog_proof(std::string_view bytes);

/// Whether the leaf is in the log: the checkpoint opens with `verifier` and includes `leaf` at the
/// proof's index. Cosignatures are reported, not judged. Errors of CheckpointVerifier::open() and
/// verify_inclusion().
Result<OpenedCheckpoint> verify_tlog_proof(const TlogProof& proof, const Hash& leaf,
                                           const CheckpointVerifier& verifier);

}  // namespace ledger
