// SPDX-License-Identifier: Apache-2.0
// The vault: names and other personal data outside the log. Each value has a random salt and a
// commitment (ledger/name_commitment.h), each person a data key. On disk:
//   <folder>/wraps                 the data keys under the key-encryption key of the epoch
//   <folder>/values/<person>/<C>   "LTVB" 01 | u8 length, field | nonce[24] | sealed salt and
//   value,
//                                  associated data = C; the file's name is C in hex
//   <folder>/erasures/<person>     when an erasure was begun and of how many values
//   <folder>/access.log            who looked at whose data and why, by reference only
//   <key file>                     the key-encryption key, sealed with a passphrase
// Whoever has the folder but not the key file, or both without the passphrase, reads nothing.
// Backups may hold the folder and must not hold the key file: only then erasure reaches them.
//
// Thread rule: one thread. Between processes a lock on <folder>/lock: one writer, or many readers.
// A reader that finds an erasure cut off needs the lock for itself to complete it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.h"
#include "ledger/key_file.h"
#include "ledger/name_commitment.h"
#include "ledger/result.h"
#include "ledger/secret.h"

namespace ledger {

struct VaultPaths {
  std::filesystem::path folder;
  std::filesystem::path key_file;
};

enum class VaultAccess { kRead, kWrite };

enum class PersonState { kUnknown, kOpen, kBlocked, kErased };

/// Why and by whom a value was looked at; both are references or words, never names.
struct AccessNote {
  std::string who;
  std::string purpose;
  std::uint64_t at_us = 0;
};

/// What an erasure did: the material of the act and of the extract of the log. A person erased
/// before has the time and the count of that erasure.
struct VaultErasure {
  Id person;
  std::uint32_t destroyed_epoch = 0;
  std::size_t values_destroyed = 0;
  std::uint64_t at_us = 0;  ///< 0: erased by a version that kept neither time nor count
};

class Vault {
 public:
  /// Makes an empty vault of a ledger: epoch 1. kConflict VAULT_EXISTS if the folder or the key
  /// file is there; kInvalid VAULT_KEY_INSIDE if the key file would lie in the folder;
  /// EMPTY_PASSPHRASE; kIo FILE_WRITE.
  static Status create(const VaultPaths& paths, const Hash& ledger_id,
                       const SecretBytes& passphrase, KdfCost cost = kKdfModerate);

  /// Finishes an erasure that a crash interrupted. kNotFound NO_VAULT; kLocked VAULT_IN_USE;
  /// kRefused WRONG_PASSPHRASE; kCorrupt VAULT_KEY_FILE, VAULT_WRAPS_FILE, VAULT_WRAPS_FORGED,
  /// VAULT_EPOCH (the key file is of another epoch: it comes from a backup, or the folder does).
  static Result<Vault> open(const VaultPaths& paths, const SecretBytes& passphrase,
                            VaultAccess access);

  Vault(Vault&&) noexcept;
  Vault& operator=(Vault&&) noexcept;
  ~Vault();

  const Hash& ledger_id() const;
  std::uint32_t epoch() const;
  PersonState state(const Id& person) const;
  std::vector<Id> people() const;
  /// Those, ascending, of whom it holds such a value in whatever field; who is blocked is not
  /// looked at. kCorrupt VAULT_VALUE; kIo of reading.
  Result<std::vector<Id>> people_with(const std::function<bool(std::string_view)>& wanted) const;

  /// Stores a value under a fresh salt; the commitment for the event. Durable on return.
  /// kInvalid EMPTY_VALUE, VALUE_TOO_LONG, FIELD_TOO_LONG; kRefused PERSON_ERASED.
  Result<Hash> keep(const Id& person, const std::string& field, std::string_view value);
  /// Stores what came beside an event; checked against the commitment first. kRefused
  /// OPENING_MISMATCH; otherwise as keep(). Storing it again changes nothing.
  Status keep_opening(const Hash& commitment, const Opening& opening);
  /// Forgets one value: a name that was written wrongly, or of an event that was refused.
  Status forget(const Id& person, const Hash& commitment);

  /// Value and salt, only if they are what the commitment was made of. kNotFound NOT_IN_VAULT;
  /// kRefused PERSON_BLOCKED, PERSON_ERASED; kCorrupt VAULT_VALUE (damage, or a value moved from
  /// elsewhere).
  Result<Opening> open_value(const Id& person, const Hash& commitment,
                             const std::string& field) const;
  /// The value for a person who may see it; the access is on record before it is shown.
  /// Errors as open_value(); kInvalid NO_PURPOSE, PURPOSE_TOO_LONG; kIo FILE_WRITE.
  Result<SecretBytes> reveal(const Id& person, const Hash& commitment, const std::string& field,
                             const AccessNote& note);

  /// While blocked nothing is revealed; reversible. kNotFound NOT_IN_VAULT.
  Status set_blocked(const Id& person, bool blocked);

  /// Destroys a person's data for good: the wrap goes, all others are wrapped under the key of a
  /// new epoch, the old key is destroyed, the sealed values are overwritten and removed. Each step
  /// is durable; open() completes what a crash cut off. For a person erased before it tells the
  /// same again, whatever `at_us` is. kNotFound NOT_IN_VAULT.
  Result<VaultErasure> erase(const Id& person, std::uint64_t at_us);

 private:
  class Impl;
  explicit Vault(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
