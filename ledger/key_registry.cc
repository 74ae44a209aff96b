// SPDX-License-Identifier: Apache-2.0
// The rows: "kk" key -> record; "kh" organisation -> empty, once it had a key; "kg" -> genesis
// facts; "kc" -> checkpoint keys; "kv" -> version of the rules, since version 3. All integers
// big-endian.
#include "ledger/key_registry.h"

#include <algorithm>

#include "ledger/internal/key_rows.h"
#include "ledger/schema/event_body_generated.h"

namespace ledger {
namespace internal {
namespace {

constexpr std::uint64_t kNever = UINT64_MAX;

void put_id(std::string& out, const std::optional<Id>& id) {
  out.push_back(id ? 1 : 0);
  out += id.value_or(Id{}).view();
}

std::optional<Id> take_id(std::string_view& bytes) {
  const bool present = bytes[0] != 0;
  const Id id = fixed_from<Id>(bytes.substr(1, Id::kSize));
  bytes.remove_prefix(1 + Id::kSize);
  if (!present) return std::nullopt;
  return id;
}

std::optional<std::uint64_t> take_index(std::string_view& bytes) {
  const std::uint64_t value = get_u64(bytes);
  bytes.remove_prefix(8);
  if (value == kNever) return std::nullopt;
  return value;
}

}  // namespace

std::string key_row(const PublicKey& key) { return "kk" + std::string(key.view()); }

std::string organisation_row(const Id& organisation) {
  return "kh" + std::string(organisation.view());
}

std::string encode_record(const KeyRecord& record) {
  std::string out;
  out.push_back(static_cast<char>(record.kind));
  out.push_back(static_cast<char>(record.role));
  out.push_back(static_cast<char>(record.scopes));
  put_id(out, record.organisation);
  put_id(out, record.seat);
  put_u64(out, record.introduced_at);
  put_u64(out, record.ended_at.value_or(kNever));
  put_u64(out, record.revocation_seen.value_or(kNever));
  put_u64(out, record.suspect_from.value_or(kNever));
  return out;
}

KeyRecord decode_record(const PublicKey& key, std::string_view bytes) {
  LEDGER_CHECK(bytes.size() == 3 + 2 * (1 + Id::kSize) + 4 * 8);
  KeyRecord record;
  record.key = key;
  record.kind = static_cast<KeyKind>(bytes[0]);
  record.role = static_cast<fb::Role>(bytes[1]);
  record.scopes = static_cast<std::uint8_t>(bytes[2]);
  bytes.remove_prefix(3);
  record.organisation = take_id(bytes);
  record.seat = take_id(bytes);
  record.introduced_at = *take_index(bytes);
  record.ended_at = take_index(bytes);
  record.revocation_seen = take_index(bytes);
  record.suspect_from = take_index(bytes);
  return record;
}

PublicKey key_of(const flatbuffers::String* hex) {
  const auto key = fixed_from_hex<PublicKey>(hex->string_view());
  LEDGER_CHECK(static_cast<bool>(key));  // check_body has seen to it
  return *key;
}

std::optional<Id> id_of(const flatbuffers::String* hex) {
  if (hex == nullptr) return std::nullopt;
  const auto id = fixed_from_hex<Id>(hex->string_view());
  LEDGER_CHECK(static_cast<bool>(id));
  return *id;
}

}  // namespace internal

std::optional<KeyRecord> find_key(const Rows& rows, const PublicKey& key) {
  const std::string* row = rows.get(internal::key_row(key));
  if (row == nullptr) return std::nullopt;
  return internal::decode_record(key, *row);
}

std::vector<KeyRecord> all_keys(const Rows& rows) {
  std::vector<KeyRecord> keys;
  rows.scan("kk", [&](std::string_view key, std::string_view value) {
    keys.push_back(internal::decode_record(fixed_from<PublicKey>(key.substr(2)), value));
    return true;
  });
  return keys;
}

std::optional<GenesisFacts> find_genesis(const Rows& rows) {
  const std::string* row = rows.get("kg");
  if (row == nullptr) return std::nullopt;
  const std::string_view bytes = *row;
  return GenesisFacts{std::string(bytes.substr(1 + Id::kSize)),
                      fixed_from<Id>(bytes.substr(1, Id::kSize)),
                      static_cast<std::uint8_t>(bytes[0])};
}

std::optional<CheckpointKeys> find_checkpoint_keys(const Rows& rows) {
  const std::string* row = rows.get("kc");
  if (row == nullptr) return std::nullopt;
  const std::string_view bytes = *row;
  return CheckpointKeys{fixed_from<PublicKey>(bytes.substr(0, 32)),
                        fixed_from<PublicKey>(bytes.substr(32, 32)), get_u64(bytes.substr(64))};
}

KeyRecord author_record(const Rows& rows, const Body& body) {
  if (const auto record = find_key(rows, body.author().key)) return *record;
  LEDGER_CHECK(body.payload_type() == fb::Payload::LedgerCreated);
  return internal::genesis_root(body);
}

bool author_stands(const Rows& rows, const Body& body) {
  const auto record = find_key(rows, body.author().key);
  return record && record->stands();
}

bool is_revocation(const Body& body) { return body.payload_type() == fb::Payload::KeyRevoked; }

std::optional<PublicKey> new_checkpoint_key(const Body& body) {
  const auto* changed = body.table().payload_as_CheckpointKeyChanged();
  if (changed == nullptr) return std::nullopt;
  return internal::key_of(changed->new_key());
}

namespace {

using internal::id_of;
using internal::key_of;
using internal::key_row;

/// Since this version of the rules a suspicion of the checkpoint key does not pass to the next one.
constexpr std::uint32_t kSuspicionStaysBehind = 3;
/// Present under it and later ones.
constexpr std::string_view kRulesRow = "kv";

class Fold {
 public:
  Fold(Rows& rows, const Body& body, std::uint64_t index)
      : rows_(rows), body_(body), index_(index) {}

  void created(const fb::LedgerCreated& genesis) {
    const KeyRecord root = internal::genesis_root(body_);
    add(root);
    add(internal::genesis_key(root, key_of(genesis.service_key()), KeyKind::kService,
                              fb::Role::LEDGER_SERVICE));
    add(internal::genesis_key(root, key_of(genesis.checkpoint_key()), KeyKind::kCheckpoint,
                              fb::Role::LOG_CHECKPOINT));
    for (const auto* key : *genesis.recovery()->keys()) {
      add(internal::genesis_key(root, key_of(key), KeyKind::kRecovery, fb::Role::LEDGER_ROOT));
    }
    std::string facts(1, static_cast<char>(genesis.recovery()->k()));
    facts += root.organisation->view();
    facts += genesis.origin()->string_view();
    rows_.put("kg", std::move(facts));
    put_checkpoint_keys({key_of(genesis.checkpoint_key()), {}, 0});
  }

  void introduced(const fb::KeyIntroduced& event) {
    KeyRecord record;
    record.key = key_of(event.key());
    record.kind = static_cast<KeyKind>(event.kind());
    record.role = event.capacity()->role();
    record.scopes = internal::scope_bits(event);
    record.organisation = id_of(event.capacity()->organisation());
    record.seat = id_of(event.capacity()->seat());
    record.introduced_at = index_;
    add(record);
  }

  void revoked(const fb::KeyRevoked& event) { end(*find_key(rows_, key_of(event.key()))); }

  void suspected(const fb::KeySuspected& event) {
    KeyRecord record = *find_key(rows_, key_of(event.key()));
    record.suspect_from =
        std::min(record.suspect_from.value_or(event.from_index()), event.from_index());
    put(record);
  }

  /// Every key of the organisation ends, those that the lost one brought in included.
  void recovered(const fb::KeyRecovered& event) {
    KeyRecord record = *find_key(rows_, key_of(event.old_key()));
    for (const KeyRecord& other : all_keys(rows_)) {
      const bool of_people = other.kind == KeyKind::kPerson || other.kind == KeyKind::kOperatorRoot;
      if (of_people && other.stands() && other.organisation == record.organisation) end(other);
    }
    record.key = key_of(event.new_key());
    record.introduced_at = index_;
    record.ended_at = record.revocation_seen = record.suspect_from = std::nullopt;
    record.scopes |= kScopeAdminister;
    add(record);
  }

  void rules_upgraded(const fb::RulesUpgraded& event) {
    if (event.version() < kSuspicionStaysBehind) return;
    std::string row;
    put_u32(row, event.version());
    rows_.put(std::string(kRulesRow), std::move(row));
  }

  void checkpoint_key_changed(const fb::CheckpointKeyChanged& event) {
    KeyRecord record = *find_key(rows_, key_of(event.old_key()));
    end(record);
    const PublicKey previous = record.key;
    record.key = key_of(event.new_key());
    record.introduced_at = index_;
    record.ended_at = record.revocation_seen = std::nullopt;
    if (rows_.contains(kRulesRow)) record.suspect_from = std::nullopt;
    add(record);
    put_checkpoint_keys({record.key, previous, index_ + 1 + event.overlap()});
  }

 private:
  void put(const KeyRecord& record) {
    rows_.put(key_row(record.key), internal::encode_record(record));
  }
  void add(const KeyRecord& record) {
    put(record);
    if (record.kind == KeyKind::kPerson && record.organisation) {
      rows_.put(internal::organisation_row(*record.organisation), std::string());
    }
  }
  void end(KeyRecord record) {
    record.ended_at = index_;
    record.revocation_seen = body_.seen().size;
    put(record);
  }
  void put_checkpoint_keys(const CheckpointKeys& keys) {
    std::string row(keys.standing.view());
    row += keys.previous.view();
    put_u64(row, keys.previous_until);
    rows_.put("kc", std::move(row));
  }

  Rows& rows_;
  const Body& body_;
  std::uint64_t index_;
};

}  // namespace

void fold_keys(Rows& rows, const Body& body, std::uint64_t index) {
  const fb::EventBody& table = body.table();
  Fold fold(rows, body, index);
  if (const auto* created = table.payload_as_LedgerCreated()) fold.created(*created);
  if (const auto* introduced = table.payload_as_KeyIntroduced()) fold.introduced(*introduced);
  if (const auto* revoked = table.payload_as_KeyRevoked()) fold.revoked(*revoked);
  if (const auto* suspected = table.payload_as_KeySuspected()) fold.suspected(*suspected);
  if (const auto* recovered = table.payload_as_KeyRecovered()) fold.recovered(*recovered);
  if (const auto* upgraded = table.payload_as_RulesUpgraded()) fold.rules_upgraded(*upgraded);
  if (const auto* changed = table.payload_as_CheckpointKeyChanged()) {
    fold.checkpoint_key_changed(*changed);
  }
}

}  // namespace ledger
