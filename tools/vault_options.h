// SPDX-License-Identifier: Apache-2.0
// The options by which commands find the vault of names.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "ledger/vault.h"
#include "tools/key_options.h"
#include "tools/session.h"

namespace tools {

struct VaultOptions {
  std::string folder;    ///< --vault
  std::string key_file;  ///< --vault-key; by default the folder's path with ".key" added

  ledger::VaultPaths paths() const;
};

void add_vault_options(CLI::App& command, const Session& session, VaultOptions& options);

/// Asks for the vault's passphrase as --passphrase says.
ledger::Result<ledger::Vault> open_vault(const Session& session, const VaultOptions& options,
                                         const KeyOptions& keys, ledger::VaultAccess access);

/// The same, or nothing where no vault is named.
ledger::Result<std::optional<ledger::Vault>> open_vault_if_named(const Session& session,
                                                                 const VaultOptions& options,
                                                                 const KeyOptions& keys,
                                                                 ledger::VaultAccess access);

/// Who looks, for the access log: the number of the user of this machine, never a name.
std::string who_looks();

}  // namespace tools
