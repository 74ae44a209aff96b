// SPDX-License-Identifier: Apache-2.0
// Who holds which office on a day: posts in organisations (head, secretary …) and roles of the
// place (operator of the cluster …) whose holder is an organisation. A post is known by its
// organisation and kind, a role by the place and kind; each has one holder at a time, beside whom
// one may act.
#pragma once

#include <optional>
#include <vector>

#include "projections/governance/verdict.h"

namespace projections::governance {

/// A change of office as it stands on the day. Borrows the chronicle.
struct OfficeChange {
  Fact<fb::OfficeHolderChanged> fact;
  /// Whether its holder is in office by it: it has come, its own end has not, and nobody was
  /// appointed or released since. Never of a release.
  Truth in_office = Truth::kNo;
};

/// Every change that holds, in the order in which they were recorded.
std::vector<OfficeChange> office_changes(const Chronicle& chronicle, Date on);

/// A power to act for an organisation, as it stands on a day. Borrows the chronicle.
struct RepresentativePower {
  Fact<fb::RepresentativeAuthorised> fact;
  /// From its own first day, else from when it was given, to its last one.
  Truth in_force{};
};

/// An organisation that holds a role of the place on a day, or may.
struct RoleHolder {
  ledger::Id organisation;
  Truth in_office = Truth::kYes;                    ///< never kNo
  std::optional<Fact<fb::OfficeHolderChanged>> by;  ///< nothing: the declaration of the region
};

/// By the changes of office in the order of their days, whenever they were recorded; until the
/// first of them whom the declaration of the region names (TO order 3; TU 4д, 4е, 4з).
std::vector<RoleHolder> role_holders(const Chronicle& chronicle, fb::Role role, Date on);

}  // namespace projections::governance
