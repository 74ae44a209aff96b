// SPDX-License-Identifier: Apache-2.0
// A draft: events that wait for signatures, as a file that travels from one signer to the next.
//   {"letopis_draft": 1, "origin", "ledger_id": hex, "events": [{"name", "body": base64,
//    "signatures": [base64 or null, …], "openings": [opening, …]}]}
// The bodies are final: whoever signs, signs exactly what the others sign. Openings carry names,
// so a draft is as confidential as the paper.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "api/author.h"
#include "ledger/event_check.h"

namespace tools {

struct DraftFile {
  ledger::LedgerIdentity ledger;
  api::PreparedBatch events;  ///< a signature of zeros is one that is still to come
};

/// kNotFound NO_FILE; kInvalid BAD_DRAFT; kRefused the reasons of match_openings() and
/// SIGNATURE_INVALID: every signature that is there is checked.
ledger::Result<DraftFile> read_draft(const std::filesystem::path& path);
/// kIo FILE_WRITE.
ledger::Status write_draft(const std::filesystem::path& path, const DraftFile& draft);

/// The keys that still have to sign, each once.
std::vector<ledger::PublicKey> missing_signers(const DraftFile& draft);

/// Signs wherever a key of the ring is a signer and has not signed; how many signatures were added.
ledger::Result<std::size_t> sign_draft(DraftFile& draft, api::KeyRing& keys);

}  // namespace tools
