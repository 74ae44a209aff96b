// SPDX-License-Identifier: Apache-2.0
// Which signatures of a chronicle are in doubt, by the same rules as key_doubt.h. A word for an
// event by a key that is in doubt itself, or in another capacity, counts for nothing.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "projections/chronicle.h"

namespace projections {

/// One signature that is or was in doubt.
struct SignatureDoubt {
  ledger::PublicKey key;
  const Source* event = nullptr;
  std::set<std::uint64_t> suspicions;           ///< indexes of the KeySuspected behind it
  std::optional<std::uint64_t> race;            ///< index of the end of the key
  std::optional<std::uint64_t> reconfirmed_by;  ///< index of the word that lifts it
};

/// Of all events that a chronicle holds.
class KeyDoubts {
 public:
  /// Borrows the chronicle.
  explicit KeyDoubts(const Chronicle& chronicle);

  /// Of the signatures of one event; empty for an event in no doubt.
  const std::vector<SignatureDoubt>& of(std::uint64_t index) const;
  /// The event, if this suspicion puts a signature of it in doubt that nobody stood in for.
  const Source* doubted(std::uint64_t index, std::uint64_t suspicion) const;
  /// Index of the event that ended the key; nothing while it stands.
  std::optional<std::uint64_t> end_of(const ledger::PublicKey& key) const;

 private:
  struct End {
    std::uint64_t index;
    std::uint64_t seen_size;  ///< what its author had seen
  };
  /// Where a word stands for an event: its D and the capacity that speaks.
  using Word = std::pair<ledger::Hash, std::string>;
  using Words = std::map<Word, std::uint64_t>;

  template <typename T>
  void note_end(const flatbuffers::String& key, const Fact<T>& fact);
  void walk(const Words& words);
  void look_at(const fb::Signer& signer, const Source& source, const Words& words);
  Words sound_words() const;
  bool in_doubt(std::uint64_t index) const;

  const Chronicle& chronicle_;
  std::map<ledger::PublicKey, End> ended_;
  /// By key: from which index on, by index of the declaration.
  std::map<ledger::PublicKey, std::map<std::uint64_t, std::uint64_t>> suspect_from_;
  std::map<std::uint64_t, std::vector<SignatureDoubt>> events_;
};

}  // namespace projections
