// SPDX-License-Identifier: Apache-2.0
// Who may sign what, and the rules of key events: the rule A12 of tools/RULES.md.
#include <algorithm>
#include <set>
#include <utility>

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

Error weak_key(const PublicKey& key, const char* where) {
  return refused_by("A12", "WEAK_KEY", "not a usable Ed25519 key: " + to_hex(key),
                    "непригодный ключ Ed25519: " + to_hex(key), where);
}

Error unknown_key(const PublicKey& key, const std::string& where) {
  return refused_by("A12", "KEY_UNKNOWN", "no event introduced the key " + to_hex(key),
                    "ни одно событие не вводит ключ " + to_hex(key), where);
}

Error ended_key(const KeyRecord& record, const std::string& where) {
  const std::string index = std::to_string(*record.ended_at);
  return refused_by("A12", "KEY_REVOKED",
                    "the key " + to_hex(record.key) + " ended at index " + index,
                    "ключ " + to_hex(record.key) + " прекращён событием " + index, where);
}

Error wrong_capacity(const std::string& english, const std::string& russian,
                     const std::string& where) {
  return refused_by("A12", "CAPACITY_MISMATCH", english, russian, where);
}

Status check_genesis(const Body& body) {
  const fb::LedgerCreated& genesis = *body.table().payload_as_LedgerCreated();
  const auto bad = [](const char* what, const char* russian, const char* where) {
    return refused_by("A12", "BAD_GENESIS", what, russian, where);
  };
  if (!is_origin(genesis.origin()->string_view())) {
    return bad("an origin is 1 to 255 characters of a-z 0-9 . / - with at least one dot",
               "имя журнала — от 1 до 255 знаков a-z 0-9 . / - хотя бы с одной точкой",
               "payload.origin");
  }
  const PublicKey root = key_of(genesis.root_key());
  if (body.author().key != root) {
    return bad("genesis is signed by the root key; this is another key",
               "создание журнала подписывает корневой ключ; здесь другой", "author.key");
  }
  const PublicKey service = key_of(genesis.service_key());
  const PublicKey checkpoint = key_of(genesis.checkpoint_key());
  std::set<PublicKey> keys{root, service, checkpoint};
  std::size_t named = 3;
  for (const auto* key : *genesis.recovery()->keys()) {
    keys.insert(key_of(key));
    ++named;
  }
  if (keys.size() != named) {
    return bad("a key is named in two roles; it cannot have both",
               "один ключ назван в двух качествах; двух у него быть не может", "payload");
  }
  for (const PublicKey& key : keys) {
    if (!ed25519_is_valid_point(key)) {
      return weak_key(key, "payload");
    }
  }
  if (genesis.recovery()->k() > genesis.recovery()->keys()->size()) {
    return bad("the recovery threshold exceeds the number of recovery keys",
               "ключей восстановления нужно больше, чем их названо", "payload.recovery.k");
  }
  if (body.cosigners().size() != 2 || !cosigned_by(body, service) ||
      !cosigned_by(body, checkpoint)) {
    return refused_by("A12", "NO_POSSESSION",
                      "genesis is cosigned by the service and the checkpoint key, and by no other",
                      "создание журнала соподписывают служебный ключ и ключ контрольных точек, и "
                      "никто больше",
                      "cosigners");
  }
  if (body.seen().size != 0 || body.historical() || body.scope().kind != ScopeKind::kLedger) {
    return bad(
        "genesis has seen nothing, is no history and is about the ledger",
        "создание журнала ничего раньше не видело, не о прошлом и относится ко всему журналу",
        "scope");
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
    return weak_key(key, "payload.key");
  }
  if (find_key(rows, key)) {
    return refused_by("A12", "KEY_KNOWN", "this key already has a role: " + to_hex(key),
                      "у этого ключа уже есть назначение: " + to_hex(key), "payload.key");
  }
  if (!cosigned_by(body, key)) {
    return refused_by("A12", "NO_POSSESSION",
                      "a new key cosigns its own introduction, this one does not: " + to_hex(key),
                      "новый ключ соподписывает своё введение, этот — нет: " + to_hex(key),
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
  if (!record) return unknown_key(signer.key, where);
  if (!record->stands()) return ended_key(*record, where);
  if (!kind_may_sign(record->kind, body.payload_type())) {
    const std::string name(body.payload_name());
    return refused_by("A1", "ACTOR_NOT_ALLOWED", "a key of this kind does not sign " + name,
                      "ключ этого вида не подписывает " + name, where);
  }
  if (record->role != signer.role || record->organisation != signer.organisation ||
      record->seat != signer.seat) {
    const std::string hex = to_hex(signer.key);
    return wrong_capacity("the key " + hex + " was introduced in another capacity",
                          "ключ " + hex + " введён в другом качестве", where + ".capacity");
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
  return wrong_capacity("the new key signs in another capacity than it is given",
                        "новый ключ подписывает не в том качестве, которое ему дают",
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

Error not_allowed(const char* what, const char* russian) {
  return refused_by("A1", "ACTOR_NOT_ALLOWED", what, russian, "author");
}

/// What the author may hand on: its own scopes and acting for itself; the root, everything.
std::uint8_t grantable(const KeyRecord& author) {
  if (author.kind == KeyKind::kOperatorRoot) return 0xff;
  return author.scopes | kScopeAct;
}

Status check_introduced_person(const Rows& rows, const KeyRecord& author,
                               const fb::KeyIntroduced& event) {
  const auto organisation = id_of(event.capacity()->organisation());
  if (!organisation || organisation != id_of(event.organisation())) {
    return wrong_capacity("a person's key belongs to the organisation it names; this one does not",
                          "ключ лица относится к той организации, которую называет; этот — нет",
                          "payload.organisation");
  }
  const bool own = author.organisation == organisation && author.may(kScopeAdminister);
  if (!own) {
    if (author.kind != KeyKind::kOperatorRoot) {
      return not_allowed("only an administering key of the organisation adds a key of it",
                         "ключ организации вводит только её распорядитель ключей");
    }
    if (rows.contains(internal::organisation_row(*organisation))) {
      return not_allowed("the organisation has had a key: only its own keys add another",
                         "у организации уже был ключ: новый вводят только её собственные ключи");
    }
    if (event.first_key_evidence() == nullptr) {
      return refused_by("A1", "EVIDENCE_MISSING",
                        "the first key of an organisation names its evidence; none is named",
                        "первый ключ организации называет своё подтверждение; оно не названо",
                        "payload.first_key_evidence");
    }
  }
  if ((internal::scope_bits(event) & ~grantable(author)) != 0) {
    return refused_by("A12", "SCOPE_NOT_GRANTED",
                      "the author cannot grant a scope that it does not have",
                      "нельзя передать право, которого нет у самого автора", "payload.scopes");
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
    return wrong_capacity("a key of this kind cannot have this role",
                          "у ключа этого вида не может быть такой роли", "payload.capacity.role");
  };
  switch (event.kind()) {
    case fb::KeyKind::PERSON:
      if (!role_fits(event.kind(), event.capacity()->role())) return wrong_role();
      return check_introduced_person(rows, author, event);
    case fb::KeyKind::SERVICE:
    case fb::KeyKind::WITNESS:
      if (author.kind != KeyKind::kOperatorRoot) {
        return not_allowed("only the root introduces service and witness keys",
                           "служебные ключи и ключи свидетелей вводит только корневой ключ");
      }
      if (internal::scope_bits(event) != 0) {
        return refused_by("A12", "SCOPE_NOT_GRANTED", "a key of this kind has no scopes",
                          "у ключа этого вида нет прав", "payload.scopes");
      }
      if (!role_fits(event.kind(), event.capacity()->role())) return wrong_role();
      return Ok{};
    case fb::KeyKind::CHECKPOINT:
      return not_allowed("a checkpoint key comes by CheckpointKeyChanged",
                         "ключ контрольных точек меняют событием CheckpointKeyChanged");
    case fb::KeyKind::OPERATOR_ROOT:
    case fb::KeyKind::UNSPECIFIED:
      break;
  }
  return not_allowed("a root key comes by KeyRecovered",
                     "корневой ключ меняют событием KeyRecovered");
}

/// Who speaks about a key of this kind, or what does in place of it; in English and Russian.
std::pair<const char*, const char*> who_speaks_about(KeyKind kind) {
  switch (kind) {
    case KeyKind::kPerson:
      break;
    case KeyKind::kService:
    case KeyKind::kWitness:
      return {"only the key itself or the root speaks about a service or witness key",
              "о ключе службы или свидетеля говорит он сам или корневой ключ"};
    case KeyKind::kCheckpoint:
      return {"a checkpoint key is not revoked: CheckpointKeyChanged puts another in its place",
              "ключ контрольных точек не отзывают: его заменяет событие CheckpointKeyChanged"};
    case KeyKind::kOperatorRoot:
      return {"a root key ends by KeyRecovered", "корневой ключ прекращают событием KeyRecovered"};
    case KeyKind::kRecovery:
      return {"a recovery key is not revoked: those that genesis names stay",
              "ключ восстановления не отзывают: названные в начале журнала остаются"};
  }
  return {
      "only the key itself, or one that administers the keys of its organisation, speaks about "
      "it",
      "о ключе говорит он сам или распорядитель ключей его организации"};
}

/// The key that a KeyRevoked or KeySuspected is about, if the author may speak about it.
Result<KeyRecord> check_target(const Rows& rows, const KeyRecord& author, const PublicKey& key,
                               const std::optional<Id>& organisation) {
  const auto target = find_key(rows, key);
  if (!target) {
    return unknown_key(key, "payload.key");
  }
  if (organisation != target->organisation) {
    return wrong_capacity("the key is of another organisation", "ключ другой организации",
                          "payload.organisation");
  }
  const bool self = author.key == key;
  const bool administers = target->kind == KeyKind::kPerson && author.may(kScopeAdminister) &&
                           author.organisation == target->organisation;
  const bool root = author.kind == KeyKind::kOperatorRoot &&
                    (target->kind == KeyKind::kService || target->kind == KeyKind::kWitness);
  const bool recovery = author.kind == KeyKind::kRecovery;
  if (!self && !administers && !root && !recovery) {
    const auto [english, russian] = who_speaks_about(target->kind);
    return not_allowed(english, russian);
  }
  return *target;
}

Status check_revoked(const Rows& rows, const KeyRecord& author, const fb::KeyRevoked& event) {
  const auto target = check_target(rows, author, key_of(event.key()), id_of(event.organisation()));
  if (!target) return target.error();
  if (target->kind == KeyKind::kOperatorRoot) {
    return not_allowed("a root key ends by KeyRecovered",
                       "корневой ключ прекращают событием KeyRecovered");
  }
  if (!target->stands()) return ended_key(*target, "payload.key");
  return Ok{};
}

Status check_suspected(const Rows& rows, const KeyRecord& author, const fb::KeySuspected& event,
                       std::uint64_t index) {
  const auto target = check_target(rows, author, key_of(event.key()), id_of(event.organisation()));
  if (!target) return target.error();
  if (event.from_index() < target->introduced_at || event.from_index() > index) {
    const std::string found = std::to_string(event.from_index());
    const std::string introduced = std::to_string(target->introduced_at);
    return refused_by(
        "A12", "SUSPECT_RANGE",
        "suspicion starts at index " + found +
            "; it starts between the key's introduction at index " + introduced + " and now",
        "подозрение начинается с события " + found +
            "; оно начинается между введением ключа, событие " + introduced + ", и настоящим",
        "payload.from_index");
  }
  return Ok{};
}

Status check_recovered(const Rows& rows, const Body& body, const fb::KeyRecovered& event) {
  const auto old_key = find_key(rows, key_of(event.old_key()));
  const bool of_people =
      old_key && (old_key->kind == KeyKind::kPerson || old_key->kind == KeyKind::kOperatorRoot);
  if (!of_people || old_key->organisation != id_of(event.organisation())) {
    return refused_by("A12", "KEY_UNKNOWN", "the organisation had no such key",
                      "у организации не было такого ключа", "payload.old_key");
  }
  // All keys of the organisation end: the operator's must not end without a new root.
  if (old_key->organisation == find_genesis(rows)->operator_organisation &&
      old_key->kind != KeyKind::kOperatorRoot) {
    return not_allowed("the operator's keys are recovered through its root key",
                       "ключи оператора восстанавливают через его корневой ключ");
  }
  // check_signers has seen that every signer but the new key is a standing recovery key.
  const std::size_t signers = body.cosigners().size();  // with the author, without the new key
  const std::size_t needed = find_genesis(rows)->recovery_threshold;
  if (signers < needed) {
    const std::string found = std::to_string(signers);
    return refused_by(
        "A12", "RECOVERY_QUORUM",
        found + " recovery keys signed, " + std::to_string(needed) + " are needed",
        "подписали ключи восстановления: " + found + ", нужно: " + std::to_string(needed),
        "cosigners");
  }
  return Ok{};
}

Status check_checkpoint_key(const Rows& rows, const KeyRecord& author,
                            const fb::CheckpointKeyChanged& event) {
  if (author.kind != KeyKind::kOperatorRoot) {
    return not_allowed("only the root changes the checkpoint key",
                       "ключ контрольных точек меняет только корневой ключ");
  }
  if (find_checkpoint_keys(rows)->standing != key_of(event.old_key())) {
    return refused_by("A12", "KEY_UNKNOWN", "not the checkpoint key that stands",
                      "это не действующий ключ контрольных точек", "payload.old_key");
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
    return refused_by("A12", "NOT_GENESIS", "LedgerCreated is the first event and no other",
                      "LedgerCreated — первое событие, и только оно", "payload_type");
  }
  if (genesis) return check_genesis(body);
  if (auto signers = check_signers(rows, body); !signers) return signers;
  if (const auto key = new_key(body)) {
    if (auto fresh = check_new_key(rows, body, *key); !fresh) return fresh;
  }
  return check_key_event(rows, body, index);
}

}  // namespace ledger
