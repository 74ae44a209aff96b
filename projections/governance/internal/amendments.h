// SPDX-License-Identifier: Apache-2.0
// The amendments of an agreement: what each changes, by which path the charter lets it, from when
// each part works, and which parties they leave (TU 8, 13; SM 6.2).
#pragma once

#include "projections/governance/internal/agreement_context.h"

namespace projections::governance::internal {

/// In the order of recording, each judged by the parties that those before it by their days had
/// left, and by who had left or joined otherwise; `parties` are then those of the day.
std::vector<Amendment> amendments_of(const AgreementContext& context,
                                     const Fact<fb::AgreementRegistered>& fact,
                                     std::vector<AgreementParty>& parties);

}  // namespace projections::governance::internal
