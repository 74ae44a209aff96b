// SPDX-License-Identifier: Apache-2.0
// View "keys": every key that ever had a part in the ledger, from which event to which, in which
// capacity, by whom introduced and ended, from where on suspect.
// Rows: "k" key -> KeyEntry; "o" organisation, key -> empty; "r" D of an event -> what was said for
// it again, when its key had come into doubt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/key_registry.h"
#include "projections/facts.h"
#include "projections/view.h"
#include "projections/view_reader.h"

namespace projections {

struct KeySuspicion {
  std::uint64_t from_index = 0;
  Source source;
  bool operator==(const KeySuspicion&) const = default;
};

struct KeyEnd {
  std::string reason;  ///< of a KeyRevoked; "RECOVERED" or "CHECKPOINT_KEY_CHANGED" otherwise
  std::uint64_t seen_size = 0;  ///< what the author of the end had seen: later events are a race
  Source source;
  bool operator==(const KeyEnd&) const = default;
};

struct KeyEntry {
  ledger::PublicKey key;
  ledger::KeyKind kind = ledger::KeyKind::kPerson;
  std::string role;
  std::uint8_t scopes = 0;  ///< ledger::KeyScope bits
  std::optional<ledger::Id> organisation;
  std::optional<ledger::Id> seat;
  Source introduced;
  std::optional<ledger::Hash> first_key_evidence;
  std::optional<KeyEnd> ended;
  std::vector<KeySuspicion> suspicions;
  bool operator==(const KeyEntry&) const = default;

  bool stands() const { return !ended; }
  std::optional<std::uint64_t> suspect_from() const;
};

/// An EventReconfirmed names the event.
struct Reconfirmation {
  ledger::PublicKey key;  ///< who says so
  std::uint64_t index = 0;
  bool operator==(const Reconfirmation&) const = default;
};

class KeysView : public View {
 public:
  std::string_view name() const override { return "keys"; }
  std::uint32_t version() const override { return 2; }
  void fold(const Event& event, RowWriter& rows) const override;
};

/// Errors of all: those of ViewReader; kCorrupt BAD_VIEW_ROW.
ledger::Result<std::optional<KeyEntry>> find_key(const ViewReader& reader,
                                                 const ledger::PublicKey& key);
/// Ascending by key.
ledger::Result<std::vector<KeyEntry>> keys_of(const ViewReader& reader,
                                              const ledger::Id& organisation);
ledger::Result<std::vector<KeyEntry>> all_keys(const ViewReader& reader);
/// Ascending by index. `digest`: D of the event.
ledger::Result<std::vector<Reconfirmation>> reconfirmations_of(const ViewReader& reader,
                                                               const ledger::Hash& digest);

}  // namespace projections
