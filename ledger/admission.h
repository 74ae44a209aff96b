// SPDX-License-Identifier: Apache-2.0
// The narrow interface through which rules decide what may enter the log. The ledger knows no
// rule of governance; it calls this once per event, inside the sequencer, against the state that
// the previous event left.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "ledger/body.h"
#include "ledger/key_registry.h"
#include "ledger/rows.h"

namespace ledger {

/// An earlier event that the payload of a candidate refers to, where that one holds and whose it
/// is.
struct Referenced {
  const Reference* reference;  ///< one of the candidate's refs()
  fb::Payload payload_type{};
  Scope scope;
  std::optional<Id> organisation{};  ///< of its author
  std::optional<Id> issuer{};        ///< of a registered paper, as its registration names it
};

/// An event about to be recorded, with what the ledger already established about it.
struct Candidate {
  const Body& body;
  std::uint64_t index;           ///< the index it gets if admitted
  std::uint64_t recorded_at_us;  ///< the time it gets if admitted
  Hash digest;                   ///< D
  KeyRecord author;              ///< the author's key as it stands at this index
  /// For an EventCorrected: the event that it is about. Null for any other.
  const Body* corrected = nullptr;
  /// What its payload refers to, in the order of refs(), apart from commitments and from papers
  /// that it only cites. To admit, not to fold.
  std::span<const Referenced> referenced{};
  /// For a PersonalDataErased: where the events hold that its fields name by their index, in the
  /// order of the fields; nothing for one that the log did not have. To admit, not to fold.
  std::span<const std::optional<Scope>> erased{};
};

/// Pure and versioned: no clock, no locale, no floating point, no I/O; the same rows and the same
/// candidate give the same answer for ever (tools/RULES.md).
class Admission {
 public:
  virtual ~Admission() = default;
  /// kRefused with a stable reason, or Ok. Reads rows, changes nothing.
  virtual Status admit(const Rows& state, const Candidate& candidate) const = 0;
  /// Folds an admitted candidate into the rows. Keys start with 'a'; the ledger's own with 'k'.
  virtual void fold(Rows& state, const Candidate& candidate) const = 0;
  /// The version of the rules that stands in this state; 1 where rules have no versions.
  virtual std::uint32_t rules_version(const Rows&) const { return 1; }
};

}  // namespace ledger
