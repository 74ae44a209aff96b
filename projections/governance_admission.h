// SPDX-License-Identifier: Apache-2.0
// Which events may enter the log: the identity rules, then the rules of governance. A native act,
// one that its author vouches itself, is refused when it asks for an effect that the charter
// forbids; what a recorder or a paper tells is recorded, and the same is a finding. Signatures,
// keys, duplicates, unknown references, closed ballots and second votes are refused whatever the
// grade (tools/RULES.md). Pure: see ledger/admission.h.
//
// State rows beside those of identity_admission.h (projections/internal/governance_rows.h has
// their values; scope = kind and id, D = digest of an event):
//   "agA" cluster · "agB" body · "agC" D -> body · "agD" D of a protocol signed with a key ·
//   "agE" D of a decision · "agF" organisation of the ledger's operator · "agG" organisation ·
//   "agH" scope -> charters · "agI" kind, id -> newest declaration · "agJ" D of a ballot -> counts
//   · "agK" body -> terms · "agL" D of a ballot · "agM" cluster, organisation -> membership · "agN"
//   D of a meeting · "agO" scope, role, organisation -> posts · "agP" D of a charter -> the body
//   that adopts it · "agQ" scope, body · "agR" region · "agS" D of what is signed in slots · "agT"
//   organisation -> powers · "agU" D of a notice on its way · "agV" D of a ballot, seat -> vote ·
//   "agW" D of a meeting -> attendance · "agX" D of a corrected event -> the body that says it now
//   · "agY" key of a head -> day of its introduction · "agZ" the ledger's zone. Since version 3 of
//   the rules: "ah" organisation -> where it was registered · "aj" scope, role -> posts that serve
//   the place · "ak" D of an open ballot without a meeting -> its days · "ap" body -> persons that
//   decisions name for an office · "as" D of a meeting or ballot -> who was there as what
#pragma once

#include <cstdint>

#include "ledger/admission.h"

namespace projections {

/// The rules of the version in force in the state; every ledger begins under the first. Old
/// versions stay: what they admitted is admitted for ever.
class GovernanceAdmission : public ledger::Admission {
 public:
  /// Beside the reasons of the rules: RULES_UNKNOWN under a version that this program lacks.
  ledger::Status admit(const ledger::Rows& state,
                       const ledger::Candidate& candidate) const override;
  void fold(ledger::Rows& state, const ledger::Candidate& candidate) const override;
  std::uint32_t rules_version(const ledger::Rows& state) const override;
};

/// Whether this program has the rules in force in the state. With newer ones it only reads.
bool knows_rules_of(const ledger::Rows& state);

}  // namespace projections
