// SPDX-License-Identifier: Apache-2.0
// Which events may enter the log, in every version of the rules so far: who may sign what (scopes
// of keys and grades of attestation), that everything an event speaks about was declared before,
// and that identifiers and register numbers belong to one thing. Rules of governance add to this
// and never loosen it. Pure: see ledger/admission.h.
//
// State rows (integers big-endian): "av" -> u32 rules version; "ao" organisation -> numbers;
// "an" ОГРН and "ai" ИНН -> organisation; "ar" region -> empty; "ac" cluster -> region;
// "ad" document -> u16 highest edition; "at" D of a registration -> payload type, id, u16 edition;
// "ax" D of a correction -> empty; "aq" scope kind, id -> empty once its import is closed.
#pragma once

#include <cstdint>

#include "ledger/admission.h"

namespace projections {

/// The newest version of the rules that this program knows.
inline constexpr std::uint32_t kRulesVersion = 3;
/// The version under which every ledger begins; RulesUpgraded names a later one.
inline constexpr std::uint32_t kFirstRulesVersion = 1;

/// The version in force in this state; 0 before genesis.
std::uint32_t rules_version(const ledger::Rows& state);

/// Refuses with the reasons of the section "admission" in refusals.cc; every message says what was
/// found and what was needed.
class IdentityAdmission : public ledger::Admission {
 public:
  ledger::Status admit(const ledger::Rows& state,
                       const ledger::Candidate& candidate) const override;
  std::uint32_t rules_version(const ledger::Rows& state) const override;
  void fold(ledger::Rows& state, const ledger::Candidate& candidate) const override;
};

}  // namespace projections
