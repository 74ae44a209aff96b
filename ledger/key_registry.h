// SPDX-License-Identifier: Apache-2.0
// Keys over time: who holds which key from which index to which, folded from the log's own key
// events (tools/RULES.md, A12). Pure functions over Rows; every row's key starts with 'k'.
// The sequencer and the verifier call the same code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/body.h"
#include "ledger/bytes.h"
#include "ledger/result.h"
#include "ledger/rows.h"

namespace ledger {

/// What a key is for. No key ever has two.
enum class KeyKind : std::uint8_t {
  kPerson = 1,        ///< a person's or an organisation's
  kOperatorRoot = 2,  ///< the operator's root of authority
  kService = 3,       ///< signs LedgerCommitment only
  kCheckpoint = 4,    ///< signs checkpoints, never events
  kWitness = 5,       ///< cosigns checkpoints, never events
  kRecovery = 6,      ///< signs KeyRecovered only
};

/// Bits of KeyRecord::scopes.
enum KeyScope : std::uint8_t {
  kScopeAdminister = 1,  ///< introduces and revokes keys of its organisation
  kScopeRegister = 2,    ///< keeps the registers: regions, organisations, clusters, charters
  kScopeRecord = 4,      ///< vouches as a recorder
  kScopeImport = 8,      ///< imports history
  kScopeAct = 16,        ///< acts for itself: votes, signatures, notices
};

struct KeyRecord {
  PublicKey key;
  KeyKind kind = KeyKind::kPerson;
  fb::Role role{};
  std::uint8_t scopes = 0;  ///< KeyScope bits
  std::optional<Id> organisation;
  std::optional<Id> seat;
  std::uint64_t introduced_at = 0;
  std::optional<std::uint64_t> ended_at;         ///< index of the event that revoked it
  std::optional<std::uint64_t> revocation_seen;  ///< `seen.size` of that event
  std::optional<std::uint64_t> suspect_from;     ///< lowest index declared suspect

  bool stands() const { return !ended_at; }
  bool may(KeyScope scope) const { return (scopes & scope) != 0; }
};

/// What genesis fixed for the whole life of the ledger.
struct GenesisFacts {
  std::string origin;
  Id operator_organisation;
  std::uint8_t recovery_threshold = 0;
};

/// Who signs checkpoints: the standing key, and the one before it until the overlap is over.
struct CheckpointKeys {
  PublicKey standing;
  PublicKey previous;                ///< zeros: none
  std::uint64_t previous_until = 0;  ///< checkpoints up to this size carry its signature too
};

std::optional<KeyRecord> find_key(const Rows& rows, const PublicKey& key);
/// All keys that ever were, ascending.
std::vector<KeyRecord> all_keys(const Rows& rows);
/// Nothing before genesis was folded.
std::optional<GenesisFacts> find_genesis(const Rows& rows);
std::optional<CheckpointKeys> find_checkpoint_keys(const Rows& rows);

/// The author's key as it stands; for genesis, as genesis itself introduces it.
/// REQUIRES: check_keys said Ok.
KeyRecord author_record(const Rows& rows, const Body& body);
/// Whether the author's key is known and not revoked, whatever else may be wrong.
bool author_stands(const Rows& rows, const Body& body);
/// Whether the event revokes a key.
bool is_revocation(const Body& body);
/// The key that a CheckpointKeyChanged brings in.
std::optional<PublicKey> new_checkpoint_key(const Body& body);

/// Every signer of the event stands at this index in the capacity that the body states, and a key
/// event obeys the rules of keys: possession, one role per key, who may introduce, revoke,
/// suspect or recover which key. kRefused with KEY_UNKNOWN, KEY_REVOKED, CAPACITY_MISMATCH,
/// NO_POSSESSION, KEY_KNOWN, WEAK_KEY, ACTOR_NOT_ALLOWED, SCOPE_NOT_GRANTED, EVIDENCE_MISSING,
/// BAD_GENESIS, NOT_GENESIS, RECOVERY_QUORUM, SUSPECT_RANGE.
Status check_keys(const Rows& rows, const Body& body, std::uint64_t index);

/// Folds an accepted event into the key rows. Does nothing for other types.
void fold_keys(Rows& rows, const Body& body, std::uint64_t index);

}  // namespace ledger
