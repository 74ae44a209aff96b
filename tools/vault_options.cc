// SPDX-License-Identifier: Apache-2.0
#include "tools/vault_options.h"

#include <unistd.h>

namespace tools {

using ledger::Result;
using ledger::Vault;
using ledger::VaultAccess;

ledger::VaultPaths VaultOptions::paths() const {
  std::string plain = folder;
  while (plain.size() > 1 && plain.back() == '/') plain.pop_back();
  return {plain, key_file.empty() ? plain + ".key" : key_file};
}

void add_vault_options(CLI::App& command, const Session& session, VaultOptions& options) {
  command
      .add_option("--vault", options.folder,
                  session.say({"folder of the vault of names", "папка хранилища имён"}))
      ->type_name("DIR");
  command
      .add_option("--vault-key", options.key_file,
                  session.say({"the vault's key file (DIR.key, if not given); keep it out of the "
                               "vault's backups",
                               "файл ключа хранилища (если не дан — DIR.key); не кладите его в "
                               "резервные копии хранилища"}))
      ->type_name("FILE");
}

Result<Vault> open_vault(const Session& session, const VaultOptions& options,
                         const KeyOptions& keys, VaultAccess access) {
  if (options.folder.empty()) {
    return ledger::invalid("NO_VAULT", "give the folder of the vault with --vault",
                           "укажите папку хранилища имён в --vault", "");
  }
  auto passphrase = ask_passphrase(session, keys, "vault");
  if (!passphrase) return passphrase.error();
  return Vault::open(options.paths(), *passphrase, access);
}

Result<std::optional<Vault>> open_vault_if_named(const Session& session,
                                                 const VaultOptions& options,
                                                 const KeyOptions& keys, VaultAccess access) {
  if (options.folder.empty()) return std::optional<Vault>();
  auto vault = open_vault(session, options, keys, access);
  if (!vault) return vault.error();
  return std::optional<Vault>(*std::move(vault));
}

std::string who_looks() { return "uid:" + std::to_string(::getuid()); }

}  // namespace tools
