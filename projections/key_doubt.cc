// SPDX-License-Identifier: Apache-2.0
#include "projections/key_doubt.h"

#include <algorithm>
#include <set>

#include "projections/key_doubts.h"

namespace projections {

using ledger::Hash;
using ledger::PublicKey;
using ledger::Result;

namespace {

bool same_capacity(const KeyEntry& a, const KeyEntry& b) {
  return a.organisation == b.organisation && a.role == b.role && a.seat == b.seat;
}

}  // namespace

std::string_view name_of(KeyClass key_class) {
  switch (key_class) {
    case KeyClass::kRace:
      return "race";
    case KeyClass::kSuspect:
      return "suspect";
    case KeyClass::kSound:
      break;
  }
  return "sound";
}

KeyDoubt doubt_of(const KeyEntry& key, std::uint64_t index) {
  for (const KeySuspicion& suspicion : key.suspicions) {
    if (suspicion.from_index <= index) return {KeyClass::kSuspect, suspicion.source.index};
  }
  if (key.ended && key.ended->seen_size <= index && index < key.ended->source.index) {
    return {KeyClass::kRace, key.ended->source.index};
  }
  return {};
}

namespace {

/// Looks from a key to the one that introduced it, and from an event to the words for it.
class DoubtSearch {
 public:
  explicit DoubtSearch(const ViewReader& reader) : reader_(reader) {}

  Result<KeyDoubt> of(const ledger::PublicKey& key, std::uint64_t index,
                      const ledger::Hash& digest) {
    const auto entry = find_key(reader_, key);
    if (!entry) return entry.error();
    if (!*entry) return KeyDoubt{};
    const auto doubt = as_signed(**entry, index);
    if (!doubt || doubt->key_class == KeyClass::kSound) return doubt;
    const auto words = reconfirmations_of(reader_, digest);
    if (!words) return words.error();
    for (const Reconfirmation& word : *words) {
      const auto by = find_key(reader_, word.key);
      if (!by) return by.error();
      if (!*by || !same_capacity(**by, **entry)) continue;
      const auto of_word = as_signed(**by, word.index);
      if (!of_word) return of_word;
      if (of_word->key_class == KeyClass::kSound) return KeyDoubt{};
    }
    return doubt;
  }

 private:
  /// Its own doubt, or that of the key which introduced it while it was suspect.
  Result<KeyDoubt> as_signed(const KeyEntry& key, std::uint64_t index) {
    const KeyDoubt own = doubt_of(key, index);
    const Source& introduced = key.introduced;
    const bool by_itself = introduced.author == key.key;  // the root key of the genesis
    if (own.key_class == KeyClass::kSuspect || by_itself) return own;
    // Two keys that vouch for each other's introduction are not sound by that.
    if (!asked_.insert(introduced.index).second) return KeyDoubt{KeyClass::kSuspect, 0};
    const auto doubt = of(introduced.author, introduced.index, introduced.digest);
    asked_.erase(introduced.index);
    if (!doubt || doubt->key_class == KeyClass::kSuspect) return doubt;
    return own;
  }

  const ViewReader& reader_;
  std::set<std::uint64_t> asked_;  ///< introductions that are being looked at
};

}  // namespace

Result<KeyDoubt> doubt_of(const ViewReader& reader, const ledger::PublicKey& key,
                          std::uint64_t index, const ledger::Hash& digest) {
  return DoubtSearch(reader).of(key, index, digest);
}

// --- in a chronicle ------------------------------------------------------------------------------

namespace {

/// One spelling for each capacity. Admission sees to it that a key signs in its own.
std::string spelled(const fb::Capacity& capacity) {
  return std::to_string(static_cast<unsigned>(capacity.role())) + " " +
         text_of(capacity.organisation()) + " " + text_of(capacity.seat());
}

}  // namespace

KeyDoubts::KeyDoubts(const Chronicle& chronicle) : chronicle_(chronicle) {
  for (const auto& fact : chronicle.all<fb::KeyRevoked>()) note_end(*fact->key(), fact);
  for (const auto& fact : chronicle.all<fb::KeyRecovered>()) note_end(*fact->old_key(), fact);
  // The more words are sound the fewer events are in doubt, and so more words are: this ends.
  for (Words words;;) {
    walk(words);
    Words now = sound_words();
    if (now == words) return;
    words = std::move(now);
  }
}

template <typename T>
void KeyDoubts::note_end(const flatbuffers::String& key, const Fact<T>& fact) {
  ended_.emplace(fixed_of<PublicKey>(&key), End{fact.index(), fact.body->seen()->size()});
}

void KeyDoubts::walk(const Words& words) {
  events_.clear();
  suspect_from_.clear();
  for (const auto& fact : chronicle_.all<fb::KeySuspected>()) {
    suspect_from_[fixed_of<PublicKey>(fact->key())].emplace(fact.index(), fact->from_index());
  }
  chronicle_.visit([&](const Source& source, const fb::EventBody& body, const PayloadRef& what) {
    look_at(*body.author(), source, words);
    const auto* introduced = what.as<fb::KeyIntroduced>();
    // A new key cosigns its own introduction without vouching for it; elsewhere a cosigner does.
    if (introduced == nullptr && body.cosigners() != nullptr) {
      for (const fb::Signer* one : *body.cosigners()) look_at(*one, source, words);
    }
    if (introduced == nullptr || !in_doubt(source.index)) return;
    auto& of_new_key = suspect_from_[fixed_of<PublicKey>(introduced->key())];
    for (const SignatureDoubt& doubt : events_[source.index]) {
      for (const std::uint64_t suspicion : doubt.suspicions) {
        of_new_key.emplace(suspicion, source.index);
      }
    }
  });
}

void KeyDoubts::look_at(const fb::Signer& signer, const Source& source, const Words& words) {
  SignatureDoubt doubt;
  doubt.key = fixed_of<PublicKey>(signer.key());
  doubt.event = &source;
  if (const auto from = suspect_from_.find(doubt.key); from != suspect_from_.end()) {
    for (const auto& [suspicion, index] : from->second) {
      if (index <= source.index) doubt.suspicions.insert(suspicion);
    }
  }
  const auto end = ended_.find(doubt.key);
  if (end != ended_.end() && end->second.seen_size <= source.index &&
      source.index < end->second.index) {
    doubt.race = end->second.index;
  }
  if (doubt.suspicions.empty() && !doubt.race) return;
  const auto word = words.find({source.digest, spelled(*signer.capacity())});
  if (word != words.end()) doubt.reconfirmed_by = word->second;
  events_[source.index].push_back(std::move(doubt));
}

KeyDoubts::Words KeyDoubts::sound_words() const {
  Words words;
  for (const auto& fact : chronicle_.all<fb::EventReconfirmed>()) {
    if (in_doubt(fact.index())) continue;
    const std::string capacity = spelled(*fact.body->author()->capacity());
    for (const auto* hex : *fact->events()) {
      words.emplace(Word{fixed_of<Hash>(hex), capacity}, fact.index());
    }
  }
  return words;
}

bool KeyDoubts::in_doubt(std::uint64_t index) const {
  const auto& doubts = of(index);
  return std::any_of(doubts.begin(), doubts.end(),
                     [](const SignatureDoubt& one) { return !one.reconfirmed_by; });
}

const std::vector<SignatureDoubt>& KeyDoubts::of(std::uint64_t index) const {
  static const std::vector<SignatureDoubt> kNone;
  const auto it = events_.find(index);
  return it == events_.end() ? kNone : it->second;
}

const Source* KeyDoubts::doubted(std::uint64_t index, std::uint64_t suspicion) const {
  for (const SignatureDoubt& one : of(index)) {
    if (!one.reconfirmed_by && one.suspicions.contains(suspicion)) return one.event;
  }
  return nullptr;
}

std::optional<std::uint64_t> KeyDoubts::end_of(const PublicKey& key) const {
  const auto it = ended_.find(key);
  if (it == ended_.end()) return std::nullopt;
  return it->second.index;
}

}  // namespace projections
