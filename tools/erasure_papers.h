// SPDX-License-Identifier: Apache-2.0
// The two papers of an erasure: the act, and the extract of the vault's log whose hash stands in
// the event PersonalDataErased. By reference only: neither holds a name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/openings.h"
#include "ledger/event_check.h"
#include "ledger/vault.h"
#include "tools/session.h"

namespace tools {

/// A commitment in a recorded event that the erasure made unopenable.
struct ErasedPlace {
  std::uint64_t index = 0;
  std::string field;
};

/// What happened in the vault, one line per step; the same text in every language.
std::string erasure_extract(const ledger::LedgerIdentity& ledger,
                            const ledger::VaultErasure& erasure,
                            const std::vector<ErasedPlace>& places);

struct ErasureAct {
  ledger::LedgerIdentity ledger;
  ledger::VaultErasure erasure;
  std::vector<ErasedPlace> places;
  std::string reason;               ///< name of the enum value
  std::string basis;                ///< title and digest of the basis document
  std::string extract_hash;         ///< hex
  std::vector<std::string> events;  ///< "index digest" of each PersonalDataErased
};

/// The act for the archive, with lines for signatures.
std::string erasure_act(const Session& session, const ErasureAct& act);

}  // namespace tools
