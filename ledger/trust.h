// SPDX-License-Identifier: Apache-2.0
// The trust file: what a verifier pins, got from somebody it trusts and never from the bundle, the
// receipt or the server (FORMAT.md). Lines of C2SP tlog-policy, and lines of our own
// for what a policy cannot say (FORMAT.md, "The trust file").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/checkpoint.h"
#include "ledger/result.h"
#include "ledger/witness_policy.h"

namespace ledger {

/// A key that an organisation has shown in person: the log must know it as that organisation's.
struct TrustedOrganisation {
  Id organisation;
  PublicKey key;
  std::string name;  ///< for people; may be empty
  bool operator==(const TrustedOrganisation&) const = default;
};

/// A value that parse_trust() would accept.
struct Trust {
  Hash ledger_id;
  std::string origin;
  std::vector<LogKey> log_keys;       ///< at least one; each one's name is the origin
  WitnessPolicy policy;               ///< witnesses, groups, quorum; its `logs` are empty
  std::vector<VerifierKey> auditors;  ///< whose attestations of audits count
  std::vector<TrustedOrganisation> organisations;
};

/// Strict, at most kTrustBytesMax bytes. kInvalid BAD_TRUST naming the line.
Result<Trust> parse_trust(std::string_view text);
/// kInvalid BAD_TRUST when parse_trust() would not read it back.
Result<std::string> format_trust(const Trust& trust);

enum class AnchoringLevel {
  kNone,       ///< consistent in itself, not anchored: nothing pinned was used
  kSigned,     ///< a pinned key of the log signed; the witnesses, if any, are short of the quorum
  kWitnessed,  ///< and at least one witness cosigned, and the quorum is reached
};

/// How firmly a verdict is tied to what the verifier pinned.
struct Anchoring {
  AnchoringLevel level = AnchoringLevel::kNone;
  std::size_t cosigned = 0;   ///< distinct pinned witnesses whose cosignature is on the checkpoint
  std::size_t witnesses = 0;  ///< pinned witnesses
  bool operator==(const Anchoring&) const = default;
};

/// "signed", "witnessed 2/3" or "consistent in itself, not anchored"; the same for every verdict.
std::string anchoring_text(const Anchoring& anchoring);

/// A checkpoint signed by a pinned log key.
struct TrustedCheckpoint {
  OpenedCheckpoint opened;
  Anchoring anchoring;
};

/// Opens a signed checkpoint with the pinned keys. Being short of the quorum is reported, not an
/// error. Errors of CheckpointVerifier.
Result<TrustedCheckpoint> open_checkpoint(const Trust& trust, std::string_view note);

/// What a checkpoint shows without any pinned key: its text, and no anchoring. kInvalid BAD_NOTE,
/// BAD_CHECKPOINT.
Result<TrustedCheckpoint> open_checkpoint_unanchored(std::string_view note);

}  // namespace ledger
