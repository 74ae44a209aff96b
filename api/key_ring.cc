// SPDX-License-Identifier: Apache-2.0
#include "api/key_ring.h"

#include <algorithm>

namespace api {

using ledger::KeyFile;
using ledger::PublicKey;
using ledger::Result;
using ledger::SigningKey;

Result<KeyRing> KeyRing::open(const std::filesystem::path& folder, AskPassphrase ask) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return ledger::not_found("NO_KEY_FOLDER", "there is no folder " + folder.string(), folder);
  }
  KeyRing out;
  out.folder_ = folder;
  out.ask_ = std::move(ask);
  std::filesystem::directory_iterator files(folder, error);
  if (error) return ledger::io_error("KEY_FOLDER_READ", error.message(), folder);
  for (const auto& entry : files) {
    const auto& path = entry.path();
    if (path.extension() != ".key") continue;
    out.files_.emplace(path.stem().string(), ledger::read_key_file(path.string()));
  }
  return out;
}

std::vector<std::string> KeyRing::names() const {
  std::vector<std::string> out;
  for (const auto& [name, file] : files_) out.push_back(name);
  return out;
}

Result<KeyFile> KeyRing::file(const std::string& name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) {
    return ledger::not_found("NO_KEY", "there is no key " + name + " in " + folder_.string());
  }
  return found->second;
}

Result<PublicKey> KeyRing::public_key(const std::string& name) const {
  const auto found = file(name);
  if (!found) return found.error();
  return found->public_key;
}

std::optional<std::string> KeyRing::name_of(const PublicKey& key) const {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const auto& item) {
    return item.second && item.second->public_key == key;
  });
  return found == files_.end() ? std::nullopt : std::optional(found->first);
}

Result<const SigningKey*> KeyRing::unlock(const std::string& name) {
  if (const auto found = unlocked_.find(name); found != unlocked_.end()) return &found->second;
  const auto locked = file(name);
  if (!locked) return locked.error();
  for (const auto& passphrase : passphrases_) {
    auto key = ledger::unlock_key(*locked, passphrase);
    if (key) return &unlocked_.emplace(name, std::move(*key)).first->second;
    if (key.error().reason != "WRONG_PASSPHRASE") return key.error();
  }
  return ask_and_unlock(name, *locked);
}

Result<const SigningKey*> KeyRing::ask_and_unlock(const std::string& name, const KeyFile& locked) {
  auto passphrase = ask_(name);
  if (!passphrase) return passphrase.error();
  auto key = ledger::unlock_key(locked, *passphrase);
  if (!key) {
    ledger::Error error = key.error();
    error.where = name + ".key";
    return error;
  }
  passphrases_.push_back(std::move(*passphrase));
  return &unlocked_.emplace(name, std::move(*key)).first->second;
}

}  // namespace api
