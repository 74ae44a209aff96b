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
    return ledger::not_found("NO_KEY_FOLDER", "there is no folder " + folder.string(),
                             "нет папки " + folder.string(), folder.string());
  }
  KeyRing out;
  out.folder_ = folder;
  out.ask_ = std::move(ask);
  if (auto read = out.read_folder(); !read) return read.error();
  return out;
}

ledger::Status KeyRing::read_folder() {
  std::error_code error;
  std::filesystem::directory_iterator files(folder_, error);
  if (error) return ledger::io_error("KEY_FOLDER_READ", error.message(), folder_);
  for (const auto& entry : files) {
    const auto& path = entry.path();
    if (path.extension() != ".key") continue;
    files_.insert_or_assign(path.stem().string(), ledger::read_key_file(path.string()));
  }
  return ledger::Ok{};
}

std::vector<std::string> KeyRing::names() const {
  std::vector<std::string> out;
  for (const auto& [name, file] : files_) out.push_back(name);
  return out;
}

Result<KeyFile> KeyRing::file(const std::string& name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) {
    return ledger::not_found("NO_KEY", "there is no key " + name + " in " + folder_.string(),
                             "нет ключа " + name + " в папке " + folder_.string(), {});
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
  const auto unlocked = unlock_with_known(name, *locked);
  if (!unlocked || *unlocked != nullptr) return unlocked;
  return ask_and_unlock(name, *locked);
}

const SigningKey* KeyRing::unlock_unasked(const PublicKey& key) {
  if (!name_of(key) && !read_folder()) return nullptr;
  const auto name = name_of(key);
  if (!name) return nullptr;
  if (const auto found = unlocked_.find(*name); found != unlocked_.end()) return &found->second;
  const auto unlocked = unlock_with_known(*name, *file(*name));
  return unlocked ? *unlocked : nullptr;
}

Result<const SigningKey*> KeyRing::unlock_with_known(const std::string& name,
                                                     const KeyFile& locked) {
  for (const auto& passphrase : passphrases_) {
    auto key = ledger::unlock_key(locked, passphrase);
    if (key) return &unlocked_.emplace(name, std::move(*key)).first->second;
    if (key.error().reason != "WRONG_PASSPHRASE") return key.error();
  }
  return static_cast<const SigningKey*>(nullptr);
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
