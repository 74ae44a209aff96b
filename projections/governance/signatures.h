// SPDX-License-Identifier: Apache-2.0
// Who has signed a paper with named signature lines: an agreement, a supplementary agreement or a
// programme. A party may have several lines (eight participants, nine signatures).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "projections/governance/coverage.h"
#include "projections/governance/verdict.h"

namespace projections::governance {

/// One signature line.
struct SlotState {
  std::uint8_t slot = 0;
  std::uint8_t party = 0;
  std::optional<ledger::Id> organisation;  ///< of the party
  fb::ActingAs acting_as{};
  std::string position;
  /// The signature that counts, the one recorded last.
  std::optional<Fact<fb::AgreementSigned>> signature;
  FuzzyDate signed_on;
  /// Whether what empowers the signer is evidenced: an own office, or a named power that is not
  /// known to have been none on the day of the signature.
  bool authority_evidenced = false;
  bool power_did_not_run = false;  ///< one is named and certainly was none on that day
  /// As told on a day: whether it had been signed by then is not known.
  bool open = false;
};

struct Signatures {
  std::vector<SlotState> slots;
  std::vector<ledger::Id> without_line;  ///< parties of whose signature the record has no line
  std::size_t parties = 0;               ///< with a line or without
  std::size_t parties_signed = 0;        ///< whose required lines are all signed
  std::size_t slots_signed = 0;
  /// The day of the last required signature. `missing` names what leaves it open.
  FuzzyDate concluded_on;
  bool all_slots = false;  ///< every line counts, not one for each party
  Grounds grounds;

  bool complete() const { return parties > 0 && parties_signed == parties; }
};

using Parties = flatbuffers::Vector<flatbuffers::Offset<fb::Party>>;
using Slots = flatbuffers::Vector<flatbuffers::Offset<fb::SignatureSlot>>;

/// The lines of the paper with this D. `all_slots`: every line counts, not one for each party.
/// Either list may be null. Every party has to sign, listed or one of the `newcomers`: one without
/// a line has not, as far as is known (TU 8, SM 6.1).
Signatures signatures_of(const Chronicle& chronicle, const ledger::Hash& target,
                         const Parties* parties, const Slots* slots, bool all_slots,
                         const std::vector<ledger::Id>& newcomers = {});

/// The same paper where one line of each party is enough: concluded when the last party had signed
/// in its first line.
Signatures signed_in_first_lines(const Chronicle& chronicle, const ledger::Hash& target,
                                 const Parties* parties, const Slots* slots);

/// Whether all required signatures were given by the end of the day. A line without a recorded
/// signature, or a party without a line, is a no only where the record of agreements is claimed to
/// be complete on that day.
Truth signed_by_all(const Signatures& signatures, const std::vector<CoverageClaim>& claims,
                    Date on);

/// Whether something empowers the person: an own office or a named power.
bool evidenced(const fb::Authority* authority);

}  // namespace projections::governance
