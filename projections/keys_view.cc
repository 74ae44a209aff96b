// SPDX-License-Identifier: Apache-2.0
// What the key events mean is decided in ledger/key_registry.cc; a test holds this view to it.
#include "projections/keys_view.h"

#include <algorithm>

#include "projections/internal/entities.h"

namespace projections {

using internal::key_of;
using ledger::Id;
using ledger::KeyKind;
using ledger::PublicKey;
using ledger::Result;

template <typename A>
void fields(A& a, InArchive<A, KeySuspicion>& v) {
  a(v.from_index), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, KeyEnd>& v) {
  a(v.reason), a(v.seen_size), a(v.source);
}

template <typename A>
void fields(A& a, InArchive<A, KeyEntry>& v) {
  a(v.key), a(v.kind), a(v.role), a(v.scopes), a(v.organisation), a(v.seat), a(v.introduced);
  a(v.first_key_evidence), a(v.ended), a(v.suspicions);
}

/// What a row of reconfirmations holds.
struct Reconfirmations {
  std::vector<Reconfirmation> list;
};

template <typename A>
void fields(A& a, InArchive<A, Reconfirmation>& v) {
  a(v.key), a(v.index);
}

template <typename A>
void fields(A& a, InArchive<A, Reconfirmations>& v) {
  a(v.list);
}

namespace {

constexpr std::string_view kKeysView = "keys";

class KeysFold {
 public:
  KeysFold(const Event& event, RowWriter& rows)
      : event_(event), rows_(rows), source_(source_of(event)) {}

  void created(const fb::LedgerCreated& genesis) {
    const auto organisation = fixed_of<Id>(genesis.operator_organisation()->organisation());
    const auto add = [&](const flatbuffers::String* key, KeyKind kind, fb::Role role,
                         unsigned scopes) {
      KeyEntry entry;
      entry.key = fixed_of<PublicKey>(key);
      entry.kind = kind;
      entry.role = fb::EnumNameRole(role);
      entry.scopes = static_cast<std::uint8_t>(scopes);
      entry.organisation = organisation;
      introduce(std::move(entry));
    };
    add(genesis.root_key(), KeyKind::kOperatorRoot, fb::Role::LEDGER_ROOT,
        ledger::kScopeAdminister | ledger::kScopeRegister);
    add(genesis.service_key(), KeyKind::kService, fb::Role::LEDGER_SERVICE, 0);
    add(genesis.checkpoint_key(), KeyKind::kCheckpoint, fb::Role::LOG_CHECKPOINT, 0);
    for (const auto* key : *genesis.recovery()->keys()) {
      add(key, KeyKind::kRecovery, fb::Role::LEDGER_ROOT, 0);
    }
  }

  void introduced(const fb::KeyIntroduced& event) {
    KeyEntry entry;
    entry.key = fixed_of<PublicKey>(event.key());
    entry.kind = static_cast<KeyKind>(event.kind());
    entry.role = fb::EnumNameRole(event.capacity()->role());
    entry.organisation = optional_of<Id>(event.capacity()->organisation());
    entry.seat = optional_of<Id>(event.capacity()->seat());
    entry.first_key_evidence = optional_of<ledger::Hash>(event.first_key_evidence());
    unsigned scopes = 0;
    if (event.scopes() != nullptr) {
      for (unsigned i = 0; i < event.scopes()->size(); ++i) {
        scopes |= 1U << (static_cast<unsigned>(event.scopes()->GetEnum<fb::KeyScope>(i)) - 1);
      }
    }
    entry.scopes = static_cast<std::uint8_t>(scopes);
    introduce(std::move(entry));
  }

  void revoked(const fb::KeyRevoked& event) {
    end(load(event.key()), fb::EnumNameKeyRevocationReason(event.reason()));
  }

  void suspected(const fb::KeySuspected& event) {
    KeyEntry entry = load(event.key());
    entry.suspicions.push_back({event.from_index(), source_});
    save(entry);
  }

  /// Every key of people of the organisation ends.
  void recovered(const fb::KeyRecovered& event) {
    KeyEntry entry = load(event.old_key());
    const Id organisation = fixed_of<Id>(event.organisation());
    std::vector<std::string> keys;
    rows_.scan(key_of("o", organisation), [&](std::string_view row, std::string_view) {
      keys.push_back("k" + std::string(row.substr(1 + Id::kSize)));
      return true;
    });
    for (const std::string& key : keys) {
      KeyEntry other = internal::load<KeyEntry>(rows_, key);
      const bool of_people = other.kind == KeyKind::kPerson || other.kind == KeyKind::kOperatorRoot;
      if (of_people && other.stands()) end(std::move(other), "RECOVERED");
    }
    entry.scopes |= ledger::kScopeAdminister;
    replace(std::move(entry), event.new_key());
  }

  void checkpoint_key_changed(const fb::CheckpointKeyChanged& event) {
    const KeyEntry entry = load(event.old_key());
    end(entry, "CHECKPOINT_KEY_CHANGED");
    replace(entry, event.new_key());
  }

  void reconfirmed(const fb::EventReconfirmed& event) {
    for (const auto* digest : *event.events()) {
      const std::string row = key_of("r", fixed_of<ledger::Hash>(digest));
      auto words = internal::load<Reconfirmations>(rows_, row);
      words.list.push_back({event_.body.author().key, event_.index});
      rows_.put(row, internal::encode(words));
    }
  }

 private:
  KeyEntry load(const flatbuffers::String* key) const {
    return internal::load<KeyEntry>(rows_, key_of("k", fixed_of<PublicKey>(key)));
  }
  void save(const KeyEntry& entry) { rows_.put(key_of("k", entry.key), internal::encode(entry)); }

  void introduce(KeyEntry entry) {
    entry.introduced = source_;
    save(entry);
    if (!entry.organisation) return;
    rows_.put(key_of("o", *entry.organisation) + std::string(entry.key.view()), {});
  }

  void end(KeyEntry entry, const char* reason) {
    entry.ended = KeyEnd{reason, event_.body.seen().size, source_};
    save(entry);
  }

  void replace(KeyEntry entry, const flatbuffers::String* key) {
    entry.key = fixed_of<PublicKey>(key);
    entry.ended.reset();
    entry.suspicions.clear();
    entry.first_key_evidence.reset();
    introduce(std::move(entry));
  }

  const Event& event_;
  RowWriter& rows_;
  const Source source_;
};

}  // namespace

std::optional<std::uint64_t> KeyEntry::suspect_from() const {
  std::optional<std::uint64_t> from;
  for (const KeySuspicion& suspicion : suspicions) {
    from = std::min(from.value_or(suspicion.from_index), suspicion.from_index);
  }
  return from;
}

void KeysView::fold(const Event& event, RowWriter& rows) const {
  const PayloadRef payload(event.body);
  KeysFold fold(event, rows);
  if (const auto* created = payload.as<fb::LedgerCreated>()) fold.created(*created);
  if (const auto* introduced = payload.as<fb::KeyIntroduced>()) fold.introduced(*introduced);
  if (const auto* revoked = payload.as<fb::KeyRevoked>()) fold.revoked(*revoked);
  if (const auto* suspected = payload.as<fb::KeySuspected>()) fold.suspected(*suspected);
  if (const auto* recovered = payload.as<fb::KeyRecovered>()) fold.recovered(*recovered);
  if (const auto* again = payload.as<fb::EventReconfirmed>()) fold.reconfirmed(*again);
  if (const auto* changed = payload.as<fb::CheckpointKeyChanged>()) {
    fold.checkpoint_key_changed(*changed);
  }
}

Result<std::optional<KeyEntry>> find_key(const ViewReader& reader, const PublicKey& key) {
  return internal::read<KeyEntry>(reader, kKeysView, key_of("k", key));
}

Result<std::vector<KeyEntry>> keys_of(const ViewReader& reader, const Id& organisation) {
  std::vector<PublicKey> keys;
  auto scanned = reader.scan(
      kKeysView, key_of("o", organisation), [&](std::string_view row, std::string_view) {
        keys.push_back(ledger::fixed_from<PublicKey>(row.substr(1 + Id::kSize)));
        return true;
      });
  if (!scanned) return scanned.error();
  std::vector<KeyEntry> entries;
  for (const PublicKey& key : keys) {
    auto entry = find_key(reader, key);
    if (!entry) return entry.error();
    if (*entry) entries.push_back(std::move(**entry));
  }
  return entries;
}

Result<std::vector<KeyEntry>> all_keys(const ViewReader& reader) {
  return internal::read_page<KeyEntry>(reader, kKeysView, "k", std::nullopt, SIZE_MAX);
}

Result<std::vector<Reconfirmation>> reconfirmations_of(const ViewReader& reader,
                                                       const ledger::Hash& digest) {
  auto words = internal::read<Reconfirmations>(reader, kKeysView, key_of("r", digest));
  if (!words) return words.error();
  return *words ? std::move((*words)->list) : std::vector<Reconfirmation>{};
}

}  // namespace projections
