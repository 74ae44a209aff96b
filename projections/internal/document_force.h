// SPDX-License-Identifier: Apache-2.0
// The force of a paper of which nothing of governance is recorded: by the days that the record says
// of it. Pure functions over one document's row.
#pragma once

#include <string_view>

#include "projections/documents_view.h"
#include "projections/internal/paper_force.h"

namespace projections::internal {

/// The edition on its own, without what came after it. A day of which nothing is recorded is not
/// before the one in the paper's header.
PaperForce own_force(const Document& document, std::uint16_t edition, rules::Date on);

/// The day in the header of the paper, or of the edition; unknown if none is recorded.
rules::FuzzyDate header_day(const DocumentRegistration& registration);
rules::FuzzyDate header_day(const Document& document, std::uint16_t edition);

/// Papers that parties sign together.
bool is_agreement(std::string_view kind);

/// Papers that tell or ask something: whether they are in force is no question.
bool tells_only(std::string_view kind);

/// What comes to be there on some day, and if that is not recorded, is there on the day that is
/// asked about: a newer edition of a paper that does not come into force.
rules::FuzzyDate there_by(const rules::FuzzyDate& day, rules::Date on);

}  // namespace projections::internal
