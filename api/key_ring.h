// SPDX-License-Identifier: Apache-2.0
// A folder of NAME.key files: which keys there are, and signing with them. A key is unlocked at
// its first use and stays in locked memory until the ring goes. Not thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/key_file.h"
#include "ledger/result.h"
#include "ledger/secret.h"
#include "ledger/signing_key.h"

namespace api {

class KeyRing {
 public:
  /// Asks for the passphrase of the key of this name.
  using AskPassphrase = std::function<ledger::Result<ledger::SecretBytes>(const std::string& name)>;

  /// Reads every *.key file, without its secret. A file that is none keeps its error until it is
  /// asked for. kNotFound NO_KEY_FOLDER, kIo KEY_FOLDER_READ.
  static ledger::Result<KeyRing> open(const std::filesystem::path& folder, AskPassphrase ask);

  /// Ascending.
  std::vector<std::string> names() const;
  /// kNotFound NO_KEY; the errors of read_key_file().
  ledger::Result<ledger::KeyFile> file(const std::string& name) const;
  ledger::Result<ledger::PublicKey> public_key(const std::string& name) const;
  std::optional<std::string> name_of(const ledger::PublicKey& key) const;

  /// Every passphrase that was given before is tried first, so that one that is common to several
  /// keys is asked for once. Valid as long as the ring. kNotFound NO_KEY; the errors of
  /// read_key_file(), unlock_key() and of the question itself.
  ledger::Result<const ledger::SigningKey*> unlock(const std::string& name);
  /// Without asking anybody: for a key that is needed while the program runs. Finds files that
  /// came into the folder since it was read, and tries the passphrases given before. Null if there
  /// is no such key or none of them fits.
  const ledger::SigningKey* unlock_unasked(const ledger::PublicKey& key);

 private:
  ledger::Status read_folder();
  /// Null if no passphrase given before fits.
  ledger::Result<const ledger::SigningKey*> unlock_with_known(const std::string& name,
                                                              const ledger::KeyFile& file);
  ledger::Result<const ledger::SigningKey*> ask_and_unlock(const std::string& name,
                                                           const ledger::KeyFile& file);

  std::filesystem::path folder_;
  AskPassphrase ask_;
  std::map<std::string, ledger::Result<ledger::KeyFile>> files_;
  std::map<std::string, ledger::SigningKey> unlocked_;
  std::vector<ledger::SecretBytes> passphrases_;
};

}  // namespace api
