// SPDX-License-Identifier: Apache-2.0
// The options by which commands are told what to trust, and what a verdict is worth without that.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "ledger/event_store.h"
#include "ledger/trust.h"
#include "tools/session.h"

namespace tools {

/// --trust and --unanchored
void add_trust_options(CLI::App& command, const Session& session, std::string& trust,
                       bool& unanchored);

/// The trust file at this path. kNotFound NO_FILE; kInvalid BAD_TRUST.
ledger::Result<ledger::Trust> read_trust_file(const std::string& path);
/// The same; nothing for an empty path.
ledger::Result<std::optional<ledger::Trust>> read_trust(const std::string& path);

/// How firmly the log's newest checkpoint is tied to what is trusted. kCorrupt with the reason of
/// CheckpointVerifier when it is signed by none of the pinned keys.
ledger::Result<ledger::Anchoring> anchoring_of(const ledger::EventStore& log,
                                               const std::optional<ledger::Trust>& trust);

/// What --witnessed fails with when a checkpoint is short of the quorum: kRefused NOT_WITNESSED.
ledger::Error not_witnessed(const ledger::Anchoring& anchoring);

/// "signed", "witnessed 2 of 3", "consistent in itself, not anchored".
std::string anchoring_words(const Session& session, const ledger::Anchoring& anchoring);

}  // namespace tools
