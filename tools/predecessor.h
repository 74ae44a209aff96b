// SPDX-License-Identifier: Apache-2.0
// What the genesis of a successor says of the ledger that was lost: what it last published, and
// what is left of it. Compared is all that can be: signatures, and the salvaged history with every
// checkpoint at hand. Two histories that the lost log's own key signed cannot be told apart by
// anything here; a consistency proof shows that the last checkpoint continues what was salvaged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/json.h"
#include "tools/session.h"

namespace tools {

struct PredecessorAsked {
  std::string source;           ///< what is left: ledger, bundle, address
  std::string last_checkpoint;  ///< file of the last published one; empty: this machine's anchor
  /// Bundle, tiles or address with the tree of that checkpoint, or a file with the body of a
  /// tlog-witness add-checkpoint request; empty: nothing is at hand.
  std::string consistency;
  std::string trust;  ///< trust file: keys of its log that came after what was salvaged; or empty
};

/// Whether the last checkpoint is known to be of the history that was salvaged.
enum class Continuity {
  kHeld,      ///< what was salvaged reaches it, and has its root
  kProven,    ///< it is longer, and a consistency proof from what was salvaged leads to it
  kUnproven,  ///< it is longer, and nothing but its signature speaks for it
};

struct Predecessor {
  api::Json payload;  ///< the Predecessor of a genesis
  std::uint64_t published = 0;
  std::uint64_t salvaged = 0;
  Continuity continuity = Continuity::kUnproven;
};

/// kCorrupt FORKED, PROOF_INVALID or the signature's errors; kConflict ANOTHER_LEDGER; kRefused
/// NO_TRUSTED_SIGNATURE when no key signed the last checkpoint that what was salvaged or the trust
/// file names, NOT_THE_LAST where a newer checkpoint is at hand; kNotFound PROOF_TOO_SHORT for a
/// tree that does not reach the last checkpoint; kInvalid PROOF_OF_OTHER_SIZES; the errors of
/// open_log_source().
ledger::Result<Predecessor> find_predecessor(const PredecessorAsked& asked);

/// What somebody who begins a successor must know; empty if there is nothing to say.
std::string continuity_words(const Session& session, const Predecessor& predecessor);

/// The same of the predecessor that a genesis names, as an event shows it: it carries no proof.
std::string predecessor_words(const Session& session, const api::Json& payload);

}  // namespace tools
