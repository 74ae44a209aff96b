// SPDX-License-Identifier: Apache-2.0
// How far an event may be relied on by the keys that signed it, as is known at a position
// (tools/RULES.md, A12). It changes what is shown, never an admission and never a tally: an
// event that a key signed while its revocation was on its way is a race; one that it signed after
// the index from which it is suspect, or a key that it introduced since, is suspect; a later word
// for it by a sound key of the same capacity lifts both.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "projections/keys_view.h"

namespace projections {

enum class KeyClass {
  kSound,
  kRace,     ///< between what the author of the revocation had seen and the revocation
  kSuspect,  ///< the key may have been in wrong hands by then
};
std::string_view name_of(KeyClass key_class);  ///< "sound", "race", "suspect"

struct KeyDoubt {
  KeyClass key_class = KeyClass::kSound;
  std::uint64_t by = 0;  ///< index of the revocation or declaration; 0 for a sound one
  auto operator<=>(const KeyDoubt&) const = default;
};

/// By what was said of this very key; suspicion weighs more than a race.
KeyDoubt doubt_of(const KeyEntry& key, std::uint64_t index);

/// At the reader's position, with the keys that introduced it and an EventReconfirmed by a sound
/// key of the same capacity. `digest`: D of the event. Errors as find_key().
ledger::Result<KeyDoubt> doubt_of(const ViewReader& reader, const ledger::PublicKey& key,
                                  std::uint64_t index, const ledger::Hash& digest);

}  // namespace projections
