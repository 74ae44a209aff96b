// SPDX-License-Identifier: Apache-2.0
// Who may sign what, and the rules of key events (evidence.md section 5).
#include <algorithm>
#include <set>

#include "ledger/checkpoint.h"
#include "ledger/ed25519.h"
#include "ledger/internal/key_rows.h"
#include "ledger/key_registry.h"

namespace ledger {
namespace internal {

std::uint8_t scope_bits(const fb::KeyIntroduced& event) {
  unsigned bits = 0;
  if (event.scopes() != nullptr) {
    for (unsigned i = 0; i < event.scopes()->size(); ++i) {
      bits |= 1U << (static_cast<unsigned>(event.scopes()->GetEnum<fb::KeyScope>(i)) - 1);
    }
  }
  return static_cast<std::uint8_t>(bits);
}

KeyRecord genesis_root(const Body& body) {
  const fb::LedgerCreated& genesis = *body.table().payload_as_LedgerCreated();
  KeyRecord root;
  root.key = key_of(genesis.root_key());
  root.kind = KeyKind::kOperatorRoot;
  root.role = fb::Role::LEDGER_ROOT;
  root.scopes = kScopeAdminister | kScopeRegister;
  root.organisation = id_of(genesis.operator_organisation()->organisation());
  return root;
}

KeyRecord genesis_key(const KeyRecord& root, const PublicKey& key, KeyKind kind, fb::Role role) {
  KeyRecord record = root;
  record.key = key;
  record.kind = kind;
  record.role = role;
  record.scopes = 0;
  return record;
}

}  // namespace internal

namespace {

using internal::id_of;
using internal::key_of;

bool cosigned_by(const Body& body, const PublicKey& key) {
  return std::any_of(body.cosigners().begin(), body.cosigners().end(),
                     [&](const Signer& signer) { return signer.key == key; });
}

Status check_genesis(const Body& body) {
  const fb::LedgerCreated& genesis = *body.table().payload_as_LedgerCreated();
  const auto bad = [](const char* what, const char* where) {
    return refused("BAD_GENESIS", what, where);
  };
  if (!is_origin(genesis.origin()->string_view())) {
    return bad("an origin is 1 to 255 characters of a-z 0-9 . / - with at least one dot",
               "payload.origin");
  }
  const PublicKey root = key_of(genesis.root_key());
  if (body.author().key != root) return bad("genesis is signed by the root key", "author.key");
  const PublicKey service = key_of(genesis.service_key());
  const PublicKey checkpoint = key_of(genesis.checkpoint_key());
  std::set<PublicKey> keys{root, service, checkpoint};
  std::size_t named = 3;
  for (const auto* key : *genesis.recovery()->keys()) {
    keys.insert(key_of(key));
    ++named;
  }
  if (keys.size() != named) return bad("a key cannot have two roles", "payload");
  for (const PublicKey& key : keys) {
    if (!ed25519_is_valid_point(key)) {
      return refused("WEAK_KEY", "not a usable Ed25519 key: " + to_hex(key), "payload");
    }
  }
  if (genesis.recovery()->k() > genesis.recovery()->keys()->size()) {
    return bad("the recovery threshold exceeds the number of recovery keys", "payload.recovery.k");
  }
  if (body.cosigners().size() != 2 || !cosigned_by(body, service) ||
      !cosigned_by(body, checkpoint)) {
    return refused("NO_POSSESSION", "genesis is cosigned by the service and the checkpoint key",
                   "cosigners");
  }
  if (body.seen().size != 0 || body.historical() || body.scope().kind != ScopeKind::kLedger) {
    return bad("genesis has seen nothing, is no history and is about the ledger", "scope");
  }
  return Ok{};
}

/// The key that the event brings in, if it does.
std::optional<PublicKey> new_key(const Body& body) {
  const fb::EventBody& table = body.table();
  if (const auto* event = table.payload_as_KeyIntroduced()) return key_of(event->key());
  if (const auto* event = table.payload_as_KeyRecovered()) return key_of(event->new_key());
  if (const auto* event = table.payload_as_CheckpointKeyChanged()) return key_of(event->new_key());
  return std::nullopt;
}

Status check_new_key(const Rows& rows, const Body& body, const PublicKey& key) {
  if (!ed25519_is_valid_point(key)) {
    return refused("WEAK_KEY", "not a usable Ed25519 key: " + to_hex(key), "payload.key");
  }
  if (find_key(rows, key)) {
    return refused("KEY_KNOWN", "this key already has a role: " + to_hex(key), "payload.key");
  }
  if (!cosigned_by(body, key)) {
    return refused("NO_POSSESSION", "a new key cosigns its own introduction: " + to_hex(key),
                   "cosigners");
  }
  return Ok{};
}

/// Which payloads a kind of key may sign at all.
bool kind_may_sign(KeyKind kind, fb::Payload payload) {
  switch (kind) {
    case KeyKind::kPerson:
    case KeyKind::kOperatorRoot:
      return payload != fb::Payload::LedgerCommitment && payload != fb::Payload::KeyRecovered;
    case KeyKind::kService:
      return payload == fb::Payload::LedgerCommitment;
    case KeyKind::kRecovery:
      return payload == fb::Payload::KeyRecovered || payload == fb::Payload::KeySuspected;
    case KeyKind::kCheckpoint:
    case KeyKind::kWitness:
      return false;
  }
  return false;
}

Status check_signer(const Rows& rows, const Body& body, const Signer& signer,
                    const std::string& where) {
  const auto record = find_key(rows, signer.key);
  const std::string hex = to_hex(signer.key);
  if (!record) return refused("KEY_UNKNOWN", "no event introduced the key " + hex, where);
  if (!record->stands()) {
    return refused("KEY_REVOKED",
                   "the key " + hex + " ended at index " + std::to_string(*record->ended_at),
                   where);
  }
  if (!kind_may_sign(record->kind, body.payload_type())) {
    return refused("ACTOR_NOT_ALLOWED",
                   "a key of this kind does not sign " + std::string(body.payload_name()), where);
  }
  if (record->role != signer.role || record->organisation != signer.organisation ||
      record->seat != signer.seat) {
    return refused("CAPACITY_MISMATCH", "the key " + hex + " was introduced in another capacity",
                   where + ".capacity");
  }
  return Ok{};
}

/// A key that the event brings in cosigns in the capacity that it is about to have.
Status check_new_signer(const Rows& rows, const Body& body, const Signer& signer,
                        const std::string& where) {
  std::optional<KeyRecord> given;
  if (const auto* event = body.table().payload_as_KeyIntroduced()) {
    given.emplace();
    given->role = event->capacity()->role();
    given->organisation = id_of(event->capacity()->organisation());
    given->seat = id_of(event->capacity()->seat());
  } else if (const auto* recovered = body.table().payload_as_KeyRecovered()) {
    given = find_key(rows, key_of(recovered->old_key()));
  } else if (const auto* changed = body.table().payload_as_CheckpointKeyChanged()) {
    given = find_key(rows, key_of(changed->old_key()));
  }
  if (!given) return Ok{};  // an unknown old key is refused with the event's own rules
  if (given->role == signer.role && given->organisation == signer.organisation &&
      given->seat == signer.seat) {
    return Ok{};
  }
  return refused("CAPACITY_MISMATCH", "the new key signs in another capacity than it is given",
                 where + ".capacity");
}

Status check_signers(const Rows& rows, const Body& body) {
  if (auto author = check_signer(rows, body, body.author(), "author"); !author) return author;
  const auto brought = new_key(body);
  for (std::size_t i = 0; i < body.cosigners().size(); ++i) {
    const Signer& signer = body.cosigners()[i];
    const std::string where = "cosigners[" + std::to_string(i) + "]";
    auto cosigner = signer.key == brought ? check_new_signer(rows, body, signer, where)
                                          : check_signer(rows, body, signer, where);
    if (!cosigner) return cosigner;
  }
  return Ok{};
}

Error not_allowed(const char* what) { return refused("ACTOR_NOT_ALLOWED", what, "author"); }

/// What the author may hand on: its own scopes and acting for itself; the root, everything.
std::uint8_t grantable(const KeyRecord& author) {
  if (author.kind == KeyKind::kOperatorRoot) return 0xff;
  return author.scopes | kScopeAct;
}

Status check_introduced_person(const Rows& rows, const KeyRecord& author,
                               const fb::KeyIntroduced& event) {
  const auto organisation = id_of(event.capacity()->organisation());
  if (!organisation || organisation != id_of(event.organisation())) {
    return refused("CAPACITY_MISMATCH", "a person's key belongs to the organisation it names",
                   "payload.organisation");
  }
  const bool own = author.organisation == organisation && author.may(kScopeAdminister);
  if (!own) {
    if (author.kind != KeyKind::kOperatorRoot) {
      return not_allowed("only an administering key of the organisation adds a key of it");
    }
    if (rows.contains(internal::organisation_row(*organisation))) {
      return not_allowed("the organisation has had a key: only its own keys add another");
    }
    if (event.first_key_evidence() == nullptr) {
      return refused("EVIDENCE_MISSING", "the first key of an organisation names its evidence",
                     "payload.first_key_evidence");
    }
  }
  if ((internal::scope_bits(event) & ~grantable(author)) != 0) {
    return refused("SCOPE_NOT_GRANTED", "the author cannot grant a scope that it does not have",
                   "payload.scopes");
  }
  return Ok{};
}

/// The roles of the ledger's own keys belong to these kinds of keys and to no person.
bool role_fits(fb::KeyKind kind, fb::Role role) {
  switch (role) {
    case fb::Role::LEDGER_SERVICE:
      return kind == fb::KeyKind::SERVICE;
    case fb::Role::WITNESS:
      return kind == fb::KeyKind::WITNESS;
    case fb::Role::LEDGER_ROOT:
    case fb::Role::LOG_CHECKPOINT:
      return false;  // not by KeyIntroduced
    default:
      return kind == fb::KeyKind::PERSON;
  }
}

Status check_introduced(const Rows& rows, const KeyRecord& author, const fb::KeyIntroduced& event) {
  const auto wrong_role = [&] {
    return refused("CAPACITY_MISMATCH", "a key of this kind cannot have this role",
                   "payload.capacity.role");
  };
  switch (event.kind()) {
    case fb::KeyKind::PERSON:
      if (!role_fits(event.kind(), event.capacity()->role())) return wrong_role();
      return check_introduced_person(rows, author, event);
    case fb::KeyKind::SERVICE:
    case fb::KeyKind::WITNESS:
      if (author.kind != KeyKind::kOperatorRoot) {
        return not_allowed("only the root introduces service and witness keys");
      }
      if (internal::scope_bits(event) != 0) {
        return refused("SCOPE_NOT_GRANTED", "a key of this kind has no scopes", "payload.scopes");
      }
      if (!role_fits(event.kind(), event.capacity()->role())) return wrong_role();
      return Ok{};
    case fb::KeyKind::CHECKPOINT:
      return not_allowed("a checkpoint key comes by CheckpointKeyChanged");
    case fb::KeyKind::OPERATOR_ROOT:
    case fb::KeyKind::UNSPECIFIED:
      break;
  }
  return not_allowed("a root key comes by KeyRecovered");
}

/// Who speaks about a key of this kind, or what does in place of it.
const char* who_speaks_about(KeyKind kind) {
  switch (kind) {
    case KeyKind::kPerson:
      break;
    case KeyKind::kService:
    case KeyKind::kWitness:
      return "only the key itself or the root speaks about a service or witness key";
    case KeyKind::kCheckpoint:
      return "a checkpoint key is not revoked: CheckpointKeyChanged puts another in its place";
    case KeyKind::kOperatorRoot:
      return "a root key ends by KeyRecovered";
    case KeyKind::kRecovery:
      return "a recovery key is not revoked: those that genesis names stay";
  }
  return "only the key itself, or one that administers the keys of its organisation, speaks about "
         "it";
}

/// The key that a KeyRevoked or KeySuspected is about, if the author may speak about it.
Result<KeyRecord> check_target(const Rows& rows, const KeyRecord& author, const PublicKey& key,
                               const std::optional<Id>& organisation) {
  const auto target = find_key(rows, key);
  if (!target) {
    return refused("KEY_UNKNOWN", "no event introduced the key " + to_hex(key), "payload.key");
  }
  if (organisation != target->organisation) {
    return refused("CAPACITY_MISMATCH", "the key is of another organisation",
                   "payload.organisation");
  }
  const bool self = author.key == key;
  const bool administers = target->kind == KeyKind::kPerson && author.may(kScopeAdminister) &&
                           author.organisation == target->organisation;
  const bool root = author.kind == KeyKind::kOperatorRoot &&
                    (target->kind == KeyKind::kService || target->kind == KeyKind::kWitness);
  const bool recovery = author.kind == KeyKind::kRecovery;
  if (!self && !administers && !root && !recovery) {
    return not_allowed(who_speaks_about(target->kind));
  }
  return *target;
}

Status check_revoked(const Rows& rows, const KeyRecord& author, const fb::KeyRevoked& event) {
  const auto target = check_target(rows, author, key_of(event.key()), id_of(event.organisation()));
  if (!target) return target.error();
  if (target->kind == KeyKind::kOperatorRoot) return not_allowed("a root key ends by KeyRecovered");
  if (!target->stands()) {
    return refused("KEY_REVOKED",
                   "the key ended already at index " + std::to_string(*target->ended_at),
                   "payload.key");
  }
  return Ok{};
}

Status check_suspected(const Rows& rows, const KeyRecord& author, const fb::KeySuspected& event,
                       std::uint64_t index) {
  const auto target = check_target(rows, author, key_of(event.key()), id_of(event.organisation()));
  if (!target) return target.error();
  if (event.from_index() < target->introduced_at || event.from_index() > index) {
    return refused("SUSPECT_RANGE",
                   "suspicion starts between the key's introduction at index " +
                       std::to_string(target->introduced_at) + " and now",
                   "payload.from_index");
  }
  return Ok{};
}

Status check_recovered(const Rows& rows, const Body& body, const fb::KeyRecovered& event) {
  const auto old_key = find_key(rows, key_of(event.old_key()));
  const bool of_people =
      old_key && (old_key->kind == KeyKind::kPerson || old_key->kind == KeyKind::kOperatorRoot);
  if (!of_people || old_key->organisation != id_of(event.organisation())) {
    return refused("KEY_UNKNOWN", "the organisation had no such key", "payload.old_key");
  }
  // All keys of the organisation end: the operator's must not end without a new root.
  if (old_key->organisation == find_genesis(rows)->operator_organisation &&
      old_key->kind != KeyKind::kOperatorRoot) {
    return not_allowed("the operator's keys are recovered through its root key");
  }
  // check_signers has seen that every signer but the new key is a standing recovery key.
  const std::size_t signers = body.cosigners().size();  // with the author, without the new key
  const std::size_t needed = find_genesis(rows)->recovery_threshold;
  if (signers < needed) {
    return refused("RECOVERY_QUORUM",
                   std::to_string(signers) + " recovery keys signed, " + std::to_string(needed) +
                       " are needed",
                   "cosigners");
  }
  return Ok{};
}

Status check_checkpoint_key(const Rows& rows, const KeyRecord& author,
                            const fb::CheckpointKeyChanged& event) {
  if (author.kind != KeyKind::kOperatorRoot) return not_allowed("only the root changes it");
  if (find_checkpoint_keys(rows)->standing != key_of(event.old_key())) {
    return refused("KEY_UNKNOWN", "not the checkpoint key that stands", "payload.old_key");
  }
  return Ok{};
}

Status check_key_event(const Rows& rows, const Body& body, std::uint64_t index) {
  const fb::EventBody& table = body.table();
  const KeyRecord author = *find_key(rows, body.author().key);
  if (const auto* event = table.payload_as_KeyIntroduced()) {
    return check_introduced(rows, author, *event);
  }
  if (const auto* event = table.payload_as_KeyRevoked()) return check_revoked(rows, author, *event);
  if (const auto* event = table.payload_as_KeySuspected()) {
    return check_suspected(rows, author, *event, index);
  }
  if (const auto* event = table.payload_as_KeyRecovered()) {
    return check_recovered(rows, body, *event);
  }
  if (const auto* event = table.payload_as_CheckpointKeyChanged()) {
    return check_checkpoint_key(rows, author, *event);
  }
  return Ok{};
}

}  // namespace

Status check_keys(const Rows& rows, const Body& body, std::uint64_t index) {
  const bool genesis = body.payload_type() == fb::Payload::LedgerCreated;
  if (genesis != (index == 0)) {
    return refused("NOT_GENESIS", "LedgerCreated is the first event and no other", "payload_type");
  }
  if (genesis) return check_genesis(body);
  if (auto signers = check_signers(rows, body); !signers) return signers;
  if (const auto key = new_key(body)) {
    if (auto fresh = check_new_key(rows, body, *key); !fresh) return fresh;
  }
  return check_key_event(rows, body, index);
}

}  // namespace ledger
