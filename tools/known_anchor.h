// SPDX-License-Identifier: Apache-2.0
// What this machine knows of a ledger's anchor, whatever the ledger's folder says: where it lies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/event_store.h"
#include "ledger/result.h"

namespace tools {

struct KnownAnchor {
  std::filesystem::path file;
  std::filesystem::path named_in;  ///< the file that says where; empty: it is the usual place
};

/// Nothing if this machine knows of none; one that is remembered may be gone. kIo FILE_READ.
ledger::Result<std::optional<KnownAnchor>> known_anchor(const std::string& ledger_id);

/// kNotFound NO_ANCHOR, naming the file that remembers it, when a remembered anchor is gone.
ledger::Status check_there(const KnownAnchor& known);

/// That the store holds the checkpoint of this note, which `whose` says was published; what it says
/// then. kBehind BEHIND, FORKED; kCorrupt BAD_CHECKPOINT; the errors of the store.
ledger::Result<ledger::Checkpoint> check_held(const ledger::EventStore& store,
                                              const std::string& note, const std::string& whose);

/// The same of the anchor that this machine knows, if it is there: a new one elsewhere must not
/// hide what it says. And the errors of reading it.
ledger::Status check_known_anchor_held(const ledger::EventStore& store,
                                       const std::string& ledger_id);

/// Lets known_anchor() find this anchor from now on, unless the known one is there and knows as
/// much: nothing that guards a ledger is exchanged for something that knows less. Whether this one
/// is the known one now. The errors of reading an anchor and of writing a file.
ledger::Result<bool> remember_anchor(const std::string& ledger_id,
                                     const std::filesystem::path& anchor);

}  // namespace tools
