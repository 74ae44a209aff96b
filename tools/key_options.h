// SPDX-License-Identifier: Apache-2.0
// The options by which commands find keys and their passphrases.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "api/key_ring.h"
#include "ledger/key_file.h"
#include "tools/session.h"

namespace tools {

struct KeyOptions {
  std::string folder;                 ///< --keys
  std::string passphrase = "prompt";  ///< --passphrase
  std::string cost = "moderate";      ///< --kdf, where keys are made
};

void add_key_options(CLI::App& command, const Session& session, KeyOptions& options);
void add_cost_option(CLI::App& command, const Session& session, KeyOptions& options);

ledger::KdfCost kdf_cost(const KeyOptions& options);

/// Asks as --passphrase says. kInvalid BAD_PASSPHRASE_SOURCE and the errors of read_passphrase().
ledger::Result<ledger::SecretBytes> ask_passphrase(const Session& session,
                                                   const KeyOptions& options,
                                                   const std::string& key_name);
/// For new keys: at a terminal it is asked for twice.
ledger::Result<ledger::SecretBytes> ask_new_passphrase(const Session& session,
                                                       const KeyOptions& options);

/// The ring over --keys, asking as --passphrase says.
ledger::Result<api::KeyRing> open_keys(const Session& session, const KeyOptions& options);

/// Says once if secrets may reach the swap.
void warn_about_memory(const Session& session);

}  // namespace tools
