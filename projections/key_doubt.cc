// SPDX-License-Identifier: Apache-2.0
#include "projections/key_doubt.h"

namespace projections {

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

Result<KeyDoubt> doubt_of(const ViewReader& reader, const ledger::PublicKey& key,
                          std::uint64_t index, const ledger::Hash& digest) {
  const auto entry = find_key(reader, key);
  if (!entry) return entry.error();
  const KeyDoubt doubt = *entry ? doubt_of(**entry, index) : KeyDoubt{};
  if (doubt.key_class == KeyClass::kSound) return doubt;
  const auto words = reconfirmations_of(reader, digest);
  if (!words) return words.error();
  for (const Reconfirmation& word : *words) {
    const auto by = find_key(reader, word.key);
    if (!by) return by.error();
    if (!*by || !same_capacity(**by, **entry)) continue;
    if (doubt_of(**by, word.index).key_class == KeyClass::kSound) return KeyDoubt{};
  }
  return doubt;
}

}  // namespace projections
