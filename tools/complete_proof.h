// SPDX-License-Identifier: Apache-2.0
// Completeness proofs on the command line: made by `prove --complete`, checked by `check`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/completeness.h"
#include "ledger/trust.h"
#include "tools/session.h"

namespace tools {

/// "registry", "cluster:HEX", or "cluster" and "HEX" as two words. kInvalid BAD_SUBJECT.
ledger::Result<std::vector<ledger::Subject>> parse_subjects(const std::vector<std::string>& words);

/// The proof of the decision that the event at this index is, at the newest commitment; `on` is a
/// date, by default the day on which the commitment was recorded, in UTC. kInvalid NOT_A_PLACE for
/// an event of the registry; the errors of prove_decision().
ledger::Result<ledger::CompletenessProof> prove_decision_at(const ledger::ReadView& view,
                                                            std::uint64_t index, std::string on);

/// Whether the bytes of a file begin as a completeness proof does.
bool is_completeness_proof(std::string_view bytes);

/// The checkpoint that somebody was shown: a signed note, or the one in a receipt or a proof of
/// completeness. The errors of parse_tlog_proof() and parse_completeness(), of api::read_file().
ledger::Result<std::string> read_known_checkpoint(const std::string& path);

/// An event that is known to be in the log: it is included in a checkpoint that the log signed.
struct KnownEvent {
  std::uint64_t index = 0;
  std::string entry;
  ledger::Checkpoint checkpoint;
};

/// How a proof is checked.
struct ProofCheck {
  const ledger::Trust* trust = nullptr;  ///< null: only whether it is consistent in itself
  bool unanchored = false;               ///< which then is success
  bool witnessed = false;                ///< success only with the quorum of the trust file
  bool json = false;
  std::vector<KnownEvent> known;  ///< one that the proof should have and lacks exposes a lie
};

/// Checks the file and prints the verdict. The exit code: success for a proof that holds and is
/// anchored, or that need not be anchored.
int check_completeness_file(const Session& session, std::string_view bytes, const ProofCheck& how);

}  // namespace tools
