// SPDX-License-Identifier: Apache-2.0
// An auditor's attestation (FORMAT.md): up to this size I checked everything, and this
// is what the log folds to. A signed note, so that the next auditor, who pins the key, may begin
// there. Bytes: FORMAT.md, "The attestation".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_check.h"
#include "ledger/note.h"
#include "ledger/result.h"

namespace ledger {

struct AttestedView {
  std::string name;
  std::uint32_t version = 0;
  Hash digest;
  bool operator==(const AttestedView&) const = default;
};

struct Attestation {
  LedgerIdentity identity;
  std::uint64_t size = 0;
  Hash root;
  std::uint32_t rules_version = 0;
  Hash admission;  ///< digest of the sequencer's state at this size
  std::vector<AttestedView> views;
};

/// The text that is signed.
std::string format_attestation(const Attestation& attestation);
/// Strict: what format_attestation() writes. kInvalid BAD_ATTESTATION.
Result<Attestation> parse_attestation(std::string_view text);

/// As a note signed by the auditor. Errors of sign_note().
Result<std::string> sign_attestation(const Attestation& attestation, const NoteSigner& auditor);
/// Opened with the auditors' keys that are pinned; at least one must have signed. kInvalid
/// BAD_ATTESTATION, BAD_NOTE; the errors of verify_note().
Result<Attestation> open_attestation(std::string_view note,
                                     const std::vector<VerifierKey>& auditors);

}  // namespace ledger
